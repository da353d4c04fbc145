package shell

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

const offersID = "filter-offers"

// offersView lists ways to go on with the filter, below its field, which keeps
// the focus.
func offersView(m *model.Model, send model.Send) app.UI {
	f := &m.Filter
	var items []app.UI
	for i, o := range f.Offers.Offers {
		body := []app.UI{app.Span().Class("grow", "cut").Text(o.Text)}
		if o.Value != "" {
			key, _ := route.SplitToken(o.Text)
			body = []app.UI{app.Span().Class("grow", "cut").Title(o.Value).Body(app.B().Text(key), app.Text(o.Value))}
		}
		if o.Count >= 0 {
			body = append(body, app.Span().Class("num").Title(words.Number(o.Count)).Text(words.Short(o.Count)))
		}
		items = append(items, app.Li().ID(offerID(i)).Attr("role", "option").Aria("selected", strconv.FormatBool(i == f.Pick)).
			OnMouseDown(func(ctx app.Context, e app.Event) {
				e.PreventDefault() // the field keeps the focus
				send(model.OfferTaken{N: i})
			}, app.EventScope("offer", i)).Body(body...))
	}
	return app.Ul().ID(offersID).Class("card", "offers").Attr("role", "listbox").Aria("label", "Suggestions").Body(items...)
}

func offerID(n int) string { return "offer-" + strconv.Itoa(n) }

// bytesBefore returns how many bytes the first n UTF-16 units of a text have: a
// browser counts those.
func bytesBefore(text string, n int) int {
	for i, r := range text {
		if n <= 0 {
			return i
		}
		n--
		if r > 0xffff {
			n--
		}
	}
	return len(text)
}
