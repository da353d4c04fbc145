package shell

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

// explanation says what one status or reply means that was opened or pasted.
func explanation(x *protocol.Explanation) app.UI {
	return explanationCard(x, "h-explained", "",
		app.P().Class("dim").Text("This is one status or reply, not a queue. Open a listing or the spool to see how many messages it holds up.")).Attr("role", "status")
}

// statuses says what each of several statuses means that were opened or pasted
// without their messages.
func statuses(l *protocol.StatusList) []app.UI {
	title := words.Plural(l.Lines, "line", "lines") + " with " + words.Plural(len(l.Rows)+l.Left, "different status", "different statuses")
	text := "These are statuses without their messages. Open the whole output of mailq, or the spool, to see which messages wait."
	if l.Log != "" {
		title, text = words.Plural(l.Lines, "line", "lines")+" about mail that failed or was refused", l.Log
	}
	if l.Announced > 0 {
		text = "The queue announces " + words.Plural(l.Announced, "message", "messages") + ". " + text
	}
	if l.Left > 0 {
		text += " The " + words.Number(len(l.Rows)) + " most frequent ones are explained."
	}
	out := []app.UI{app.Section().Class("card", "explained").Attr("role", "status").Aria("labelledby", "h-statuses").Body(
		app.Div().Class("card-head").Body(app.H2().ID("h-statuses").Text(title)),
		app.Div().Class("card-body").Body(app.P().Text(text)))}
	for i := range l.Rows {
		r := &l.Rows[i]
		out = append(out, explanationCard(&r.Explanation, fmt.Sprintf("h-status-%d", i), words.Plural(r.Count, "line", "lines")+": ", nil))
	}
	return out
}

// explanationCard draws an explanation under a heading that begins with count.
func explanationCard(x *protocol.Explanation, id, count string, foot app.UI) app.HTMLSection {
	title, sure := x.Meaning, words.UpperFirst(x.Sure)+", because of "+x.Because
	if !x.Known {
		title, sure = "Unknown: no rule matches this text", ""
	}
	var rows []app.UI
	row := func(name, text string) {
		if text != "" {
			rows = append(rows, app.Dt().Text(name), app.Dd().Body(draw.Prose(text)...))
		}
	}
	row("Who must act", words.UpperFirst(x.Who))
	row("What to do", x.Advice)
	row("How long it lasts", x.Lasts)
	row("Is deleting it safe?", x.Delete)
	row("Code", strings.TrimSpace(x.Code+" "+x.Enhanced+" "+x.Standard))
	row("Wording", x.Source)
	body := []app.UI{
		app.Blockquote().Class("clamp").Body(app.Code().Text(x.Text)),
		app.Dl().Class("facts").Body(rows...),
	}
	if foot != nil {
		body = append(body, foot)
	}
	return app.Section().Class("card explained").Aria("labelledby", id).Body(
		app.Div().Class("card-head").Body(app.H2().ID(id).Text(count+title), app.P().Class("grow").Body(draw.Prose(sure)...)),
		app.Div().Class("card-body").Body(body...))
}
