package engine

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// sendmails matches sentences about sendmail the mail system, not about the command of
// that name in Postfix and Exim.
var sendmails = regexp.MustCompile(`\bsendmail(’s|'s)? (tries|retries|recorded|records|keeps|leaves|delivers|skips|would|writes|sends|does|has|own|default)\b|by (this )?sendmail\b|\bof sendmail\b|sendmail -(q|Q|v|bP)|sendmail\.cf|` + "`[qdhx]f|\\b(qf|df|xf) file|mailq -v|QueueLA|queuereturn")

// No text about a Postfix or Exim queue is about sendmail.
func TestForeignWords(t *testing.T) {
	if testing.Short() {
		t.Skip("words do not depend on the platform")
	}
	for _, c := range slices.Concat(corpustest.Postfix(t), corpustest.Exim(t)) {
		archive := archives(t, c)[0]
		e := newEngine()
		load(t, e, memorySource(archive, c.Read(t, archive)), memorySource("mailq.txt", c.Read(t, "mailq.txt")[:2000]))
		check := func(r protocol.Request) {
			t.Helper()
			a, _ := ask(t.Context(), e, r)
			if a.Error != nil {
				t.Errorf("%s: %+v: %s", c.Name, r, a.Error.Text)
			}
			text, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range sendmails.FindAllIndex(text, -1) {
				t.Errorf("%s: … %s …", c.Name, text[max(at[0]-100, 0):min(at[1]+100, len(text))])
			}
		}
		check(protocol.Request{Overview: &protocol.OverviewRequest{By: "reason"}})
		check(protocol.Request{Causes: &protocol.CausesRequest{}})
		check(protocol.Request{Problems: &protocol.ProblemsRequest{}})
		check(protocol.Request{Replies: &protocol.RepliesRequest{}})
		check(protocol.Request{Facets: &protocol.FacetsRequest{}})
		for m := range e.Read().All() {
			check(protocol.Request{Detail: &protocol.DetailRequest{Ref: int(m.Row())}})
		}
	}
}
