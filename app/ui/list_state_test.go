package ui

import (
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// desk stands for the browser and the engine: it answers the requests of a
// Model and keeps the commands.
type desk struct {
	t       *testing.T
	m       model.Model
	matched int
	ran     []model.Command
	hold    bool // do not answer
	held    []model.Ask
}

// openDesk returns a Model with an open queue on the screen Messages.
func openDesk(t *testing.T, matched int) *desk {
	d := &desk{t: t, matched: matched}
	d.m = model.Model{Stage: model.Open, Archive: &protocol.Archive{Name: "spool.tgz", Taken: cannedTaken, Messages: 3412}}
	d.do(model.Resized{Width: 1440, Height: 900})
	d.do(model.GoTo{Route: route.Route{View: route.Messages}})
	d.do(model.Scrolled{ID: model.ListID, Top: 0, Height: 630})
	return d
}

func (d *desk) do(e model.Event) {
	d.t.Helper()
	m, cmds := model.Update(d.m, e)
	d.m = m
	for _, c := range cmds {
		d.ran = append(d.ran, c)
		if a, ok := c.(model.Ask); ok {
			if d.hold {
				d.held = append(d.held, a)
			} else {
				d.answer(a)
			}
		}
	}
}

func (d *desk) answer(a model.Ask) {
	d.t.Helper()
	var out protocol.Answer
	switch r := a.Request; {
	case r.Messages != nil:
		out.Page = cannedPage(*r.Messages, d.matched)
	case r.Facets != nil:
		out.Facets = cannedFacets()
	case r.Detail != nil:
		n := r.Detail.Ref - 1000
		if r.Detail.Ref < 0 {
			for i := range d.matched {
				if cannedRow(i).ID == r.Detail.ID {
					n = i
				}
			}
		}
		if n < 0 {
			out.Error = &protocol.ErrorBox{Title: "No such message."}
		} else {
			out.Detail = cannedDetail(n, d.matched)
		}
	case r.Content != nil:
		out.Content = cannedContent(r.Content.Ref)
	case r.Source != nil:
		out.Source = cannedSource(*r.Source, 2700)
	case r.LogLine != nil:
		out.LogLine = &protocol.LogLine{Ref: r.LogLine.Ref, N: r.LogLine.N, Text: "line of event " + strconv.Itoa(r.LogLine.N), Bytes: 15}
	case r.Part != nil:
		out.File = &protocol.File{Name: "message.eml", Data: []byte(r.Part.Path)}
	case r.Replies != nil:
		out.Replies = cannedReplies()
	default:
		return
	}
	d.do(model.Answered{Slot: a.Slot, Gen: a.Gen, Answer: out})
}

// last returns the newest command of a kind.
func last[T model.Command](d *desk) (T, bool) {
	for i := len(d.ran) - 1; i >= 0; i-- {
		if c, ok := d.ran[i].(T); ok {
			return c, true
		}
	}
	var none T
	return none, false
}

func (d *desk) asked(slot model.Slot) (n int) {
	for _, c := range d.ran {
		if a, ok := c.(model.Ask); ok && a.Slot == slot {
			n++
		}
	}
	return n
}

func TestListAsksForWhatIsSeen(t *testing.T) {
	d := openDesk(t, 1_000_000)
	if d.m.List.Matched != 1_000_000 || !d.m.List.Known {
		t.Fatalf("after opening, Matched = %d, Known = %v", d.m.List.Matched, d.m.List.Known)
	}
	if n := d.asked(model.PageSlot); n != 1 {
		t.Errorf("opening asked for %d chunks, want 1", n)
	}
	d.do(model.Scrolled{ID: model.ListID, Top: window.MaxHeight / 2, Height: 630})
	w := d.m.RowsShown()
	for n := w.First; n < w.End; n++ {
		if row, ok := d.m.List.Rows.At(n); !ok || row.Ref != 1000+n {
			t.Fatalf("row %d of the window %+v = %v, %v", n, w, row.Ref, ok)
		}
	}
	for top := 0; top < window.MaxHeight; top += window.MaxHeight / 100 {
		d.do(model.Scrolled{ID: model.ListID, Top: top, Height: 630})
	}
	if n := len(d.m.List.Rows); n > window.MaxChunks {
		t.Errorf("%d chunks kept, want at most %d", n, window.MaxChunks)
	}
}

// While a chunk is on its way, scrolling requests nothing; once it has arrived,
// the rows then in view are requested.
func TestListSkipsWhatIsPassed(t *testing.T) {
	d := openDesk(t, 100_000)
	before := d.asked(model.PageSlot)
	d.hold = true
	for top := 600_000; top < 2_000_000; top += 100_000 {
		d.do(model.Scrolled{ID: model.ListID, Top: top, Height: 630})
	}
	if n := d.asked(model.PageSlot) - before; n != 1 {
		t.Fatalf("a fast scroll asked for %d chunks, want 1", n)
	}
	d.hold = false
	d.answer(d.held[0])
	w := d.m.RowsShown()
	if _, ok := d.m.List.Rows.At(w.Seen); !ok {
		t.Errorf("row %d, which is seen, is missing", w.Seen)
	}
}

func TestListStartsAnewWithTheFilter(t *testing.T) {
	d := openDesk(t, 5000)
	d.do(model.Scrolled{ID: model.ListID, Top: 60_000, Height: 630})
	d.hold = true
	d.do(model.GoTo{Route: route.Route{View: route.Messages, Query: "state:held"}})
	if l := d.m.List; l.Top != 0 || l.Known || l.Key.Query != "state:held" {
		t.Errorf("with a new filter, Top = %d, Known = %v, Query = %q", l.Top, l.Known, l.Key.Query)
	}
	// The rows of the previous list stay visible, and are used for nothing
	// else.
	for _, e := range []model.Event{
		model.RowOpened{Slot: 0}, model.RowPicked{Slot: 0}, model.Pressed{Key: "j"}, model.Pressed{Key: "Enter"}, model.Pressed{Key: "x"},
	} {
		d.do(e)
	}
	if l := d.m.List; d.m.Route.ID != "" || len(d.m.Cleanup.Picked) != 0 || l.HasMark || l.Rows.Row(0) == nil {
		t.Errorf("before the answer, ID = %q, %d picked, marked %v, the first row %v", d.m.Route.ID, len(d.m.Cleanup.Picked), l.HasMark, l.Rows.Row(0))
	}
	defer func() {
		d.hold = false
		for _, r := range d.held {
			d.answer(r)
		}
		if l := d.m.List; !l.Known || len(l.Rows) != 1 {
			t.Errorf("after the answer, Known = %v, %d chunks, want the first alone", l.Known, len(l.Rows))
		}
	}()
	if s, ok := last[model.ScrollTo](d); !ok || s.ID != model.ListID || s.Top != 0 {
		t.Errorf("last ScrollTo = %+v, %v, want the list's top", s, ok)
	}
}

func TestKeysMoveAndOpen(t *testing.T) {
	d := openDesk(t, 5000)
	press := func(keys ...string) {
		for _, k := range keys {
			d.do(model.Pressed{Key: k})
		}
	}
	press("j", "j", "ArrowDown", "k")
	if d.m.List.Cursor != 1 || d.m.Route.ID != "" {
		t.Fatalf("after j j down k, Cursor = %d, ID = %q, want 1 and none", d.m.List.Cursor, d.m.Route.ID)
	}
	press("Enter")
	if want := cannedRow(1).ID; d.m.Route.ID != want || d.m.Detail.Detail == nil || d.m.Detail.Detail.Row.ID != want {
		t.Fatalf("after Enter, ID = %q, want %q and its detail", d.m.Route.ID, want)
	}
	if d.m.Detail.Content == nil {
		t.Error("the text was not asked for")
	}
	press("Enter")
	if !d.m.Route.Wide {
		t.Error("the second Enter does not take the full width")
	}
	press("j")
	if want := cannedRow(2).ID; d.m.Route.ID != want || !d.m.Route.Wide {
		t.Errorf("j at full width leads to %q, want %q", d.m.Route.ID, want)
	}
	press("]", "]", "]", "]")
	if d.m.Route.Tab != model.SourceTab || !d.m.Detail.Source.Known {
		t.Errorf("Tab = %q, Source known %v, want source", d.m.Route.Tab, d.m.Detail.Source.Known)
	}
	press("Escape", "Escape")
	if d.m.Route.ID != "" || d.m.Route.Wide || d.m.Detail.Detail != nil {
		t.Errorf("after Escape twice, Route = %+v", d.m.Route)
	}
	if f, ok := last[model.Focus](d); !ok || f.ID != model.GridID {
		t.Errorf("closing focuses %q, want the list", f.ID)
	}
	press("End")
	if d.m.List.Cursor != 4999 {
		t.Errorf("End selects row %d, want 4999", d.m.List.Cursor)
	}
	press("c")
	if c, ok := last[model.Copy](d); !ok || c.Text != cannedRow(4999).ID {
		t.Errorf("c copies %q, want the ID of the selected row", c.Text)
	}
	press("PageUp", "Home")
	if d.m.List.Cursor != 0 {
		t.Errorf("Home selects row %d, want 0", d.m.List.Cursor)
	}
}

// Enter may come before the row does: it opens the message once the row is
// there, unless another key was pressed.
func TestEnterBeforeTheRowIsThere(t *testing.T) {
	for _, other := range []bool{false, true} {
		d := openDesk(t, 5000)
		d.do(model.Pressed{Key: "j"})
		rows := d.m.List.Rows
		d.m.List.Rows = nil
		d.m.List.Asking = true // the answer is on its way
		d.do(model.Pressed{Key: "Enter"})
		if d.m.Route.ID != "" {
			t.Fatalf("opened %q without its row", d.m.Route.ID)
		}
		if other {
			d.do(model.Pressed{Key: "x"})
		}
		m, _ := model.Update(d.m, model.Answered{Slot: model.PageSlot, Gen: d.m.Gens[model.PageSlot], Answer: protocol.Answer{Page: &protocol.Page{Rows: rows[0], Matched: 5000, Total: 5000}}})
		want := rows[0][0].ID
		if other {
			want = ""
		}
		if m.Route.ID != want {
			t.Errorf("after the answer, ID = %q, want %q", m.Route.ID, want)
		}
	}
}

// Keys that are typed while the list is replaced wait for its rows: none is
// lost, and none acts on the previous list.
func TestKeysWaitForRows(t *testing.T) {
	renewed := func(keys ...string) *desk {
		d := openDesk(t, 300)
		d.do(model.Pressed{Key: "End"})
		d.hold = true
		d.do(model.GoTo{Route: route.Route{View: route.Messages, Query: "state:held"}})
		for _, key := range keys {
			d.do(model.Pressed{Key: key})
		}
		if d.m.List.HasMark || len(d.m.Cleanup.Picked) > 0 || d.m.Route.ID != "" {
			t.Fatalf("%q act on the previous rows", keys)
		}
		return d
	}
	rows := func(d *desk) {
		d.hold = false
		for _, a := range d.held {
			d.answer(a)
		}
	}
	d := renewed("j", "j", "x", "j")
	rows(d)
	if l := d.m.List; !l.HasMark || l.Cursor != 2 || len(d.m.Cleanup.Picked) != 1 || !d.m.Cleanup.Picked[cannedRow(1).Ref] {
		t.Errorf("after j j x j, row %d is marked and %v are picked, want 2 and the second row", l.Cursor, d.m.Cleanup.Picked)
	}
	if f, ok := last[model.Focus](d); !ok || f.ID != model.GridID {
		t.Errorf("the focus goes to %+v, %v, want the grid", f, ok)
	}
	d = renewed("j", "j", "Enter")
	rows(d)
	if want := cannedRow(1).ID; d.m.Route.ID != want {
		t.Errorf("j j Enter opens %q, want %q", d.m.Route.ID, want)
	}
	for name, e := range map[string]model.Event{
		"another list": model.GoTo{Route: route.Route{View: route.Messages, Query: "state:lost"}},
		"another view": model.GoTo{Route: route.Route{View: route.Overview}},
	} {
		d = renewed("j", "Enter")
		d.do(e)
		rows(d)
		if d.m.List.HasMark || d.m.Route.ID != "" {
			t.Errorf("%s: the keys act there: row %d, message %q", name, d.m.List.Cursor, d.m.Route.ID)
		}
	}
	// Without an answer there is nothing to wait for.
	d = renewed("j")
	d.do(model.Answered{Slot: model.PageSlot, Gen: d.m.Gens[model.PageSlot], Answer: protocol.Answer{Error: &protocol.ErrorBox{Title: "A fault."}}})
	d.do(model.Pressed{Key: "j"})
	rows(d)
	if d.m.List.HasMark {
		t.Error("a key waited longer than for the answer that failed")
	}
}

func TestSorting(t *testing.T) {
	d := openDesk(t, 300)
	for _, tc := range []struct {
		event    model.Event
		sort     string
		desc     bool
		fragment string
	}{
		{model.SortedBy{Column: "age"}, "age", false, "#/messages?sort=age"},
		{model.SortedBy{Column: "age"}, "age", true, "#/messages"},
		{model.SortedBy{Column: "size"}, "size", true, "#/messages?sort=size&desc=1"},
		{model.SortedBy{Column: "from"}, "from", false, "#/messages?sort=from"},
		{model.Pressed{Key: "s"}, "to", false, "#/messages?sort=to"},
		{model.Pressed{Key: "S"}, "to", true, "#/messages?sort=to&desc=1"},
	} {
		d.do(tc.event)
		if l := d.m.List.Key; l.Sort != tc.sort || l.Desc != tc.desc || d.m.Route.Fragment() != tc.fragment {
			t.Errorf("%#v: list by %q, %v at %s, want %q, %v at %s", tc.event, l.Sort, l.Desc, d.m.Route.Fragment(), tc.sort, tc.desc, tc.fragment)
		}
	}
}

func TestCopyIDs(t *testing.T) {
	for _, tc := range []struct {
		name          string
		matched, want int
	}{{"few", 42, 42}, {"several pages", 2500, 2500}, {"too many", 25_000, model.MaxIDs}} {
		t.Run(tc.name, func(t *testing.T) {
			d := openDesk(t, tc.matched)
			d.do(model.IDsCopied{})
			c, ok := last[model.Copy](d)
			if !ok {
				t.Fatal("nothing was copied")
			}
			if n := strings.Count(c.Text, "\n"); n != tc.want {
				t.Errorf("%d IDs copied, want %d", n, tc.want)
			}
			if d.m.List.Copying || d.m.List.IDs != nil {
				t.Error("the list still copies")
			}
		})
	}
}

func TestFacets(t *testing.T) {
	d := openDesk(t, 158)
	d.do(model.FacetTicked{Facet: 0, Value: 1})
	if d.m.Route.Query != "state:unavailable" {
		t.Errorf("ticking a state gives the query %q", d.m.Route.Query)
	}
	d.do(model.GoTo{Route: route.Route{View: route.Messages, Query: "server:mx1.example.net age:>1d"}})
	d.do(model.FacetTicked{Facet: 1, Value: 0})
	if d.m.Route.Query != "age:>1d" {
		t.Errorf("clearing a server gives the query %q, want age:>1d", d.m.Route.Query)
	}
	d.do(model.FacetTicked{Facet: 9, Value: 9})
	d.do(model.FacetGrown{Key: "server"})
	a, _ := last[model.Ask](d)
	if a.Request.Facets == nil || a.Request.Facets.Limit != model.FacetSteps[1] || a.Request.Facets.Query != "age:>1d" {
		t.Errorf("growing a facet asks %+v", a.Request.Facets)
	}
	n := d.asked(model.FacetsSlot)
	d.do(model.Pressed{Key: "j"})
	d.do(model.Pressed{Key: "Enter"})
	if d.asked(model.FacetsSlot) != n {
		t.Error("opening a message asks for the facets again")
	}
}

func TestPagesOnPhones(t *testing.T) {
	d := openDesk(t, 158)
	d.do(model.Resized{Width: 390, Height: 800})
	if w := d.m.RowsShown(); w.First != 0 || w.End != model.PhonePage {
		t.Fatalf("rowsShown() = %+v, want the first %d", w, model.PhonePage)
	}
	for range 5 {
		d.do(model.PageTurned{By: 1})
	}
	if w := d.m.RowsShown(); w.First != 150 || w.End != 158 {
		t.Errorf("rowsShown() = %+v, want 150 to 158", w)
	}
	d.do(model.RowOpened{Slot: 3})
	if want := cannedRow(153).ID; d.m.Route.ID != want {
		t.Errorf("a row opens %q, want %q", d.m.Route.ID, want)
	}
}

func TestReloadOfAnAddressFindsTheRow(t *testing.T) {
	d := &desk{t: t, matched: 5000}
	d.m = model.Model{Stage: model.Loading}
	d.do(model.Resized{Width: 1440, Height: 900})
	d.do(model.Navigated{Fragment: "#/messages?id=" + cannedRow(3000).ID + "&tab=delivery"})
	d.m.Stage = model.Open
	d.m.Archive = &protocol.Archive{Name: "spool.tgz"}
	d.do(model.RouteChanged{})
	if !d.m.List.HasMark || d.m.List.Cursor != 3000 {
		t.Errorf("selected row = %d, %v, want 3000", d.m.List.Cursor, d.m.List.HasMark)
	}
	if w := d.m.RowsShown(); 3000 < w.Seen || 3000 >= w.Until {
		t.Errorf("the list shows %+v, want row 3000 in it", w)
	}
	if d.m.Detail.Content != nil {
		t.Error("the text was asked for on the tab Delivery")
	}
}
