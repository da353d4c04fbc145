package detail

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// talkCard draws a transcript line by line.
func talkCard(id, title string, t *protocol.Talk, copied string, send model.Send) app.UI {
	lines := make([]app.UI, 0, len(t.Lines))
	temporary, permanent := false, false
	for _, l := range t.Lines {
		li := app.Li()
		switch {
		case l.Class == "temporary":
			temporary = true
			li.Class("r st-defer")
		case l.Class == "permanent":
			permanent = true
			li.Class("r st-fail")
		case l.Dir == "..." || l.Dir == "":
			li.Class("meta")
		}
		text := []app.UI{app.Text(l.Text)}
		if l.Class == "echo" {
			li.Class("meta")
			text = append(text, app.Em().Text(" follows from the refusal before it"))
		}
		lines = append(lines, li.Body(app.Span().Text(l.Dir), app.Span().Body(text...)))
	}
	note := "sendmail records only refused commands"
	if t.Source != "" {
		note = "From " + t.Source + ". " + note
	}
	body := []app.UI{app.Ol().Class("talk").Aria("label", "Lines sent and received").Body(lines...)}
	var foot []app.UI
	if temporary {
		foot = append(foot, draw.Badge("st-defer", "defer", "4xx temporary"))
	}
	if permanent {
		foot = append(foot, draw.Badge("st-fail", "fail", "5xx permanent"))
	}
	if t.More > 0 {
		foot = append(foot, app.Span().Text(words.Plural(t.More, "more line", "more lines")+": see the source"))
	}
	if len(foot) > 0 {
		body = append(body, app.Div().Class("card-foot").Body(foot...))
	}
	return card(id, title, note, copyTextButton(id, "Copy", talkText(t), copied, send), body...)
}

// talkText returns the transcript as text.
func talkText(t *protocol.Talk) string {
	var b strings.Builder
	for _, l := range t.Lines {
		for line := range strings.SplitSeq(l.Text, "\n") {
			if l.Dir != "" {
				b.WriteString(l.Dir)
				b.WriteByte(' ')
			}
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// copyTextButton copies a text. Key names the button: it says "Copied" for a
// moment.
func copyTextButton(key, name, text, copied string, send model.Send) app.UI {
	icon := "copy"
	if copied == key {
		icon, name = "check", "Copied"
	}
	return app.Button().Class("btn btn-s hide-s").Body(draw.SmallIcon(icon), app.Text(name)).
		OnClick(func(app.Context, app.Event) { send(model.CopyAsked{Key: key, Text: text}) }, app.EventScope("copy", key, text))
}
