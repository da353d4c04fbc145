package browser

import (
	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// frames is how long Focus waits for its element, in frames of the browser: go-app
// draws a change a few frames later.
const frames = 30

// watchScreen listens to the window's size, to scrolling elements and to
// separators between panes.
func (p *Page) watchScreen() error {
	waiting := false
	if err := p.listen(safejs.Global(), "resize", nil, func(safejs.Value) {
		if waiting {
			return
		}
		waiting = true
		p.frame(func() {
			waiting = false
			p.onUI(p.resized)
		})
	}); err != nil {
		return err
	}
	// boot.js asks once a frame at most, and only about data-watch.
	scrolled, err := p.callback(func(args []safejs.Value) {
		if len(args) != 3 {
			return
		}
		id, top, height := stringOf(args[0]), int(numberOf(args[1])), int(numberOf(args[2]))
		p.onUI(func() {
			if p.events.Scrolled != nil {
				p.events.Scrolled(id, top, height)
			}
		})
	})
	if err != nil {
		return err
	}
	if _, err = p.boot.Call("watch", scrolled); err != nil {
		return err
	}
	moved, err := p.callback(func(args []safejs.Value) {
		if len(args) != 2 {
			return
		}
		id, width := stringOf(args[0]), int(numberOf(args[1]))
		p.onUI(func() {
			if p.events.Moved != nil {
				p.events.Moved(id, width)
			}
		})
	})
	if err != nil {
		return err
	}
	_, err = p.boot.Call("grips", moved)
	return err
}

// resized reports the window's size. It runs on the UI goroutine.
func (p *Page) resized() {
	if p.events.Resized == nil {
		return
	}
	window := safejs.Global()
	p.events.Resized(int(numberOf(get(window, "innerWidth"))), int(numberOf(get(window, "innerHeight"))))
}

// frame calls fn once the browser has painted its next frame. Within the frame, Go
// would also draw what is due, which delays it.
func (p *Page) frame(fn func()) { p.later("after", fn) }

// later makes a function of frames.js call fn once.
func (p *Page) later(how string, fn func()) {
	var f safejs.Func
	f, err := p.callback(func([]safejs.Value) {
		f.Release()
		fn()
	})
	if err == nil {
		_, err = p.frames.Call(how, f)
	}
	if err != nil {
		p.crashed("frames: " + err.Error())
	}
}

// NextTask implements ui.Platform.
func (p *Page) NextTask(fn func()) { p.later("task", fn) }

// Focus implements ui.Platform. An element taller than the window (the page,
// the list) must not jump to its top or its middle.
func (p *Page) Focus(id string) {
	options := map[string]any{"preventScroll": id == "main" || id == "grid"}
	p.focused++
	turn := p.focused
	focus := func(el safejs.Value) {
		if turn == p.focused { // nothing else was focused since
			_, _ = el.Call("focus", options)
		}
	}
	active := func() safejs.Value { return get(p.document, "activeElement") }
	// Enter must not press what has the focus until then. A field gets the focus at
	// once, for what is typed next; a view does not, as the browser would lay out the
	// whole of it first. And again once the change is drawn.
	had := active()
	if matches(had, "a, button, input:not([type=checkbox]), select, summary, textarea") {
		if el, err := p.document.Call("getElementById", id); err == nil && truthy(el) {
			if id == model.MainID {
				_, _ = had.Call("blur")
			} else {
				focus(el)
			}
			had = active()
		}
	}
	p.withElement(id, frames, func(el safejs.Value) {
		now := active()
		if body := get(p.document, "body"); now.Equal(had) || now.Equal(body) { // else the user went elsewhere
			focus(el)
		}
	})
}

// LeaveMain implements ui.Platform.
func (p *Page) LeaveMain() bool {
	el := get(p.document, "activeElement")
	if !truthy(el) || !matches(el, "#"+model.MainID) {
		return false
	}
	_, err := el.Call("blur")
	return err == nil
}

// KeepFocus implements ui.Platform.
func (p *Page) KeepFocus() { p.keptFocus = get(p.document, "activeElement") }

// RestoreFocus implements ui.Platform. An element behind a dialog can have the
// focus once the change is drawn.
func (p *Page) RestoreFocus() {
	el := p.keptFocus
	p.keptFocus = safejs.Null()
	p.focused++
	p.refocus(el, p.focused, frames)
}

// refocus gives an element the focus in one of the next frames, unless something
// else gets it meanwhile.
func (p *Page) refocus(el safejs.Value, turn, tries int) {
	p.frame(func() {
		switch {
		case turn != p.focused:
		case !truthy(el) || !truthy(get(el, "isConnected")) || el.Equal(get(p.document, "body")):
			p.Focus(model.MainID)
		case matches(el, "[inert] *") && tries > 1:
			p.refocus(el, turn, tries-1)
		default:
			_, _ = el.Call("focus", map[string]any{"preventScroll": true})
		}
	})
}

// ScrollTo implements ui.Platform.
func (p *Page) ScrollTo(id string, top int) { _, _ = p.frames.Call("scroll", id, top) }

// Rescroll implements ui.Platform.
func (p *Page) Rescroll(id string, from, to int) { _, _ = p.frames.Call("rescroll", id, from, to) }

// SetValue implements ui.Platform.
func (p *Page) SetValue(id, value string) {
	set := func(el safejs.Value) { _ = el.Set("value", value) }
	if el, err := p.document.Call("getElementById", id); err == nil && truthy(el) {
		set(el) // at once: the user may go on typing
		return
	}
	p.withElement(id, frames, set)
}

// withElement calls fn with an element, which may not be drawn yet, and never
// if it does not appear. Even an element that exists is left to the screens for
// one frame: its contents may be about to change.
func (p *Page) withElement(id string, tries int, fn func(el safejs.Value)) {
	p.frame(func() {
		el, err := p.document.Call("getElementById", id)
		if err == nil && truthy(el) {
			fn(el)
		} else if tries > 1 {
			p.withElement(id, tries-1, fn)
		}
	})
}

// Single implements ui.Platform.
func (p *Page) Single() bool {
	single, err := p.boot.Call("single")
	return err == nil && truthy(single)
}

// Theme implements ui.Platform.
func (p *Page) Theme() string {
	theme, err := p.boot.Call("theme")
	if err != nil {
		return "system"
	}
	return stringOf(theme)
}

// SetTheme implements ui.Platform.
func (p *Page) SetTheme(theme string) {
	if _, err := p.boot.Call("setTheme", theme); err != nil {
		p.crashed("theme: " + err.Error())
	}
}
