package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// CapturesState is the part of the Model behind the choice among several
// captures of one queue in the sources, as in the log of a cron job.
type CapturesState struct {
	// Picked is the number in the field of the Overview, From and To those of the
	// screen Compare. 0 is what Picks gives.
	Picked, From, To int
}

// What the user did with the captures in the sources.
type (
	// CapturePicked: the field on the Overview. CaptureShown: its button.
	CapturePicked struct{ Number int }
	CaptureShown  struct{}
	// PairPicked: the fields on the screen Compare, 0 unchanged. PairCompared:
	// their button.
	PairPicked   struct{ From, To int }
	PairCompared struct{}
)

func (CapturePicked) event() {}
func (CaptureShown) event()  {}
func (PairPicked) event()    {}
func (PairCompared) event()  {}

// updateCaptures handles the choice among captures.
func updateCaptures(m *Model, e Event) []Command {
	c := &m.Captures
	switch e := e.(type) {
	case QueueChanged:
		if m.Stage == Open {
			*c = CapturesState{}
		}
	case CapturePicked:
		c.Picked = e.Number
	case CaptureShown:
		if picked, _, _ := m.Picks(); picked != 0 {
			r := m.Route
			r.Capture, r.ID, r.Tab = picked, "", ""
			return m.goTo(r, false)
		}
	case PairPicked:
		if e.From != 0 {
			c.From = e.From
		}
		if e.To != 0 {
			c.To = e.To
		}
	case PairCompared:
		_, from, to := m.Picks()
		return m.comparePair(min(from, to), max(from, to))
	}
	return nil
}

// Picks returns the numbers that the fields show: of the capture to open, and of
// the two to compare. At first those are what is open, else the oldest and the
// newest. All are 0 where the sources hold one capture.
func (m *Model) Picks() (open, from, to int) {
	if m.Archive == nil || len(m.Archive.Captures) == 0 {
		return 0, 0, 0
	}
	all := m.Archive.Captures
	open, from, to = Shown(all).Number, all[0].Number, all[len(all)-1].Number
	if c := &m.Compare; c.Earlier != nil && len(c.Earlier.Captures) > 0 && len(c.Later.Captures) > 0 {
		from, to = Shown(c.Earlier.Captures).Number, Shown(c.Later.Captures).Number
	}
	pick := func(field *int, n int) {
		if n != 0 {
			*field = n
		}
	}
	pick(&open, m.Captures.Picked)
	pick(&from, m.Captures.From)
	pick(&to, m.Captures.To)
	return open, from, to
}

// Shown returns the capture that is shown; of several hosts' the last.
func Shown(all []protocol.Capture) protocol.Capture {
	var shown protocol.Capture
	for _, c := range all {
		if c.Shown {
			shown = c
		}
	}
	return shown
}

// capture finds a capture of what is shown by its number, nil for none.
func (m *Model) capture(number int) *protocol.Capture {
	if m.Archive == nil {
		return nil
	}
	for k := range m.Archive.Captures {
		if c := &m.Archive.Captures[k]; c.Number == number {
			return c
		}
	}
	return nil
}

// comparePair opens two captures of the sources that are shown, one beside the
// other.
func (m *Model) comparePair(from, to int) []Command {
	first, second := m.capture(from), m.capture(to)
	if m.Stage != Open || first == nil || second == nil || first == second {
		return nil
	}
	sources := m.shownSources()
	if m.Compare.Earlier == nil && first.Shown {
		return m.openCapture(sources, Beside, second)
	}
	cmds := m.openCapture(sources, Replace, first)
	m.Compare.Next, m.Compare.NextCapture = sources, second
	return cmds
}

// followCapture opens the capture that the address names. An address that names
// none, or one that the sources lack, gets the number of the one that is shown.
// With two captures open the address says which of them it is about; a number
// opens that capture alone.
func (m *Model) followCapture() []Command {
	if m.Stage != Open || m.Route.View == route.Landing {
		return nil
	}
	want, asked := m.capture(m.Route.Capture), m.Capture
	if want != nil && !want.Shown && (asked == nil || asked.Number != want.Number) || want != nil && m.Compare.Earlier != nil {
		sources, cmds := m.shownSources(), []Command(nil)
		if m.Route.At != "" {
			m.Route.At = "" // there are not two any more
			cmds = append(cmds, SetFragment{m.Route.Fragment(), true})
		}
		return append(cmds, m.openCapture(sources, Replace, want)...)
	}
	number := 0
	switch {
	case m.Archive == nil || m.Compare.Earlier != nil:
	case want != nil && want.Shown:
		number = want.Number
	default:
		number = Shown(m.Archive.Captures).Number
	}
	if m.Route.Capture == number {
		return nil
	}
	m.Route.Capture = number
	return []Command{SetFragment{m.Route.Fragment(), true}}
}
