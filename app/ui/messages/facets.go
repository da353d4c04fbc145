package messages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// facetProps is what the facets are drawn from.
type facetProps struct {
	Facets *protocol.Facets
	Rows   map[string]int
	Fault  *protocol.ErrorBox
}

func newFacetProps(m *model.Model) facetProps {
	return facetProps{m.List.Facets, m.List.FacetRows, m.Fault(model.FacetsSlot)}
}

// facetRail draws the facets beside the list, one after the other.
type facetRail struct {
	app.Compo

	Facets *protocol.Facets
	Rows   map[string]int
	Fault  *protocol.ErrorBox

	send  model.Send
	turns draw.Turns
}

// OnMount starts the turns of the facets.
func (r *facetRail) OnMount(ctx app.Context) { r.turns.Mount(ctx, r.send) }

// Render draws the rail.
func (r *facetRail) Render() app.UI {
	list := facetList(facetProps{r.Facets, r.Rows, r.Fault}, 0, 1, r.send)
	if r.Facets != nil && r.Fault == nil {
		list, _ = r.turns.Take(list)
	}
	return app.Nav().Class("rail").ID(model.RailID).Aria("label", "Narrow down").Body(list...)
}

// facetList draws every step-th facet, from the n-th on.
func facetList(p facetProps, n, step int, send model.Send) []app.UI {
	if p.Fault != nil {
		if n > 0 {
			return nil
		}
		return []app.UI{draw.FaultNote(p.Fault)}
	}
	if p.Facets == nil {
		return facetSkeleton()
	}
	var out []app.UI
	for i := n; i < len(p.Facets.Facets); i += step {
		f := p.Facets.Facets[i]
		if len(f.Values) > 0 {
			out = append(out, draw.Memo(facetPart{f, i, max(p.Rows[f.Key], model.FacetRows)}, facetPart.draw, send))
		}
	}
	return out
}

// facetPart is what one facet is drawn from: itself, its place and how many of its
// values are shown.
type facetPart struct {
	Facet protocol.Facet
	N     int
	Rows  int
}

func (p facetPart) draw(send model.Send) app.UI { return facetView(p.Facet, p.N, p.Rows, send) }

func facetSkeleton() []app.UI {
	var out []app.UI
	for range 4 {
		var rows []app.UI
		for _, w := range []string{"45", "80", "70", "60"} {
			rows = append(rows, app.Label().Body(app.Span(), app.Span().Body(app.Span().Class("skel").Attr("data-w", w))))
		}
		out = append(out, app.Div().Class("facet").Body(rows...))
	}
	return out
}

// facetView draws the first values of a facet. Those about where a message is
// are closed at first.
func facetView(f protocol.Facet, n, rows int, send model.Send) app.UI {
	body := []app.UI{app.Summary().Body(draw.Icon("chev-r", "icon-s"), app.Text(f.Title))}
	shown := f.Values
	if len(shown) > rows {
		shown = shown[:rows]
	}
	for i, v := range shown {
		body = append(body, facetValue(v, n, i, send))
	}
	if more := f.More + len(f.Values) - len(shown); more > 0 {
		if rows >= model.FacetSteps[len(model.FacetSteps)-1] {
			body = append(body, app.Span().Class("more dim").Text(words.Number(more)+" more: use the filter"))
		} else {
			body = append(body, app.Button().Class("more tab").Text(words.Number(more)+" more").
				OnClick(func(app.Context, app.Event) { send(model.FacetGrown{Key: f.Key}) }, app.EventScope("more", f.Key)))
		}
	}
	open := f.Key != "queue" && f.Key != "host"
	for _, v := range f.Values {
		open = open || v.On
	}
	return app.Details().Class("facet").Open(open).Body(body...)
}

func facetValue(v protocol.FacetValue, facet, value int, send model.Send) app.UI {
	name := []app.UI{app.Span().Class("cut").Title(v.Name).Text(v.Name)}
	label := app.Label()
	if v.State != "" {
		called := v.Name
		if called == v.State {
			called = ""
		}
		look := draw.LookOf(v.State, called)
		label.Class(look.Class)
		name = []app.UI{draw.SmallIcon(look.Icon), app.Span().Class("cut").Text(look.Title)}
	}
	if v.Count == 0 && !v.On {
		label.Class("dim")
	}
	return label.Body(
		app.Input().Type("checkbox").Class("check").Checked(v.On).
			OnChange(func(app.Context, app.Event) { send(model.FacetTicked{Facet: facet, Value: value}) }, app.EventScope(facet, value)),
		app.Span().Body(name...),
		app.Span().Title(words.Number(v.Count)).Text(words.Short(v.Count)),
	)
}

// NarrowDialog shows the facets where there is no room beside the list.
func NarrowDialog(m *model.Model, send model.Send) app.UI {
	p := newFacetProps(m)
	show := app.Button().Type("button").Class("btn", "btn-primary").
		OnClick(func(app.Context, app.Event) { send(model.DialogClosed{}) }).
		Text("Show " + words.Plural(m.List.Matched, "message", "messages"))
	return draw.DialogFrame("Narrow down", "",
		app.Div().Body(facetList(p, 0, 2, send)...),
		app.Div().Body(facetList(p, 1, 2, send)...),
		[]app.UI{app.Span().Class("grow"), show}, send)
}
