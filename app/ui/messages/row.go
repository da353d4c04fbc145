package messages

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// rowCells draws the rows of a list with these columns.
type rowCells struct {
	columns []route.Column
	taken   protocol.Moment
	send    model.Send
}

// row draws a message at position n, in a place of the window. The handlers go
// by the place: rows come and go under it, it stays.
func (c rowCells) row(r protocol.Row, n, place int, marked, picked bool) app.UI {
	send := c.send
	cells := make([]app.UI, 0, len(c.columns)+1)
	cells = append(cells, app.Td().Attr("role", "gridcell").Class("k-chk").
		OnClick(func(_ app.Context, e app.Event) { e.StopImmediatePropagation() }). // it does not open the message
		Body(app.Input().Type("checkbox").Class("check").TabIndex(-1).Checked(picked).Aria("label", "Pick "+r.ID).
			OnChange(func(app.Context, app.Event) { send(model.RowPicked{Place: place}) }, app.EventScope("pick", place))))
	for _, column := range c.columns {
		body, title := c.cell(column.Name, &r)
		td := app.Td().Attr("role", "gridcell").Class("m-" + column.Name).Class(number(column)).Body(body...)
		if title != "" {
			td.Title(title)
		}
		cells = append(cells, td)
	}
	return app.Tr().Attr("role", "row").ID(rowElementID(n)).
		Aria("rowindex", n+2).Aria("selected", strconv.FormatBool(marked)).
		OnClick(func(app.Context, app.Event) { send(model.RowOpened{Place: place}) }, app.EventScope("row", place)).
		Body(cells...)
}

// cell is what a column shows of a message, and its text where it may be cut.
func (c rowCells) cell(column string, r *protocol.Row) (body []app.UI, title string) {
	text := func(s string, title string) ([]app.UI, string) { return []app.UI{app.Text(s)}, title }
	switch column {
	case "id":
		return text(r.ID, r.ID)
	case "state":
		return []app.UI{draw.PlainBadge(r.State)}, ""
	case "age":
		return text(draw.AgeCell(r.Age), "")
	case "tries":
		return text(draw.TriesCell(r.Tries), "")
	case "size":
		return text(draw.SizeCell(r.Size), "")
	case "from":
		return []app.UI{senderCell(*r)}, r.From
	case "to":
		return []app.UI{app.Span().Class("addr").Body(recipient(r)...)}, r.To
	case "source":
		return text(draw.OrDash(r.Source), r.Source)
	case "subject":
		return text(draw.OrDash(r.Subject), r.Subject)
	case "server":
		return text(draw.OrDash(r.Server), r.Server)
	case "next":
		return text(c.ahead(r.Next, "due"))
	case "end":
		return text(c.ahead(r.End, "overdue"))
	}
	reply := draw.Reply(r.Code, r.Enhanced)
	return append([]app.UI{app.Text(reply)}, draw.Pieces(r.Reason)...), reply + words.Join(r.Reason)
}

// ahead writes a time that lies ahead of the capture, or a word for one that does
// not, and the time in full.
func (c rowCells) ahead(t protocol.Moment, passed string) (text, title string) {
	switch {
	case t == 0:
		return "–", ""
	case t <= c.taken:
		return passed, words.DateNear(t, c.taken)
	}
	return words.DateShort(t), words.DateNear(t, c.taken)
}

// senderCell shows a null sender as what it means.
func senderCell(r protocol.Row) app.UI {
	switch {
	case r.From != "":
		return app.Text(shortAddress(r.From))
	case r.FromNote == "unknown":
		return app.Span().Class("dim").Text("(not readable)")
	}
	return app.Span().Class("dim").Text(strings.TrimSpace("<> " + r.FromNote))
}

// RecipientCell is the first recipient and how many more there are, with an arrow
// before them where the rows are stacked.
func RecipientCell(r protocol.Row) app.UI {
	arrow := app.Span().Class("only-s dim").Aria("hidden", "true").Text("→")
	return app.Span().Class("addr").Body(append([]app.UI{arrow}, recipient(&r)...)...)
}

func recipient(r *protocol.Row) []app.UI {
	to := app.Span().Class("cut").Text(shortAddress(r.To))
	if r.To == "" {
		to = app.Span().Class("cut dim").Text("(not readable)")
	}
	body := []app.UI{to}
	if r.More > 0 {
		body = append(body, app.Span().Class("plus").Title("and "+words.Number(r.More)+" more").Text("+"+words.Number(r.More)))
	}
	return body
}

// longAddress is the length from which an address is cut before its domain.
const longAddress = 80

// shortAddress cuts the local part of a long address: the domain says where
// the mail is stuck.
func shortAddress(a string) string {
	at := strings.LastIndexByte(a, '@')
	runes := []rune(a)
	if len(runes) <= longAddress || at < 0 {
		return a
	}
	domain := []rune(a[at:])
	keep := max(8, longAddress-1-len(domain))
	local := []rune(a[:at])
	if keep >= len(local) {
		return a
	}
	return string(local[:keep]) + "…" + string(domain)
}
