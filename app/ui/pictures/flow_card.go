package pictures

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// flowCard is source and obstacle: the picture, on phones three bars, and the
// table.
type flowCard struct {
	app.Compo

	Flow   *protocol.Flow
	Route  route.Route
	Narrow bool
	UpTo   int // the step up to which it is drawn, of picture.FlowSteps
	send   model.Send

	twin   twin
	at     place
	says   string // of a band, in place of the remark in the head
	tapped string // the link that a finger touched first: the second time it is followed
}

// Render draws the card.
func (c *flowCard) Render() app.UI {
	remark := c.says
	if remark == "" {
		remark = "Each band is a number of messages. Choose a mark to filter every view."
	}
	return app.Section().Class("card").Aria("labelledby", "h-flow").Body(
		app.Div().Class("card-head").Body(
			app.H2().ID("h-flow").Text("Source and obstacle"),
			app.P().Class("grow").Text(remark)),
		c.picture(),
		c.table())
}

// picture draws bands, or in a narrow window bars, one a step.
func (c *flowCard) picture() app.UI {
	f := c.Flow
	if c.Narrow {
		bars := []app.UI{
			c.bar("What it is", f.Kinds, func(_ int, m *protocol.FlowMark) string { return picture.KindClass(m.Class) }),
			c.bar("Where it came from", f.Sources, func(i int, _ *protocol.FlowMark) string { return []string{"ks", "ks2"}[i%2] }),
			c.bar("What holds it up", f.Obstacles, func(_ int, m *protocol.FlowMark) string { return picture.StateClass(m.State) }),
		}
		return app.Div().Class("fbars").Body(bars[:min(c.UpTo, len(bars))]...)
	}
	p := picture.LayFlow(f, picture.Screen)
	tree := p.DrawUpTo(c.UpTo)
	return app.Div().Class("flow-box").Body(
		svg(&tree, func(ref string, el app.HTMLElem) []app.UI { return c.link(&p, ref, el) }).Attr("role", "group").Aria("label", picture.Numbers(f)+" The same numbers are in the table below.").
			On("keydown", c.pressed).On("focusin", c.reached).On("focusout", c.left).On("click", c.clicked))
}

// href leads to what a query selects, on this view.
func (c *flowCard) href(query string) string {
	r := c.Route
	r.Query = query
	return r.Fragment()
}

// selects reports whether a mark can be chosen. One that is on is taken away,
// which may leave no query.
func selects(m *protocol.FlowMark) bool { return m.Query != "" || m.On }

// link makes a mark or a band a link that says its numbers.
func (c *flowCard) link(p *picture.Flow, ref string, el app.HTMLElem) []app.UI {
	kind, n := splitRef(ref)
	tab := "-1"
	if ref == c.at.stop(c.Flow) {
		tab = "0"
	}
	el.ID(idPrefix+ref).Attr("tabindex", tab)
	if list := bandsOf(c.Flow, kind); list != nil {
		text := c.bandSays(kind, &list[n])
		el.Attr("href", c.href(list[n].Query)).Aria("label", text)
		return []app.UI{title(text)}
	}
	m := &column(c.Flow, kind)[n]
	text := c.markSays(kind, n)
	el.Aria("label", visible(p, kind, n)+": "+text)
	if selects(m) {
		el.Attr("href", c.href(m.Query))
	} else {
		el.Attr("role", "img")
	}
	if m.On {
		el.Aria("current", "true")
	}
	return []app.UI{title(m.Name + ": " + text)}
}

// visible returns the text at a mark, which users of speech input say.
func visible(p *picture.Flow, kind byte, n int) string {
	m := &map[byte][]picture.Mark{'s': p.Sources, 'k': p.Kinds, 'o': p.Obstacles}[kind][n]
	text := m.Label + " " + m.Count
	if kind == 'o' {
		text = m.Count + " " + m.Label
	}
	if m.Note != "" {
		text += " " + m.Note
	}
	return text
}

// markSays returns a mark in words: "1,368 messages, 1,204 bounces, 164 ordinary".
func (c *flowCard) markSays(kind byte, n int) string {
	f := c.Flow
	m := &column(f, kind)[n]
	text := words.Plural(m.Count, "message", "messages")
	if m.Count == 0 {
		text += " now, " + words.Number(m.Total) + " in all"
	}
	switch kind {
	case 's':
		for i := range f.In {
			if b := &f.In[i]; b.From == n && b.Count > 0 {
				text += ", " + kindCount(&f.Kinds[b.To], b.Count)
			}
		}
	case 'o':
		for i := range f.Out {
			if b := &f.Out[i]; b.To == n && b.Count > 0 {
				text += ", " + kindCount(&f.Kinds[b.From], b.Count)
			}
		}
	case 'k':
		text += ", " + draw.WholePercent(m.Count, f.Matched)
	}
	return text
}

func kindCount(kind *protocol.FlowMark, n int) string {
	if kind.Class == "bounce" {
		return words.Plural(n, "bounce", "bounces")
	}
	return words.Number(n) + " " + kind.Class
}

func (c *flowCard) bandSays(kind byte, b *protocol.FlowBand) string {
	left, right := c.Flow.Sources, c.Flow.Kinds
	if kind == 'u' {
		left, right = c.Flow.Kinds, c.Flow.Obstacles
	}
	return left[b.From].Name + " → " + right[b.To].Name + ": " + words.Number(b.Count)
}

// pressed moves the focus with the arrows.
func (c *flowCard) pressed(ctx app.Context, e app.Event) {
	ref, ok := strings.CutPrefix(e.Get("target").Get("id").String(), idPrefix)
	switch key := e.Get("key").String(); key {
	case "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End":
		if !ok || withModifier(e) {
			break
		}
		e.PreventDefault()
		if to := (place{ref, c.at.hub}).next(c.Flow, key); to.ref != "" {
			c.at = to
			c.send(model.FocusMoved{ID: idPrefix + to.ref})
		}
		return
	}
	ctx.PreventUpdate()
}

// reached makes the element that got the focus the place that Tab returns to.
func (c *flowCard) reached(ctx app.Context, e app.Event) {
	ref, ok := strings.CutPrefix(e.Get("target").Get("id").String(), idPrefix)
	if !ok {
		ctx.PreventUpdate()
		return
	}
	c.at.ref, c.says = ref, ""
	kind, n := splitRef(ref)
	if list := bandsOf(c.Flow, kind); n < len(list) {
		c.says = c.bandSays(kind, &list[n])
	}
}

func (c *flowCard) left(ctx app.Context, _ app.Event) {
	if c.says == "" {
		ctx.PreventUpdate()
	}
	c.says = ""
}

// clicked lets a finger touch a mark or a band twice: first it stands out and
// says its number, then it is followed. A mouse shows that by hovering.
func (c *flowCard) clicked(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if kind := e.Get("pointerType"); !kind.Truthy() || kind.String() != "touch" {
		return
	}
	link := e.Get("target").Call("closest", "a[id]")
	if !link.Truthy() {
		return
	}
	if id := link.Get("id").String(); id != c.tapped {
		c.tapped = id
		e.PreventDefault()
		c.send(model.FocusMoved{ID: id})
	}
}
