package engine

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// capture is one queue that is open, and what was worked out of it.
type capture struct {
	sources  []parser.Source
	queue    *queue.Queue
	index    *triage.Index
	archive  protocol.Archive
	partial  bool // it was not read to its end
	partly   bool // it is still being read: this is what came so far
	views    viewCache
	scratch  tally
	orders   []*order
	columns  []uint8            // by row: its age column, made when asked
	wordings wordings           // of replies
	whole    []protocol.Finding // causes of all messages; nil before they are asked for
	fileRows map[fileKey]int32  // which message a file is of, made when asked
}

// newCapture works out a queue.
func newCapture(q *queue.Queue) *capture {
	return &capture{queue: q, index: triage.NewIndex(q)}
}
