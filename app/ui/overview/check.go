package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// checkCard compares the listing with the files.
func checkCard(list []protocol.Kind) app.UI {
	most := 0
	for _, c := range list {
		most = max(most, c.Count)
	}
	var rows []app.UI
	for k := range list {
		c := &list[k]
		href := draw.MessagesHref(c.Query)
		if c.Query == "" {
			href = route.Route{View: route.Problems, Severity: "note"}.Fragment()
		}
		rows = append(rows, draw.El("tr", "",
			draw.El("td", "", draw.CountBar(c.Count, most, "st-x")),
			draw.El("td", "wrap", draw.LinkTo("cell", href, draw.El("b", "", app.Text(c.Title))), draw.El("p", "dim", app.Text(c.Text)))))
	}
	return draw.Card("Listing and files", nil, draw.El("table", "table table-fixed",
		draw.El("colgroup", "", draw.El("col", "w-cnt"), draw.El("col", "")), draw.El("tbody", "", rows...)))
}
