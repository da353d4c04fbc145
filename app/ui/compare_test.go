package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/compare"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

func cannedComparison() *protocol.Comparison {
	return &protocol.Comparison{
		Before: protocol.DiffSide{Name: "monday.tgz", Taken: cannedTaken, Total: 70, Matched: 70, Hosts: []string{"mx1"}, Queues: []string{"/var/spool/mqueue"}},
		After:  protocol.DiffSide{Name: "tuesday.tgz", Taken: cannedTaken + 3600, Total: 63, Matched: 63, Hosts: []string{"mx1"}, Queues: []string{"/var/spool/mqueue"}},
		Apart:  3600, Alike: true, Came: 4, Went: 11, Stayed: 59, Changed: 10, Notes: []string{"`tuesday.tgz` was not read to its end."},
		Gone:   []protocol.Kind{{Title: "Were returned", Text: "A bounce about each of them came since.", Count: 1, Query: "diff:went diff:returned"}},
		Stays:  []protocol.Kind{{Title: "Were tried again", Count: 30, Query: "diff:tried"}},
		Causes: []protocol.DiffRow{{Title: "mx.far.example refuses connections", Trend: "shrank", Before: 8, After: 6, Went: 2, Stayed: 6, Query: "why:connection-refused"}},
		By:     "server", Rows: []protocol.DiffRow{{Title: "mx.gone.example", Trend: "gone", Before: 3, Went: 3, Query: "server:mx.gone.example"}}, Values: 40,
	}
}

var (
	monday   = protocol.Archive{Name: "monday.tgz", Messages: 70}
	tuesday  = protocol.Archive{Name: "tuesday.tgz", Messages: 63}
	secondOf = []protocol.SourceRef{{ID: 2, Name: "tuesday.tgz"}}
)

// compared returns a model with two captures open, the later one shown.
func compared() model.Model {
	m, _ := play(opened(), model.Chosen{Sources: secondOf}, model.SourcesPlaced{Place: model.Beside})
	m, _ = play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: tuesday, Earlier: &monday}}))
	return m
}

// asks finds the newest request of a kind among commands.
func asks(cmds []model.Command, is func(protocol.Request) bool) (protocol.Request, bool) {
	for _, c := range slices.Backward(cmds) {
		if a, ok := c.(model.Ask); ok && is(a.Request) {
			return a.Request, true
		}
	}
	return protocol.Request{}, false
}

func TestOpenBeside(t *testing.T) {
	m, cmds := play(opened(), model.Chosen{Sources: secondOf}, model.SourcesPlaced{Place: model.Beside})
	req, ok := asks(cmds, func(r protocol.Request) bool { return r.Open != nil })
	if !ok || !req.Open.Compare || req.Open.Join || has(cmds, model.Restart{}) {
		t.Errorf("commands %+v, want the second capture beside the first in the same worker", cmds)
	}
	if len(m.Sources) != 1 || len(m.Compare.Sources) != 1 || m.Archive == nil {
		t.Errorf("sources %v and %v, want one of each capture", m.Sources, m.Compare.Sources)
	}
	failed, _ := play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Fatal: &protocol.ErrorBox{Title: "no"}}}))
	if failed.Stage != model.Open || failed.Fatal == nil || failed.Compare.Earlier != nil {
		t.Errorf("after a failure: stage %v, fatal %v, want the first with the reason", failed.Stage, failed.Fatal)
	}
	m, cmds = play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: tuesday, Earlier: &monday}}))
	if m.Route != (route.Route{View: route.Compare, At: route.AtLater}) || m.Archive.Name != "tuesday.tgz" {
		t.Errorf("route %+v with %s, want the comparison and the later capture", m.Route, m.Archive.Name)
	}
	if req, ok := asks(cmds, func(r protocol.Request) bool { return r.Diff != nil }); !ok || req.Diff.By != "server" || req.Diff.Limit != model.CompareRows {
		t.Errorf("commands %+v, want a question for the comparison", cmds)
	}
}

// The address says which capture is shown, whatever led there.
func TestAddressNamesTheCapture(t *testing.T) {
	m, cmds := play(compared(), model.Navigated{Fragment: "#/messages?q=diff:went&at=earlier"})
	if m.Archive.Name != "monday.tgz" {
		t.Errorf("shown is %s, want the earlier capture", m.Archive.Name)
	}
	for _, c := range cmds {
		if a, ok := c.(model.Ask); ok && !a.Request.Earlier {
			t.Errorf("asked %+v, want a question about the earlier capture", a.Request)
		}
	}
	m, cmds = play(m, model.Navigated{Fragment: "#/overview?q=diff:went"})
	if m.Archive.Name != "monday.tgz" || !has(cmds, model.SetFragment{Fragment: "#/overview?q=diff:went&at=earlier", Replace: true}) {
		t.Errorf("a link that names none leads to %s with %+v, want the same capture, named", m.Archive.Name, cmds)
	}
	m, _ = play(m, model.PrefixPressed{}, model.GoTo{Route: route.Route{View: route.Replies}})
	if m.Route.At != route.AtEarlier {
		t.Errorf("a key leads to %+v, want the same capture", m.Route)
	}
	m, _ = play(m, model.Navigated{Fragment: "#/messages?at=later"})
	if m.Archive.Name != "tuesday.tgz" {
		t.Errorf("shown is %s, want the later capture", m.Archive.Name)
	}
	// Another comparison keeps the shown capture; its sources are the ones to read
	// again.
	m, _ = play(m, model.Navigated{Fragment: "#/messages?at=earlier"}, model.Chosen{Sources: []protocol.SourceRef{{ID: 3, Name: "friday.tgz"}}}, model.SourcesPlaced{Place: model.Beside})
	if m.Sources[0].ID != 1 || m.Compare.Sources[0].ID != 3 {
		t.Errorf("sources %v and %v, want the shown one and the new one", m.Sources, m.Compare.Sources)
	}
	m, _ = play(compared(), model.Chosen{Sources: []protocol.SourceRef{{ID: 3, Name: "friday.tgz"}}}, model.SourcesPlaced{Place: model.Beside})
	if m.Sources[0].ID != 2 || m.Compare.Sources[0].ID != 3 {
		t.Errorf("sources %v and %v, want the shown one and the new one", m.Sources, m.Compare.Sources)
	}
	replaced, _ := play(compared(), model.Chosen{Sources: []protocol.SourceRef{{ID: 3, Name: "friday.tgz"}}}, model.SourcesPlaced{Place: model.Replace})
	if replaced.Compare.Earlier != nil || replaced.Stage != model.Loading {
		t.Errorf("replaced: %+v, want no comparison", replaced.Compare)
	}
}

// Two captures that were opened as one queue are read again, one after the
// other.
func TestCompareBoth(t *testing.T) {
	both := []protocol.SourceRef{{ID: 1, Name: "monday.tgz"}, {ID: 2, Name: "tuesday.tgz"}}
	m, _ := play(model.Model{}, model.Chosen{Sources: both})
	m, _ = play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: protocol.Archive{Name: "2 files", Messages: 133, Twice: true}}}))
	m, cmds := play(m, model.CompareBoth{})
	if req, ok := asks(cmds, func(r protocol.Request) bool { return r.Open != nil }); !ok || len(req.Open.Sources) != 1 || req.Open.Compare {
		t.Fatalf("commands %+v, want the first alone", cmds)
	}
	m, cmds = play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: monday}}))
	if req, ok := asks(cmds, func(r protocol.Request) bool { return r.Open != nil }); !ok || req.Open.Sources[0].ID != 2 || !req.Open.Compare || m.Stage != model.Loading {
		t.Fatalf("commands %+v in stage %v, want the second beside it", cmds, m.Stage)
	}
	m, _ = play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: tuesday, Earlier: &monday}}))
	if m.Route.View != route.Compare || m.Compare.Earlier == nil {
		t.Errorf("route %+v, want the comparison", m.Route)
	}
}

// Every number of the screen leads to its messages.
func TestCompareScreen(t *testing.T) {
	p := newPage(t)
	before := p.answers
	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Open != nil && req.Open.Compare:
			return []protocol.Answer{{Loaded: &protocol.Loaded{Archive: tuesday, Earlier: &monday}}}
		case req.Diff != nil:
			return []protocol.Answer{{Diff: cannedComparison()}}
		}
		return before(req)
	}
	p.events.Chosen(spool)
	p.html()
	p.events.Navigated("#/compare")
	p.shows("Drop a second capture", "Compare with…")
	p.events.Chosen(secondOf)
	p.shows("4 messages came, 11 went, 59 stayed", "was not read to its end",
		`href="#/messages?q=diff:came&at=later"`, `href="#/messages?q=diff:went&at=earlier"`, `href="#/messages?q=diff:stayed&at=later"`,
		`href="#/messages?q=diff:went+diff:returned&at=earlier"`, `href="#/messages?q=why:connection-refused+diff:went&at=earlier"`,
		`href="#/messages?q=server:mx.gone.example&at=earlier"`, "Shrank", "Gone", "Show all")
	p.events.Navigated("#/overview?at=earlier")
	p.shows("This is the earlier capture.", "Show the later one")
	p.events.Navigated("#/overview?at=later")
	p.lacks("This is the earlier capture.")
	unlike := &protocol.Comparison{Notes: []string{"Nothing is counted."}}
	html := app.HTMLString(compare.CompareScreen(compare.CompareProps{Answer: unlike}, func(model.Event) {}))
	for _, want := range []string{"These are not two captures of one queue", "Nothing is counted."} {
		if !strings.Contains(html, want) {
			t.Errorf("two queues: the screen lacks %q", want)
		}
	}
	if strings.Contains(html, "diff:came") {
		t.Error("two queues: the screen has numbers")
	}
}
