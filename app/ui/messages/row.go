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

// row is a message of the list in its slot. It is a component so that a list that
// scrolls draws only the rows that come into its window. The handlers go by the
// slot: rows come and go in it, it stays.
type row struct {
	app.Compo

	Slot slot
	N    int // of the slot

	send model.Send
}

// slot is what a slot shows.
type slot struct {
	Row     *protocol.Row // nil while it is on its way
	N       int           // its position in the list, -1 in a slot without a row
	Columns string        // as Route.Columns
	Taken   protocol.Moment
	Marked  bool
	Picked  bool
}

// Render draws the row, and nothing to see in a slot without one. A row that is on
// its way has the same elements without their texts: they are all that changes when
// it comes.
func (c *row) Render() app.UI {
	r := &c.Slot
	if r.N < 0 {
		return app.Tr().Hidden(true)
	}
	columns := route.Route{Columns: r.Columns}.ShownColumns()
	cells := make([]app.UI, 0, len(columns)+1)
	tr := app.Tr().Attr("role", "row").Aria("rowindex", r.N+2).Aria("selected", strconv.FormatBool(r.Marked))
	if r.Marked {
		tr.ID(rowElementID(r.N))
	}
	pick := "Pick"
	if r.Row == nil {
		tr.Class("waits")
	} else {
		pick += " " + r.Row.ID
	}
	send, slot := c.send, c.N
	cells = append(cells, app.Td().Attr("role", "gridcell").Class("k-chk").
		OnClick(func(_ app.Context, e app.Event) { e.StopImmediatePropagation() }). // it does not open the message
		Body(app.Input().Type("checkbox").Class("check").TabIndex(-1).Checked(r.Picked).Aria("label", pick).
			OnChange(func(app.Context, app.Event) { send(model.RowPicked{Slot: slot}) }, app.EventScope("pick", slot))))
	for _, column := range columns {
		td := app.Td().Attr("role", "gridcell").Class("m-" + column.Name).Class(number(column))
		if r.Row == nil {
			cells = append(cells, td.Body(emptyCell(column.Name)))
			continue
		}
		body, title := cell(column.Name, r.Row, r.Taken)
		if title != "" {
			td.Title(title)
		}
		cells = append(cells, td.Body(body...))
	}
	return tr.OnClick(func(app.Context, app.Event) { send(model.RowOpened{Slot: slot}) }, app.EventScope("row", slot)).
		Body(cells...)
}

// emptyCell has the elements of most cells of a column.
func emptyCell(column string) app.UI {
	switch column {
	case "state":
		return draw.Badge("badge-plain", "defer", "")
	case "to":
		return app.Span().Class("addr").Body(app.Span().Class("cut").Text(""))
	}
	return app.Text("")
}

// roomForID is how many characters the column of IDs has room for.
const roomForID = 15

// cell is what a column shows of a message, and its text where it may be cut.
func cell(column string, r *protocol.Row, taken protocol.Moment) (body []app.UI, title string) {
	text := func(s string, title string) ([]app.UI, string) { return []app.UI{app.Text(s)}, title }
	switch column {
	case "id":
		if len(r.ID) > roomForID {
			title = r.ID
		}
		return text(r.ID, title)
	case "state":
		return []app.UI{draw.PlainBadge(r.State, r.Called)}, ""
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
		return text(ahead(r.Next, taken, "due"))
	case "end":
		return text(ahead(r.End, taken, "overdue"))
	}
	reply := draw.Reply(r.Code, r.Enhanced)
	return append([]app.UI{app.Text(reply)}, draw.Pieces(r.Reason)...), reply + words.Join(r.Reason)
}

// ahead writes a time that lies ahead of the capture, or a word for one that does
// not, and the time in full.
func ahead(t, taken protocol.Moment, passed string) (text, title string) {
	switch {
	case t == 0:
		return "–", ""
	case t <= taken:
		return passed, words.DateNear(t, taken)
	}
	return words.DateShort(t), words.DateNear(t, taken)
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
