package pictures

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/picture/picturetest"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

func overview(t *testing.T) *protocol.Overview {
	return &protocol.Overview{
		Matched: 3412, Total: 3412,
		Flow: picturetest.Flow(t), Timeline: picturetest.Timeline(t),
	}
}

// html draws cards with their tables open.
func html(o *protocol.Overview, r route.Route, narrow bool) string {
	flow, when := cards(o, r, narrow)
	f, w := flow.draw(picture.FlowSteps, nil).(*flowCard), when.draw(nil).(*timeCard)
	f.twin.opened, w.twin.opened = true, true
	return app.HTMLString(app.Div().Body(f, w))
}

func wants(t *testing.T, html string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(html, w) {
			t.Errorf("the cards lack %q", w)
		}
	}
}

func TestCards(t *testing.T) {
	o := overview(t)
	o.Flow.Sources[1].On = true
	route := route.Route{View: route.Overview, Query: "state:deferred", By: "reason"}
	h := html(o, route, false)
	wants(t, h,
		`aria-label="3,412 messages: where they came from, what they are and what holds them up. Bounces 2,118, Ordinary 1,206, Quarantined 88. The same numbers are in the table below."`,
		`aria-label="contact.php on web01 1,368 script, 192.0.2.80: 1,368 messages, 1,204 bounces, 164 ordinary"`,
		`aria-label="login newsletter → Ordinary: 531"`,
		`id="picture-s1"`, `id="picture-u3"`, `aria-current`,
		"by=reason", // the rest of the address stays
		"Show as a table", `aria-label="Table of arrivals"`, "kind:quarantined",
		"Event 2: contact.php: first bounce of its mail", "604 wait for it now",
		"One bar is 2", "Expected to be given up",
	)
	if n := strings.Count(h, `tabindex="0"`); n != 4 { // a mark, the timeline, two tables
		t.Errorf("%d tab stops, want 4", n)
	}
	if strings.Contains(h, " style=") {
		t.Error("the policy forbids style attributes")
	}
}

// In a narrow window, bars replace the bands.
func TestNarrowCards(t *testing.T) {
	h := html(overview(t), route.Route{View: route.Overview}, true)
	wants(t, h, "4 more, 485 messages", `<b title="1,368">`, "One bar is 6")
	if strings.Contains(h, "picture-s1") {
		t.Error("a narrow window has bands")
	}
}

// Marks that no filter selects are not links, and hostile names are text.
func TestMarksWithoutQuery(t *testing.T) {
	o := overview(t)
	o.Flow.Sources[0].Name, o.Flow.Sources[0].Query = "<script>alert(1)</script>", ""
	h := html(o, route.Route{View: route.Overview}, false)
	if strings.Contains(h, "><script") {
		t.Error("a name is markup")
	}
	at := strings.Index(h, `id="picture-s1"`)
	mark := h[strings.LastIndex(h[:at], "<a"):]
	if mark = mark[:strings.Index(mark, ">")]; strings.Contains(mark, "href") {
		t.Errorf("a mark without a query is a link: %s", mark)
	}
}

func TestNoPictures(t *testing.T) {
	if got := Cards(&protocol.Overview{Flow: &protocol.Flow{}, Timeline: &protocol.Timeline{}}, route.Route{}, false, nil); len(got) != 0 {
		t.Errorf("%d cards of nothing", len(got))
	}
	if got := Cards(&protocol.Overview{}, route.Route{}, false, nil); len(got) != 0 {
		t.Errorf("%d cards without pictures", len(got))
	}
}

// The page does not grow with the queue: marks are few, bars are one path a kind.
func TestNodes(t *testing.T) {
	o := overview(t)
	for i := range o.Timeline.Buckets {
		o.Timeline.Buckets[i].Ordinary *= 300
	}
	h := html(o, route.Route{View: route.Overview}, false)
	if n := strings.Count(h, "<path"); n > 60 {
		t.Errorf("%d paths, want 60 at most", n)
	}
	if n := strings.Count(h, "<"); n > 2600 {
		t.Errorf("%d tags, want 2,600 at most", n)
	}
}

func TestFlowKeys(t *testing.T) {
	f := picturetest.Flow(t)
	for _, tt := range []struct{ keys, want string }{
		{"ArrowDown", "s2"},
		{"ArrowUp", ""},
		{"End", "s9"},
		{"ArrowLeft", ""},
		{"ArrowRight", "i1"},
		{"ArrowRight ArrowDown", "i2"},            // contact.php has two bands
		{"ArrowRight ArrowDown ArrowDown", "i2"},  // and no more
		{"ArrowRight ArrowDown ArrowRight", "k2"}, // to the ordinary ones
		{"ArrowRight ArrowRight ArrowLeft ArrowDown", "i3"},
		{"ArrowRight ArrowRight ArrowRight End ArrowRight", "o10"},
		{"ArrowRight ArrowRight ArrowRight ArrowRight ArrowLeft ArrowDown", "u9"}, // from the obstacle: what else it holds up
		{"x", ""},
	} {
		at := place{ref: "s1"}
		for _, key := range strings.Fields(tt.keys) {
			next := at.next(f, key)
			if next.ref == "" || next.ref == at.ref {
				if key != "ArrowDown" {
					at = place{}
				}
				break
			}
			at = next
		}
		if at.ref != tt.want && !(tt.want == "" && at.ref == "s1") {
			t.Errorf("%s leads to %q, want %q", tt.keys, at.ref, tt.want)
		}
	}
}

// Arrow keys reach every mark and band with messages, and none without.
func TestFlowKeysReachAll(t *testing.T) {
	f := picturetest.Flow(t)
	f.In[1].Count, f.Sources[4].Count, f.In[5].Count = 0, 0, 0
	seen := map[place]bool{}
	var walk func(place)
	walk = func(p place) {
		if p.ref == "" || seen[p] {
			return
		}
		seen[p] = true
		if kind, n := splitRef(p.ref); !present(f, kind, n) {
			t.Errorf("an arrow leads to %s, which has no messages", p.ref)
		}
		for _, key := range []string{"ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"} {
			walk(p.next(f, key))
		}
	}
	walk(place{ref: place{}.stop(f)})
	refs := map[string]bool{}
	for p := range seen {
		refs[p.ref] = true
	}
	want := 0
	for _, marks := range [][]protocol.FlowMark{f.Sources, f.Kinds, f.Obstacles} {
		for i := range marks {
			if marks[i].Count > 0 {
				want++
			}
		}
	}
	for _, bands := range [][]protocol.FlowBand{f.In, f.Out} {
		for i := range bands {
			if bands[i].Count > 0 {
				want++
			}
		}
	}
	if len(refs) != want {
		t.Errorf("arrows reach %d marks and bands, want %d", len(refs), want)
	}
}

func TestChoice(t *testing.T) {
	tl := picturetest.Timeline(t)
	p := picture.LayTimeline(tl, picture.Wide)
	for _, tt := range []struct{ keys, says, term string }{
		{"ArrowLeft", "Thu 08:00 to 10:00: ", "created:2026-03-12T08:00.."},
		{"ArrowRight", "Sat 10:00 to 12:00: ", "created:2026-03-07T10:00..12:00"},
		{"ArrowLeft ArrowLeft ArrowLeft ArrowLeft ArrowLeft ArrowLeft", "Wed 22:00 to 24:00: ", "created:2026-03-11T22:00..2026-03-12T00:00"},
		{"ArrowLeft ArrowLeft ArrowLeft +ArrowLeft +ArrowLeft", "Thu 00:00 to 06:00: ", "created:2026-03-12T00:00..06:00"},
		{"Home +End", "Sat 10:00 to Thu 10:00: ", "created:2026-03-07T10:00.."},
		{"End ArrowRight", "Thu 08:00 to 10:00: ", "created:2026-03-12T08:00.."},
	} {
		var c choice
		for _, key := range strings.Fields(tt.keys) {
			name, shift := strings.CutPrefix(key, "+")
			if !c.press(&p, tl, name, shift) {
				t.Errorf("%s does nothing", key)
			}
		}
		if got := c.says(&p, tl); !strings.HasPrefix(got, tt.says) || !strings.Contains(got, "message") {
			t.Errorf("%s says %q, want %q", tt.keys, got, tt.says)
		}
		if got := c.term(tl); got != tt.term {
			t.Errorf("%s filters %q, want %q", tt.keys, got, tt.term)
		}
	}
	var c choice
	if c.press(&p, tl, "Tab", false) || c.chosen() {
		t.Error("Tab chooses something")
	}
}

func TestDrag(t *testing.T) {
	tl := picturetest.Timeline(t)
	p := picture.LayTimeline(tl, picture.Wide)
	var c choice
	c.grab(&p, tl, 55, -1)
	c.drag(&p, tl, 53)
	c.drag(&p, tl, 57)
	if !c.drop() || c.term(tl) != "created:2026-03-12T00:00..06:00" {
		t.Errorf("a drag to the right filters %q", c.term(tl))
	}
	c.grab(&p, tl, 55, 0) // its first end, to the left
	c.drag(&p, tl, 53)
	if !c.drop() || c.term(tl) != "created:2026-03-11T20:00..2026-03-12T06:00" {
		t.Errorf("a drag of the first end filters %q", c.term(tl))
	}
	c.grab(&p, tl, 57, 1)
	c.drag(&p, tl, 110) // past now
	if !c.drop() || c.term(tl) != "created:2026-03-11T20:00.." {
		t.Errorf("a drag of the second end past now filters %q", c.term(tl))
	}
	c = choice{}
	c.grab(&p, tl, 55, -1)
	if c.drop() || !c.chosen() {
		t.Error("a click filters, or chooses nothing")
	}
}

func TestRangeFields(t *testing.T) {
	tl := picturetest.Timeline(t)
	for _, tt := range []struct{ from, to, want string }{
		{"Wed 11 Mar 20:00", "", "created:2026-03-11T20:00.."},
		{"11 mar 20:00", "Thu 12 Mar 02:00", "created:2026-03-11T20:00..2026-03-12T02:00"},
		{"2026-03-11T20:00", "2026-03-11 22:00", "created:2026-03-11T20:00..2026-03-11T22:00"},
		{"Wed 20:00", "07:30 UTC", "created:2026-03-11T20:00..2026-03-12T07:30"},
		{"", "24 Dec", "created:..2025-12-24T00:00"},
		{"2h", "", "created:2h.."},
		{"", "", ""},
	} {
		term, wrong := rangeTerm([2]string{tt.from, tt.to}, tl.Now)
		if term != tt.want || wrong != [2]bool{} {
			t.Errorf("%q to %q filters %q, %v, want %q", tt.from, tt.to, term, wrong, tt.want)
		}
	}
	if _, wrong := rangeTerm([2]string{"yesterday", "12 Mar"}, tl.Now); wrong != [2]bool{true, false} {
		t.Errorf("wrong fields are %v", wrong)
	}
	texts := rangeText(tl.From, tl.Now+1, tl.Now)
	if term, _ := rangeTerm(texts, tl.Now); term != "created:2026-03-07T10:00.." {
		t.Errorf("what the fields show filters %q", term)
	}
}
