package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// Send gives an event to Update. It is for the handlers of the screens, which
// run on the UI goroutine. It never changes, so handlers that differ only in
// the event need app.EventScope.
type Send func(Event)

// root is the one component that holds the state.
type root struct {
	app.Compo

	platform Platform
	model    *Model
	ctx      app.Context
	started  bool
}

// New returns the component that is the whole page. Everything it needs of the
// browser it asks of p.
func New(p Platform) app.Composer { return &root{platform: p, model: &Model{}} }

// OnMount starts listening to the browser. go-app calls OnPreRender instead
// where there is none.
func (r *root) OnMount(ctx app.Context)     { r.start(ctx) }
func (r *root) OnPreRender(ctx app.Context) { r.start(ctx) }

func (r *root) start(ctx app.Context) {
	if r.started {
		return
	}
	r.started, r.ctx = true, ctx
	m := *r.model
	m.Theme = r.platform.Theme()
	m.Single = r.platform.Single()
	m.Carried.About = r.platform.Carried()
	r.model = &m
	r.platform.Listen(Events{
		Navigated: func(fragment string) { r.post(Navigated{fragment}) },
		Chosen:    func(sources []protocol.SourceRef) { r.post(Chosen{sources}) },
		MapChosen: func(text string) { r.post(MapChosen{text}) },
		DragOver:  func(over bool) { r.post(DraggedOver{over}) },
		Crashed:   func(details string) { r.post(Crashed{details}) },
		Scrolled:  func(id string, top, height int) { r.post(Scrolled{id, top, height}) },
		Resized:   func(width, height int) { r.post(Resized{width, height}) },
		Key: func(key string, inField bool) bool {
			e, ok := r.model.keyEvent(key, inField)
			if ok {
				r.post(e)
			}
			return ok
		},
	})
}

// post handles an event from outside of go-app: go-app draws only after what
// it dispatched itself.
func (r *root) post(e Event) {
	r.ctx.Dispatch(func(app.Context) { r.send(e) })
}

// send handles an event. It runs on the UI goroutine only.
func (r *root) send(e Event) {
	m := *r.model
	m.Now = time.Now()
	m, cmds := Update(m, e)
	r.model = &m
	for _, c := range cmds {
		r.run(c)
	}
}

func (r *root) after(d time.Duration, e Event) {
	time.AfterFunc(d, func() { r.post(e) })
}

func (r *root) setTitle(title string) { r.ctx.Page().SetTitle("%s", title) }

// Render draws the shell and the current screen.
func (r *root) Render() app.UI {
	m := r.model
	page := app.Div()
	if m.Stage == Open && m.Route.View == Messages {
		page.Class("app")
		if m.Crash != "" || m.showsCarried() || compareNote(m, r.send) != nil {
			page.Attr("data-crash", true)
		}
	}
	if m.Dialog != NoDialog {
		page.Attr("inert", true)
	}
	return app.Div().Body(
		page.Body(r.page(m)...),
		dialogView(m, r.send),
		app.Div().Class("vh").Attr("role", "status").Aria("live", "polite").Text(m.Announce),
	)
}

// page is the shell around one screen.
func (r *root) page(m *Model) []app.UI {
	main := r.screen(m)
	out := []app.UI{
		app.A().Class("skip").Href("#" + mainID).Text(skipText(m)),
		topBar(m, r.send),
	}
	if m.Stage == Open && m.Route.View != Landing {
		out = append(out, filterBar(m, r.send))
	}
	var notes []app.UI
	if m.Stage == Open && m.Crash != "" {
		notes = append(notes, crashNote(m, r.send))
	}
	if m.showsCarried() && m.Route.View != Landing {
		notes = append(notes, carriedNote(m.Carried.About))
	}
	if note := compareNote(m, r.send); note != nil {
		notes = append(notes, note)
	}
	if len(notes) > 0 {
		out = append(out, app.Div().Class("crash").Body(notes...))
	}
	return append(out, main)
}

// screen draws the element "main".
func (r *root) screen(m *Model) app.UI {
	switch {
	case m.Stage == Loading:
		return loadingView(m, r.send)
	case m.Stage == Empty:
		return landingView(m, r.send)
	}
	switch m.Route.View {
	case Overview:
		return overviewView(m, r.send)
	case Messages:
		return messagesView(m, r.send)
	case Replies:
		return repliesView(m, r.send)
	case Problems:
		return problemsView(m, r.send)
	case Compare:
		return compareView(m, r.send)
	case Cleanup:
		return cleanupView(m, r.send)
	}
	return landingView(m, r.send)
}

func skipText(m *Model) string {
	switch {
	case m.Stage == Loading:
		return "Skip to the progress"
	case m.Stage == Empty, m.Route.View == Landing:
		return "Skip to the drop zone"
	}
	switch m.Route.View {
	case Messages:
		return "Skip to the messages"
	case Problems:
		return "Skip to the problems"
	case Cleanup:
		return "Skip to the plan"
	}
	return "Skip to the results"
}
