package share

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// shareOwn lists the domains that are taken for the organisation's, to be
// corrected: what is ticked is replaced with all names below it.
func shareOwn(s *model.ShareState, send model.Send) app.UI {
	body := []app.UI{
		app.H2().ID("h-share-own").Text("Your domains"),
		app.P().Class("dim").Text("These and all names below them are replaced, also where mail to them bounced. Untick what is not yours, and add what is missing."),
	}
	if s.Preview != nil {
		for _, d := range s.Preview.Own {
			body = append(body, app.Label().Class("opt").Body(
				app.Input().Type("checkbox").Class("check").Checked(!d.Out).
					OnChange(func(app.Context, app.Event) { send(model.ShareOwned{List: toggled(s.Own, d)}) }, app.EventScope("own", d.Name, d.Out, s.Own)),
				app.B().Class("mono").Text(d.Name), app.Small().Text(d.Why)))
		}
		if len(s.Preview.Own) == 0 {
			body = append(body, app.P().Text("The queue does not show which domains are yours. Add them here."))
		}
	}
	add := func(ctx app.Context) {
		switch name := strings.TrimSpace(ctx.JSSrc().Get("value").String()); {
		case name == "":
		case !isDomain(name):
			send(model.Said{Text: "Not a domain. Write it as example.com"})
		default:
			ctx.JSSrc().Set("value", "")
			send(model.ShareOwned{List: strings.TrimSpace(s.Own + " " + name)})
		}
	}
	body = append(body, app.Div().Class("row").Body(
		app.Label().For(model.ShareOwnID).Text("Add a domain"),
		app.Input().Type("text").ID(model.ShareOwnID).Class("field").AutoComplete(false).Placeholder("example.com").
			OnChange(func(ctx app.Context, _ app.Event) { add(ctx) }, app.EventScope("add own", s.Own)),
		app.Span().Class("dim").Text("then Enter")))
	return app.FieldSet().Class("share-hide", "share-private").Aria("labelledby", "h-share-own").Body(body...)
}

// isDomain reports whether a text has the form of a domain.
func isDomain(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && r != '_' && r < 0x80 && !words.IsAlnum(byte(r))
		}) {
			return false
		}
	}
	return strings.Contains(s, ".") && strings.Trim(s, "0123456789.") != "" && s[0] != '-'
}

// toggled returns the list of corrections with a domain taken out, or back in.
func toggled(list string, d protocol.OwnDomain) string {
	rest := slices.DeleteFunc(strings.Fields(list), func(s string) bool { return strings.TrimPrefix(s, "-") == d.Name })
	if d.Out {
		rest = append(rest, d.Name)
	} else {
		rest = append(rest, "-"+d.Name)
	}
	return strings.Join(rest, " ")
}
