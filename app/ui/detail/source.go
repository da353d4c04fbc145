package detail

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// headersView draws the header: a table, or a list in the pane.
func headersView(d *protocol.Detail, wide bool) app.UI {
	if len(d.Header) == 0 {
		return app.Div().Class("note").Body(draw.Icon("info"), app.P().Text("No header: the message has no readable control file."))
	}
	added := 0
	for _, h := range d.Header {
		if h.Added {
			added++
		}
	}
	note := words.Plural(len(d.Header), "line", "lines")
	if added > 0 {
		note += ", " + words.Number(added) + " added by this sendmail"
	}
	if !wide {
		var body []app.UI
		for _, h := range d.Header {
			body = append(body, app.Dt().Text(h.Name), app.Dd().Body(headerValue(h)...))
		}
		return app.Dl().Class("facts").Body(body...)
	}
	rows := make([]app.UI, 0, len(d.Header))
	for _, h := range d.Header {
		rows = append(rows, app.Tr().Attr("role", "row").Body(
			app.Th().Scope("row").Attr("role", "rowheader").Class("k-main").Text(h.Name),
			app.Td().Attr("role", "cell").Class("wrap k-sub").Body(headerValue(h)...)))
	}
	return card("h-head", "Headers", note, nil,
		app.Table().Class("table table-fixed t-stack").Attr("role", "table").Body(
			app.ColGroup().Body(app.Col().Attr("width", "220"), app.Col()),
			app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(
				app.Th().Scope("col").Attr("role", "columnheader").Text("Name"),
				app.Th().Scope("col").Attr("role", "columnheader").Text("Value"))),
			app.TBody().Attr("role", "rowgroup").Body(rows...)))
}

// headerValue returns the value to read, what marks it, and, where it was encoded,
// how it is written.
func headerValue(h protocol.HeaderField) []app.UI {
	out := []app.UI{app.Text(h.Value)}
	if h.Added {
		out = append(out, app.Text(" "), app.Span().Class("tag").Text("added by sendmail"))
	}
	if h.Hidden {
		out = append(out, app.Text(" "), app.Span().Class("tag").Text("not sent on"))
	}
	if strings.Contains(h.Raw, "=?") && !strings.Contains(h.Value, "=?") {
		out = append(out, app.Br(), app.Span().Class("mono dim").Text(h.Raw))
	}
	return out
}

// sourceView draws the message as sendmail would send it, with line numbers.
func sourceView(p detailProps, send model.Send) []app.UI {
	if p.Source != nil {
		return []app.UI{draw.FaultNote(p.Source)}
	}
	s := p.State.Source
	if !s.Known {
		return []app.UI{draw.TextSkeleton()}
	}
	var top []app.UI
	if s.Missing != "" {
		top = append(top, app.Div().Class("note st-fail").Body(draw.Icon("fail"), app.P().Body(draw.Prose(s.Missing)...)))
	}
	if s.Cut {
		top = append(top, app.Div().Class("note").Body(draw.Icon("info"), app.P().Text("The browser kept only the beginning of this message.")))
	}
	if s.From > 0 {
		top = append(top, app.Div().Body(sourceButton("Show earlier lines", true, send)))
	}
	lines := make([]app.UI, 0, 2*len(s.Lines))
	for i, line := range s.Lines {
		lines = append(lines, app.Span().Class("ln").Text(strconv.Itoa(s.From+i+1)),
			app.Text(line+"\n"))
	}
	end := s.From + len(s.Lines)
	count := "Lines " + words.Number(s.From+1) + " to " + words.Number(end)
	switch {
	case len(s.Lines) == 0:
		count = "No lines"
	case s.Total >= 0:
		count += " of " + words.Number(s.Total)
	}
	if s.Bytes > 0 {
		count += ", " + words.Size(s.Bytes) + " in all"
	}
	save := app.Button().Class("btn btn-s").Body(draw.SmallIcon("download"), app.Text("Save message (.eml)")).
		OnClick(func(app.Context, app.Event) { send(model.PartSaved{}) })
	out := append(top, app.Div().Class("code").Body(
		app.Div().Class("code-head").Body(app.Span().Class("grow").Text(count), save),
		app.Pre().TabIndex(0).Body(lines...)))
	if p.Part != nil {
		out = append([]app.UI{draw.FaultNote(p.Part)}, out...)
	}
	if s.More() {
		text := "Show " + words.Number(model.SourceStep) + " more"
		if s.Total >= 0 {
			text = "Show " + words.Number(min(model.SourceStep, s.Total-end)) + " more of " + words.Number(s.Total-end)
		}
		out = append(out, app.Div().Body(sourceButton(text, false, send)))
	}
	return out
}

func sourceButton(text string, back bool, send model.Send) app.UI {
	return app.Button().Class("btn btn-s").Text(text).
		OnClick(func(app.Context, app.Event) { send(model.SourceGrown{Back: back}) }, app.EventScope("source", back))
}
