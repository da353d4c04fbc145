package draw

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// CaptureTime names when one of several captures was made; without a time, its
// place in the file.
func CaptureTime(c *protocol.Capture) string {
	if c.Taken == 0 {
		return "time unknown"
	}
	return words.Date(c.Taken)
}

// CaptureName returns the number of one of several captures, its time and its host.
func CaptureName(c *protocol.Capture) string {
	name := words.Number(c.Number) + ": " + CaptureTime(c)
	if c.Host != "" {
		name += ", " + c.Host
	}
	return name
}

// CaptureField returns a labelled field to choose one of several captures. Those that
// show no queue cannot be chosen.
func CaptureField(label string, all []protocol.Capture, picked int, choose func(number int)) app.UI {
	var options []app.UI
	for k := range all {
		if c := &all[k]; c.Refused == "" {
			options = append(options, app.Option().Value(strconv.Itoa(c.Number)).Selected(c.Number == picked).Text(CaptureName(c)))
		}
	}
	return app.Label().Class("capture-field").Body(app.Span().Text(label),
		app.Select().Class("field").OnChange(func(ctx app.Context, _ app.Event) {
			if n, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
				choose(n)
			}
		}).Body(options...))
}

// CompareBothButton compares two captures that were opened as one queue.
func CompareBothButton(class string, send model.Send) app.UI {
	return app.Button().Type("button").Class(class).
		OnClick(func(app.Context, app.Event) { send(model.CompareBoth{}) }).Text("Compare them")
}
