package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// memo draws a part of a screen only when its Props change. The list scrolls
// many times a second, and what stands beside it is large.
type memo[T any] struct {
	app.Compo

	Props T
	draw  func(T, Send) app.UI
	send  Send
}

// Render draws the part. Draw and send are those of the first drawing: they
// must always be the same for the same T.
func (c *memo[T]) Render() app.UI { return c.draw(c.Props, c.send) }
