package capture

import (
	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// Wording is a reply as reason.ReplyText writes it: replies worded alike are
// one.
type Wording struct{ text, Enhanced string }

// wordings are the distinct wordings of a queue, found on demand.
type wordings struct {
	All    []Wording
	of     []int32 // by reason: its index in all plus one, -1 none, 0 not yet known
	byText map[string]int32
}

// Wording returns the index of a reason's wording, or -1 if the reason is not a
// reply.
func (c *Capture) Wording(n int32) int32 {
	w := &c.Wordings
	if more := len(c.Index.Reasons) - len(w.of); more > 0 {
		w.of = append(w.of, make([]int32, more)...)
	}
	if known := w.of[n]; known != 0 {
		return max(known-1, -1)
	}
	r := &c.Index.Reasons[n]
	if !r.Code.Valid() {
		w.of[n] = -1
		return -1
	}
	text := reason.ReplyText(r)
	k, ok := w.byText[text]
	if !ok {
		if w.byText == nil {
			w.byText = map[string]int32{}
		}
		k = int32(len(w.All))
		w.byText[text] = k
		w.All = append(w.All, Wording{text, r.EnhancedText()})
	}
	w.of[n] = k + 1
	return k
}
