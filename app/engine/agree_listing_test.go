package engine

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// If listing and files agree about a Postfix message, they also agree in a
// redacted viewer.
func TestRedactedListingAgrees(t *testing.T) {
	for i, c := range corpustest.Postfix(t) {
		if testing.Short() && i > 0 {
			break // what the files say does not depend on the platform
		}
		e, s := sharing(t, c.Name, c.Archives(t)[0])
		a, _ := ask(t.Context(), e, protocol.Request{Share: &protocol.ShareRequest{Format: "viewer", Hide: "addresses,hosts"}})
		if a.Shared == nil {
			t.Fatalf("%s: no viewer: %+v", c.Name, a.Error)
		}
		_, archive := elements(t, s.Bytes())
		seen := newEngine()
		if l := seen.Load(t.Context(), []parser.Source{memorySource("queue.tar.gz", archive)}, false, func(protocol.Progress) {}); l.Fatal != nil {
			t.Fatal(*l.Fatal)
		}
		differ := func(q *queue.Queue) (n int) {
			for _, p := range q.Problems {
				if p.Kind == queue.KindDiffers {
					n++
				}
			}
			return n
		}
		if got, want := differ(seen.shown.Queue), differ(e.shown.Queue); got > want {
			t.Errorf("%s: listing and files differ in %d messages of the viewer, want %d", c.Name, got, want)
		}
	}
}
