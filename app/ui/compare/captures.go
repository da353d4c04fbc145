package compare

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// capturesCard returns a table of the captures that the sources hold, each of which
// can be opened, and any two compared.
func capturesCard(p CompareProps, send model.Send) app.UI {
	all := p.Captures
	pair := app.Div().Class("capture-pick").Body(
		draw.CaptureField("From", all, p.From, func(n int) { send(model.PairPicked{From: n}) }),
		draw.CaptureField("To", all, p.To, func(n int) { send(model.PairPicked{To: n}) }),
		app.Button().Type("button").Class("btn btn-primary").Disabled(p.From == p.To).
			OnClick(func(app.Context, app.Event) { send(model.PairCompared{}) }).Text("Compare these two"))

	states, titles, place := stateColumns(all), stateTitles(all), placeColumn(all)
	widths := []int{72, 200} // a time is never cut
	heads := []app.UI{diffCell("th", "num", "", "", app.Text("Number")), diffCell("th", "", "", "", app.Text("Captured"))}
	if place != "" {
		widths, heads = append(widths, 0), append(heads, diffCell("th", "", "", "", app.Text(place)))
	}
	widths = append(widths, 150, 84)
	heads = append(heads, diffCell("th", "", "", "", app.Text("Messages")), diffCell("th", "num", "", "", app.Text("Change")))
	for _, s := range states {
		widths, heads = append(widths, 112), append(heads, diffCell("th", "num", "", "", app.Text(titles[s])))
	}
	widths, heads = append(widths, 84), append(heads, diffCell("th", "", "", "", draw.El("span", "vh", app.Text("Open"))))

	most := 0
	for k := range all {
		most = max(most, all[k].Messages)
	}
	var rows []app.UI
	for k := range all {
		rows = append(rows, captureRow(&all[k], most, place, states, titles, p.Pair))
	}
	foot := "Counted as each listing gives it. Change is from the capture before."
	if p.CapturesLeft > 0 {
		foot += " " + words.Plural(p.CapturesLeft, "capture", "captures") + " in between are not in this table."
	}
	n := len(all) + p.CapturesLeft
	return draw.Card(words.Plural(n, "capture", "captures")+" in "+p.Name, nil,
		draw.El("div", "card-body", pair),
		draw.Role("table", "table", "table table-fixed t-stack t-diff", draw.Columns(widths...),
			draw.Role("thead", "rowgroup", "", draw.Role("tr", "row", "", heads...)), draw.Role("tbody", "rowgroup", "", rows...)),
		draw.El("div", "card-foot", draw.El("span", "", app.Text(foot))))
}

// captureRow returns the row of a capture. pair: two captures are open.
func captureRow(c *protocol.Capture, most int, place string, states []string, titles map[string]string, pair bool) app.UI {
	open := draw.LinkTo("", route.Route{View: route.Overview, Capture: c.Number}.Fragment(), app.Text("Show"))
	switch {
	case c.Refused != "":
		open = draw.El("span", "dim", app.Text("No queue"))
	case c.Shown && !pair:
		open = draw.El("span", "tag", app.Text("Shown"))
	}
	time := draw.CaptureTime(c)
	cells := []app.UI{
		diffCell("td", "num k-lead", "", "", app.Text(words.Number(c.Number))),
		diffCell("td", "k-main", "", time, draw.El("b", "", app.Text(time))),
	}
	switch place {
	case "Host":
		cells = append(cells, diffCell("td", "k-tail cut", "", c.Host, app.Text(c.Host)))
	case "File":
		cells = append(cells, diffCell("td", "k-tail cut", "", c.File, app.Text(c.File)))
	}
	cells = append(cells,
		diffCell("td", "k-tail", "messages", c.Refused, draw.CountBar(c.Messages, most, "st-x")),
		diffCell("td", "num k-tail", changeLabel(c), "", change(c)))
	for _, s := range states {
		n := 0
		for _, x := range c.States {
			if x.State == s {
				n = x.Count
			}
		}
		class := "num k-tail"
		if n == 0 {
			class = "num dim" // on a phone only what there is
		}
		cells = append(cells, diffCell("td", class, words.LowerFirst(titles[s]), words.Number(n), app.Text(words.Short(n))))
	}
	return draw.Role("tr", "row", "", append(cells, diffCell("td", "k-end", "", "", open))...)
}

// changeLabel names the change where rows are stacked; the first has none.
func changeLabel(c *protocol.Capture) string {
	if c.First {
		return ""
	}
	return "change"
}

// change returns how many messages more or less a capture has than the one before.
func change(c *protocol.Capture) app.UI {
	switch {
	case c.First:
		return draw.El("span", "dim", app.Text("first"))
	case c.Change > 0:
		return app.Text("+" + words.Short(c.Change))
	case c.Change < 0:
		return app.Text("−" + words.Short(-c.Change))
	}
	return draw.El("span", "dim", app.Text("0"))
}

// stateOrder is the order of the columns.
var stateOrder = []string{"deferred", "unavailable", "held", "processing", "quarantined", "lost", "orphan", "incomplete"}

// stateColumns returns the states that occur in any capture.
func stateColumns(all []protocol.Capture) []string {
	occurs := map[string]bool{}
	for k := range all {
		for _, s := range all[k].States {
			occurs[s.State] = true
		}
	}
	var out []string
	for _, s := range stateOrder {
		if occurs[s] {
			out = append(out, s)
		}
	}
	return out
}

// stateTitles has the headings of the columns, by state.
func stateTitles(all []protocol.Capture) map[string]string {
	out := map[string]string{}
	for k := range all {
		for _, s := range all[k].States {
			out[s.State] = draw.LookOf(s.State, s.Called).Title
		}
	}
	return out
}

// placeColumn returns what captures differ in besides their time: "Host", "File" or
// nothing.
func placeColumn(all []protocol.Capture) string {
	for k := range all {
		if all[k].Host != all[0].Host {
			return "Host"
		}
	}
	for k := range all {
		if all[k].File != all[0].File {
			return "File"
		}
	}
	return ""
}
