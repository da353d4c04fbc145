package model

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Place is what to do with sources when a queue is open already.
type Place uint8

// The places.
const (
	Replace Place = iota // of what is open
	Add                  // to it: one queue of both
	Beside               // it: two captures, which are compared
)

// CompareState is the part of the Model behind the screen Compare.
type CompareState struct {
	// The two captures, nil while one is open. Model.Archive is one of them.
	Earlier, Later *protocol.Archive
	Swapped        bool                 // the one opened second is the earlier
	Sources        []protocol.SourceRef // of the one opened second
	Next           []protocol.SourceRef // to be opened beside what is being read
	// Of several captures in Sources and in Next the one to show, nil the newest.
	Capture, NextCapture *protocol.Capture

	Answer *protocol.Comparison
	asked  compareKey // what Answer is, or will be, about
}

// compareKey is what a Comparison depends on.
type compareKey struct {
	later, earlier *protocol.Archive
	query, by      string
	all            bool
}

// CompareRows is how many rows the table by server has at first.
const CompareRows = 12

// updateCompare asks for what changed between two captures.
func updateCompare(m *Model, e Event) []Command {
	switch e := e.(type) {
	case CompareBoth:
		if m.Stage == Open && m.Archive.Twice && len(m.Sources) == 2 {
			next := m.Sources[1:]
			cmds := m.open(m.Sources[:1], Replace)
			m.Compare.Next = next
			return cmds
		}
	case QueueChanged:
		return m.wantComparison()
	case RouteChanged:
		if m.Stage == Open && m.Route.View != e.From.View {
			m.Fatal = nil // it was read
		}
		return m.wantComparison()
	case Answered:
		if e.Slot == DiffSlot && e.Answer.Diff != nil {
			m.Compare.Answer = e.Answer.Diff
		}
	}
	return nil
}

func (m *Model) wantComparison() []Command {
	c := &m.Compare
	if m.Stage != Open || m.Route.View != route.Compare || c.Earlier == nil {
		return nil
	}
	key := compareKey{c.Later, c.Earlier, m.Route.Query, m.compareBy(), m.Route.All}
	if key == c.asked {
		return nil
	}
	if key.later != c.asked.later || key.earlier != c.asked.earlier {
		c.Answer = nil // of other captures
	}
	c.asked = key
	req := &protocol.DiffRequest{Query: key.query, By: key.by, Limit: CompareRows}
	if key.all {
		req.Limit = 0
	}
	return []Command{m.ask(DiffSlot, protocol.Request{Diff: req})}
}

// compareBy returns what the second table compares by.
func (m *Model) compareBy() string {
	switch m.Route.By {
	case "reason":
		return "why"
	case "domain":
		return "domain"
	}
	return "server"
}

// ShowsEarlier reports whether the views are about the earlier of two captures.
func (m *Model) ShowsEarlier() bool {
	return m.Compare.Earlier != nil && m.Route.At == route.AtEarlier
}

// chooseCapture follows the address to one of two captures. A link that names
// none keeps the one that is shown, and the address names it from then on, so
// that back leads to what was seen there.
func (m *Model) chooseCapture() []Command {
	c := &m.Compare
	if m.Stage != Open || c.Earlier == nil {
		return nil
	}
	var cmds []Command
	if m.Route.At == "" {
		m.Route.At = route.AtLater
		if m.Archive == c.Earlier {
			m.Route.At = route.AtEarlier
		}
		cmds = append(cmds, SetFragment{m.Route.Fragment(), true})
	}
	shown := c.Later
	if m.ShowsEarlier() {
		shown = c.Earlier
	}
	if m.Archive != shown {
		m.Archive, m.Overview = shown, nil
	}
	return cmds
}

// besides notes which sources are read in addition to those of the capture
// that is shown; the other one goes.
func (m *Model) besides(sources []protocol.SourceRef, capture *protocol.Capture) {
	c := &m.Compare
	if m.showsSecond() {
		m.Sources, m.Capture = c.Sources, c.Capture
	}
	c.Sources, c.Capture, m.Overview = slices.Clone(sources), capture, nil
}

// showsSecond reports whether the views are about the capture opened second.
func (m *Model) showsSecond() bool {
	return m.Compare.Earlier != nil && m.ShowsEarlier() == m.Compare.Swapped
}

// shownSources returns the sources of the capture that is shown.
func (m *Model) shownSources() []protocol.SourceRef {
	if m.showsSecond() {
		return m.Compare.Sources
	}
	return m.Sources
}

// paired takes the result of a load about two captures. More means that another
// load follows it at once.
func (m *Model) paired(l *protocol.Loaded) (cmds []Command, more bool) {
	c := &m.Compare
	if l.Earlier == nil {
		next, capture := c.Next, c.NextCapture
		*c = CompareState{}
		if next == nil || l.Canceled {
			return nil, false
		}
		return m.openCapture(next, Beside, capture), true
	}
	c.Later, c.Earlier, c.Swapped = m.Archive, l.Earlier, l.Swapped
	return nil, false
}
