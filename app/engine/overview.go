package engine

import (
	"context"
	"errors"

	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/poll"
)

// errChanged says that what an answer depends on was changed by one that was made
// while it rested. It must be made again.
var errChanged = errors.New("changed meanwhile")

// overview answers the first screen. Of many messages that takes long for a new
// query, so that others are answered meanwhile; it ends early once another query is
// asked for.
func (e *Engine) overview(c call, req protocol.OverviewRequest) (protocol.Overview, error) {
	shown := e.shown
	lifetime := shown.Index.ReturnAfter
	ctx, changed := context.WithCancelCause(c)
	defer changed(nil)
	o, err := overview.Polled(shown, req, poll.New(ctx, func() {
		if c.rest(); shown.Index.ReturnAfter != lifetime {
			changed(errChanged)
		}
	}))
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return o, err
}
