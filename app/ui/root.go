package ui

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/cleanup"
	"github.com/spoolscope/spoolscope/app/ui/compare"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/messages"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/overview"
	"github.com/spoolscope/spoolscope/app/ui/problems"
	"github.com/spoolscope/spoolscope/app/ui/replies"
	"github.com/spoolscope/spoolscope/app/ui/shell"
)

// root is the one component that holds the state.
type root struct {
	app.Compo

	platform Platform
	model    *model.Model
	ctx      app.Context
	started  bool
	follow   []*model.Follower
}

// New returns the component that is the whole page. Everything it needs of the
// browser it asks of p.
func New(p Platform) app.Composer { return &root{platform: p, model: &model.Model{}} }

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
		Navigated: func(fragment string) { r.post(model.Navigated{Fragment: fragment}) },
		Chosen:    func(sources []protocol.SourceRef) { r.post(model.Chosen{Sources: sources}) },
		MapChosen: func(text string) { r.post(model.MapChosen{Text: text}) },
		DragOver:  func(over bool) { r.post(model.DraggedOver{Over: over}) },
		Crashed:   func(details string) { r.post(model.Crashed{Details: details}) },
		Scrolled:  func(id string, top, height int) { r.scrolled(model.Scrolled{ID: id, Top: top, Height: height}) },
		Moved:     func(id string, width int) { r.post(model.GripMoved{ID: id, Width: width}) },
		Resized:   func(width, height int) { r.post(model.Resized{Width: width, Height: height}) },
		Key: func(key string, inField bool) bool {
			e, ok := r.model.KeyEvent(key, inField)
			if ok {
				r.post(e)
			}
			return ok
		},
	})
}

// post handles an event from outside of go-app: go-app draws only after what
// it dispatched itself.
func (r *root) post(e model.Event) {
	r.ctx.Dispatch(func(app.Context) { r.send(e) })
}

// scrolled handles that an element was scrolled. Where parts of the page follow it, they
// alone are drawn.
func (r *root) scrolled(e model.Scrolled) {
	r.ctx.Dispatch(func(app.Context) {
		r.send(e)
		followed := false
		for _, part := range r.follow {
			if part.ID == e.ID {
				followed = true
				part.Draw(r.model, r.alone)
			}
		}
		if followed {
			r.alone()
		}
	})
}

// alone takes back that what go-app dispatches within the page has the whole page drawn.
func (r *root) alone() { r.ctx.PreventUpdate() }

// send handles an event. It runs on the UI goroutine only.
func (r *root) send(e model.Event) {
	switch e := e.(type) {
	case model.DrawMore:
		r.platform.NextTask(func() { e.Do(r.alone) })
	case model.Follows:
		r.follow = append(r.follow, e.Part)
	case model.Unfollows:
		r.follow = slices.DeleteFunc(r.follow, func(p *model.Follower) bool { return p == e.Part })
	default:
		r.update(e)
	}
}

// update changes the state as an event says, and does what that entails.
func (r *root) update(e model.Event) {
	m := *r.model
	m.Now = time.Now()
	m, cmds := model.Update(m, e)
	before := r.model
	r.model = &m
	if (m.Stage != before.Stage || m.Route.View != before.Route.View) && r.platform.LeaveMain() {
		r.run(model.Focus{ID: model.MainID}) // of the view that comes
	}
	for _, c := range cmds {
		r.run(c)
	}
}

func (r *root) after(d time.Duration, e model.Event) {
	time.AfterFunc(d, func() { r.post(e) })
}

func (r *root) setTitle(title string) { r.ctx.Page().SetTitle("%s", title) }

// Render draws the shell and the current screen.
func (r *root) Render() app.UI {
	m := r.model
	page := app.Div()
	if m.Stage == model.Open && m.Route.View == route.Messages {
		page.Class("app")
		if m.Crash != "" || m.ShowsCarried() || compare.Note(m, r.send) != nil {
			page.Attr("data-crash", true)
		}
	}
	if m.Dialog != model.NoDialog {
		page.Attr("inert", true)
	}
	return app.Div().Body(
		page.Body(r.page(m)...),
		shell.DialogView(m, r.send),
		app.Div().Class("vh").Attr("role", "status").Aria("live", "polite").Text(m.Announce),
	)
}

// page returns the shell around one screen.
func (r *root) page(m *model.Model) []app.UI {
	main := r.screen(m)
	out := []app.UI{
		app.A().Class("skip").Href("#" + model.MainID).Text(skipText(m)),
		shell.TopBar(m, r.send),
	}
	if m.Stage == model.Open && m.Route.View != route.Landing {
		out = append(out, shell.FilterBar(m, r.send))
	}
	var notes []app.UI
	if m.Stage == model.Open && m.Crash != "" {
		notes = append(notes, draw.CrashNote(m, r.send))
	}
	if m.ShowsCarried() && m.Route.View != route.Landing {
		notes = append(notes, shell.CarriedNote(m.Carried.About))
	}
	if note := compare.Note(m, r.send); note != nil {
		notes = append(notes, note)
	}
	if len(notes) > 0 {
		out = append(out, app.Div().Class("crash").Body(notes...))
	}
	return append(out, main)
}

// screen draws the element "main".
func (r *root) screen(m *model.Model) app.UI {
	switch {
	case m.Stage == model.Loading:
		return shell.LoadingView(m, r.send)
	case m.Stage == model.Empty:
		return shell.LandingView(m, r.send)
	}
	switch m.Route.View {
	case route.Overview:
		return overview.View(m, r.send)
	case route.Messages:
		return messages.View(m, r.send)
	case route.Replies:
		return replies.View(m, r.send)
	case route.Problems:
		return problems.View(m, r.send)
	case route.Compare:
		return compare.View(m, r.send)
	case route.Cleanup:
		return cleanup.View(m, r.send)
	}
	return shell.LandingView(m, r.send)
}

func skipText(m *model.Model) string {
	switch {
	case m.Stage == model.Loading:
		return "Skip to the progress"
	case m.Stage == model.Empty, m.Route.View == route.Landing:
		return "Skip to the drop zone"
	}
	switch m.Route.View {
	case route.Messages:
		return "Skip to the messages"
	case route.Problems:
		return "Skip to the problems"
	case route.Cleanup:
		return "Skip to the plan"
	}
	return "Skip to the results"
}
