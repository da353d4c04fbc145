package ui

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// cannedLog returns an archive with three captures, of which one is shown.
func cannedLog(shown int) protocol.Archive {
	a := protocol.Archive{Name: "mailq.log", Messages: 2, Taken: cannedTaken}
	for n, messages := range []int{4, 7, 2} {
		c := protocol.Capture{
			Number: n + 1, Listing: 2*n + 1, Before: int64(1000 + n), Taken: cannedTaken + protocol.Moment(600*(n-2)), File: "mailq.log",
			Messages: messages, First: n == 0, Shown: n+1 == shown, States: []protocol.StateCount{{State: "deferred", Count: messages}},
		}
		if n > 0 {
			c.Change = messages - a.Captures[n-1].Messages
		}
		a.Captures = append(a.Captures, c)
	}
	return a
}

func loadedLog(shown int) model.Event {
	return answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: cannedLog(shown)}})
}

// openedLog returns a model with the newest of three captures open.
func openedLog(t *testing.T) model.Model {
	t.Helper()
	m, cmds := play(model.Model{}, model.Navigated{Fragment: ""}, model.Chosen{Sources: spool}, loadedLog(3))
	if m.Route.Capture != 3 || !has(cmds, model.SetFragment{Fragment: "#/overview?capture=3", Replace: true}) {
		t.Fatalf("route %+v with %+v, want the number of the capture in the address", m.Route, cmds)
	}
	return m
}

func asksOpen(cmds []model.Command) protocol.OpenRequest {
	req, ok := asks(cmds, func(r protocol.Request) bool { return r.Open != nil })
	if !ok {
		return protocol.OpenRequest{}
	}
	return *req.Open
}

// The address says which of several captures is shown.
func TestAddressChoosesCapture(t *testing.T) {
	m, cmds := play(openedLog(t), model.CapturePicked{Number: 2}, model.CaptureShown{})
	if o := asksOpen(cmds); o.Listing != 3 || o.Before != 1001 || o.Compare || len(o.Sources) != len(spool) {
		t.Fatalf("picked: asked %+v, want the second capture of the same sources", o)
	}
	m, cmds = play(m, loadedLog(2))
	if m.Stage != model.Open || m.Route != (route.Route{View: route.Overview, Capture: 2}) {
		t.Errorf("stage %v, route %+v after %+v", m.Stage, m.Route, cmds)
	}
	// A link that names no capture keeps the shown one, and back leads to the
	// one before.
	m, cmds = play(m, model.Navigated{Fragment: "#/messages?q=state:deferred"})
	if o := asksOpen(cmds); o.Sources != nil || m.Route.Capture != 2 || !has(cmds, model.SetFragment{Fragment: "#/messages?q=state:deferred&capture=2", Replace: true}) {
		t.Errorf("a link: asked %+v, route %+v", o, m.Route)
	}
	m, _ = play(m, model.GoTo{Route: route.Route{View: route.Replies}})
	if m.Route.Capture != 2 {
		t.Errorf("a key: route %+v, want the same capture", m.Route)
	}
	m, cmds = play(m, model.Navigated{Fragment: "#/overview?capture=3"})
	if o := asksOpen(cmds); o.Listing != 5 || m.Stage != model.Loading {
		t.Errorf("back: asked %+v, want the third", o)
	}
	// A capture that the sources do not have, or no longer have, is not requested
	// again and again.
	m, cmds = play(m, loadedLog(2))
	if o := asksOpen(cmds); o.Sources != nil || m.Route.Capture != 2 {
		t.Errorf("another came: asked %+v, route %+v", o, m.Route)
	}
	m, cmds = play(m, model.Navigated{Fragment: "#/overview?capture=9"})
	if o := asksOpen(cmds); o.Sources != nil || m.Route.Capture != 2 {
		t.Errorf("number 9: asked %+v, route %+v", o, m.Route)
	}
	// Other sources begin with their newest.
	m, cmds = play(m, model.Chosen{Sources: secondOf}, model.SourcesPlaced{Place: model.Replace})
	if o := asksOpen(cmds); o.Listing != 0 || m.Route.Capture != 0 {
		t.Errorf("replaced: asked %+v, route %+v", o, m.Route)
	}
	m, _ = play(m, loadedAnswer(5))
	if m.Route.Capture != 0 || m.Captures != (model.CapturesState{}) {
		t.Errorf("replaced: route %+v", m.Route)
	}
	// A bookmark is followed once the file is there.
	_, cmds = play(model.Model{}, model.Navigated{Fragment: "#/replies?capture=1"}, model.Chosen{Sources: spool}, loadedLog(3))
	if o := asksOpen(cmds); o.Listing != 1 {
		t.Errorf("bookmark: asked %+v, want the first capture", o)
	}
}

// Any two captures of one file can be compared.
func TestComparePair(t *testing.T) {
	m, cmds := play(openedLog(t), model.Navigated{Fragment: "#/compare"}, model.PairPicked{From: 2}, model.PairCompared{})
	if o := asksOpen(cmds); o.Listing != 3 || o.Compare {
		t.Fatalf("asked %+v, want the second capture first", o)
	}
	m, cmds = play(m, loadedLog(2))
	if o := asksOpen(cmds); o.Listing != 5 || !o.Compare || m.Stage != model.Loading {
		t.Fatalf("asked %+v in stage %v, want the third beside it", o, m.Stage)
	}
	earlier := cannedLog(2)
	m, _ = play(m, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: cannedLog(3), Earlier: &earlier}}))
	if m.Route != (route.Route{View: route.Compare, At: route.AtLater}) {
		t.Errorf("route %+v, want the comparison", m.Route)
	}
	if _, from, to := m.Picks(); from != 2 || to != 3 {
		t.Errorf("picked are %d and %d, want what is compared", from, to)
	}
	// After a crash both are read again, each with its capture.
	again, cmds := play(m, model.Crashed{Details: "x"}, model.ReadAgain{})
	if o := asksOpen(cmds); o.Listing != 3 || again.Compare.NextCapture == nil || again.Compare.NextCapture.Number != 3 {
		t.Errorf("read again: asked %+v, then %+v", o, again.Compare.NextCapture)
	}
	// The order of the fields does not matter, and one alone can be opened.
	_, cmds = play(m, model.PairPicked{From: 3, To: 1}, model.PairCompared{})
	if o := asksOpen(cmds); o.Listing != 1 || o.Compare {
		t.Errorf("asked %+v, want the first capture first", o)
	}
	if _, cmds = play(m, model.PairPicked{From: 1, To: 1}, model.PairCompared{}); asksOpen(cmds).Sources != nil {
		t.Errorf("one capture is compared with itself: %+v", cmds)
	}
	m, cmds = play(m, model.Navigated{Fragment: "#/overview?capture=2"})
	if o := asksOpen(cmds); o.Listing != 3 || o.Compare {
		t.Errorf("asked %+v, want the second alone", o)
	}
	m, _ = play(m, loadedLog(2))
	if m.Compare.Earlier != nil || m.Route != (route.Route{View: route.Overview, Capture: 2}) {
		t.Errorf("route %+v, want one capture", m.Route)
	}
	// The one that is shown is not read again.
	_, cmds = play(m, model.PairCompared{}, loadedLog(1))
	_, cmds2 := play(m, model.PairPicked{From: 2}, model.PairCompared{})
	if o := asksOpen(cmds2); !o.Compare || o.Listing != 5 || has(cmds2, model.Restart{}) {
		t.Errorf("asked %+v, want the third beside the one that is shown", o)
	}
	if o := asksOpen(cmds); !o.Compare || o.Listing != 5 {
		t.Errorf("asked %+v, want the oldest and the newest", o)
	}
}

// The screens say that there are other captures, and offer them.
func TestCapturesOnScreen(t *testing.T) {
	p := newPage(t)
	before, archive := p.answers, cannedLog(3)
	p.answers = func(req protocol.Request) []protocol.Answer {
		if req.Open != nil {
			return []protocol.Answer{{Loaded: &protocol.Loaded{Archive: archive}}}
		}
		return before(req)
	}
	p.events.Chosen(spool)
	p.shows("3 captures", "the newest is shown", "<option", "3: 12 Mar 2026 08:14 UTC", "captured 12 Mar 2026 08:14 UTC")
	p.events.Navigated("#/compare")
	p.shows("Compare captures", "3 captures in mailq.log", `href="#/overview?capture=1"`, "+3", "−5", "Deferred", "Shown")
	archive = cannedLog(2)
	archive.Loose, archive.CapturesLeft = true, 40
	archive.Captures[0].Refused, archive.Captures[2].Host = "permission denied", "mail2"
	p.events.Navigated("#/overview?capture=2")
	p.shows("43 captures", "number 2 is shown", "captured not before")
	p.lacks("1: 12 Mar")
	p.events.Navigated("#/compare")
	p.shows("No queue", "mail2", "40 captures in between are not in this table")
}
