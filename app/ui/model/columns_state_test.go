package model

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Links from elsewhere keep the columns, and the default columns can be
// restored.
func TestColumnsLast(t *testing.T) {
	m := Model{Stage: Open, Route: route.Route{View: route.Messages}}
	for _, tt := range []struct {
		event Event
		want  string
	}{
		{ColumnSet{Name: "subject", On: true}, "#/messages?columns=id,state,age,tries,size,from,to,source,reason,subject"},
		{LinesSet{Lines: 2}, "#/messages?columns=id,state,age,tries,size,from,to,source,reason,subject&lines=2"},
		{Navigated{"#/overview"}, "#/overview"},
		{Navigated{"#/messages?q=state:held"}, "#/messages?q=state:held&columns=id,state,age,tries,size,from,to,source,reason,subject&lines=2"},
		{Navigated{"#/messages?columns=id,age"}, "#/messages?columns=id,age"},
		{GoTo{Route: route.Route{View: route.Replies}}, "#/replies"},
		{GoTo{Route: route.Route{View: route.Messages}}, "#/messages?columns=id,age"},
		{ColumnsReset{}, "#/messages"},
		{Navigated{"#/overview"}, "#/overview"},
		{Navigated{"#/messages"}, "#/messages"},
	} {
		m, _ = Update(m, tt.event)
		if got := m.Route.Fragment(); got != tt.want {
			t.Fatalf("%#v leads to %s, want %s", tt.event, got, tt.want)
		}
	}
}

// While columns are chosen, keys belong to the chooser; it closes with its
// list.
func TestChooserCloses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		event Event
		open  bool
	}{
		{"a column", ColumnSet{Name: "subject", On: true}, true},
		{"another order", SortedBy{"size"}, true},
		{"a message", GoTo{Route: route.Route{View: route.Messages, ID: "x"}}, false},
		{"another view", GoTo{Route: route.Route{View: route.Replies}}, false},
		{"Escape", ColumnsClosed{}, false},
	} {
		m := Model{Stage: Open, Route: route.Route{View: route.Messages}}
		m, _ = Update(m, ColumnsOpened{})
		if _, ok := m.KeyEvent("j", false); ok {
			t.Error("j moves in the list behind the chooser")
		}
		if e, _ := m.KeyEvent("Escape", false); e != (ColumnsClosed{}) {
			t.Errorf("Escape is %#v", e)
		}
		if m, _ = Update(m, tt.event); m.List.Choosing != tt.open {
			t.Errorf("%s: the chooser is open: %v, want %v", tt.name, m.List.Choosing, tt.open)
		}
	}
}
