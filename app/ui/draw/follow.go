package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// Follow draws a part of a screen from what it needs of the Model. When the element of an
// id is scrolled, it alone is redrawn: a list scrolls many times a second, and even to
// find that nothing else has changed takes a quarter of a frame. of and draw must always
// be the same functions for the same T.
func Follow[T any](id string, of func(*model.Model) T, draw func(T, model.Send) app.UI, m *model.Model, send model.Send) app.UI {
	return &follower[T]{Props: of(m), id: id, of: of, draw: draw, send: send}
}

type follower[T any] struct {
	app.Compo

	Props T
	id    string
	of    func(*model.Model) T
	draw  func(T, model.Send) app.UI
	send  model.Send
	part  *model.Follower // while it is on the page
}

// OnMount begins to follow.
func (c *follower[T]) OnMount(ctx app.Context) {
	c.part = &model.Follower{ID: c.id, Draw: func(m *model.Model, alone func()) {
		ctx.Dispatch(func(app.Context) {
			c.Props = c.of(m)
			alone()
		})
	}}
	c.send(model.Follows{Part: c.part})
}

// OnDismount ends it.
func (c *follower[T]) OnDismount() { c.send(model.Unfollows{Part: c.part}) }

// Render draws the part.
func (c *follower[T]) Render() app.UI { return c.draw(c.Props, c.send) }
