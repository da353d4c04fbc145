package engine

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// logLine answers the line of a mail log that an event was read from.
func (e *Engine) logLine(c call, req protocol.LogLineRequest) (protocol.LogLine, error) {
	return message.LogLine(c, e.shown, req)
}
