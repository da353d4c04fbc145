package model

import (
	"slices"
	"strings"
	"testing"
)

func names(columns []Column) string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, ",")
}

func TestParseColumns(t *testing.T) {
	const all = "id,state,age,tries,size,from,to,source,reason"
	for _, tt := range []struct{ in, param, shown string }{
		{"", "", all},
		{all, "", all},
		{"state,age", "id,state,age", "id,state,age"},
		{"subject,id,subject,colour", "subject,id", "subject,id"},
		{"state,id,age,tries,size,from,to,source,reason", "state,id,age,tries,size,from,to,source,reason", "state,id,age,tries,size,from,to,source,reason"},
		{"nothing", "id", "id"},
	} {
		if got := parseColumns(tt.in); got != tt.param {
			t.Errorf("parseColumns(%q) = %q, want %q", tt.in, got, tt.param)
		}
		r, ok := ParseRoute("#/messages?columns=" + tt.in)
		if got := names(r.ShownColumns()); !ok || got != tt.shown {
			t.Errorf("columns=%s shows %s, want %s", tt.in, got, tt.shown)
		}
		if again, _ := ParseRoute(r.Fragment()); again != r {
			t.Errorf("columns=%s: %s reads as %+v, want %+v", tt.in, r.Fragment(), again, r)
		}
	}
}

func TestChooseColumns(t *testing.T) {
	r := Route{View: Messages}
	r = r.withColumn("tries", false).withColumn("subject", true)
	if got, want := names(r.ShownColumns()), "id,state,age,size,from,to,source,reason,subject"; got != want {
		t.Errorf("shown are %s, want %s", got, want)
	}
	if got, want := names(r.HiddenColumns()), "tries,server,next,end"; got != want {
		t.Errorf("hidden are %s, want %s", got, want)
	}
	if got := r.withColumn("id", false); got != r {
		t.Errorf("without an ID the columns are %q", got.Columns)
	}
	for _, tt := range []struct {
		name string
		by   int
		want string
	}{
		{"subject", -1, "id,state,age,size,from,to,source,subject,reason"},
		{"id", -1, "id,state,age,size,from,to,source,reason,subject"},
		{"id", 1, "state,id,age,size,from,to,source,reason,subject"},
		{"subject", 1, "id,state,age,size,from,to,source,reason,subject"},
		{"colour", 1, "id,state,age,size,from,to,source,reason,subject"},
	} {
		if got := names(r.movedColumn(tt.name, tt.by).ShownColumns()); got != tt.want {
			t.Errorf("%s moved by %d: %s, want %s", tt.name, tt.by, got, tt.want)
		}
	}
	if r = r.withColumn("subject", false).withColumn("tries", true).movedColumn("tries", -5); r.Fragment() != "#/messages" {
		t.Errorf("the delivered columns are at %s, want #/messages", r.Fragment())
	}
}

func TestColumnWidths(t *testing.T) {
	for _, width := range []int{0, 1238, 1718, 4000} {
		for _, columns := range [][]Column{Columns, Columns[:delivered], Columns[:3]} {
			got := ColumnWidths(columns, width)
			sum := PickWidth + lastPadding
			for i, w := range got {
				if w != 0 && w < columns[i].Width {
					t.Errorf("%d px: %s gets %d, want at least %d", width, columns[i].Name, w, columns[i].Width)
				}
				sum += w
			}
			if width > columnsWidth(columns) && sum > width {
				t.Errorf("%d px: the columns take %d", width, sum)
			}
			if rest := slices.Index(got, 0); len(columns) > 3 && (rest < 0 || columns[rest].Share == 0) {
				t.Errorf("%d px: widths are %d, want one column to take what is left", width, got)
			}
		}
	}
}

// Links from elsewhere keep the columns, and what is delivered can be had again.
func TestColumnsLast(t *testing.T) {
	m := Model{Stage: Open, Route: Route{View: Messages}}
	for _, tt := range []struct {
		event Event
		want  string
	}{
		{ColumnSet{Name: "subject", On: true}, "#/messages?columns=id,state,age,tries,size,from,to,source,reason,subject"},
		{LinesSet{Lines: 2}, "#/messages?columns=id,state,age,tries,size,from,to,source,reason,subject&lines=2"},
		{Navigated{"#/overview"}, "#/overview"},
		{Navigated{"#/messages?q=state:held"}, "#/messages?q=state:held&columns=id,state,age,tries,size,from,to,source,reason,subject&lines=2"},
		{Navigated{"#/messages?columns=id,age"}, "#/messages?columns=id,age"},
		{GoTo{Route: Route{View: Replies}}, "#/replies"},
		{GoTo{Route: Route{View: Messages}}, "#/messages?columns=id,age"},
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

// While columns are chosen, keys are theirs; the chooser closes with what it
// belongs to.
func TestChooserCloses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		event Event
		open  bool
	}{
		{"a column", ColumnSet{Name: "subject", On: true}, true},
		{"another order", SortedBy{"size"}, true},
		{"a message", GoTo{Route: Route{View: Messages, ID: "x"}}, false},
		{"another view", GoTo{Route: Route{View: Replies}}, false},
		{"Escape", ColumnsClosed{}, false},
	} {
		m := Model{Stage: Open, Route: Route{View: Messages}}
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
