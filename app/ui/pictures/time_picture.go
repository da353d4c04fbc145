package pictures

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
)

// whenID is the id of the picture.
const whenID = "when"

// picture draws the timeline with the range that is chosen.
func (c *timeCard) picture(p *picture.Timeline) app.UI {
	tree := p.Draw()
	from, to := c.choice.shown(c.Timeline)
	tree.Body = append(tree.Body, p.Brush(from, to)...)
	return svg(&tree, func(ref string, el app.HTMLElem) []app.UI { return c.event(p, ref, el) }).ID(whenID).Attr("role", "group").Attr("tabindex", "0").
		Aria("label", p.Label(c.Timeline)+" Arrow keys choose a bar, with Shift a range; Enter filters, Escape clears.").
		On("keydown", c.pressed).On("pointerdown", c.grabbed).On("pointermove", c.dragged).
		On("pointerup", c.dropped).On("pointercancel", c.canceled).
		On("dblclick", func(app.Context, app.Event) { c.clear() })
}

// event makes the number of an event a link; that of several leads to the first.
func (c *timeCard) event(p *picture.Timeline, ref string, el app.HTMLElem) []app.UI {
	_, n := splitRef(ref)
	e := &c.Timeline.Events[n]
	el.Aria("label", "Event "+strconv.Itoa(n+1)+": "+e.Title)
	name := e.Title
	if m := p.Mark(n); m.Last > n {
		name = c.Timeline.Events[n].Title
		for _, other := range c.Timeline.Events[n+1 : m.Last+1] {
			name += "; " + other.Title
		}
		el.Aria("label", "Events "+m.Numbers()+": "+name)
	}
	if e.Query != "" {
		el.Attr("href", draw.MessagesHref(e.Query))
	} else {
		el.Attr("role", "img")
	}
	return []app.UI{title(name)}
}

// pressed handles a key on the picture itself, not on a number in it.
func (c *timeCard) pressed(ctx app.Context, e app.Event) {
	if withModifier(e) || e.Get("target").Get("id").String() != whenID {
		ctx.PreventUpdate()
		return
	}
	t := c.Timeline
	p := c.layout()
	switch key := e.Get("key").String(); {
	case c.choice.press(&p, t, key, e.Get("shiftKey").Bool()):
		e.PreventDefault()
		c.chose(&p)
	case key == "Enter" && c.choice.chosen():
		e.PreventDefault()
		c.filter(c.choice.term(t))
	case key == "Escape" && c.choice.chosen():
		e.PreventDefault()
		c.choice = choice{}
		c.showRange()
		c.send(model.Said{Text: "Nothing chosen"})
	case key == "Escape":
		c.clear()
	default:
		ctx.PreventUpdate()
	}
}

// chose says what is chosen.
func (c *timeCard) chose(p *picture.Timeline) {
	c.showRange()
	c.send(model.Said{Text: c.choice.says(p, c.Timeline)})
}

// bar returns the bar under the pointer.
func bar(ctx app.Context, e app.Event, p *picture.Timeline) int {
	box := ctx.JSSrc().Call("getBoundingClientRect")
	width := box.Get("width").Float()
	if width <= 0 {
		return 0
	}
	return p.Bucket((e.Get("clientX").Float() - box.Get("left").Float()) / width)
}

func (c *timeCard) grabbed(ctx app.Context, e app.Event) {
	target := e.Get("target")
	if e.Get("button").Int() != 0 || target.Call("closest", "a").Truthy() {
		ctx.PreventUpdate()
		return
	}
	if e.Get("isTrusted").Truthy() {
		// The browser throws for a pointer that is not there.
		ctx.JSSrc().Call("setPointerCapture", e.Get("pointerId"))
	}
	end := -1
	if at := target.Call("getAttribute", "data-end"); at.Truthy() {
		end, _ = strconv.Atoi(at.String())
	}
	p := c.layout()
	c.choice.grab(&p, c.Timeline, bar(ctx, e, &p), end)
	c.showRange()
}

func (c *timeCard) dragged(ctx app.Context, e app.Event) {
	if !c.choice.dragging {
		ctx.PreventUpdate()
		return
	}
	p := c.layout()
	before := c.choice.span
	c.choice.drag(&p, c.Timeline, bar(ctx, e, &p))
	if c.choice.span == before {
		ctx.PreventUpdate()
		return
	}
	c.showRange()
}

// dropped filters by the range that was drawn. The bar of a click stays chosen:
// Enter, or its handles, turn it into a filter.
func (c *timeCard) dropped(ctx app.Context, _ app.Event) {
	if !c.choice.dragging {
		ctx.PreventUpdate()
		return
	}
	p := c.layout()
	made := c.choice.drop()
	c.chose(&p)
	if made {
		c.filter(c.choice.term(c.Timeline))
	}
}

func (c *timeCard) canceled(ctx app.Context, _ app.Event) {
	if !c.choice.dragging {
		ctx.PreventUpdate()
		return
	}
	c.choice = choice{}
	c.showRange()
}
