package overview

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// causeBody returns the inside of a cause: the evidence and the advice, and beside
// them its parts and a command.
func causeBody(f *protocol.Finding, p *CausesProps, send model.Send) app.UI {
	h4 := func(text string) app.UI { return app.H4().Text(text) }
	left := []app.UI{h4("Evidence"), app.P().Body(draw.Prose(f.Text)...)}
	if p.Hosts > 1 && len(f.Hosts) > 1 {
		left = append(left, h4("Hosts"), app.P().Text(strings.Join(f.Hosts, ", ")))
	}
	left = append(left, h4("What to do"), causeSteps(f.Advice))
	row := []app.UI{app.A().Class("btn", "btn-s").Href(draw.MessagesHref(f.Query)).Text("Show " + words.Plural(f.Count, "message", "messages"))}
	if f.Rule == "backscatter" {
		row = append(row, app.A().Class("btn", "btn-s").Href(draw.ViewHref(route.Cleanup, f.Query)).Text("Plan the cleanup"))
	}
	left = append(left, app.Div().Class("row").Body(row...))

	var right []app.UI
	if f.PartsOf > 1 {
		right = append(right, h4(f.PartsAre), causeParts(f, p.Copied, send))
	}
	command, of := f.Command, ""
	if command == "" && len(f.Parts) > 0 {
		command, of = f.Parts[0].Command, f.Parts[0].Name
	}
	if command != "" {
		title := "On this server"
		if f.PartsOf > 1 && of != "" {
			title += ", for " + of
		}
		right = append(right, h4(title), app.Div().Class("code", "code-wide").Body(
			app.Pre().Text(command),
			draw.CopyIcon("cause:"+f.Key, "Copy the command", command, p.Copied, send)))
	}
	body := []app.UI{app.Div().Body(left...)}
	if right != nil {
		body = append(body, app.Div().Body(right...))
	}
	return app.Div().Class("cause-in").Body(body...)
}

// causeSteps are numbered if there are several.
func causeSteps(advice string) app.UI {
	steps := strings.Split(advice, "\n")
	if len(steps) == 1 {
		return app.P().Body(draw.Prose(advice)...)
	}
	var list []app.UI
	for _, step := range steps {
		list = append(list, app.Li().Body(app.Span().Body(draw.Prose(step)...)))
	}
	return app.Ol().Class("todo").Body(list...)
}

// shownParts is how many parts of a cause are shown; the others are folded.
const shownParts = 8

// causeParts returns the servers, clients or directories of a cause.
func causeParts(f *protocol.Finding, copied string, send model.Send) app.UI {
	t := partTable{f: f, copied: copied, send: send}
	for i := range f.Parts {
		t.commands = t.commands || f.Parts[i].Command != ""
	}
	body := []app.UI{t.rows(0, min(len(f.Parts), shownParts))}
	others := f.PartsOf - len(f.Parts)
	rest := app.P().Class("dim").Text("and " + words.Plural(others, "other", "others"))
	switch more := f.PartsOf - shownParts; {
	case len(f.Parts) > shownParts:
		inside := []app.UI{t.rows(shownParts, len(f.Parts))}
		if others > 0 {
			inside = append(inside, rest)
		}
		body = append(body, app.Details().Class("more").Body(append([]app.UI{app.Summary().Text(words.Number(more) + " more")}, inside...)...))
	case others > 0:
		body = append(body, rest)
	}
	return app.Div().Body(body...)
}

// partTable draws parts of a cause.
type partTable struct {
	f        *protocol.Finding
	commands bool // some part has one
	copied   string
	send     model.Send
}

// rows returns a table of the parts from a place to another. Only the first has
// visible titles.
func (t *partTable) rows(from, to int) app.UI {
	th := func(class string, body app.UI) app.UI { return app.Th().Scope("col").Class(class).Body(body) }
	hidden := func(text string) app.UI { return app.Span().Class("vh").Text(text) }
	cols := []app.UI{app.Col(), app.Col().Class("w-m"), app.Col().Class("w-b"), app.Col().Class("w-110")}
	head := []app.UI{th("", app.Text("Name")), th("num", app.Text("Messages")), th("p-bar", hidden("Share")), th("num", app.Text("Last, UTC"))}
	if t.commands {
		cols, head = append(cols, app.Col().Class("w-copy")), append(head, th("", hidden("Command")))
	}
	heads := app.THead()
	if from > 0 {
		heads.Class("vh")
	}
	var rows []app.UI
	for i := from; i < to; i++ {
		rows = append(rows, t.row(i))
	}
	return app.Table().Class("table", "table-fixed").Body(
		app.Caption().Class("vh").Text(t.f.PartsAre), app.ColGroup().Body(cols...), heads.Body(app.Tr().Body(head...)), app.TBody().Body(rows...))
}

func (t *partTable) row(i int) app.UI {
	part := &t.f.Parts[i]
	name := []app.UI{app.Text(part.Name)}
	if part.Note != "" {
		name = append(name, app.Text(" "), app.Span().Class("dim").Text(part.Note))
	}
	last, exact := "", ""
	if part.Last != 0 {
		last, exact = words.DateShort(part.Last), words.DateExact(part.Last)
	}
	cells := []app.UI{
		app.Td().Title(strings.TrimSpace(part.Name + " " + part.Note)).Body(app.A().Class("cell").Href(draw.MessagesHref(part.Query)).Body(name...)),
		app.Td().Class("num").Body(app.B().Text(words.Number(part.Count))),
		app.Td().Class("p-bar").Body(draw.Bar(part.Count, t.f.Parts[0].Count)),
		app.Td().Class("num", "dim").Title(exact).Text(last),
	}
	if t.commands {
		var button []app.UI
		if part.Command != "" {
			button = append(button, draw.CopyIcon("cause:"+t.f.Key+":"+strconv.Itoa(i), "Copy the command for "+part.Name, part.Command, t.copied, t.send))
		}
		cells = append(cells, app.Td().Body(button...))
	}
	return app.Tr().Body(cells...)
}
