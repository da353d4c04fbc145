package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

func TestComplete(t *testing.T) {
	e := open(t, corpustest.Open(t, "basic"), "with-mailq.zip")
	tests := []struct {
		name, text, within string // | is the cursor
		from, to           int
		want               []string // the first offers, with counts
	}{
		{"keys", "st|", "", 0, 2, []string{"state: -1"}},
		{"keys with a minus", "-to|", "", 1, 3, []string{"to: -1", "to-all: -1"}},
		{"no key", "zzz|", "", 0, 3, nil},
		{"states", "state:|", "", 0, 6, []string{"state:deferred 27", "state:held 2"}},
		{"part of a state", "a state:eld|x b", "zzz", 2, 12, nil},
		{"within tokens", "state:|", "state:held", 0, 6, []string{"state:held 2"}},
		{"besides other words", "(state:held) state:|", "", 13, 19, []string{"state:held 2"}},
		{"a broken rest counts for nothing", "state:held OR state:|", "", 14, 20, []string{"state:deferred 27", "state:held 2"}},
		{"words", "bounce:f|", "", 0, 8, []string{fmt.Sprintf("bounce:failure %d", list.Messages(e.shown, protocol.MessagesRequest{Query: "kind:failure"}).Matched)}},
		{"quotes", `reason:"connection refused|`, "", 0, 26, []string{`reason:"Connection refused by ‹host›" 10`}},
		{"addresses", "from:<|", "", 0, 6, []string{"from:<> 6"}},
		{"nothing to offer", "text:a|", "", 0, 6, nil},
		{"unknown key", "nokey:|", "", 0, 6, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			place := strings.IndexByte(tt.text, '|')
			c := list.Complete(e.shown, protocol.CompleteRequest{Text: tt.text[:place] + tt.text[place+1:], Place: place, Within: tt.within})
			var got []string
			for _, o := range c.Offers {
				got = append(got, fmt.Sprintf("%s %d", o.Text, o.Count))
			}
			if c.From != tt.from || c.To != tt.to || !slices.Equal(got[:min(len(got), len(tt.want))], tt.want) || len(got) > list.MaxOffers || tt.want == nil && len(got) > 0 {
				t.Errorf("Complete(%q) = %d to %d, %q, want %d to %d, %q", tt.text, c.From, c.To, got, tt.from, tt.to, tt.want)
			}
		})
	}
}

// Every offer selects as many messages as it says, and every count of a
// breakdown leads to its messages.
func TestValuesLeadToTheirMessages(t *testing.T) {
	for _, c := range allSystems(t) {
		if c.Name == "empty" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			e := open(t, c, c.Archives(t)[0])
			leads := func(what, query string, want int) {
				t.Helper()
				if p := list.Messages(e.shown, protocol.MessagesRequest{Query: query}); p.QueryError != nil || p.Matched != want {
					t.Errorf("%s: %q gives %d messages, %v, want %d", what, query, p.Matched, p.QueryError, want)
				}
			}
			for _, within := range []string{"", "state:deferred OR is:bounce"} {
				for _, key := range triage.Keys {
					for _, o := range list.Complete(e.shown, protocol.CompleteRequest{Text: key + ":", Place: len(key) + 1, Within: within}).Offers {
						if key == "to-all" || key == "id" || key == "subject" {
							continue // to-all: counts any recipient; the others compare parts
						}
						leads("offer", filter.And(within, o.Text), o.Count)
					}
				}
				several := []string{"domain", "to", "remote", "event"} // of one message
				for _, by := range protocol.Dimensions {
					b, err := overview.Breakdown(e.shown, protocol.BreakdownRequest{Query: within, By: by})
					if err != nil {
						t.Fatal(err)
					}
					sum := 0
					for _, r := range b.Rows {
						leads("breakdown by "+by, r.Query, r.Count)
						sum += r.Count
					}
					if sum != b.Matched && !slices.Contains(several, by) || sum < b.Matched {
						t.Errorf("breakdown by %s has %d messages, want %d", by, sum, b.Matched)
					}
				}
			}
		})
	}
}
