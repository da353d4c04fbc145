package capture

import (
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// Said is what servers said in the same words, and what is to be done about it: the index of the
// Wording times reason.NumActions, plus the action.
type Said int32

// NotSaid is the Said of a reason that is not a reply.
const NotSaid Said = -1

// Wording and Action are its parts.
func (s Said) Wording() int          { return int(s) / int(reason.NumActions) }
func (s Said) Action() reason.Action { return reason.Action(int(s) % int(reason.NumActions)) }

// Said returns the Said of a reason. echo means that it only follows from an earlier refusal.
func (c *Capture) Said(n int32, echo bool) Said {
	w := c.Wording(n)
	if w < 0 {
		return NotSaid
	}
	return Said(w)*Said(reason.NumActions) + Said(c.Index.Action(n, echo))
}

// Transcripts are the replies in the transcripts of bounces, by place in Queue.ReplyText.
type Transcripts struct {
	Said  []Said
	Lines []uint16
}

// Transcripts returns those of the queue. They are worked out once.
func (c *Capture) Transcripts() *Transcripts {
	if c.transcripts == nil {
		q := c.Queue
		t := &Transcripts{Said: make([]Said, len(q.ReplyText)), Lines: make([]uint16, len(q.ReplyText))}
		for k, text := range q.ReplyText {
			t.Said[k] = c.Said(c.Index.ReplyReason(uint32(k)), q.ReplyEcho[k])
			t.Lines[k] = uint16(min(1+strings.Count(q.Text(text), "\n"), math.MaxUint16))
		}
		c.transcripts = t
	}
	return c.transcripts
}
