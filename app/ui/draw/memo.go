package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// Memo draws a part of a screen from props, and again when they change.
// draw must always be the same function for the same T.
func Memo[T any](props T, draw func(T, model.Send) app.UI, send model.Send) app.UI {
	return &memo[T]{Props: props, draw: draw, send: send}
}

// memo draws a part of a screen only when its Props change. The list scrolls
// many times a second, and what stands beside it is large.
type memo[T any] struct {
	app.Compo

	Props T
	draw  func(T, model.Send) app.UI
	send  model.Send
}

func (c *memo[T]) props() any { return c.Props }

// Render draws the part. Draw and send are those of the first drawing: they
// must always be the same for the same T.
func (c *memo[T]) Render() app.UI { return c.draw(c.Props, c.send) }
