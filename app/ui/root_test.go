package ui

import (
	"embed"
	"encoding/json"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
	"github.com/spoolscope/spoolscope/app/ui/shell"
)

//go:embed testdata
var testdata embed.FS

// fixture reads an answer from testdata.
func fixture[T any](t *testing.T, name string) *T {
	t.Helper()
	data, err := testdata.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	v := new(T)
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// cannedPlatform is a browser in memory with an engine of fixed answers.
type cannedPlatform struct {
	t         *testing.T
	events    Events
	fragments []string
	focused   string
	kept      string
	theme     string
	single    bool
	carried   *protocol.Carried
	saved     []protocol.Shared
	dropped   []protocol.Shared
	asked     []protocol.Request
	answers   func(protocol.Request) []protocol.Answer
}

func (p *cannedPlatform) Ask(req protocol.Request, answer func(protocol.Answer)) {
	p.asked = append(p.asked, req)
	for _, a := range p.answers(req) {
		answer(a)
	}
}
func (p *cannedPlatform) ChooseFiles()           {}
func (p *cannedPlatform) ChooseFolder()          {}
func (p *cannedPlatform) Text(name, text string) { p.events.Chosen(spool) }
func (p *cannedPlatform) Sample()                { p.events.Chosen(spool) }
func (p *cannedPlatform) Listen(e Events)        { p.events = e; e.Navigated("") }
func (p *cannedPlatform) Restart()               {}
func (p *cannedPlatform) Save(protocol.File)     {}
func (p *cannedPlatform) Copy(_ string, done func(bool)) {
	done(true)
}
func (p *cannedPlatform) SelfTest(tried func(selftest.Tried), done func()) {
	for _, w := range shell.WaysOut {
		tried(selftest.Tried{Way: w.Way, Verdict: selftest.ByPolicy, Directive: "default-src"})
	}
	done()
}
func (p *cannedPlatform) MakeHTML(_ protocol.HTML, done func(htmlmail.View)) {
	v := htmlmail.Examine(htmlmail.Facts{
		Links:   []htmlmail.Anchor{{Text: "www.example-bank.example/login", Href: "https://www.examp1e-bank.example.net/login"}},
		Loads:   []htmlmail.Load{{URL: "https://t.example.net/o.gif", Kind: "image", Pixel: true}},
		Scripts: 1,
	})
	v.Key = "1"
	done(v)
}
func (p *cannedPlatform) SaveShared(s protocol.Shared, done func(bool)) {
	p.saved = append(p.saved, s)
	done(true)
}
func (p *cannedPlatform) DropShared(s protocol.Shared) { p.dropped = append(p.dropped, s) }
func (p *cannedPlatform) ViewerSize() int64            { return 3 << 20 }
func (p *cannedPlatform) ChooseMap()                   { p.events.MapChosen(`{"schema":"spoolscope.map/1"}`) }
func (p *cannedPlatform) Carried() *protocol.Carried   { return p.carried }
func (p *cannedPlatform) OpenCarried()                 { p.events.Chosen(spool) }
func (p *cannedPlatform) Single() bool                 { return p.single }
func (p *cannedPlatform) Theme() string                { return p.theme }
func (p *cannedPlatform) SetTheme(theme string)        { p.theme = theme }
func (p *cannedPlatform) Navigate(fragment string, _ bool) {
	p.fragments = append(p.fragments, fragment)
}
func (p *cannedPlatform) LeaveMain() bool           { return false }
func (p *cannedPlatform) NextTask(fn func())        { fn() }
func (p *cannedPlatform) KeepFocus()                { p.kept = p.focused }
func (p *cannedPlatform) RestoreFocus()             { p.focused = p.kept }
func (p *cannedPlatform) Focus(id string)           { p.focused = id }
func (p *cannedPlatform) SetValue(string, string)   {}
func (p *cannedPlatform) ScrollTo(string, int)      {}
func (p *cannedPlatform) Rescroll(string, int, int) {}
func (p *cannedPlatform) Address(fragment string) string {
	return "https://spoolscope.example/" + fragment
}

// page is a mounted root with its platform.
type page struct {
	*cannedPlatform
	root   *root
	engine app.TestEngine
}

func newPage(t *testing.T) *page {
	t.Helper()
	return mount(t, &cannedPlatform{t: t, theme: "system"})
}

// mount draws a page in a browser.
func mount(t *testing.T, p *cannedPlatform) *page {
	t.Helper()
	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Open != nil:
			return []protocol.Answer{
				{Progress: fixture[protocol.Progress](t, "progress.json")},
				{Loaded: fixture[protocol.Loaded](t, "loaded.json")},
			}
		case req.Overview != nil:
			return []protocol.Answer{{Overview: fixture[protocol.Overview](t, "overview.json")}}
		case req.Problems != nil:
			return []protocol.Answer{{Problems: fixture[protocol.ProblemList](t, "problems.json")}}
		}
		return nil
	}
	pg := &page{cannedPlatform: p, root: New(p).(*root), engine: app.NewTestEngine()}
	if err := pg.engine.Load(pg.root); err != nil {
		t.Fatal(err)
	}
	pg.engine.ConsumeAll()
	return pg
}

// html returns the page as it is drawn now.
func (p *page) html() string {
	p.engine.ConsumeAll()
	return app.HTMLString(p.root)
}

// shows fails the test for each text that is not on the page.
func (p *page) shows(want ...string) {
	p.t.Helper()
	html := p.html()
	for _, w := range want {
		if !strings.Contains(html, w) {
			p.t.Errorf("the page lacks %q", w)
		}
	}
}

// lacks fails the test for each text that is on the page.
func (p *page) lacks(no ...string) {
	p.t.Helper()
	html := p.html()
	for _, n := range no {
		if strings.Contains(html, n) {
			p.t.Errorf("the page has %q", n)
		}
	}
}

// What the start page says about the network is true for the site and for the
// single file, each in its own words.
func TestPrivacyWords(t *testing.T) {
	site := app.HTMLString(shell.LandingView(&model.Model{}, func(model.Event) {}))
	single := app.HTMLString(shell.LandingView(&model.Model{Single: true}, func(model.Event) {}))
	for _, tt := range []struct {
		text         string
		site, single bool
	}{
		{"may load its own files from the site", true, false},
		{"connect-src &#39;self&#39;", true, false},
		{"connect-src &#39;none&#39;", false, true},
		{"is not able to make network connections", false, true},
		{"One HTML file. Save it, carry it, open it from disk.", false, true},
		{"Nothing leaves this computer", true, true},
	} {
		if got := strings.Contains(site, tt.text); got != tt.site {
			t.Errorf("the site's start page has %q: %v, want %v", tt.text, got, tt.site)
		}
		if got := strings.Contains(single, tt.text); got != tt.single {
			t.Errorf("the single file's start page has %q: %v, want %v", tt.text, got, tt.single)
		}
	}
}

func TestPageFromStartToOverview(t *testing.T) {
	p := newPage(t)
	p.shows("See why mail is stuck", "Choose files", "Choose folder", "Paste mailq output", "Open the sample queue", "Nothing leaves this computer")
	p.lacks("filterbar", "aria-label=\"Views\"")

	p.events.DragOver(true)
	p.shows("data-over")
	p.events.DragOver(false)
	p.lacks("data-over")

	p.Sample()
	p.shows("Statuses by responsible server", "3,412", "captured 12 Mar 2026 08:14 UTC", "ends early",
		"12 of 41 groups, 3,199 of 3,412 messages", "8 of 19 replies", "<var>‹host›</var>",
		`href="#/messages?q=state:quarantined"`, `href="#/overview?all=1"`, "6 of 317 senders; the other 311 sent 453 messages")
	p.lacks("Cleanup plan", "Likely causes", "Choose files")
	if got := p.fragments; len(got) != 1 || got[0] != "#/overview" {
		t.Errorf("addresses %q, want #/overview", got)
	}
	if p.focused != model.MainID {
		t.Errorf("focus on %q, want %q", p.focused, model.MainID)
	}

	p.events.Navigated("#/problems")
	p.shows("Line not understood", "&amp;PFD:&lt;j.weber@example.org&gt;", "Lines 16 to 18", "All 7", "Errors 2", "<code>df</code>")
	p.events.Navigated("#/problems?severity=note")
	p.shows("Dates in the future")
	p.lacks("Line not understood")
}

func TestPageWhileReading(t *testing.T) {
	p := newPage(t)
	all := p.answers
	p.answers = func(req protocol.Request) []protocol.Answer {
		if req.Open != nil {
			return all(req)[:1]
		}
		return all(req)
	}
	p.Sample()
	p.shows("Read the archive", "progressbar", "61%, 2,096 messages found", "Cancel", "mqueue/qd3", "Group the reasons")
	p.lacks("Find likely causes")
	p.engine.ConsumeAll()
	p.root.ctx.Dispatch(func(app.Context) {
		p.root.send(model.Elapsed{Timer: model.SoFarTimer, Gen: p.root.model.Timers[model.SoFarTimer]})
	})
	p.shows("so far", "skel", "421 4.7.0 ")
	if !p.events.Key("Escape", false) {
		t.Error("Escape is not handled while reading")
	}
	p.engine.ConsumeAll()
	if last := p.asked[len(p.asked)-1]; last.Cancel == nil {
		t.Errorf("asked %+v after Escape, want Cancel", last)
	}
	p.events.Crashed("panic: oops")
	p.shows("Reading stopped because of a fault in Spoolscope.", "Messages found so far are shown.", "Read again", "Copy the details")
}

func TestPageEmptyAndFailed(t *testing.T) {
	p := newPage(t)
	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Open != nil:
			return []protocol.Answer{{Loaded: &protocol.Loaded{Fatal: &protocol.ErrorBox{Title: "notes.docx is not a queue.", Text: "Spoolscope reads `.tar`."}}}}
		}
		return nil
	}
	p.Sample()
	p.shows("notes.docx is not a queue.", "<code>.tar</code>", "Choose files", "st-fail")

	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Open != nil:
			return []protocol.Answer{{Loaded: &protocol.Loaded{Archive: protocol.Archive{Name: "e.tgz"}}}}
		case req.Overview != nil:
			return []protocol.Answer{{Overview: &protocol.Overview{}}}
		}
		return nil
	}
	p.Sample()
	p.shows("The queue is empty.")
	p.lacks("notes.docx")
	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Overview != nil:
			return []protocol.Answer{{Overview: &protocol.Overview{Total: 9}}}
		case req.Messages != nil:
			return []protocol.Answer{{Page: &protocol.Page{Query: req.Messages.Query, Total: 9}}}
		}
		return nil
	}
	p.events.Navigated("#/overview?q=nobody")
	p.shows("No message matches. Remove a word from the filter.", "Clear filter", "Remove nobody", " of 9")
}

// Text from an archive stays text: nothing of it becomes markup, an address or
// a handler.
func TestPageWithHostileNames(t *testing.T) {
	const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>`
	p := newPage(t)
	p.answers = func(req protocol.Request) []protocol.Answer {
		switch {
		case req.Open != nil:
			return []protocol.Answer{{Loaded: &protocol.Loaded{Archive: protocol.Archive{Name: evil, Messages: 1, Problems: 1,
				Notice: []protocol.ErrorBox{{Title: evil, Text: evil}}}}}}
		case req.Overview != nil:
			o := fixture[protocol.Overview](t, "overview.json")
			o.States[0].State, o.States[0].Query = evil, evil
			o.Groups.Rows[0].Reason = []protocol.Piece{{Text: evil}, {Text: evil, Var: true}}
			o.Groups.Rows[0].Server, o.Groups.Rows[0].ServerNote, o.Groups.Rows[0].Query = evil, evil, evil
			o.Senders.Rows[0].Name, o.Senders.Rows[0].Note, o.Senders.Rows[0].Query = evil, evil, "javascript:alert(1)"
			o.Ages.Rows[0].Name = evil
			o.Replies.Rows[0].Reason = []protocol.Piece{{Text: evil}}
			return []protocol.Answer{{Overview: o}}
		case req.Problems != nil:
			l := fixture[protocol.ProblemList](t, "problems.json")
			l.Groups[0].Items[0].Where, l.Groups[0].Items[0].Reason = evil, evil
			l.Groups[0].Items[0].Lines = []protocol.ControlLine{{Number: 1, Code: "H", Text: evil, Bad: true}}
			return []protocol.Answer{{Problems: l}}
		}
		return nil
	}
	p.Sample()
	for _, view := range []string{"#/overview", "#/problems"} {
		p.events.Navigated(view)
		p.html()
		walk(t, p.root)
	}
}

// walk checks what go-app passes to the browser. Attributes are set one by one
// there, so only those that the browser acts on could do harm.
func walk(t *testing.T, ui app.UI) {
	t.Helper()
	html := app.HTMLString(ui)
	// HTMLString quotes attributes as Go does; without them only markup and
	// escaped text are left.
	for i := 0; i < len(html); i++ {
		if html[i] != '<' {
			continue
		}
		name := html[i+1:]
		name = name[:strings.IndexAny(name, " >")]
		if name == "script" || name == "img" {
			t.Errorf("element %s in the page", name)
		}
		for quoted := false; i < len(html) && (quoted || html[i] != '>'); i++ {
			switch {
			case html[i] == '\\' && quoted:
				i++
			case html[i] == '"':
				quoted = !quoted
			case !quoted && strings.HasPrefix(html[i:], " on"):
				t.Errorf("handler in the markup: %.60s", html[i:])
			case !quoted && strings.HasPrefix(html[i:], ` href="`) && html[i+7] != '#':
				t.Errorf("link that leaves the page: %.60s", html[i:])
			}
		}
	}
}
