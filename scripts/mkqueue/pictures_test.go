package main

import (
	"context"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// checkPictures follows each mark, band and event of the two pictures to its
// messages, and adds the columns up.
func checkPictures(t *testing.T, name string, e *engine.Engine, o *protocol.Overview) {
	t.Helper()
	if o.Flow == nil || o.Timeline == nil {
		t.Errorf("%s: the pictures are missing", name)
		return
	}
	leads := func(what, query string, n int) {
		t.Helper()
		a := e.Ask(context.Background(), protocol.Request{Messages: &protocol.MessagesRequest{Query: query}}, nil)
		if a.Page == nil || a.Page.Matched != n {
			t.Errorf("%s: %s leads by %s to %+v, want %d messages", name, what, query, a.Page, n)
		}
	}
	for _, column := range [][]protocol.FlowMark{o.Flow.Sources, o.Flow.Kinds, o.Flow.Obstacles} {
		sum := 0
		for _, m := range column {
			leads(m.Name, m.Query, m.Count)
			sum += m.Count
		}
		if sum != o.Total {
			t.Errorf("%s: a column adds up to %d, want %d", name, sum, o.Total)
		}
	}
	for _, bands := range [][]protocol.FlowBand{o.Flow.In, o.Flow.Out} {
		sum := 0
		for _, b := range bands {
			leads("a band", b.Query, b.Count)
			sum += b.Count
		}
		if sum != o.Total {
			t.Errorf("%s: the bands add up to %d, want %d", name, sum, o.Total)
		}
	}
	sum := o.Timeline.Unknown + o.Timeline.Earlier
	for _, b := range o.Timeline.Buckets {
		sum += b.Bounces + b.Ordinary + b.Quarantined
	}
	if sum != o.Total {
		t.Errorf("%s: the buckets add up to %d, want %d", name, sum, o.Total)
	}
	for _, ev := range o.Timeline.Events {
		leads(ev.Title, ev.Query, ev.Count)
	}
}
