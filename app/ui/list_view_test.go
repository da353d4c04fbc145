package ui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/messages"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
	"github.com/spoolscope/spoolscope/app/ui/replies"
)

func drawn(m *model.Model) string {
	view := messages.View(m, func(model.Event) {})
	if m.Route.View == route.Replies {
		view = replies.View(m, func(model.Event) {})
	}
	return app.HTMLString(view)
}

func TestListView(t *testing.T) {
	d := openDesk(t, 1_000_000)
	d.do(model.Scrolled{ID: model.ListID, Top: window.MaxHeight / 2, Height: 630})
	got := drawn(&d.m)
	w := d.m.RowsShown()
	if n := strings.Count(got, `role="row"`); n != w.End-w.First+1 {
		t.Errorf("%d rows drawn, want %d and the head", n, w.End-w.First)
	}
	for _, want := range []string{`aria-rowcount="1000001"`, `aria-sort="descending"`, `data-watch`, cannedRow(w.Seen).ID, "500,0"} {
		if !strings.Contains(got, want) {
			t.Errorf("the list has no %s", want)
		}
	}
	if strings.Contains(got, "style=") {
		t.Error("the list has a style attribute, which the policy blocks")
	}
}

// All screens are drawn in all their tabs; none has a style attribute, and all
// links to messages are fragments.
func TestDetailViews(t *testing.T) {
	for _, wide := range []bool{false, true} {
		for _, tc := range []struct {
			tab  string
			want []string
		}{
			{model.MessageTab, []string{"<b>14 times</b>", "<code>451 4.7.1</code>", "Pallet", "invoice-2026-0311.pdf", "50.8", "multipart/mixed"}},
			{model.DeliveryTab, []string{"support@example.net", "Last try, no. 14", "RCPT To:&lt;support@example.net&gt;", "A bounce: returned mail", "sender warned", "mailq lists", "Show 258 messages", "not understood", "qf62A2AKq7031847"}},
			{model.HeadersTab, []string{"Rechnung für März", "=?utf-8?q?", "added by sendmail", "not sent on"}},
			{model.SourceTab, []string{"line 1 of &lt;the&gt; message", "of 2,700", "Show 500 more of 2,200"}},
		} {
			d := openDesk(t, 158)
			d.do(model.GoTo{Route: route.Route{View: route.Messages, ID: cannedRow(5).ID, Tab: tc.tab, Wide: wide}})
			got := drawn(&d.m)
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("tab %q, wide %v: no %q", tc.tab, wide, want)
				}
			}
			if strings.Contains(got, "style=") {
				t.Errorf("tab %q, wide %v: a style attribute", tc.tab, wide)
			}
			for _, href := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(got, -1) {
				if !strings.HasPrefix(href[1], "#") {
					t.Errorf("tab %q: a link to %q", tc.tab, href[1])
				}
			}
		}
	}
}

func TestRepliesView(t *testing.T) {
	d := openDesk(t, 10)
	d.do(model.GoTo{Route: route.Route{View: route.Replies, Query: "age:>1d"}})
	got := drawn(&d.m)
	for _, want := range []string{"No such address", "Trying again does not help.", "550 5.1.1 &lt;kz1881@example.net&gt;... User unknown", "Temporary", "Permanent", "mx2.example.org", "#/messages?q=code:550/5.1.1", "#/messages?q=reply:451*", "All 6 lines", "403-4.7.0 line 6", "Show all 3", "all=1"} {
		if !strings.Contains(got, want) {
			t.Errorf("Replies has no %q", want)
		}
	}
	d.do(model.GroupedBy{By: "server"})
	if d.m.Route.By != "server" {
		t.Errorf("grouped by server the route is %+v", d.m.Route)
	}
	if got := drawn(&d.m); strings.Contains(got, `class="chips"`) || !strings.Contains(got, "rep-2") {
		t.Error("grouped by server, each reply names its servers again")
	}
	d.do(model.GroupedBy{By: protocol.ByAction})
	if d.m.Route.By != "" {
		t.Errorf("grouped by what to do the route is %+v", d.m.Route)
	}
	d.m.Replies.Table = &protocol.ReplyTable{}
	if got := drawn(&d.m); !strings.Contains(got, "Clear filter") {
		t.Error("without replies there is no way to clear the filter")
	}
}

// The screens run in go-app's engine: changes are drawn in place.
func TestListInTheEngine(t *testing.T) {
	d := openDesk(t, 158)
	page := &listPage{model: &d.m}
	e := app.NewTestEngine()
	if err := e.Load(page); err != nil {
		t.Fatal(err)
	}
	e.ConsumeAll()
	for _, step := range []model.Event{
		model.Pressed{Key: "j"}, model.Pressed{Key: "Enter"}, model.Pressed{Key: "]"}, model.Pressed{Key: "]"}, model.Pressed{Key: "]"}, model.Pressed{Key: "Enter"},
		model.Scrolled{ID: model.ListID, Top: 2000, Height: 630}, model.Pressed{Key: "Escape"}, model.Pressed{Key: "Escape"}, model.FacetTicked{Facet: 0, Value: 1}, model.Resized{Width: 390, Height: 800},
	} {
		d.do(step)
		page.draw(e)
	}
	if err := app.TestMatch(page, app.TestUIDescriptor{Path: app.TestPath(0, 0), Expected: app.H1().Class("vh")}); err != nil {
		t.Errorf("after all steps the heading is not where it was: %v", err)
	}
}

// listPage mounts the screen Messages.
type listPage struct {
	app.Compo

	model *model.Model
	ctx   app.Context
}

func (p *listPage) OnPreRender(ctx app.Context) { p.ctx = ctx }
func (p *listPage) Render() app.UI              { return messages.View(p.model, func(model.Event) {}) }
func (p *listPage) draw(e app.TestEngine) {
	p.ctx.Dispatch(func(app.Context) {})
	e.ConsumeAll()
}
