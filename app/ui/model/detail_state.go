package model

import (
	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/logline"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/sourcetext"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// DetailState is the part of the Model behind the open message.
type DetailState struct {
	ID      string           // as in the route; "" none is open
	Hint    detailHint       // what the list knows about the message to be opened
	Detail  *protocol.Detail // nil until the answer comes
	Content *protocol.Content
	HTML    *htmlmail.View // nil until it is looked at
	Source  sourcetext.Text
	Lines   int // lines of the text that are shown
	Log     logline.Lines

	HTMLAsked bool

	order  window.Key // the list that Prev and Next are of
	moving bool       // on the way to a neighbour whose ID is not known yet
}

// detailHint saves the engine looking for an ID.
type detailHint struct {
	ID  string
	Ref int
}

// What the user does with the open message.
type (
	// NeighbourOpened: the next or the previous message of the list.
	NeighbourOpened struct{ Next bool }
	// TextGrown: show more lines of the text.
	TextGrown struct{}
	// SourceGrown: show more lines of the source, after or before the shown.
	SourceGrown struct{ Back bool }
	// LogLineToggled: the line of the log that an event was read from.
	LogLineToggled struct{ N int }
	// PartSaved: a part of the message is to be downloaded, "" all of it.
	PartSaved struct{ Path string }
)

func (NeighbourOpened) event() {}
func (TextGrown) event()       {}
func (SourceGrown) event()     {}
func (LogLineToggled) event()  {}
func (PartSaved) event()       {}

const (
	TitleID   = "message-title"
	CopyIDKey = "id"

	SourceStep = 500 // lines of the source asked for at once
)

// The tabs of a message, by their names in the route.
const (
	MessageTab  = ""
	DeliveryTab = "delivery"
	HeadersTab  = "headers"
	SourceTab   = "source"
)

var DetailTabs = []struct{ Name, Title string }{
	{MessageTab, "Message"}, {DeliveryTab, "Delivery"}, {HeadersTab, "Headers"}, {SourceTab, "Source"},
}

// updateDetail handles the events of the open message.
func updateDetail(m *Model, e Event) []Command {
	d := &m.Detail
	switch e := e.(type) {
	case QueueChanged:
		m.closeDetail()
		return m.detailFor()
	case RouteChanged:
		cmds := m.detailFor()
		if m.Route.View != route.Messages || e.From.View != route.Messages {
			return cmds
		}
		switch wide := m.Route.Wide; {
		case m.Route.ID == "" && e.From.ID != "":
			cmds = append(cmds, Focus{GridID})
			if e.From.Wide {
				cmds = append(cmds, ScrollTo{ListID, m.List.Top})
			}
		case m.Route.ID != "" && (e.From.ID == "" || e.From.Wide != wide):
			cmds = append(cmds, Focus{TitleID})
			if e.From.Wide != wide && !wide {
				cmds = append(cmds, ScrollTo{ListID, m.List.Top})
			}
		}
		if m.Route.Wide && m.Route.ID != e.From.ID {
			cmds = append(cmds, ScrollTo{"", 0})
		}
		return cmds
	case Answered:
		return m.detailAnswered(e)
	case NeighbourOpened:
		return m.openNeighbour(e.Next)
	case TextGrown:
		d.Lines += TextLines
	case SourceGrown:
		return m.growSource(e.Back)
	case LogLineToggled:
		d.Log = d.Log.Toggled(e.N)
		return m.askLogLine()
	case PartSaved:
		if d.Detail != nil {
			return []Command{m.ask(PartSlot, protocol.Request{Part: &protocol.PartRequest{Ref: d.Detail.Row.Ref, Path: e.Path}})}
		}
	case Pressed:
		if m.Route.View == route.Messages && m.Route.ID != "" && (e.Key == "[" || e.Key == "]") {
			return m.turnTab(e.Key == "]")
		}
	}
	return nil
}

// closeDetail forgets the open message and what was asked for it.
func (m *Model) closeDetail() {
	m.Detail = DetailState{Hint: m.Detail.Hint}
	m.drop(DetailSlot, ContentSlot, HTMLSlot, SourceSlot, LogLineSlot, PartSlot)
}

// detailFor asks for what the route shows about a message and is still missing.
func (m *Model) detailFor() []Command {
	d := &m.Detail
	if m.Stage != Open || m.Route.View != route.Messages || m.Route.ID == "" {
		if d.ID != "" {
			m.closeDetail()
		}
		return nil
	}
	column, desc := m.Route.Order()
	order := window.Key{Query: m.Route.Query, Sort: column, Desc: desc}
	if d.ID == m.Route.ID && d.order == order {
		return m.tabFor()
	}
	if d.ID != m.Route.ID {
		m.closeDetail()
		d.ID = m.Route.ID
	}
	// The same message in another list has other neighbours.
	d.order, d.moving = order, false
	req := protocol.DetailRequest{Ref: -1, ID: d.ID, Query: order.Query, Sort: order.Sort, Desc: order.Desc}
	if d.Hint.ID == d.ID {
		req.Ref, req.ID = d.Hint.Ref, ""
	}
	cmds := []Command{m.ask(DetailSlot, protocol.Request{Detail: &req})}
	if m.Route.Tab == MessageTab && d.Content == nil && d.Lines == 0 { // without waiting for the first answer
		d.Lines = TextLines
		cmds = append(cmds, m.ask(ContentSlot, protocol.Request{Content: &protocol.ContentRequest{Ref: req.Ref, ID: req.ID}}))
	}
	return cmds
}

// tabFor asks for what the tab shows besides the Detail.
func (m *Model) tabFor() []Command {
	d := &m.Detail
	if d.Detail == nil {
		return nil
	}
	ref := d.Detail.Row.Ref
	switch m.Route.Tab {
	case MessageTab:
		if d.Content == nil && d.Lines == 0 {
			d.Lines = TextLines
			return []Command{m.ask(ContentSlot, protocol.Request{Content: &protocol.ContentRequest{Ref: ref}})}
		}
	case SourceTab:
		if !d.Source.Known && m.Errors[SourceSlot] == nil {
			return []Command{m.askSource(0)}
		}
	}
	return nil
}

func (m *Model) askSource(from int) Command {
	return m.ask(SourceSlot, protocol.Request{Source: &protocol.SourceRequest{
		Ref: m.Detail.Detail.Row.Ref, From: from, Count: SourceStep,
	}})
}

// askLogLine asks for the next line of a log that is to be shown.
func (m *Model) askLogLine() []Command {
	n, ok := m.Detail.Log.Wanted()
	if !ok || m.Detail.Detail == nil {
		return nil
	}
	return []Command{m.ask(LogLineSlot, protocol.Request{LogLine: &protocol.LogLineRequest{Ref: m.Detail.Detail.Row.Ref, N: n}})}
}

// detailAnswered takes an answer of the engine.
func (m *Model) detailAnswered(e Answered) []Command {
	d := &m.Detail
	switch e.Slot {
	case DetailSlot:
		a := e.Answer.Detail
		if a == nil {
			d.moving = false
			return nil
		}
		var cmds []Command
		if d.moving {
			// The neighbour's ID is known now, and so is its address.
			order := d.order
			m.closeDetail()
			d.order = order
			r := m.Route
			r.ID = m.RowID(a.Row)
			d.ID = r.ID
			cmds = m.goTo(r, true)
		}
		d.Detail = a
		return append(cmds, m.tabFor()...)
	case ContentSlot:
		d.Content = e.Answer.Content
	case SourceSlot:
		if s := e.Answer.Source; s != nil {
			d.Source = d.Source.With(s)
		}
	case LogLineSlot:
		if e.Answer.LogLine != nil {
			d.Log = d.Log.With(e.Answer.LogLine)
			return m.askLogLine()
		}
	case PartSlot:
		if e.Answer.File != nil {
			return []Command{Save{*e.Answer.File}}
		}
	}
	return nil
}

// growSource asks for the lines after or before those that are shown.
func (m *Model) growSource(back bool) []Command {
	s := m.Detail.Source
	switch {
	case m.Detail.Detail == nil || !s.Known:
		return nil
	case !back:
		return []Command{m.askSource(s.From + len(s.Lines))}
	case s.From == 0:
		return nil
	}
	from := max(0, s.From-SourceStep)
	return []Command{m.ask(SourceSlot, protocol.Request{Source: &protocol.SourceRequest{
		Ref: m.Detail.Detail.Row.Ref, From: from, Count: s.From - from,
	}})}
}

// openNeighbour opens the message before or after the open one.
func (m *Model) openNeighbour(next bool) []Command {
	d := &m.Detail
	if d.Detail == nil || d.moving || m.Route.ID == "" {
		return nil
	}
	n, ref := d.Detail.Index-1, d.Detail.Prev
	if next {
		n, ref = d.Detail.Index+1, d.Detail.Next
	}
	if ref < 0 {
		return nil
	}
	if row, ok := m.List.Rows.At(n); ok && row.Ref == ref {
		return m.openRow(n, true)
	}
	d.moving = true
	return []Command{m.ask(DetailSlot, protocol.Request{Detail: &protocol.DetailRequest{
		Ref: ref, Query: d.order.Query, Sort: d.order.Sort, Desc: d.order.Desc,
	}})}
}

// turnTab goes to the next or the previous tab of the message.
func (m *Model) turnTab(next bool) []Command {
	i := 0
	for n, t := range DetailTabs {
		if t.Name == m.Route.Tab {
			i = n
		}
	}
	if next {
		i++
	} else {
		i--
	}
	if i < 0 || i >= len(DetailTabs) {
		return nil
	}
	r := m.Route
	r.Tab = DetailTabs[i].Name
	return m.goTo(r, true)
}

// TextLines is how many lines of a message's text are drawn at first, and with
// each "Show more": an element a line, so a long log must not come all at once.
const TextLines = 400
