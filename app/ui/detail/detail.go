// Package detail draws one open message: its tabs Message, Delivery, Headers and
// Source, beside the list or alone.
package detail

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// detailProps is what the open message is drawn from.
type detailProps struct {
	Route   route.Route
	State   model.DetailState
	Taken   protocol.Moment
	Matched int // in the list; -1 not known
	Copied  string
	Fault   *protocol.ErrorBox // for the message itself
	Content *protocol.ErrorBox // for its text
	HTML    *protocol.ErrorBox
	Source  *protocol.ErrorBox
	Part    *protocol.ErrorBox // for what was to be saved
}

// newDetailProps gathers what an open message is drawn from.
func newDetailProps(m *model.Model) detailProps {
	p := detailProps{
		Route: m.Route, State: m.Detail, Matched: -1, Copied: m.CopiedKey,
		Fault: m.Fault(model.DetailSlot), Content: m.Fault(model.ContentSlot), HTML: m.Fault(model.HTMLSlot),
		Source: m.Fault(model.SourceSlot), Part: m.Fault(model.PartSlot),
	}
	if m.Archive != nil {
		p.Taken = m.Archive.Taken
	}
	if m.List.Known {
		p.Matched = m.List.Matched
	}
	return p
}

// Pane draws the open message beside the list.
func Pane(m *model.Model, send model.Send) app.UI {
	return draw.Memo(newDetailProps(m), narrowMessage, send)
}

// Wide draws the open message in place of the list.
func Wide(m *model.Model, send model.Send) app.UI {
	return draw.Memo(newDetailProps(m), fullMessage, send)
}

func narrowMessage(p detailProps, send model.Send) app.UI {
	d := p.State.Detail
	wide, closed := p.Route, p.Route
	wide.Wide = true
	closed.ID, closed.Tab = "", ""
	bar := []app.UI{}
	if d != nil {
		bar = append(bar, draw.StateBadge(d.Row.State, d.Row.Called), app.Span().Class("mono grow cut").Text(d.Row.ID),
			copyIDButton(p, send, "btn btn-ghost icon-btn btn-s"))
	} else {
		bar = append(bar, app.Span().Class("mono grow cut").Text(p.Route.ID))
	}
	bar = append(bar,
		app.A().Class("btn btn-ghost icon-btn btn-s").Href(wide.Fragment()).Aria("label", "Open full width").
			Title("Open full width (Enter)").Body(draw.Icon("expand")),
		app.A().Class("btn btn-ghost icon-btn btn-s").Href(closed.Fragment()).Aria("label", "Close").
			Title("Close (Esc)").Body(draw.Icon("x")))
	return app.Article().Class("detail").ID(model.DetailID).Aria("labelledby", model.TitleID).Body(
		app.Header().Class("detail-head").Body(
			app.Div().Class("detail-bar").Body(bar...),
			app.H2().Class("subject").ID(model.TitleID).TabIndex(-1).Body(subject(p)...)),
		detailTabBar(p),
		app.Div().Class("detail-body").Attr("role", "tabpanel").Aria("label", tabTitle(p.Route.Tab)).
			TabIndex(0).Body(boxed(detailBody(p, false, send))...),
	)
}

// boxed puts each part into a box of its own. The pane is a grid of a given
// height; cards, which hide what overflows, would shrink to fit it.
func boxed(parts []app.UI) []app.UI {
	for i, p := range parts {
		parts[i] = app.Div().Body(p)
	}
	return parts
}

// wideMessage draws the open message alone.
func fullMessage(p detailProps, send model.Send) app.UI {
	back := p.Route
	back.Wide = false
	text := "Messages"
	if p.Matched >= 0 {
		text = words.Plural(p.Matched, "message", "messages")
	}
	row := []app.UI{app.A().Class("btn btn-s").Href(back.Fragment()).Title("Back to the list (Esc)").
		Body(draw.SmallIcon("arrow-l"), app.Text(text))}
	if d := p.State.Detail; d != nil {
		id := []app.UI{draw.StateBadge(d.Row.State, d.Row.Called), app.Span().Class("mono").Text(d.Row.ID)}
		if place := joinPlace(d.Row.Host, d.Row.Queue); place != "" {
			id = append(id, app.Span().Class("dim").Text(place))
		}
		row = append(row, app.Span().Class("row msg-id").Body(id...), app.Span().Class("grow"),
			neighbourButton("chev-l", "Previous message", "Previous (k)", d.Prev, false, send),
			neighbourButton("chev-r", "Next message", "Next (j)", d.Next, true, send),
			copyIDButton(p, send, "btn btn-s"))
	}
	body := []app.UI{
		app.Header().Class("msg-head").Body(
			app.Div().Class("row").Body(row...),
			app.H1().ID(model.TitleID).TabIndex(-1).Body(subject(p)...),
			detailTabBar(p)),
	}
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(append(body, detailBody(p, true, send)...)...)
}

func joinPlace(host, queue string) string {
	if host != "" && queue != "" {
		return host + "/" + strings.TrimPrefix(queue, "/")
	}
	return host + queue
}

func subject(p detailProps) []app.UI {
	d := p.State.Detail
	switch {
	case p.Fault != nil:
		return []app.UI{app.Text("Message " + p.Route.ID)}
	case d == nil:
		return []app.UI{app.Span().Class("skel").Attr("data-w", "60")}
	case d.Subject == "":
		return []app.UI{app.Span().Class("dim").Text("(no subject)")}
	}
	return []app.UI{app.Text(d.Subject)}
}

func copyIDButton(p detailProps, send model.Send, class string) app.UI {
	id := p.State.Detail.Row.ID
	icon, text := "copy", "Copy ID"
	if p.Copied == model.CopyIDKey {
		icon, text = "check", "Copied"
	}
	b := app.Button().Class(class).Title("Copy ID (c)").
		OnClick(func(app.Context, app.Event) { send(model.CopyAsked{Key: model.CopyIDKey, Text: id}) }, app.EventScope("copy", id))
	if class == "btn btn-s" {
		return b.Body(draw.SmallIcon(icon), app.Text(text))
	}
	return b.Aria("label", text).Body(draw.Icon(icon))
}

func neighbourButton(icon, label, title string, ref int, next bool, send model.Send) app.UI {
	b := app.Button().Class("btn btn-s icon-btn").Aria("label", label).Title(title).Body(draw.SmallIcon(icon))
	if ref < 0 {
		return b.Aria("disabled", "true")
	}
	return b.OnClick(func(app.Context, app.Event) { send(model.NeighbourOpened{Next: next}) }, app.EventScope(next))
}

func tabTitle(tab string) string {
	for _, t := range model.DetailTabs {
		if t.Name == tab {
			return t.Title
		}
	}
	return model.DetailTabs[0].Title
}

func detailTabBar(p detailProps) app.UI {
	tabs := make([]app.UI, 0, len(model.DetailTabs))
	for _, t := range model.DetailTabs {
		r := p.Route
		r.Tab = t.Name
		selected := "false"
		if tabTitle(p.Route.Tab) == t.Title {
			selected = "true"
		}
		tabs = append(tabs, app.A().Class("tab").Attr("role", "tab").Href(r.Fragment()).
			Aria("selected", selected).Text(t.Title))
	}
	return app.Div().Class("tabs tabs-sub").Attr("role", "tablist").Aria("label", "Parts of the message").Body(tabs...)
}

// detailBody returns the content of the open tab.
func detailBody(p detailProps, wide bool, send model.Send) []app.UI {
	d := p.State.Detail
	switch {
	case p.Fault != nil:
		return []app.UI{draw.FaultNote(p.Fault)}
	case d == nil:
		return []app.UI{draw.TextSkeleton()}
	}
	switch p.Route.Tab {
	case model.DeliveryTab:
		return deliveryView(p, wide, send)
	case model.HeadersTab:
		return []app.UI{headersView(d, wide)}
	case model.SourceTab:
		return sourceView(p, send)
	}
	return messageTabView(p, wide, send)
}

// card returns a card with a title, a remark and optional content at its right.
func card(id, title, note string, end app.UI, body ...app.UI) app.UI {
	head := []app.UI{app.H2().ID(id).Text(title)}
	if note != "" || end != nil {
		head = append(head, app.P().Class("grow").Text(note))
	}
	if end != nil {
		head = append(head, end)
	}
	return app.Section().Class("card").Aria("labelledby", id).Body(
		append([]app.UI{app.Div().Class("card-head").Body(head...)}, body...)...)
}

// why returns the box that says why the message is stuck.
func why(w protocol.Why, wide bool) app.UI {
	look := draw.LookOf(w.State, "")
	title := []app.UI{draw.Icon(look.Icon), app.Text("Why is it stuck?")}
	var body []app.UI
	if wide {
		body = append(body, app.H2().Body(title...))
	} else {
		body = append(body, app.H3().Body(title...))
	}
	for _, t := range w.Text {
		body = append(body, app.P().Body(draw.Prose(t)...))
	}
	if p := w.Part; p != nil {
		name := p.Name
		if p.Note != "" {
			name += ": " + p.Note
		}
		body = append(body, draw.El("p", "", app.Text("Part of: "), draw.LinkTo("", draw.MessagesHref(p.Query), app.Text(name)), app.Text(", "+words.Plural(p.Count, "message", "messages")+".")))
	}
	return app.Div().Class("why", look.Class).Body(body...)
}

// facts returns a list of terms and values. A value's remark follows it.
func facts(fs []protocol.Fact, class ...string) app.UI {
	var body []app.UI
	for _, f := range fs {
		dd := app.Dd()
		if f.Mono {
			dd.Class("mono")
		}
		var value []app.UI
		if f.Value != "" {
			value = append(value, app.Text(f.Value))
		}
		if f.Note != "" {
			if len(value) > 0 {
				value = append(value, app.Text(" "))
			}
			value = append(value, app.Span().Class("dim").Text(f.Note))
		}
		for _, t := range f.Tags {
			value = append(value, app.Span().Class("tag").Body(
				app.Span().Class("mono").Text(t.Name), app.Text(" "+t.Value)), app.Text(" "))
		}
		body = append(body, app.Dt().Text(f.Name), dd.Body(value...))
	}
	return app.Dl().Class("facts").Class(class...).Body(body...)
}
