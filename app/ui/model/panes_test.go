package model

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

func TestPanes(t *testing.T) {
	open := route.Route{View: route.Messages, ID: "x"}
	for _, tt := range []struct {
		name   string
		width  int
		route  route.Route
		panes  window.Panes
		list   int
		lines2 bool
	}{
		{"wide", 1440, route.Route{View: route.Messages}, window.Panes{}, 1239, false},
		{"wide, a message open", 1440, open, window.Panes{}, 663, true},
		{"very wide, a message open", 2560, open, window.Panes{}, 1262, false},
		{"the user's widths", 1440, open, window.Panes{Rail: 300, Detail: 500}, 638, true},
		{"too wide ones", 1440, open, window.Panes{Rail: 900, Detail: 9000}, 320, true},
		{"too narrow ones", 1440, open, window.Panes{Rail: 1, Detail: 1}, 878, true},
		{"no rail", 1024, route.Route{View: route.Messages}, window.Panes{}, 1024, true},
		{"no rail, a message open", 1024, open, window.Panes{}, 553, true},
		{"the message covers the list", 800, open, window.Panes{}, 800, true},
		{"full width", 1440, route.Route{View: route.Messages, ID: "x", Wide: true}, window.Panes{}, 1239, false},
		{"few columns", 1440, route.Route{View: route.Messages, ID: "x", Columns: "id,state,to,reason"}, window.Panes{}, 663, false},
		{"all columns", 1440, route.Route{View: route.Messages, Columns: "id,state,age,tries,size,from,to,source,reason,subject,server,next,end"}, window.Panes{}, 1239, true},
		{"one line, as asked", 1024, route.Route{View: route.Messages, Lines: 1}, window.Panes{}, 1024, false},
		{"two lines, as asked", 1440, route.Route{View: route.Messages, Lines: 2}, window.Panes{}, 1239, true},
		{"a phone", 390, route.Route{View: route.Messages, Lines: 1}, window.Panes{}, 390, true},
		{"not known yet", 0, route.Route{View: route.Messages}, window.Panes{}, 1239, false},
	} {
		m := Model{Width: tt.width, Route: tt.route, Panes: tt.panes}
		if got := m.Layout().List(); got != tt.list || m.TwoLines() != tt.lines2 {
			t.Errorf("%s: the list has %d px, two lines %v; want %d, %v", tt.name, got, m.TwoLines(), tt.list, tt.lines2)
		}
	}
}

func TestGripKeys(t *testing.T) {
	m := Model{Stage: Open, Width: 1440, Route: route.Route{View: route.Messages, ID: "x"}}
	press := func(id, key string, shift bool) { m, _ = Update(m, GripPressed{ID: id, Key: key, Shift: shift}) }
	for _, tt := range []struct {
		key   string
		shift bool
		rail  int
	}{{"ArrowRight", false, 216}, {"ArrowRight", true, 280}, {"ArrowLeft", false, 264}, {"End", false, 360}, {"ArrowRight", true, 360}, {"Home", false, 160}, {"x", false, 160}} {
		if press(RailGripID, tt.key, tt.shift); m.Layout().RailGrip().Width != tt.rail {
			t.Errorf("%s, shift %v: the rail has %d px, want %d", tt.key, tt.shift, m.Layout().RailGrip().Width, tt.rail)
		}
	}
	m, _ = Update(m, GripMoved{ID: RailGripID})
	if got := m.Layout().RailGrip(); got != (window.Grip{Least: 160, Width: 200, Most: 360}) {
		t.Errorf("after a double click the rail is %+v, want the default", got)
	}
	// The line moves as the arrows point: what is at its right gets narrower.
	for _, tt := range []struct {
		key    string
		shift  bool
		detail int
	}{{"ArrowRight", false, 559}, {"ArrowLeft", true, 623}, {"End", false, 400}, {"Home", false, 918}} {
		if press(DetailGripID, tt.key, tt.shift); m.Layout().DetailGrip().Width != tt.detail {
			t.Errorf("%s, shift %v: the message has %d px, want %d", tt.key, tt.shift, m.Layout().DetailGrip().Width, tt.detail)
		}
	}
	m, _ = Update(m, GripMoved{ID: DetailGripID, Width: 700})
	if m.Layout().DetailGrip().Width != 700 || m.Layout().List() != 1440-201-701 {
		t.Errorf("dragged to 700, the message has %d px and the list %d", m.Layout().DetailGrip().Width, m.Layout().List())
	}
}

// The selected row stays in view when rows get another height.
func TestReshape(t *testing.T) {
	m := Model{Stage: Open, Width: 1440, Height: 900, Route: route.Route{View: route.Messages}}
	m.List = ListState{Known: true, Matched: 100_000, started: true, Key: window.Key{Sort: "age", Desc: true}, Height: 630, shape: window.OneLine, Cursor: 5015, HasMark: true}
	m.List.Top = 5000 * window.OneLine.Row
	for _, tt := range []struct {
		lines int
		first int
	}{{2, 5004}, {1, 5004}} { // with two lines there is room for 12 rows, and the selected one is among them
		var cmds []Command
		from := m.List.Top
		m, cmds = Update(m, GoTo{Route: route.Route{View: route.Messages, Lines: tt.lines}})
		var to Rescroll
		for _, c := range cmds {
			if s, ok := c.(Rescroll); ok {
				to = s
			}
		}
		w := m.RowsShown()
		if w.Seen != tt.first || w.Until <= 5015 || to != (Rescroll{ListID, from, m.List.Top}) {
			t.Errorf("%d lines: the list shows %+v and scrolls to %+v, want row %d first and 5015 in view", tt.lines, w, to, tt.first)
		}
	}
}
