package shell

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// FilterBar returns the same on every view: the query in tokens, how many messages
// it matches, and a way to be rid of it.
func FilterBar(m *model.Model, send model.Send) app.UI {
	bar := app.Elem("search").Class("filterbar").Attr("role", "search")
	filtered := m.Route.Query != "" || m.Filter.Tokens != ""
	if filtered {
		bar.Attr("data-active", true)
	}
	var tokens []app.UI
	for i, word := range filter.Operands(m.Filter.Tokens) {
		tokens = append(tokens, token(i, word, send))
	}
	input := app.Input().Type("search").ID(model.FilterID).Aria("label", "Filter messages").
		AutoComplete(false).Spellcheck(false).
		Attr("role", "combobox").Aria("autocomplete", "list").Aria("controls", offersID).
		OnInput(func(ctx app.Context, e app.Event) {
			text := ctx.JSSrc().Get("value").String()
			send(model.FilterTyped{Text: text, Place: bytesBefore(text, ctx.JSSrc().Get("selectionStart").Int())})
		}).
		OnBlur(func(app.Context, app.Event) { send(model.OffersClosed{}) }).
		OnKeyDown(func(ctx app.Context, e app.Event) { filterKey(ctx, e, send) })
	f := &m.Filter
	input.Aria("expanded", strconv.FormatBool(f.Offers != nil))
	active := ""
	if f.Offers != nil && f.Pick >= 0 {
		active = offerID(f.Pick)
	}
	input.Aria("activedescendant", active)
	if m.QueryError() != nil {
		input.Aria("invalid", "true").Aria("describedby", model.FilterErrorID)
	} else {
		input.Aria("invalid", "false")
	}
	if !filtered {
		input.Placeholder("Filter every view")
	}
	// The tokens have an element of their own: with another number of them the
	// field would be another element, without the focus.
	field := []app.UI{draw.Icon("search"), app.Span().Class("toks").Body(tokens...), input, app.Kbd().Title("Press / to filter").Text("/")}
	body := []app.UI{app.Div().Class("search").Attr("role", "group").Aria("label", "Filter").Body(field...)}
	if !filtered {
		if hints := filterHints(m); hints != nil {
			body = append(body, hints)
		}
	}
	body = append(body, filterCount(m))
	if filtered {
		body = append(body, app.Button().Type("button").Class("btn", "btn-s").
			OnClick(func(app.Context, app.Event) { send(model.FilterCleared{}) }).Text("Clear"))
	}
	if f.Offers != nil {
		body = append(body, offersView(m, send))
	} else if e := m.QueryError(); e != nil && e.Len+e.Pos > 0 {
		body = append(body, filterMark(m.Faulty(), e))
	}
	return bar.Body(body...)
}

// filterKey handles the keys of the field. Those that lead through the offers
// are the browser's while there are none.
func filterKey(ctx app.Context, e app.Event, send model.Send) {
	open := ctx.JSSrc().Call("getAttribute", "aria-expanded").String() == "true"
	switch e.Get("key").String() {
	case "Enter":
		send(model.FilterCommitted{})
	case "Backspace":
		if ctx.JSSrc().Get("value").String() == "" {
			send(model.FilterLastRemoved{})
		}
	case "ArrowDown":
		e.PreventDefault()
		send(model.OfferMoved{By: 1})
	case "ArrowUp":
		if open {
			e.PreventDefault()
			send(model.OfferMoved{By: -1})
		}
	case "Tab":
		if open && !e.Get("shiftKey").Bool() {
			e.PreventDefault()
			send(model.OfferTaken{N: -1})
		}
	}
}

// token is one word of the filter with a button that takes it out.
func token(i int, word string, send model.Send) app.UI {
	return app.Span().Class("tok").Body(
		tokenText(word),
		app.Button().Type("button").Aria("label", "Remove "+word).
			OnClick(func(app.Context, app.Event) { send(model.FilterWordRemoved{N: i}) }, app.EventScope("token", i)).
			Body(draw.SmallIcon("x")),
	)
}

func tokenText(word string) app.UI {
	key, value := route.SplitToken(word)
	if key == "" {
		return app.Span().Text(value)
	}
	return app.Span().Body(app.B().Text(key), app.Text(value))
}

// filterHints are words to try, out of this queue.
func filterHints(m *model.Model) app.UI {
	o := m.Overview
	if o == nil || o.Matched == 0 || o.Matched != o.Total {
		return nil // the queries in an overview that is filtered repeat its filter
	}
	var try []string
	if len(o.States) > 0 {
		try = append(try, o.States[0].Query)
	}
	for _, g := range o.Groups.Rows {
		if g.Server != "" {
			try = append(try, filter.Token("server", g.Server))
			break
		}
	}
	for _, r := range o.Ages.Rows {
		if r.Query != "" && !strings.ContainsAny(r.Query, ` "`) {
			try = append(try, r.Query)
			break
		}
	}
	body := []app.UI{app.Span().Class("dim").Text("Try")}
	for _, q := range try {
		r := m.Route
		r.Query = q
		body = append(body, app.A().Class("tok", "tok-hint").Href(r.Fragment()).Body(tokenText(q)))
	}
	return app.Div().Class("hints").Body(body...)
}

// filterCount says how many messages are shown, or what is not understood.
func filterCount(m *model.Model) app.UI {
	out := app.Span().Class("filter-count").Aria("live", "polite")
	if e := m.QueryError(); e != nil {
		return out.Body(app.Span().ID(model.FilterErrorID).Class("badge", "st-fail").Title(e.Text).Body(draw.SmallIcon("warn"), app.Text(e.Text)))
	}
	if m.Route.Query == "" {
		return out.Class("hide-s").Text(words.Plural(m.Archive.Messages, "message", "messages"))
	}
	c := m.Filter.Count
	if c == nil {
		return out.Text("counting")
	}
	return out.Body(app.B().Text(words.Number(c.Matched)), app.Text(" of "+words.Number(c.Total)))
}

// filterMark shows where a filter is not understood.
func filterMark(query string, e *protocol.QueryError) app.UI {
	from := min(max(e.Pos, 0), len(query))
	to := min(max(from+e.Len, from), len(query))
	for from > 0 && from < len(query) && !utf8.RuneStart(query[from]) {
		from--
	}
	for to < len(query) && !utf8.RuneStart(query[to]) {
		to++
	}
	wrong := query[from:to]
	if wrong == "" {
		wrong = words.NBSP // the end of it
	}
	return app.Div().Class("card", "offers", "filter-mark").Aria("hidden", "true").Body(
		app.Text(query[:from]), app.Elem("mark").Text(wrong), app.Text(query[to:]), draw.El("p", "", app.Text(e.Text)))
}
