package model

import (
	"maps"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// CausesState is which causes of the overview are open.
type CausesState struct {
	Toggled map[string]bool // by key: open or not, whatever it was at first
	All     bool            // the smaller causes are unfolded
}

// IsOpen reports whether a cause is open, given whether it is at first.
func (s CausesState) IsOpen(key string, atFirst bool) bool {
	if open, ok := s.Toggled[key]; ok {
		return open
	}
	return atFirst
}

// SmallerCausesID is the id of the line that unfolds the smaller causes.
const SmallerCausesID = "causes-smaller"

// CauseID returns the id of a cause on the overview; that of its line, which takes
// the focus, is CauseLineID.
func CauseID(key string) string {
	return "cause-" + strings.Map(func(r rune) rune {
		if r <= ' ' || r == '"' || r == '\u00a0' {
			return '_'
		}
		return r
	}, key)
}

// CauseLineID returns the id of the line of a cause.
func CauseLineID(key string) string { return CauseID(key) + "-line" }

// updateCauses opens and closes causes.
func updateCauses(m *Model, e Event) []Command {
	toggle := func(key string, open bool) {
		toggled := maps.Clone(m.Causes.Toggled)
		if toggled == nil {
			toggled = map[string]bool{}
		}
		toggled[key] = open
		m.Causes.Toggled = toggled
	}
	switch e := e.(type) {
	case CauseToggled:
		toggle(e.Key, e.Open)
	case SmallerCausesToggled:
		m.Causes.All = !m.Causes.All
	case CauseShown:
		toggle(e.Key, true)
		if o := m.Overview; o != nil {
			for n := range o.Causes {
				if o.Causes[n].Key == e.Key && n >= protocol.FirstCauses {
					m.Causes.All = true
				}
			}
		}
		return []Command{Focus{CauseLineID(e.Key)}}
	case LineReached:
		return []Command{FocusDrawn(e)}
	case QueueChanged:
		m.Causes = CausesState{}
	}
	return nil
}
