package model

import (
	"slices"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	soFarEvery = time.Second     // overviews while reading
	sayEvery   = 5 * time.Second // the live region while reading
)

// updateLoad handles sources, the running load and crashes.
func updateLoad(m *Model, e Event) []Command {
	switch e := e.(type) {
	case ChooseFiles:
		return []Command{Pick{}}
	case ChooseFolder:
		return []Command{Pick{Folder: true}}
	case OpenSample:
		return []Command{UseSample{}}
	case Pasted:
		return append(m.closeDialog(), UseText{"pasted.txt", e.Text})
	case Chosen:
		return m.chosen(e.Sources)
	case SourcesPlaced:
		sources := m.Pending
		cmds := m.closeDialog()
		return append(cmds, m.open(sources, e.Place)...)
	case LoadCanceled:
		return m.cancel()
	case LoadDiscarded:
		return m.discard()
	case Crashed:
		return m.crashed(e.Details)
	case ReadAgain:
		if len(m.Sources) == 0 {
			m.Crash = ""
			return []Command{Restart{}}
		}
		next, capture := m.Compare.Sources, m.Compare.Capture
		cmds := m.openCapture(m.Sources, Replace, m.Capture)
		m.Compare.Next, m.Compare.NextCapture = next, capture
		return cmds

	case Answered:
		switch a := e.Answer; {
		case e.Slot == OverviewSlot:
			m.Load.Waiting = false
		case e.Slot != OpenSlot:
		case a.Progress != nil:
			m.progress(*a.Progress)
		case a.Loaded != nil:
			return m.loaded(a.Loaded)
		case a.Error != nil:
			return m.loaded(&protocol.Loaded{Fatal: a.Error})
		}
	case Elapsed:
		if e.Timer == SoFarTimer && m.Stage == Loading {
			cmds := []Command{m.after(SoFarTimer, soFarEvery)}
			if m.Load.Progress.Messages > 0 && !m.Load.Waiting {
				m.Load.Waiting = true
				cmds = append(cmds, m.askOverview())
			}
			return cmds
		}
	}
	return nil
}

var emptyFolder = protocol.ErrorBox{
	Title: "No files in this folder.",
	Text:  "It is empty, or the system does not let the browser read what is in it. Queue files belong to root: pack them on the server, or copy them to where you may read them.",
}

// chosen opens sources, or asks what to do with what is open.
func (m *Model) chosen(sources []protocol.SourceRef) []Command {
	m.Dragging = false
	if len(sources) == 0 { // a folder without a file that may be read
		m.Announce = "No files in this folder"
		if m.Stage == Empty {
			m.Fatal, m.Explained, m.Statuses = &emptyFolder, nil, nil
		}
		return nil
	}
	if m.Stage == Empty || m.Crash != "" {
		m.Dialog = NoDialog
		return m.open(sources, Replace)
	}
	if m.Stage == Open && m.Route.View == route.Compare && m.Compare.Earlier == nil {
		return m.open(sources, Beside) // this is what the screen asks for
	}
	m.Pending, m.Dialog = sources, PlaceDialog
	return []Command{Focus{PlaceID}}
}

// open starts a load.
func (m *Model) open(sources []protocol.SourceRef, place Place) []Command {
	return m.openCapture(sources, place, nil)
}

// openCapture starts a load that shows one of several captures in the sources;
// nil is the newest.
func (m *Model) openCapture(sources []protocol.SourceRef, place Place, capture *protocol.Capture) []Command {
	if len(sources) == 0 {
		return nil
	}
	if m.Stage != Open {
		place = Replace
	}
	var cmds []Command
	if m.Crash != "" || place == Replace && m.Stage != Empty {
		// A worker that died reads nothing. And one that reads or holds a queue
		// which is not wanted any more takes time to stop, and never gives its
		// memory back.
		cmds = append(cmds, Restart{})
	}
	m.Fatal, m.Explained, m.Statuses, m.Crash = nil, nil, nil, ""
	m.Stage = Loading
	m.Load = Load{Started: m.Now, Place: place}
	if place != Replace {
		m.Load.Back, m.Load.BackCapture = m.shownSources(), m.Capture
		if m.showsSecond() {
			m.Load.BackCapture = m.Compare.Capture
		}
	}
	ask := protocol.Request{Open: &protocol.OpenRequest{Sources: sources, Join: place == Add, Compare: place == Beside}}
	if capture != nil {
		ask.Open.Listing, ask.Open.Before = capture.Listing, capture.Before
	}
	ask.Earlier = m.ShowsEarlier()
	if place == Replace && capture == nil && m.Archive != nil && m.Route.Capture != 0 {
		m.Route.Capture = 0 // a number of the sources before
		cmds = append(cmds, SetFragment{m.Route.Fragment(), true})
	}
	switch place {
	case Add:
		m.Sources, m.Capture = append(slices.Clip(m.Sources), sources...), nil
	case Beside:
		m.besides(sources, capture)
	default:
		m.Capture = capture
		m.Sources, m.Archive, m.Overview, m.Groups, m.Problems = sources, nil, nil, nil, nil
		m.Compare = CompareState{}
	}
	for s := range numSlots {
		if s != CancelSlot {
			m.drop(s)
		}
	}
	return append(cmds,
		m.ask(OpenSlot, ask),
		m.after(SoFarTimer, soFarEvery))
}

// progress keeps the newest progress and what the live region says about it.
func (m *Model) progress(p protocol.Progress) {
	m.Load.Progress = p
	if m.Load.Stopping {
		return // which was said
	}
	if m.Load.SaidAt.IsZero() || m.Now.Sub(m.Load.SaidAt) >= sayEvery {
		m.Load.SaidAt = m.Now
		m.Load.Said = words.Plural(p.Messages, "message", "messages") + " found"
		if pc := PercentRead(p); pc != "" {
			m.Load.Said = pc + ", " + m.Load.Said
		}
	}
}

// loaded ends a load.
func (m *Model) loaded(l *protocol.Loaded) []Command {
	m.stop(SoFarTimer)
	m.Load.Waiting = false
	if l.Fatal != nil || (l.Canceled && l.Archive.Messages == 0) {
		m.Fatal, m.Explained, m.Statuses = l.Fatal, l.Explained, l.Statuses
		if m.Load.Place != Replace && m.Archive != nil {
			m.Stage = Open // what was open still is
			return nil
		}
		m.Stage, m.Archive, m.Overview = Empty, nil, nil
		return m.goTo(route.Route{}, true)
	}
	m.Archive, m.Stage = &l.Archive, Open
	if cmds, more := m.paired(l); more {
		return cmds
	}
	m.Overview = nil // it was of what had been read so far
	m.Announce = words.Plural(l.Archive.Messages, "message", "messages") + " read"
	cmds := []Command{Focus{MainID}}
	if l.Earlier != nil {
		cmds = append(cmds, m.goTo(route.Route{View: route.Compare, Query: m.Route.Query, At: route.AtLater}, false)...)
	} else if m.Route.View == route.Landing || m.Route.View == route.Compare {
		cmds = append(cmds, m.goTo(route.Route{View: route.Overview, Query: m.Route.Query}, false)...)
	}
	return cmds
}

// crashed keeps what is on the screen and says that reading stopped. The view
// stays; a load that was running leaves the overview of what was read so far.
// Questions under way are answered with an error.
func (m *Model) crashed(details string) []Command {
	if details == "" {
		details = "no details"
	}
	m.Crash, m.Dialog, m.Fatal = details, NoDialog, nil
	m.stop(SoFarTimer)
	m.drop(OpenSlot, CancelSlot)
	if m.Overview != nil {
		m.drop(OverviewSlot)
	}
	if m.Stage == Open {
		return nil
	}
	if m.Overview == nil {
		m.Stage, m.Archive = Empty, nil
		return m.goTo(route.Route{}, true)
	}
	if m.Archive == nil {
		m.Archive = &protocol.Archive{Name: m.Name(), Messages: m.Overview.Total}
	}
	m.Stage = Open
	return m.goTo(route.Route{View: route.Overview}, false)
}

// PercentRead returns how much of the sources was read, "" when their size is
// unknown.
func PercentRead(p protocol.Progress) string {
	if p.Size <= 0 {
		return ""
	}
	return words.Number(min(p.Read, p.Size)*100/p.Size) + "%"
}

// Taken returns the moment of the capture, 0 while it is not known.
func (m *Model) Taken() protocol.Moment {
	if m.Archive != nil {
		return m.Archive.Taken
	}
	return 0
}
