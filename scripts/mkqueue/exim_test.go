package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestEximPinnedBytes(t *testing.T) {
	data, _ := archiveOfSystem(t, queue.Exim, 1000, 1, "")
	wantBytes(t, data, "a2e5f83cfbb93e632c024531d0c291b6a6912ab0cba8fe7a656c90502dc2947c")
}

// The spool is read as the command and the page do, and agrees with its listing.
func TestEximRead(t *testing.T) {
	data, facts := archiveOfSystem(t, queue.Exim, testMessages, 1, "")
	want(t, "unpacked", facts.Unpacked, int64(len(data)))
	want(t, "listing", int64(len(members(t, data)["mailq.txt"])), facts.Listing)
	e, q := open(t, data)
	o := e.Ask(context.Background(), protocol.Request{Overview: &protocol.OverviewRequest{}}, nil).Overview
	states := map[string]int{}
	for _, s := range o.States {
		states[s.State] = s.Count
	}
	want(t, "states", states, facts.States)
	want(t, "messages", o.Total, facts.Messages)
	want(t, "recipients", o.Recipients, facts.Recipients)
	kinds := map[queue.Kind]int{}
	for _, p := range q.Problems {
		kinds[p.Kind]++
	}
	want(t, "problems", kinds, map[queue.Kind]int{queue.KindNoEnvelope: facts.States["orphan"]})
	want(t, "listed", len(q.Listed), facts.Listed)
	for m := range q.All() {
		e := q.Listing[m.Row()]
		if m.State() == queue.Orphan {
			continue
		}
		if e < 0 || !q.Listed[e].SameSize(m.Size()) || (q.Listed[e].Mark == queue.MarkFrozen) != (m.State() == queue.Quarantined) {
			t.Errorf("%s: listed as %+v, %d bytes, %v", m.ID(), e, m.Size(), m.State())
		}
		if m.State() == queue.Deferred && q.NextTry(m.Row()) == queue.NoNumber {
			t.Errorf("%s: no next try", m.ID())
		}
		if m.State() == queue.Deferred && (m.LastTry().Unix() > taken || m.Status() == "") {
			t.Errorf("%s: tried %v, status %q", m.ID(), m.LastTry(), m.Status())
		}
	}
}

// Each scenario can be made for Exim, too.
func TestEximScenarios(t *testing.T) {
	for i := range scenarios {
		data, facts := archiveOfSystem(t, queue.Exim, 500, 1, scenarios[i].name)
		q, err := parser.Load(context.Background(), []parser.Source{{Name: "spool.tar", Size: int64(len(data)), R: bytes.NewReader(data)}}, parser.Options{})
		if err != nil || len(q.Order) != facts.Messages {
			t.Errorf("%s: %d messages (%v), want %d", scenarios[i].name, len(q.Order), err, facts.Messages)
		}
		for _, p := range q.Problems {
			if p.Kind != queue.KindNoEnvelope {
				t.Errorf("%s: %s", scenarios[i].name, p)
			}
		}
	}
}
