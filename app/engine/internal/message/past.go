package message

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// past is the history of a message while it is put into words.
type past struct {
	c    *capture.Capture
	h    *queue.History
	row  int32
	of   *mailsystem.Words
	born int64 // arrival, queue.NoNumber unknown
}

// known returns a time for the screen, 0 unknown.
func known(t int64) protocol.Moment {
	if t == queue.NoNumber {
		return 0
	}
	return t
}
