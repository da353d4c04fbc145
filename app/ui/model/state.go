package model

import (
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// Stage is what there is to show.
type Stage uint8

// The stages.
const (
	Empty   Stage = iota // nothing is open: the start page, whatever the address
	Loading              // a load is running: the loading screen
	Open                 // a queue is open
)

// Dialog is one of the dialogs; one at most is open.
type Dialog uint8

// The dialogs.
const (
	NoDialog Dialog = iota
	PasteDialog
	HelpDialog
	PlaceDialog  // replace what is open, add to it, or compare with it
	NarrowDialog // the facets of the list
	ShareDialog
	PaletteDialog
)

// Model is all that the screens show. It is a value: Update returns a changed
// copy, and what its pointers and slices lead to never changes.
type Model struct {
	Now   time.Time // of the event that is handled
	Stage Stage
	Route route.Route

	Archive *protocol.Archive // what is open; nil when nothing is
	Load    Load              // the running load
	Fatal   *protocol.ErrorBox
	// Explained is the meaning of the status or reply that was opened in place
	// of a queue, nil for anything else.
	Explained *protocol.Explanation
	Statuses  *protocol.StatusList // the same of several
	Sources   []protocol.SourceRef // what was loaded, to read it again
	Capture   *protocol.Capture    // that was asked for of several in them, nil the newest
	Pending   []protocol.SourceRef // chosen while another queue is open
	Crash     string               // details of a crash, "" none
	Dragging  bool

	Filter   Filter
	Overview *protocol.Overview // newest answer
	Groups   *protocol.GroupTable
	Problems *protocol.ProblemList
	Errors   [numSlots]*protocol.ErrorBox // a request that could not be answered

	Dialog    Dialog
	Back      string // id that gets the focus when the dialog closes
	Theme     string
	Days      int    // that sendmail keeps a message, 0: its default
	Single    bool   // the page is one file, see Platform.Single
	Prefix    bool   // g was pressed
	CopiedKey string // of the copy button that says "Copied"
	Announce  string // for the polite live region

	Width, Height int // the window
	Panes         window.Panes
	Columns       ListColumns

	SelfTest selftest.Run
	Share    ShareState
	Carried  CarriedState
	Compare  CompareState
	Captures CapturesState
	Cleanup  CleanupState
	Palette  PaletteState

	Causes  CausesState
	List    ListState
	Detail  DetailState
	Replies RepliesState

	overviewAsked [2]string // overviewKey of the newest question
	overviewFor   [2]string // and of Overview

	Gens   [numSlots]int
	Timers [numTimers]int
}

// Load is a running load.
type Load struct {
	Started  time.Time
	Progress protocol.Progress
	Place    Place
	Waiting  bool   // an overview of what was read so far is on its way
	Said     string // in the live region, at most every five seconds
	SaidAt   time.Time
	Stopping bool // by the user; what was read is being put together
	Again    bool // what was open is read again, as the load after it was discarded

	// What was open before, where the load adds to it or is put beside it.
	Back        []protocol.SourceRef
	BackCapture *protocol.Capture
}

// Filter is the filter bar. Route.Query is what applies: the words that are
// tokens, and after them what was typed when the typing last paused.
type Filter struct {
	Tokens string // the words shown as tokens
	Draft  string // the text in the field
	Live   bool   // Route.Query holds words that are still being typed
	// Entered: Enter was pressed, and the engine has not said yet whether it
	// understands the filter. Before are tokens and text as they were.
	Entered    bool
	Before     [2]string
	Applied    string               // the tokens when the filter was last applied
	Partly     bool                 // the tokens were applied without the text
	Place      int                  // of the cursor, in bytes of Draft
	Offers     *protocol.Completion // how the text could go on; nil: nothing is offered
	Pick       int                  // the offer that the arrows reached, -1 none
	TakeNext   bool                 // the first offer, once those for the text are there
	Fault      *protocol.QueryError // what is wrong with the tokens and the text
	FaultShown bool                 // and whether to say so
	Count      *protocol.Page
}

// ask makes a request for a slot; what was asked for it before is stale.
func (m *Model) ask(s Slot, req protocol.Request) Command {
	m.Gens[s]++
	m.Errors[s] = nil
	req.Earlier, req.Days = m.ShowsEarlier(), m.Days
	return Ask{s, m.Gens[s], req}
}

// drop makes all that was asked for the slots stale.
func (m *Model) drop(slots ...Slot) {
	for _, s := range slots {
		m.Gens[s]++
		m.Errors[s] = nil
	}
}

// after starts a timer; one that runs already is void.
func (m *Model) after(t Timer, d time.Duration) Command {
	m.Timers[t]++
	return After{t, m.Timers[t], d}
}

// stop makes a timer void.
func (m *Model) stop(t Timer) { m.Timers[t]++ }

// goTo changes the route; links do the same by themselves.
func (m *Model) goTo(r route.Route, replace bool) []Command {
	if r.At == "" && m.Compare.Earlier != nil {
		r.At = m.Route.At
	}
	if r.Capture == 0 && r.View != route.Landing && m.Compare.Earlier == nil {
		r.Capture = m.Route.Capture
	}
	r = m.withColumns(r)
	if r == m.Route {
		return nil
	}
	m.Route = r
	return []Command{SetFragment{r.Fragment(), replace}}
}

// Name of what is open or being read.
func (m *Model) Name() string {
	if m.Stage == Loading && m.Load.Progress.Name != "" {
		return m.Load.Progress.Name
	}
	if m.Archive != nil {
		return m.Archive.Name
	}
	return ""
}
