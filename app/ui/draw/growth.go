package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// Growth lets a long list be put on the page some parts at a time, each time in
// a task of its own. It belongs to the component that draws the list.
type Growth struct {
	next  again
	shown int
	busy  bool // parts wait
}

// Mount starts the growth. The component calls it in OnMount.
func (g *Growth) Mount(ctx app.Context, send model.Send) {
	g.next.mount(ctx, send)
	if g.busy {
		g.next.ask()
	}
}

// Take returns how many of parts to draw now, at most by more than the last time,
// and whether others wait. None are drawn together with the frame around them.
// Where there is no browser all are drawn.
func (g *Growth) Take(parts []app.UI, by int) (drawn []app.UI, busy bool) {
	if !app.IsClient {
		return parts, false
	}
	if !g.next.mounted {
		by = 0
	}
	g.shown = min(g.shown+by, len(parts))
	if g.busy = g.shown < len(parts); g.busy {
		g.next.ask()
	}
	return parts[:g.shown], g.busy
}

// Again makes the component be drawn again in another task, whether or not parts wait.
func (g *Growth) Again() {
	g.busy = true
	g.next.ask()
}
