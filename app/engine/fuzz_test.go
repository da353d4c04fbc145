package engine

import (
	"context"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// Whatever is opened, states, groups by reason and by server, ages and facets
// add up to the number of messages.
func FuzzSums(f *testing.F) {
	for _, name := range []string{"basic", "bounces", "groups"} {
		c := corpustest.Open(f, name)
		for _, a := range c.Archives(f) {
			if data := c.Read(f, a); len(data) < 1<<17 {
				f.Add(data, uint16(0))
				f.Add(data, uint16(len(data)/2))
			}
		}
	}
	f.Add([]byte("\t\t/var/spool/mqueue (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"+
		"4AB00009000001      5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: x)\n\t\t\t\t\t <b@example.org>\n"), uint16(0))
	f.Fuzz(func(t *testing.T, data []byte, at uint16) {
		if len(data) > 1<<18 {
			return
		}
		if at > 0 && len(data) > 0 {
			data = append([]byte(nil), data...)
			data[int(at)%len(data)] ^= 0x55
		}
		e := newEngine()
		e.Load(context.Background(), []parser.Source{memorySource("a", data)}, false, func(protocol.Progress) {})
		ask := func(req protocol.Request) protocol.Answer {
			a := e.Ask(context.Background(), req, nil)
			if a.Error != nil {
				t.Fatalf("%+v: %v", req, a.Error)
			}
			return a
		}
		o := ask(protocol.Request{Overview: &protocol.OverviewRequest{}}).Overview
		sum := 0
		for _, s := range o.States {
			sum += s.Count
			if n := ask(protocol.Request{Messages: &protocol.MessagesRequest{Query: s.Query}}).Page.Matched; n != s.Count {
				t.Errorf("%d messages are %s, %q selects %d", s.Count, s.State, s.Query, n)
			}
		}
		if sum != o.Total || o.Matched != o.Total || o.Total != len(e.shown.Queue.Order) {
			t.Errorf("states add up to %d, the overview says %d and %d, there are %d", sum, o.Matched, o.Total, len(e.shown.Queue.Order))
		}
		for _, by := range []string{"reason", "server"} {
			g := ask(protocol.Request{Groups: &protocol.GroupsRequest{By: by}}).Groups
			sum := 0
			for _, r := range g.Rows {
				sum += r.Count
			}
			if sum != g.Messages || g.Messages > g.Total || g.Total > o.Total || g.Groups == len(g.Rows) && g.Messages != g.Total {
				t.Errorf("by %s: rows add up to %d of %d, %d in all groups, %d messages", by, sum, g.Messages, g.Total, o.Total)
			}
		}
	})
}
