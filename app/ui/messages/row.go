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
// scrolls draws only the rows that come into its window. The handlers refer to
// the slot: rows come and go in it, it stays.
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

// Render draws the row, and nothing to see in a slot without one. What its cells show
// is one attribute, from which cells.js draws them: each element that go-app draws costs
// a tenth of a millisecond, and a list that scrolls fast draws eight rows a frame. A
// row that is on its way has the same elements without their texts: they are all that
// changes when it comes.
func (c *row) Render() app.UI {
	r := &c.Slot
	if r.N < 0 {
		return app.Tr().Hidden(true)
	}
	tr := app.Tr().Attr("role", "row").Aria("rowindex", r.N+2).Aria("selected", strconv.FormatBool(r.Marked))
	if r.Marked {
		tr.ID(rowElementID(r.N))
	}
	if r.Row == nil {
		tr.Class("waits")
	}
	send, slot := c.send, c.N
	return tr.Attr("data-row", r.text()).
		OnClick(func(app.Context, app.Event) { send(model.RowOpened{Slot: slot}) }, app.EventScope("row", slot)).
		OnChange(func(app.Context, app.Event) { send(model.RowPicked{Slot: slot}) }, app.EventScope("pick", slot))
}

// text returns what cells.js draws: whether the row is picked, the name of its box, and the
// cells after it.
func (s *slot) text() string {
	picked, label := byte('0'), "Pick"
	if s.Picked {
		picked = '1'
	}
	if s.Row != nil {
		label += " " + s.Row.ID
	}
	out := appendText([]byte{'[', picked, ','}, label)
	for _, column := range (route.Route{Columns: s.Columns}).ShownColumns() {
		td := node{Tag: "td", Class: strings.TrimSpace("m-" + column.Name + " " + number(column))}
		if s.Row != nil {
			td.Body, td.Title = cell(column.Name, s.Row, s.Taken)
		} else {
			td.Body = emptyCell(column.Name)
		}
		out = td.append(append(out, ','))
	}
	return string(append(out, ']'))
}

// emptyCell has the elements of most cells of a column.
func emptyCell(column string) []node {
	switch column {
	case "state":
		return []node{badge("badge badge-plain", "defer", "")}
	case "to":
		return []node{{Tag: "span", Class: "addr", Body: []node{{Tag: "span", Class: "cut", Body: []node{{}}}}}}
	}
	return []node{{}}
}

// roomForID is how many characters the column of IDs has room for.
const roomForID = 15

// cell returns what a column shows about a message, and its text where it may be cut.
func cell(column string, r *protocol.Row, taken protocol.Moment) (body []node, title string) {
	text := func(s string, title string) ([]node, string) { return []node{{Text: s}}, title }
	switch column {
	case "id":
		if len(r.ID) > roomForID {
			title = r.ID
		}
		return text(r.ID, title)
	case "state":
		look := draw.LookOf(r.State, r.Called)
		return []node{badge("badge badge-plain "+look.Class, look.Icon, look.Short)}, ""
	case "age":
		return text(draw.AgeCell(r.Age), "")
	case "tries":
		return text(draw.TriesCell(r.Tries), "")
	case "size":
		return text(draw.SizeCell(r.Size), "")
	case "from":
		return []node{senderCell(r)}, r.From
	case "to":
		return []node{{Tag: "span", Class: "addr", Body: recipient(r)}}, r.To
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
	body = append(make([]node, 0, 1+len(r.Reason)), node{Text: reply})
	for _, p := range r.Reason {
		if p.Var {
			body = append(body, node{Tag: "var", Body: []node{{Text: p.String()}}})
		} else {
			body = append(body, node{Text: p.Text})
		}
	}
	return body, reply + words.Join(r.Reason)
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
func senderCell(r *protocol.Row) node {
	switch {
	case r.From != "":
		return node{Text: shortAddress(r.From)}
	case r.FromNote == "unknown":
		return span("dim", "(not readable)")
	}
	return span("dim", strings.TrimSpace("<> "+r.FromNote))
}

// RecipientCell returns the first recipient and how many more there are, with an arrow
// before them where the rows are stacked.
func RecipientCell(r protocol.Row) app.UI {
	body := []app.UI{app.Span().Class("only-s dim").Aria("hidden", "true").Text("→")}
	for _, n := range recipient(&r) {
		body = append(body, n.ui())
	}
	return app.Span().Class("addr").Body(body...)
}

func recipient(r *protocol.Row) []node {
	to := span("cut", shortAddress(r.To))
	if r.To == "" {
		to = span("cut dim", "(not readable)")
	}
	body := []node{to}
	if r.More > 0 {
		plus := span("plus", "+"+words.Number(r.More))
		plus.Title = "and " + words.Number(r.More) + " more"
		body = append(body, plus)
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
