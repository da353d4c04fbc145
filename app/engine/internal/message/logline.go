package message

import (
	"context"
	"errors"
	"fmt"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxLogLine is how much of a log's line is shown, in bytes. Few are longer
// than the 1 KiB of old syslogs; a journal's line with all its fields has 2.
const maxLogLine = 4 << 10

// LogLine answers the line that an event was read from. A compressed log is
// read from its beginning, until ctx ends.
func LogLine(ctx context.Context, c *capture.Capture, req protocol.LogLineRequest) (protocol.LogLine, error) {
	i, err := c.RowOf(req.Ref)
	if err != nil {
		return protocol.LogLine{}, err
	}
	events := c.Index.History.Of(i)
	if req.N < 0 || req.N >= len(events) {
		return protocol.LogLine{}, fmt.Errorf("there is no event number %d", req.N)
	}
	out := protocol.LogLine{Ref: req.Ref, N: req.N}
	line, err := parser.ReadLine(ctx, holder(c, &events[req.N]), c.Index.History, events[req.N])
	switch {
	case errors.Is(err, parser.ErrNoLine), err == nil && line == "":
		out.Missing = "The log cannot be read again."
	case err != nil:
		out.Missing = "The log cannot be read again: " + words.Visible(err.Error())
	default:
		out.Bytes = len(line)
		if out.Cut = len(line) > maxLogLine; out.Cut {
			line = line[:maxLogLine]
		}
		out.Text = words.Visible(line)
	}
	return out, nil
}

// holder returns the queue that the log of an event came with: of the earlier of two
// captures, the later one's logs have events too.
func holder(c *capture.Capture, e *queue.Event) *queue.Queue {
	own := c.Queue.History
	if c.Other != nil && (own == nil || int(e.Log) >= len(own.Logs)) {
		return c.Other.Queue
	}
	return c.Queue
}
