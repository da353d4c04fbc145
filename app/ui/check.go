package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// checkCard compares the listing with the files.
func checkCard(list []protocol.CheckRow) app.UI {
	most := 0
	for _, c := range list {
		most = max(most, c.Count)
	}
	var rows []app.UI
	for k := range list {
		c := &list[k]
		href := messagesHref(c.Query)
		if c.Query == "" {
			href = Route{View: Problems, Severity: "note"}.Fragment()
		}
		rows = append(rows, el("tr", "",
			el("td", "", countBar(c.Count, most, "st-x")),
			el("td", "wrap", linkTo("cell", href, el("b", "", app.Text(c.Title))), el("p", "dim", app.Text(c.Text)))))
	}
	return compareCard("Listing and files", nil, el("table", "table table-fixed",
		el("colgroup", "", el("col", "w-cnt"), el("col", "")), el("tbody", "", rows...)))
}
