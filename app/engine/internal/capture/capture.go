package capture

import (
	"context"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Capture is one open queue and everything derived from it.
type Capture struct {
	Sources  []parser.Source
	Queue    *queue.Queue
	Index    *triage.Index
	Archive  protocol.Archive
	Decode   content.Decoder
	Other    *Capture // the one that it is compared with; nil if none
	Earlier  bool     // it is the earlier of the two
	Partial  bool     // it was not read to its end
	Partly   bool     // it is still being read; this is the part read so far
	views    viewCache
	scratch  triage.Tally
	met      metStrings // scratch of EachDomain
	orders   []*order
	prepared int             // how many of the prepared orders were begun
	columns  []uint8         // by row: its age column; made on first use
	listed   []triage.Listed // by row, empty if not both are there; made on first use
	alike    alike           // cells that tables show as one
	Wordings wordings        // of replies
	whole    []*causes.Cause // causes of all messages; made on first use
	marks    *Marks          // made on first use
	axis     *TimeAxis       // made on first use

	reached     reached           // made on first use, of the ages asked for last
	transcripts *Transcripts      // made on first use
	fileRows    map[fileKey]int32 // the message that a file belongs to; made on first use

	relatives *Relatives // made on first use
}

// New indexes a queue. Texts in other charsets are decoded by decode.
func New(q *queue.Queue, decode content.Decoder) *Capture {
	return &Capture{Queue: q, Index: triage.NewIndex(q), Decode: decode}
}

// NewContext is New, but ends early when ctx is done, with the error of ctx. It calls
// told regularly while it works.
func NewContext(ctx context.Context, q *queue.Queue, decode content.Decoder, told func()) (*Capture, error) {
	x, err := triage.NewIndexContext(ctx, q, told)
	if err != nil {
		return nil, err
	}
	return &Capture{Queue: q, Index: x, Decode: decode}, nil
}

// Causes returns what holds up all messages. It is computed once.
func (c *Capture) Causes() []*causes.Cause {
	if c.whole == nil {
		c.whole = append([]*causes.Cause{}, causes.Find(c.Index, c.Queue.Order)...)
	}
	return c.whole
}

// SetReturn sets how many days sendmail keeps a message, 0 for what its
// configuration says, or else its default.
func (c *Capture) SetReturn(days int) {
	after := c.Index.OwnReturn()
	if days > 0 && days <= protocol.MaxReturnDays {
		after = int64(days) * 86400
	}
	if c.Index.ReturnAfter != after {
		c.Index.ReturnAfter, c.whole, c.axis = after, nil, nil
		c.forgetLifetime()
	}
}

// ForgetPictures drops what the pictures have in common for all queries.
func (c *Capture) ForgetPictures() { c.marks, c.axis = nil, nil }
