package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// again draws a component again, in another task of the browser. A timer of Go
// would not do: when a collection of garbage takes longer than it, both end within
// one task.
type again struct {
	ctx     app.Context
	send    model.Send
	mounted bool
	asked   bool
}

// mount is called when the component is on the page.
func (a *again) mount(ctx app.Context, send model.Send) { a.ctx, a.send, a.mounted = ctx, send, true }

// ask makes the component be drawn again, once however often it is called until then.
func (a *again) ask() {
	if !a.mounted || a.asked {
		return
	}
	a.asked = true
	a.send(model.DrawMore{Do: func(alone func()) {
		a.ctx.Dispatch(func(app.Context) {
			a.asked = false
			alone()
		})
	}})
}
