package draw

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Growth lets a long list be put on the page some parts at a time, each time in
// a task of its own. It belongs to the component that draws the list.
type Growth struct {
	ctx     app.Context
	mounted bool
	shown   int
	busy    bool // parts wait
	asked   bool // to draw more of them
}

// Mount starts the growth. The component calls it in OnMount.
func (g *Growth) Mount(ctx app.Context) {
	g.ctx, g.mounted = ctx, true
	g.ask()
}

// Take returns what is to be drawn now of parts, at most by more than the last
// time, and whether others wait. None come with the frame that they stand in. Where
// there is no browser all are drawn.
func (g *Growth) Take(parts []app.UI, by int) (drawn []app.UI, busy bool) {
	if !app.IsClient {
		return parts, false
	}
	if !g.mounted {
		by = 0
	}
	g.shown = min(g.shown+by, len(parts))
	g.busy = g.shown < len(parts)
	g.ask()
	return parts[:g.shown], g.busy
}

// Again has the component drawn again in another task, whether or not parts wait.
func (g *Growth) Again() {
	g.busy = true
	g.ask()
}

// ask has the component drawn again in another task.
func (g *Growth) ask() {
	if !g.busy || !g.mounted || g.asked {
		return
	}
	g.asked = true
	g.ctx.After(time.Millisecond, func(app.Context) { g.asked = false })
}
