package capture

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Capture is one queue that is open, and what was worked out of it.
type Capture struct {
	Sources  []parser.Source
	Queue    *queue.Queue
	Index    *triage.Index
	Archive  protocol.Archive
	Decode   content.Decoder
	Other    *Capture // the one that it is compared with, nil none
	Earlier  bool     // of the two
	Partial  bool     // it was not read to its end
	Partly   bool     // it is still being read: this is what came so far
	views    viewCache
	scratch  tally
	orders   []*order
	columns  []uint8           // by row: its age column, made when asked
	Wordings wordings          // of replies
	whole    []*triage.Cause   // causes of all messages; nil before they are asked for
	fileRows map[fileKey]int32 // which message a file is of, made when asked
}

// New works out a queue. Texts in other charsets are read by decode.
func New(q *queue.Queue, decode content.Decoder) *Capture {
	return &Capture{Queue: q, Index: triage.NewIndex(q), Decode: decode}
}

// Causes are what holds up all messages, found once.
func (c *Capture) Causes() []*triage.Cause {
	if c.whole == nil {
		c.whole = append([]*triage.Cause{}, c.Index.Causes(c.Queue.Order)...)
	}
	return c.whole
}

// SetReturn sets how many days sendmail keeps a message, 0 for its default.
func (c *Capture) SetReturn(days int) {
	after := int64(triage.DefaultReturn)
	if days > 0 && days <= protocol.MaxReturnDays {
		after = int64(days) * 86400
	}
	if c.Index.ReturnAfter != after {
		c.Index.ReturnAfter, c.whole = after, nil
		c.forgetOverviews()
	}
}
