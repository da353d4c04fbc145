package browser

import (
	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// stopAfter is how long a worker has to notice that a load was canceled, in
// milliseconds.
const stopAfter = 1000

// stopping is a load that the user canceled. Everything in the worker that takes long
// checks for messages many times a second. If it does not stop all the same, it is
// ended: nothing can keep a user waiting.
type stopping struct {
	heard bool // the worker knows
}

// stops takes a request to cancel, and reports whether it need not be sent.
func (p *Page) stops(w *link) bool {
	if !w.loading() {
		return false
	}
	if w.stop != nil {
		return true // it was sent
	}
	s := new(stopping)
	w.stop = s
	var timer safejs.Func
	timer, err := p.callback(func([]safejs.Value) {
		timer.Release()
		switch {
		case w.stop != s || w.dead:
		case s.heard:
			p.stopReader(w)
		default:
			p.giveUp(w)
		}
	})
	if err == nil {
		_, err = safejs.Global().Call("setTimeout", timer, stopAfter)
	}
	if err != nil {
		p.fault("stop: " + err.Error())
	}
	return false
}

// loading reports whether a load has no answer yet.
func (w *link) loading() bool {
	for _, e := range w.pending {
		if e.req.Open != nil {
			return true
		}
	}
	return false
}

// giveUp ends a worker that does not stop. The next load starts another one.
func (p *Page) giveUp(w *link) {
	w.dead, w.gone = true, errEnded
	p.onUI(func() {
		if p.events.Crashed != nil {
			p.events.Crashed(protocol.Ended)
		}
	})
	p.end(w)
}
