package overview

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// mostHosts is how many hosts the switch offers; if there are more, the filter
// completes the names.
const mostHosts = 8

// hostSwitch chooses one host of several, or all of them, by the filter. It is
// nil where there is no choice.
func hostSwitch(hosts []string, r route.Route) app.UI {
	if len(hosts) < 2 || len(hosts) > mostHosts || slices.Contains(hosts, "") {
		return nil
	}
	var rest []string
	chosen := ""
	for _, word := range filter.Operands(r.Query) {
		host := slices.IndexFunc(hosts, func(h string) bool { return word == filter.Token("host", h) })
		if host < 0 {
			rest = append(rest, word)
			continue
		}
		chosen = hosts[host]
	}
	choice := func(host, label string) app.UI {
		to := r
		words := rest
		if host != "" {
			words = append(slices.Clip(rest), filter.Token("host", host))
		}
		to.Query = strings.Join(words, " ")
		link := app.A().Href(to.Fragment()).Text(label)
		if host == chosen {
			link.Aria("current", "true")
		}
		return link
	}
	all := "All " + words.Number(len(hosts))
	if len(hosts) == 2 {
		all = "Both"
	}
	list := []app.UI{choice("", all)}
	for _, h := range hosts {
		list = append(list, choice(h, words.Visible(h)))
	}
	return app.Nav().Class("card-foot", "hosts").Aria("label", "Hosts").Body(
		app.Span().Text("Host"), app.Div().Class("seg").Body(list...))
}
