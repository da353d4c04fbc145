package draw

import (
	"reflect"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// Turns lets the parts of a screen that change at the same time be drawn one after
// the other, each in a task of its own: together they would hold the page
// noticeably long. It belongs to the component that draws the screen.
type Turns struct {
	next  again
	shown []app.UI
	busy  bool // parts wait for their turn
}

// Mount starts the turns. The component calls it in OnMount.
func (t *Turns) Mount(ctx app.Context, send model.Send) {
	t.next.mount(ctx, send)
	if t.busy {
		t.next.ask()
	}
}

// Take returns what to draw now of parts, made by Memo or Steps, and whether others
// wait: the first that has changed as it is now, or a step further, and the others
// as they were. Where there is no browser all are drawn.
func (t *Turns) Take(parts []app.UI) (drawn []app.UI, busy bool) {
	if !app.IsClient {
		return parts, false
	}
	if t.shown, t.busy = turn(t.shown, parts); t.busy {
		t.next.ask()
	}
	return append([]app.UI(nil), t.shown...), t.busy
}

// turn returns what to draw after shown on the way to parts.
func turn(shown, parts []app.UI) (next []app.UI, busy bool) {
	taken := false
	for i, p := range parts {
		known, done := i < len(shown), 0
		if known {
			done, _ = drawnOf(shown[i])
		}
		_, steps := drawnOf(p)
		switch {
		case known && done == steps && reflect.DeepEqual(propsOf(shown[i]), propsOf(p)):
			next = append(next, shown[i])
		case !taken:
			taken = true
			busy = busy || done+1 < steps
			next = append(next, upTo(p, done+1))
		case known:
			busy = true
			next = append(next, shown[i])
		default:
			return next, true
		}
	}
	return next, busy
}

// propsOf returns what a part is drawn from.
func propsOf(part app.UI) any {
	if m, ok := part.(interface{ props() any }); ok {
		return m.props()
	}
	return part
}

// steps is what Steps makes.
type steps interface {
	drawn() (upTo, steps int)
	upTo(step int) app.UI
}

// drawnOf returns how far a part is drawn, and in how many steps.
func drawnOf(part app.UI) (upTo, of int) {
	if s, ok := part.(steps); ok {
		return s.drawn()
	}
	return 1, 1
}

// upTo returns a part up to a step.
func upTo(part app.UI, step int) app.UI {
	if s, ok := part.(steps); ok {
		return s.upTo(step)
	}
	return part
}
