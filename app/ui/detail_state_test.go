package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/messages"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/sourcetext"
)

func openMessage(t *testing.T, n int, tab string) *desk {
	d := openDesk(t, 5000)
	d.do(model.GoTo{Route: route.Route{View: route.Messages, ID: cannedRow(n).ID, Tab: tab}})
	if d.m.Detail.Detail == nil {
		t.Fatalf("no detail of message %d", n)
	}
	return d
}

func TestSourceIsReadInSteps(t *testing.T) {
	d := openMessage(t, 7, model.SourceTab)
	check := func(from, lines int, more bool) {
		t.Helper()
		s := d.m.Detail.Source
		if s.From != from || len(s.Lines) != lines || s.More() != more {
			t.Fatalf("source has %d lines from %d, more %v, want %d from %d, %v", len(s.Lines), s.From, s.More(), lines, from, more)
		}
		if want := cannedSource(protocol.SourceRequest{From: from, Count: 1}, 2700).Lines[0]; s.Lines[0] != want {
			t.Fatalf("first line %q, want %q", s.Lines[0], want)
		}
	}
	check(0, 500, true)
	for range 3 {
		d.do(model.SourceGrown{})
	}
	check(0, 2000, true)
	d.do(model.SourceGrown{})
	check(500, 2000, true)
	d.do(model.SourceGrown{})
	check(700, 2000, false)
	d.do(model.SourceGrown{Back: true})
	check(200, 2000, true)
	d.do(model.SourceGrown{Back: true})
	check(0, 2000, true)
	d.do(model.SourceGrown{Back: true})
	check(0, 2000, true)
}

// Log lines are requested one after the other, even if several are wanted at
// once, and are dropped with the message.
func TestLinesOfTheLogAreRead(t *testing.T) {
	d := openMessage(t, 7, model.DeliveryTab)
	d.do(model.LogLineToggled{N: 2})
	if line, shown := d.m.Detail.Log.Of(2); !shown || line == nil || line.Text != "line of event 2" {
		t.Fatalf("line %+v, shown %v", line, shown)
	}
	d.hold = true
	d.do(model.LogLineToggled{N: 3})
	d.do(model.LogLineToggled{N: 4})
	d.hold = false
	for len(d.held) > 0 {
		a := d.held[0]
		d.held = d.held[1:]
		d.answer(a)
	}
	for n := 2; n <= 4; n++ {
		if line, _ := d.m.Detail.Log.Of(n); line == nil {
			t.Errorf("line of event %d did not come", n)
		}
	}
	d.do(model.LogLineToggled{N: 3})
	if _, shown := d.m.Detail.Log.Of(3); shown {
		t.Error("a line that was closed is shown")
	}
	d.do(model.GoTo{Route: route.Route{View: route.Messages, ID: cannedRow(8).ID, Tab: model.DeliveryTab}})
	if len(d.m.Detail.Log) != 0 {
		t.Error("another message has the lines of this one")
	}
}

func TestSourceOfUnknownLengthEnds(t *testing.T) {
	s := sourcetext.Text{}.With(&protocol.Source{Lines: []string{"a"}, Total: -1})
	if !s.More() {
		t.Fatal("a source whose length is not known has no more lines")
	}
	s = s.With(&protocol.Source{From: 1, Lines: []string{}, Total: -1})
	if s.More() || len(s.Lines) != 1 {
		t.Errorf("after an empty answer: %d lines, more %v, want 1 and no more", len(s.Lines), s.More())
	}
}

func TestSaveParts(t *testing.T) {
	d := openMessage(t, 7, model.MessageTab)
	d.do(model.PartSaved{Path: "1.2"})
	if s, ok := last[model.Save](d); !ok || string(s.File.Data) != "1.2" {
		t.Errorf("saved %q, want part 1.2", s.File.Data)
	}
}

// A neighbour outside the known rows is found through the engine, and its
// address replaces the current one.
func TestNeighbourOutsideOfTheList(t *testing.T) {
	d := openMessage(t, 3000, model.MessageTab)
	d.m.List.Rows = nil
	d.do(model.NeighbourOpened{Next: true})
	if want := cannedRow(3001).ID; d.m.Route.ID != want || d.m.Detail.Detail.Row.ID != want || d.m.Detail.Content == nil {
		t.Errorf("the neighbour of 3000 is %q with text %v, want %q", d.m.Route.ID, d.m.Detail.Content != nil, want)
	}
	if f, ok := last[model.SetFragment](d); !ok || !f.Replace {
		t.Errorf("the address was set by %+v, want it replaced", f)
	}
	d = openMessage(t, 0, model.MessageTab)
	d.do(model.NeighbourOpened{Next: false})
	if d.m.Route.ID != cannedRow(0).ID {
		t.Error("there is a message before the first")
	}
}

func TestAnUnknownMessageIsAnError(t *testing.T) {
	d := openDesk(t, 10)
	d.do(model.GoTo{Route: route.Route{View: route.Messages, ID: "nothing"}})
	got := app.HTMLString(messages.View(&d.m, func(model.Event) {}))
	if !strings.Contains(got, "No such message.") || !strings.Contains(got, "st-fail") {
		t.Error("an unknown message shows no error box")
	}
}

func TestRowID(t *testing.T) {
	row := protocol.Row{ID: "62A1", Host: "mail1", Queue: "mqueue/qd1"}
	for _, tc := range []struct {
		name    string
		archive protocol.Archive
		row     protocol.Row
		want    string
	}{
		{"one queue", protocol.Archive{Hosts: []string{"mail1"}, Queues: []string{"mqueue"}}, row, "62A1"},
		{"two queues", protocol.Archive{Queues: []string{"a", "b"}}, protocol.Row{ID: "62A1", Queue: "mqueue/qd1"}, "mqueue/qd1/62A1"},
		{"two hosts", protocol.Archive{Hosts: []string{"mail1", "mail2"}}, row, "mail1/mqueue/qd1/62A1"},
		{"from the root", protocol.Archive{Hosts: []string{"mail1", "mail2"}}, protocol.Row{ID: "62A1", Host: "mail1", Queue: "/var/mqueue"}, "mail1/var/mqueue/62A1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := model.Model{Archive: &tc.archive}
			if got := m.RowID(tc.row); got != tc.want {
				t.Errorf("rowID(%+v) = %q, want %q", tc.row, got, tc.want)
			}
		})
	}
}
