package ui

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/sharing"
)

// sharePage returns a page with a queue and the Share dialog open. Files are made
// with the given leaks.
func sharePage(t *testing.T, leaks ...protocol.ShareLeak) *page {
	t.Helper()
	p := newPage(t)
	rest := p.answers
	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Preview != nil:
			a := &protocol.Preview{
				Messages: 3412, Sizes: map[string]int64{"viewer": 512 << 10, "csv": 626_688, "mbox": 9 << 20, "eml": 4 << 10},
				Own:   []protocol.OwnDomain{{Name: "example.com", Why: "the server mail.example.com"}, {Name: "partner.example", Why: "senders who logged in", Out: strings.Contains(req.Preview.Own, "-partner.example")}},
				Names: map[string]string{"viewer": "spoolscope-viewer-20260312.html", "csv": "spoolscope-20260312.csv", "mbox": "spoolscope-20260312.mbox", "eml": "spoolscope-20260312.eml"},
				Rows: []protocol.PreviewRow{
					{Before: "anna.berg@example.com", After: []protocol.Piece{{Text: "person-0017", Var: true}, {Text: "@example.com"}}},
					{Before: "Invoice 2026-0311", After: []protocol.Piece{{}}, Out: true},
				},
			}
			if strings.HasPrefix(req.Preview.Query, "id:") {
				a.Messages = 1
			}
			if req.Preview.Hide == "" {
				a.Rows = nil
			}
			if k := req.Preview.Known; k != nil && *k != "" {
				a.Known = 12
			}
			return []protocol.Answer{{Preview: a}}
		case req.Share != nil:
			return []protocol.Answer{
				{Progress: &protocol.Progress{Phase: protocol.PhaseShare, Read: 1 << 20, Size: 2 << 20}},
				{Shared: &protocol.Shared{Name: "spoolscope-20260312.csv", Format: req.Share.Format, Size: 100, Stream: -3, Messages: 3412, Searched: 2 << 20, Leaks: leaks}},
			}
		case req.ShareMap != nil:
			return []protocol.Answer{{File: &protocol.File{Name: "map.json"}}}
		}
		return rest(req)
	}
	p.Sample()
	p.shows("Statuses by responsible server")
	p.root.post(model.DialogOpened{Dialog: model.ShareDialog, Back: model.ShareButtonID})
	p.shows("Share this analysis")
	return p
}

// last is the newest request for a file.
func (p *page) lastShare() *protocol.ShareRequest {
	for i := len(p.asked) - 1; i >= 0; i-- {
		if r := p.asked[i].Share; r != nil {
			return r
		}
	}
	return nil
}

func TestShareDialog(t *testing.T) {
	p := sharePage(t)
	p.shows("Viewer with data", "3.5\u00a0MB", "612\u00a0KB", "<mark>person-0017</mark>", "@example.com", "left out",
		"spoolscope-viewer-20260312.html", "about 3.5\u00a0MB, 3,412 messages, redacted", "inert")
	if p.focused != model.SharePrefix+"viewer" {
		t.Errorf("focus on %q, want the first format", p.focused)
	}
	p.root.post(model.ShareTitled{Text: "Tuesday"})
	p.root.post(model.ShareAsked{})
	p.shows("2\u00a0MB were searched for what was left out: none of it was found", "Save again")
	want := protocol.ShareRequest{Format: "viewer", Hide: "addresses,hosts,subjects,bodies", Size: 512 << 10, Title: "Tuesday"}
	if got := p.lastShare(); got == nil || *got != want {
		t.Errorf("asked for %+v, want %+v", got, want)
	}
	if len(p.saved) != 1 || len(p.dropped) != 1 || p.dropped[0].Stream != -3 {
		t.Errorf("saved %d files and dropped %d, want each once", len(p.saved), len(p.dropped))
	}
	if used := p.events.Key("Escape", true); !used {
		t.Error("Escape does nothing")
	}
	p.lacks("Share this analysis")
	if p.focused != model.ShareButtonID {
		t.Errorf("focus on %q, want the button that opened the dialog", p.focused)
	}
}

// The messages, and what is left out of them, go into the request.
func TestShareChoices(t *testing.T) {
	p := sharePage(t)
	p.root.post(model.DialogClosed{})
	p.root.post(model.GoTo{Route: route.Route{View: route.Messages, Query: "state:held", ID: "AB12", Sort: "size"}})
	p.root.post(model.DialogOpened{Dialog: model.ShareDialog, Back: model.ShareButtonID})
	p.shows("What the filter matches", "The whole capture")
	p.root.post(model.ShareHid{N: 0})
	p.root.post(model.ShareHid{N: 3})
	p.root.post(model.ShareAsked{})
	p.html()
	want := protocol.ShareRequest{Format: "viewer", Query: "state:held", Hide: "hosts,subjects,bodies,ids", Size: 512 << 10, View: "#/messages?sort=size", ViewID: "AB12"}
	if got := p.lastShare(); got == nil || *got != want {
		t.Errorf("asked for %+v, want %+v", got, want)
	}
	p.root.post(model.ShareScoped{Filtered: false})
	p.root.post(model.ShareAsked{})
	p.html()
	want.Query, want.ViewQuery = "", "state:held"
	if got := p.lastShare(); *got != want {
		t.Errorf("asked for %+v, want %+v", got, want)
	}
	for _, n := range []int{1, 2, 3} {
		p.root.post(model.ShareHid{N: n})
	}
	p.shows("Nothing is left out: the file holds addresses, hosts and mail unchanged.")
	p.lacks("Private list", "redacted")
}

// The names taken for the organisation's are shown, and each request has the
// corrections.
func TestShareOwn(t *testing.T) {
	p := sharePage(t)
	p.shows("Your domains", "example.com", "the server mail.example.com", "senders who logged in", "Add a domain")
	p.root.post(model.ShareOwned{List: "-partner.example other.example"})
	p.shows("Your domains")
	for _, r := range p.asked {
		if r.Preview != nil && r.Preview.Own == "-partner.example other.example" {
			p.root.post(model.ShareAsked{})
			p.html()
			if got := p.lastShare(); got == nil || got.Own != r.Preview.Own {
				t.Errorf("asked for %+v, want the corrections", got)
			}
			p.root.post(model.ShareHid{N: sharing.Hosts})
			p.lacks("Your domains")
			return
		}
	}
	t.Error("the corrections are in no request for a preview")
}

// A mailbox of one message is that message.
func TestShareOneMessage(t *testing.T) {
	p := sharePage(t)
	p.root.post(model.DialogClosed{})
	p.root.post(model.GoTo{Route: route.Route{View: route.Messages, Query: "id:AB12"}})
	p.root.post(model.DialogOpened{Dialog: model.ShareDialog, Back: model.ShareButtonID})
	p.root.post(model.ShareFormat{Format: "mbox"})
	p.shows("The message as it would be sent, as .eml.", "spoolscope-20260312.eml")
	p.root.post(model.ShareAsked{})
	p.html()
	if got := p.lastShare(); got == nil || got.Format != "eml" {
		t.Errorf("asked for %+v, want an eml", got)
	}
}

// A leak prevents a file from being saved until the user confirms it.
func TestShareLeaks(t *testing.T) {
	leak := protocol.ShareLeak{Where: "mqueue/qfAB12", Category: "addresses", Encoding: "base64", Found: "anna.berg", Excerpt: "to anna.berg at"}
	p := sharePage(t, leak)
	p.root.post(model.ShareFormat{Format: "csv"})
	p.root.post(model.ShareAsked{})
	p.shows("What should have been left out is still in 1 place", "<mark>anna.berg</mark>", "address, base64", "mqueue/qfAB12", "Save anyway", "made, not saved")
	if len(p.saved) != 0 {
		t.Error("the file was saved at once")
	}
	if p.focused != model.ShareLeaksID {
		t.Errorf("focus on %q, want what was found", p.focused)
	}
	p.root.post(model.ShareBack{})
	p.lacks("Save anyway")
	if len(p.saved) != 0 || len(p.dropped) != 1 {
		t.Errorf("saved %d files and dropped %d, want none and one", len(p.saved), len(p.dropped))
	}
	p.root.post(model.ShareAsked{})
	p.html()
	p.root.post(model.ShareForced{})
	p.shows("Saved, with what was found in it.")
	if len(p.saved) != 1 || len(p.dropped) != 2 {
		t.Errorf("saved %d files and dropped %d, want one and two", len(p.saved), len(p.dropped))
	}
}

// Making a file stops when the file is no longer wanted.
func TestShareStops(t *testing.T) {
	for _, tt := range []struct {
		name  string
		event model.Event
	}{{"button", model.ShareStopped{}}, {"dialog closed", model.DialogClosed{}}, {"another queue", model.Chosen{Sources: spool}}} {
		t.Run(tt.name, func(t *testing.T) {
			p := sharePage(t)
			rest := p.answers
			p.answers = func(req protocol.Request) []protocol.Answer {
				if req.Share != nil {
					return []protocol.Answer{{Progress: &protocol.Progress{Phase: protocol.PhaseShare, Read: 1 << 20, Size: 2 << 20}}}
				}
				return rest(req)
			}
			p.root.post(model.ShareAsked{})
			p.shows("Making the file: 1\u00a0MB of about 2\u00a0MB", `role="progressbar"`, "Cancel")
			p.root.post(tt.event)
			p.lacks("Making the file")
			if p.asked[len(p.asked)-1].Cancel == nil {
				t.Errorf("the last request is %+v, want Cancel", p.asked[len(p.asked)-1])
			}
			if len(p.saved) != 0 {
				t.Error("something was saved")
			}
		})
	}
}

func TestShareMap(t *testing.T) {
	p := sharePage(t)
	p.root.post(model.ShareMapAsked{})
	p.shows("Saved the list")
	p.root.post(model.ShareMapWanted{})
	p.shows("12 names keep their pseudonym from your list.", "Forget it")
	p.root.post(model.ShareMapForgotten{})
	p.lacks("Forget it")
	rest := p.answers
	p.answers = func(req protocol.Request) []protocol.Answer {
		if req.Preview != nil {
			return []protocol.Answer{{Error: &protocol.ErrorBox{Title: "This cannot be shown.", Text: "not a map"}}}
		}
		return rest(req)
	}
	p.root.post(model.ShareMapWanted{})
	p.shows("not a map", "person-0017")
}

// A viewer opens its data, at the view that it was made for.
func TestCarried(t *testing.T) {
	about := &protocol.Carried{
		Name: "spool.tgz", Title: "Incident 4711", Note: "see the first cause", Taken: cannedTaken,
		Hidden: "addresses,subjects,bodies", Messages: 12, Total: 3412, View: "#/overview?by=reason", Query: "state:held",
	}
	c := &cannedPlatform{t: t, theme: "system", carried: about}
	p := mount(t, c)
	p.shows("Incident 4711", "Made from spool.tgz, captured 12 Mar 2026 08:14 UTC, 12 of 3,412 messages.",
		"Replaced: addresses.", "Left out: subjects, bodies.", "Note: see the first cause", "Statuses by responsible server")
	if got := p.root.model.Route; got != (route.Route{View: route.Overview, By: "reason", Query: "state:held"}) {
		t.Errorf("the route is %+v, want that of the viewer", got)
	}
	p.events.Chosen([]protocol.SourceRef{{ID: 99, Name: "other.tgz"}})
	p.root.post(model.SourcesPlaced{Place: model.Replace})
	p.lacks("Incident 4711")
}
