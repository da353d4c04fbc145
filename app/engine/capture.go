package engine

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// capture is one queue that is open, and what was worked out of it.
type capture struct {
	sources  []parser.Source
	queue    *queue.Queue
	index    *triage.Index
	archive  protocol.Archive
	decode   content.Decoder
	other    *capture // the one that it is compared with, nil none
	earlier  bool     // of the two
	partial  bool     // it was not read to its end
	partly   bool     // it is still being read: this is what came so far
	views    viewCache
	scratch  tally
	orders   []*order
	columns  []uint8            // by row: its age column, made when asked
	wordings wordings           // of replies
	whole    []protocol.Finding // causes of all messages; nil before they are asked for
	fileRows map[fileKey]int32  // which message a file is of, made when asked
}

// newCapture works out a queue. Texts in other charsets are read by decode.
func newCapture(q *queue.Queue, decode content.Decoder) *capture {
	return &capture{queue: q, index: triage.NewIndex(q), decode: decode}
}

// setReturn sets how many days sendmail keeps a message, 0 for its default.
func (c *capture) setReturn(days int) {
	after := int64(triage.DefaultReturn)
	if days > 0 && days <= protocol.MaxReturnDays {
		after = int64(days) * 86400
	}
	if c.index.ReturnAfter != after {
		c.index.ReturnAfter, c.whole = after, nil
		for _, v := range c.views.views {
			v.overview = nil
		}
	}
}
