package engine

import (
	"context"
	"reflect"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// While an overview is made, other requests are answered: one that changes its data does
// not change its answer, and one that supersedes it ends it.
func TestOverviewRests(t *testing.T) {
	const messages, query = 9_000, "state:deferred"
	req := protocol.Request{Days: 5, Overview: &protocol.OverviewRequest{Query: query}}
	ask := func(e *Engine, ctx context.Context, rest func()) protocol.Answer {
		return e.answer(call{Context: ctx, rest: rest}, req)
	}
	rests := 0
	want := ask(syntheticEngine(messages), t.Context(), func() { rests++ })
	if rests < 10 {
		t.Fatalf("%d rests, want 10 or more", rests)
	}
	for at := range rests {
		e, n := syntheticEngine(messages), 0
		got := ask(e, t.Context(), func() {
			if n++; n == at+1 {
				for _, other := range []protocol.Request{
					{Days: 3, Overview: &protocol.OverviewRequest{Query: query, By: "domain"}},
					{Days: 5, Facets: &protocol.FacetsRequest{Query: query, Limit: 6}},
					{Days: at % 2, Messages: &protocol.MessagesRequest{Query: query, Sort: "end", Count: 20}},
				} {
					e.answer(call{Context: t.Context(), rest: func() {}}, other)
				}
			}
		})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("asked for others at rest %d: another answer", at)
		}
		ctx, cancel := context.WithCancel(t.Context())
		n = 0
		got = ask(syntheticEngine(messages), ctx, func() {
			if n++; n == at+1 {
				cancel()
			}
		})
		if !got.Superseded || got.Overview != nil || n != at+1 {
			t.Errorf("ended at rest %d: %d rests, superseded %v", at, n, got.Superseded)
		}
		cancel()
	}
}
