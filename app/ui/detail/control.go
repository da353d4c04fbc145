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

// controlCard draws the queue control file line by line with what each means.
func controlCard(c *protocol.ControlText, copied string, send model.Send) app.UI {
	rows := make([]app.UI, 0, len(c.Lines))
	for _, l := range c.Lines {
		means := draw.Prose(l.Means)
		if l.Bad {
			means = append([]app.UI{draw.Badge("st-defer", "warn", "not understood"), app.Text(" ")}, means...)
		}
		written := []app.UI{app.Span().Class("ln").Text(strconv.Itoa(l.Number))}
		if l.Code != "" {
			written = append(written, app.B().Text(l.Code))
		}
		rows = append(rows, app.Tr().Body(
			app.Td().Body(append(written, app.Text(l.Text))...),
			app.Td().Body(means...)))
	}
	note := c.File + ", " + words.Plural(len(c.Lines), "line", "lines") + ", " + words.Size(c.Size)
	return card("h-qf", "Queue control file", note,
		copyTextButton("h-qf", "Copy raw", controlText(c), copied, send),
		app.Table().Class("qf").Body(
			app.ColGroup().Body(app.Col().Attr("width", "56%"), app.Col()),
			app.THead().Body(app.Tr().Body(
				app.Th().Scope("col").Text("As written"), app.Th().Scope("col").Text("What it means"))),
			app.TBody().Body(rows...)))
}

// controlText returns the control file as text.
func controlText(c *protocol.ControlText) string {
	var b strings.Builder
	for _, l := range c.Lines {
		b.WriteString(l.Code)
		b.WriteString(l.Text)
		b.WriteByte('\n')
	}
	return b.String()
}
