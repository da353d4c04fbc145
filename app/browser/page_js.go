package browser

import (
	"fmt"

	"github.com/hack-pad/safejs"
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/heap"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui"
)

// Page is the browser as the screens see it.
type Page struct {
	bridge
	document safejs.Value
	boot     safejs.Value // the global of boot.js
	frames   safejs.Value // what frames.js does in the browser's next frame

	events   ui.Events
	dispatch func(func()) // runs on go-app's UI goroutine; nil before it starts
	early    []func()     // waiting for dispatch

	files chosen
	kept  kept
	// Streams that the browser decodes for the worker, by number.
	inflating map[int]*inflating
	worker    *link
	reader    *link // reads for the worker; nil if it reads itself
	over      bool  // a file hovers over the window

	focused   int          // counts calls of Focus and RestoreFocus
	keptFocus safejs.Value // what had the focus before a dialog
	expected  *string      // fragment whose hashchange we caused
}

var _ ui.Platform = (*Page)(nil)

// NewPage takes over the document and starts a worker.
func NewPage() (*Page, error) {
	// The page holds a few megabytes, and every frame of a scroll makes garbage:
	// at the usual 100 %, every other frame would pay for a collection.
	heap.Start()
	global := safejs.Global()
	p := &Page{document: get(global, "document"), boot: get(global, "spoolscope")}
	if !truthy(p.boot) {
		return nil, fmt.Errorf("boot.js is missing")
	}
	p.frames = get(p.boot, "frames")
	p.fault = p.crashed
	steps := []func() error{p.files.init, p.kept.init, p.watchAddress, p.watchFiles, p.watchMap, p.watchKeys, p.watchScreen, p.start}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Listen implements ui.Platform.
func (p *Page) Listen(e ui.Events) {
	p.events = e
	p.onUI(p.navigated)
	p.onUI(p.resized)
}

// Root wraps the screens' root component, so that calls from JavaScript reach
// go-app's UI goroutine. It does not redraw the screens: that is up to them.
func (p *Page) Root(screens app.Composer) app.Composer {
	return &root{page: p, screens: screens}
}

type root struct {
	app.Compo
	page    *Page
	screens app.Composer
}

func (r *root) Render() app.UI { return r.screens }

// OnMount implements app.Mounter.
func (r *root) OnMount(ctx app.Context) {
	leaveToBrowser()
	r.page.dispatch = func(fn func()) {
		ctx.Dispatch(func(ctx app.Context) {
			ctx.PreventUpdate()
			fn()
		})
	}
	for _, fn := range r.page.early {
		r.page.dispatch(fn)
	}
	r.page.early = nil
}

// onUI runs fn on go-app's UI goroutine, asynchronously.
func (p *Page) onUI(fn func()) {
	if p.dispatch == nil {
		p.early = append(p.early, fn)
		return
	}
	p.dispatch(fn)
}

// crashed reports a fault to the screens.
func (p *Page) crashed(details string) {
	// The console is local, and the only place if there are no screens.
	_, _ = get(safejs.Global(), "console").Call("error", details)
	p.onUI(func() {
		if p.events.Crashed != nil {
			p.events.Crashed(details)
		}
	})
}

// chose passes sources to the screens.
func (p *Page) chose(refs []protocol.SourceRef) {
	p.onUI(func() {
		if p.events.Chosen != nil {
			p.events.Chosen(refs)
		}
	})
}
