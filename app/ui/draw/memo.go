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
// many times a second, and what is beside it is large.
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

// Steps is Memo for a part that is too large for one task. Turns has it drawn in
// a number of steps; draw gets the step up to which it is to draw.
func Steps[T any](props T, steps int, draw func(p T, upTo int, send model.Send) app.UI, send model.Send) app.UI {
	return &stepped[T]{Props: props, UpTo: steps, steps: steps, draw: draw, send: send}
}

// stepped draws a part of a screen up to a step.
type stepped[T any] struct {
	app.Compo

	Props T
	UpTo  int
	steps int
	draw  func(T, int, model.Send) app.UI
	send  model.Send
}

func (c *stepped[T]) props() any { return c.Props }

func (c *stepped[T]) drawn() (upTo, steps int) { return c.UpTo, c.steps }

func (c *stepped[T]) upTo(step int) app.UI {
	return &stepped[T]{Props: c.Props, UpTo: min(step, c.steps), steps: c.steps, draw: c.draw, send: c.send}
}

// Render draws the part as Memo does.
func (c *stepped[T]) Render() app.UI { return c.draw(c.Props, c.UpTo, c.send) }
