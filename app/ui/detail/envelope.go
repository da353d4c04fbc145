package detail

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

// envelopeCards are shown beside the delivery: the envelope, the files,
// the listing, the messages with the same problem, and what could not be read.
func envelopeCards(d *protocol.Detail) []app.UI {
	var out []app.UI
	if len(d.Problems) > 0 {
		out = append(out, problemsCard(d.Problems))
	}
	if len(d.Envelope) > 0 {
		out = append(out, card("h-env", "Envelope", "", nil, facts(d.Envelope, "card-body")))
	}
	if len(d.Files) > 0 {
		var files []protocol.Fact
		for _, f := range d.Files {
			note := ""
			if f.Size >= 0 {
				note = words.Size(f.Size)
			}
			files = append(files, protocol.Fact{Name: f.Kind, Value: f.Path, Note: note})
		}
		out = append(out, card("h-files", "Files", "", nil, facts(files, "card-body mono")))
	}
	if len(d.Listing) > 0 || len(d.Differs) > 0 {
		var body []app.UI
		if len(d.Listing) > 0 {
			body = append(body, facts(d.Listing, "card-body"))
		}
		for _, text := range d.Differs {
			body = append(body, app.Div().Class("card-foot").Body(draw.SmallIcon("warn"), app.Span().Body(draw.Prose(text)...)))
		}
		out = append(out, card("h-mailq", "What mailq says", "", nil, body...))
	}
	if d.Same != nil && d.Same.Count > 1 {
		out = append(out, samePlace(d.Same))
	}
	return out
}

// problemsCard lists what could not be read in this message.
func problemsCard(ps []protocol.ProblemItem) app.UI {
	items := make([]app.UI, 0, len(ps))
	for _, p := range ps {
		body := []app.UI{app.Span().Class("mono").Text(p.Where), app.Br(), app.Text(p.Reason)}
		if p.Bytes != "" {
			body = append(body, app.Br(), app.Code().Text(p.Bytes))
		}
		items = append(items, app.Li().Body(draw.Icon("warn"), app.Span().Class("grow").Body(body...)))
	}
	return card("h-prob", "Problems", words.Plural(len(ps), "problem", "problems")+" in its files", nil,
		app.Div().Class("card-body").Body(app.Ul().Class("files").Body(items...)))
}
