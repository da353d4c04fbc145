package list

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// MaxOffers is the number of completions offered.
const MaxOffers = 12

// comparisons are offered for numbers, in addition to the ranges of steps.
var comparisons = map[string][]string{
	"age":     {"<=1h", ">1h", ">4h", ">1d", ">2d", ">5d", "1h..6h"},
	"size":    {">10k", ">100k", ">1M", ">10M", "none"},
	"tries":   {"0", ">=1", ">=10", ">=50"},
	"created": {"1h..", "4h..", "1d..", "..1d", "..5d"},
	"tried":   {"1h..", "4h..", "1d..", "..1h", "..1d", "none"},
}

// Complete offers completions for a filter that is being typed: keys, or the
// values of the key at the cursor, most frequent first. Counts are of the
// messages that the rest of the filter selects.
func Complete(c *capture.Capture, req protocol.CompleteRequest) protocol.Completion {
	h := filter.At(req.Text, req.Place)
	out := protocol.Completion{Text: req.Text, From: h.Pos, To: h.End, Offers: []protocol.Offer{}}
	typed := strings.ToLower(h.Value)
	if h.Key == "" {
		for _, k := range triage.Keys {
			if strings.HasPrefix(k, typed) && len(out.Offers) < MaxOffers {
				out.Offers = append(out.Offers, protocol.Offer{Text: k + ":", Count: -1})
			}
		}
		return out
	}
	rows := matchesWithoutCurrentTerm(c, req, h)
	fixed := append(triage.Words(h.Key), comparisons[h.Key]...)
	for _, w := range fixed {
		if n := 0; strings.HasPrefix(strings.ToLower(w), typed) && len(out.Offers) < MaxOffers {
			term := filter.Word(h.Key, w)
			if n = c.Index.Count(term, rows); n > 0 {
				out.Offers = append(out.Offers, protocol.Offer{Text: term.String(), Value: w, Count: n})
			}
		}
	}
	if fixed != nil {
		return out
	}
	t, ok := c.Values(h.Key, rows)
	if h.Key == "to-all" {
		t, ok = c.Values("to", rows)
	}
	if !ok {
		return out
	}
	if typed != "" {
		t.Keep(c.Index.Contains(strings.TrimPrefix(typed, "=")))
	}
	for _, top := range c.Rank(t, MaxOffers).First {
		v := c.Queue.Text(top.Value)
		if h.Key == "to" || h.Key == "to-all" {
			v = triage.Bare(v)
		}
		o := protocol.Offer{Text: capture.Term(h.Key, capture.Exact(h.Key, v)).String(), Value: words.Visible(v), Count: top.Count}
		if v == "" {
			if h.Key == "reason" || typed != "" {
				continue
			}
			o.Value = "none"
		}
		out.Offers = append(out.Offers, o)
	}
	return out
}

// matchesWithoutCurrentTerm returns the messages that the filter selects
// without the term being typed, which is ignored.
func matchesWithoutCurrentTerm(c *capture.Capture, req protocol.CompleteRequest, h filter.Hole) []int32 {
	before := strings.TrimSuffix(req.Text[:h.Pos], "-")
	for _, query := range []string{filter.And(req.Within, before+req.Text[h.End:]), req.Within} {
		if rows, err := c.Match(query); err == nil {
			return rows
		}
	}
	return c.Queue.Order
}
