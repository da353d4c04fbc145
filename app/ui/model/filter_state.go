package model

import (
	"errors"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

const (
	filterPause = 150 * time.Millisecond // how long the typing must pause for the filter to apply
	faultPause  = 800 * time.Millisecond // and then for an error in it to show
)

// updateFilter keeps the tokens, the typed text and the address in step. What
// is typed applies when the engine understands it; until then the screens show
// what they did.
func updateFilter(m *Model, e Event) []Command {
	f := &m.Filter
	switch e := e.(type) {
	case FilterTyped:
		f.Fault, f.Entered = nil, false
		if strings.HasSuffix(e.Text, " ") && m.commits(e.Text) {
			f.Tokens = route.Join(f.Tokens, e.Text)
			return append(m.setDraft(""), m.check()...)
		}
		f.Draft = e.Text
		return []Command{m.after(FilterTimer, filterPause)}
	case FilterCommitted:
		if f.Offers != nil && f.Pick >= 0 {
			return m.takeOffer(-1)
		}
		return m.enter()
	case FilterWordRemoved:
		f.Tokens = filter.Without(f.Tokens, e.N)
		return append(m.check(), Focus{FilterID})
	case FilterLastRemoved:
		if n := len(filter.Operands(f.Tokens)); n > 0 && f.Draft == "" {
			f.Tokens = filter.Without(f.Tokens, n-1)
			return m.check()
		}
	case FilterCleared:
		f.Tokens = ""
		cmds := m.setDraft("")
		return append(append(cmds, m.check()...), Focus{FilterID})
	case FilterFocused:
		return []Command{Focus{FilterID}}
	case FilterKeyChosen:
		return m.goOnWith(e.Key)
	case FilterLeft:
		return []Command{Focus{MainID}}
	case Elapsed:
		switch e.Timer {
		case FilterTimer:
			return m.check()
		case FaultTimer:
			f.FaultShown = true
		}

	case RouteChanged:
		var cmds []Command
		if own := m.Route.Query == m.wanted() || f.Partly; !own && m.Route.Query != e.From.Query {
			f.Tokens, f.Applied = m.Route.Query, m.Route.Query
			f.Live, f.Entered, f.Fault = false, false, nil
			cmds = m.setDraft("")
		}
		f.Partly = false
		if m.Route.Query != e.From.Query {
			cmds = append(cmds, m.count()...)
		}
		return cmds
	case QueueChanged:
		f.Count = nil
		m.drop(CountSlot, CheckSlot)
		return m.count()
	case Answered:
		switch p := e.Answer.Page; {
		case p == nil:
		case e.Slot == CountSlot:
			f.Count = p
		case e.Slot == CheckSlot && p.Query == m.wanted():
			return m.checked(p)
		case e.Slot == CheckSlot && p.Query == f.Tokens && p.QueryError == nil:
			return m.applyTokens()
		}
	}
	return nil
}

// wanted returns the whole filter as the bar shows it.
func (m *Model) wanted() string { return route.Join(m.Filter.Tokens, m.Filter.Draft) }

// enter turns the text into tokens at once, so that typing can go on after
// it. They are text again if the engine does not understand them.
func (m *Model) enter() []Command {
	f := &m.Filter
	var at *filter.Error
	if _, err := filter.Parse(m.wanted()); errors.As(err, &at) {
		m.stop(FilterTimer)
		f.Fault, f.FaultShown = &protocol.QueryError{Pos: at.Pos, Len: at.Len, Text: at.Text}, true
		return nil
	}
	f.Entered, f.Before = true, [2]string{f.Tokens, f.Draft}
	f.Tokens = m.wanted()
	return append(m.setDraft(""), m.check()...)
}

// commits reports whether a text with a space at its end is complete, so that
// it becomes tokens: no operator, quote or parenthesis waits for more.
func (m *Model) commits(text string) bool {
	_, err := filter.Parse(route.Join(m.Filter.Tokens, text))
	return err == nil && strings.TrimSpace(text) != ""
}

// check applies the filter, or asks first whether it is understood: whatever
// was typed may not be.
func (m *Model) check() []Command {
	f := &m.Filter
	m.stop(FilterTimer)
	f.Fault = nil
	query := m.wanted()
	if query == "" || query == m.Route.Query {
		return m.applyFilter()
	}
	return []Command{m.ask(CheckSlot, checkRequest(query))}
}

func checkRequest(query string) protocol.Request {
	return protocol.Request{Messages: &protocol.MessagesRequest{Query: query}}
}

// applyTokens applies the tokens without the text, which goes on.
func (m *Model) applyTokens() []Command {
	f := &m.Filter
	r := m.Route
	r.Query = f.Tokens
	replace := f.Live
	f.Applied = f.Tokens
	f.Live, f.Partly = false, r.Query != m.Route.Query
	return m.goTo(r, replace)
}

// checked applies a filter that is understood. An error shows at once after
// Enter, else when the typing stays as it is for a while.
func (m *Model) checked(p *protocol.Page) []Command {
	f := &m.Filter
	if p.QueryError == nil {
		return m.applyFilter()
	}
	f.Fault, f.FaultShown = p.QueryError, f.Entered
	cmds := []Command{m.after(FaultTimer, faultPause)}
	if f.Entered {
		f.Entered, f.Tokens = false, f.Before[0]
		cmds = append(m.setDraft(f.Before[1]), cmds...)
	} else if f.Draft != "" && f.Tokens != f.Applied {
		cmds = append(cmds, m.ask(CheckSlot, checkRequest(f.Tokens))) // they may hold without it
	}
	return cmds
}

// setDraft sets the text in the field.
func (m *Model) setDraft(text string) []Command {
	m.stop(FilterTimer)
	m.Filter.Draft = text
	return []Command{SetValue{FilterID, text}}
}

// applyFilter writes the filter into the route. While words are still being
// typed (live) they change one entry of the history, not one a letter.
func (m *Model) applyFilter() []Command {
	f := &m.Filter
	m.drop(CheckSlot)
	f.Entered, f.Applied = false, f.Tokens
	replace := f.Live
	f.Live = f.Draft != ""
	r := m.Route
	r.Query = m.wanted()
	if !f.Live && r.Query != "" {
		// It may have applied while it was typed, so that the address stays.
		m.Palette.Recent = m.Palette.remember(r.Query)
	}
	return m.goTo(r, replace)
}

// goOnWith writes a key after what is typed, and asks for its values.
func (m *Model) goOnWith(key string) []Command {
	f := &m.Filter
	text := strings.TrimSpace(f.Draft + " " + key + ":")
	cmds := m.setDraft(text)
	f.Place = len(text)
	if m.Route.View == route.Landing {
		cmds = append(cmds, m.goTo(route.Route{View: route.Messages, Query: m.Route.Query}, false)...)
	}
	return append(append(cmds, Focus{FilterID}), m.askOffers()...)
}

// count asks how many messages match, and whether the filter is understood.
func (m *Model) count() []Command {
	if m.Stage != Open || m.Crash != "" || m.Route.Query == "" {
		m.drop(CountSlot)
		m.Filter.Count = nil
		return nil
	}
	return []Command{m.ask(CountSlot, protocol.Request{
		Messages: &protocol.MessagesRequest{Query: m.Route.Query},
	})}
}

// QueryError returns what is wrong with the filter, or nil.
func (m *Model) QueryError() *protocol.QueryError {
	f := &m.Filter
	if f.Fault != nil {
		if f.FaultShown && f.Offers == nil { // while offers are open, a word is still coming
			return f.Fault
		}
		return nil
	}
	if c := f.Count; c != nil && c.Query == m.Route.Query {
		return c.QueryError
	}
	return nil
}

// Faulty returns the filter that queryError is about.
func (m *Model) Faulty() string {
	if m.Filter.Fault != nil {
		return m.wanted()
	}
	return m.Route.Query
}
