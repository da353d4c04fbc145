package command

import (
	"errors"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// ask puts a question to the engine and waits for its answer.
func (s *session) ask(e *engine.Engine, req protocol.Request) (protocol.Answer, error) {
	a := e.Ask(s.ctx, req, nil)
	switch {
	case s.ctx.Err() != nil:
		return a, s.ctx.Err()
	case a.Error != nil:
		return a, errors.New(a.Error.Text)
	}
	return a, nil
}
