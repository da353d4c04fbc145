package engine

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Bounces made here, double bounces and those of other servers are
// distinguished.
func TestBounceKinds(t *testing.T) {
	kinds := map[string]int{}
	for _, c := range corpustest.Sendmail(t) {
		e := open(t, c, c.Archives(t)[0])
		q := e.shown.Queue
		for _, i := range q.Order {
			d, err := message.Detail(e.shown, protocol.DetailRequest{Ref: int(i)})
			if err != nil {
				t.Fatal(err)
			}
			if d.Bounce == nil {
				continue
			}
			kinds[d.Bounce.Kind]++
			if relayed := d.Bounce.Kind == "relayed"; relayed == q.IsMade(i) || relayed && q.Flags[i]&queue.NullFrom == 0 {
				t.Errorf("%s: %s is %q", c.Name, d.Row.ID, d.Bounce.Title)
			}
			for _, l := range d.Bounce.Links {
				if got := list.Messages(e.shown, protocol.MessagesRequest{Query: l.Query}); got.Matched != l.Count || l.Count == 0 {
					t.Errorf("%s: %s: %q selects %d, want %d", c.Name, d.Row.ID, l.Query, got.Matched, l.Count)
				}
			}
		}
	}
	t.Log(kinds)
	for _, k := range []string{"failure", "warning-timeout", "postmaster-notification"} {
		if kinds[k] == 0 {
			t.Errorf("no bounce of kind %q in the corpus", k)
		}
	}
}
