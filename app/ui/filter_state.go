package ui

import (
	"time"

	"github.com/spoolscope/spoolscope/app/engine"
)

// filterPause is how long the typing must pause for the filter to apply.
const filterPause = 150 * time.Millisecond

// updateFilter keeps the tokens, the typed text and the address in step.
func updateFilter(m *Model, e Event) []Command {
	f := &m.Filter
	switch e := e.(type) {
	case FilterTyped:
		if n := len(e.Text); n > 0 && e.Text[n-1] == ' ' && !openQuote(e.Text) {
			return m.commitFilter(e.Text)
		}
		f.Draft = e.Text
		return []Command{m.after(FilterTimer, filterPause)}
	case FilterCommitted:
		return m.commitFilter(f.Draft)
	case FilterWordRemoved:
		f.Tokens = without(f.Tokens, e.N)
		return append(m.applyFilter(false), Focus{filterID})
	case FilterLastRemoved:
		if n := len(words(f.Tokens)); n > 0 && f.Draft == "" {
			f.Tokens = without(f.Tokens, n-1)
			return m.applyFilter(false)
		}
	case FilterCleared:
		f.Tokens = ""
		cmds := m.setDraft("")
		return append(append(cmds, m.applyFilter(false)...), Focus{filterID})
	case FilterFocused:
		return []Command{Focus{filterID}}
	case FilterLeft:
		return []Command{Focus{mainID}}
	case Elapsed:
		if e.Timer == FilterTimer {
			return m.applyFilter(f.Draft != "")
		}

	case RouteChanged:
		var cmds []Command
		if m.Route.Query != join(f.Tokens, f.Draft) {
			f.Tokens, f.Live = m.Route.Query, false
			cmds = m.setDraft("")
		}
		if m.Route.Query != e.From.Query {
			cmds = append(cmds, m.count()...)
		}
		return cmds
	case QueueChanged:
		f.Count = nil
		m.drop(CountSlot)
		return m.count()
	case Answered:
		if e.Slot == CountSlot && e.Answer.Page != nil {
			f.Count = e.Answer.Page
		}
	}
	return nil
}

// commitFilter makes tokens of a text.
func (m *Model) commitFilter(text string) []Command {
	m.Filter.Tokens = join(m.Filter.Tokens, text)
	return append(m.setDraft(""), m.applyFilter(false)...)
}

// setDraft sets the text in the field.
func (m *Model) setDraft(text string) []Command {
	m.stop(FilterTimer)
	m.Filter.Draft = text
	return []Command{SetValue{filterID, text}}
}

// applyFilter writes the filter into the route. While words are still being
// typed (live) they change one entry of the history, not one a letter.
func (m *Model) applyFilter(live bool) []Command {
	replace := m.Filter.Live
	m.Filter.Live = live
	r := m.Route
	r.Query = join(m.Filter.Tokens, m.Filter.Draft)
	return m.goTo(r, replace)
}

// count asks how many messages match, and whether the filter is understood.
func (m *Model) count() []Command {
	if m.Stage != Open || m.Crash != "" || m.Route.Query == "" {
		m.drop(CountSlot)
		m.Filter.Count = nil
		return nil
	}
	return []Command{m.ask(CountSlot, engine.Request{
		Messages: &engine.MessagesRequest{Query: m.Route.Query, Count: 1},
	})}
}

// queryError is what is wrong with the filter, or nil.
func (m *Model) queryError() *engine.QueryError {
	if c := m.Filter.Count; c != nil && c.Query == m.Route.Query {
		return c.QueryError
	}
	return nil
}
