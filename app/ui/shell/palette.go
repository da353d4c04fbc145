package shell

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// palette returns a field and, below it, what its text finds. The field keeps the
// focus.
func palette(m *model.Model, send model.Send) app.UI {
	p := &m.Palette
	active := ""
	if len(p.Found) > 0 {
		active = entryID(p.Pick)
	}
	input := app.Input().Type("text").ID(model.PaletteInputID).Placeholder("What do you want to do?").
		AutoComplete(false).Spellcheck(false).
		Attr("role", "combobox").Aria("label", "Command").Aria("autocomplete", "list").Aria("expanded", "true").
		Aria("controls", model.PaletteListID).Aria("activedescendant", active).
		OnInput(func(ctx app.Context, _ app.Event) {
			send(model.PaletteTyped{Text: ctx.JSSrc().Get("value").String()})
		}).
		OnKeyDown(func(_ app.Context, e app.Event) {
			if event, ok := paletteKey(e.Get("key").String()); ok && !e.Get("isComposing").Bool() {
				e.PreventDefault()
				send(event)
			}
		})
	items := make([]app.UI, 0, len(p.Found))
	for i, entry := range p.Found {
		items = append(items, paletteEntry(i, entry, i == p.Pick, send))
	}
	count := words.Plural(len(p.Found), "command", "commands")
	if len(p.Found) == 0 {
		count = "No command begins like that. Type a part of a view, an action or a filter key."
	}
	return app.Div().Class("dialog palette").Attr("role", "dialog").Aria("modal", "true").Aria("label", "Command palette").Body(
		app.Div().Class("palette-field").Body(draw.Icon("search"), input, app.Kbd().Text("Esc"),
			app.Button().Type("button").ID(model.CloseID).Class("btn btn-ghost icon-btn btn-s").Aria("label", "Close").Title("Close (Esc)").
				OnClick(func(app.Context, app.Event) { send(model.DialogClosed{}) }).Body(draw.Icon("x"))),
		app.Ul().ID(model.PaletteListID).Class("palette-list").Attr("role", "listbox").Aria("label", "Commands").
			TabIndex(-1).Attr("data-watch", true).Body(items...),
		app.P().Class("palette-foot dim").Attr("role", "status").Text(count))
}

// paletteKey returns what a key in the field does. Home and End are for its text.
func paletteKey(key string) (model.Event, bool) {
	switch key {
	case "ArrowDown":
		return model.PaletteMoved{By: 1}, true
	case "ArrowUp":
		return model.PaletteMoved{By: -1}, true
	case "PageDown":
		return model.PaletteMoved{By: 10}, true
	case "PageUp":
		return model.PaletteMoved{By: -10}, true
	case "Enter":
		return model.PaletteRan{N: -1}, true
	}
	return nil, false
}

func paletteEntry(i int, e model.PaletteEntry, picked bool, send model.Send) app.UI {
	name := app.Span().Class("cut").Title(e.Name).Text(e.Name)
	if e.Mono() {
		name.Class("mono")
	}
	return app.Li().ID(entryID(i)).Attr("role", "option").Aria("selected", strconv.FormatBool(picked)).
		OnClick(func(app.Context, app.Event) { send(model.PaletteRan{N: i}) }, app.EventScope("entry", i)).
		Body(name, app.Span().Class("dim cut").Text(e.Note), app.Span().Class("dim").Text(e.Kind))
}

func entryID(n int) string { return "entry-" + strconv.Itoa(n) }
