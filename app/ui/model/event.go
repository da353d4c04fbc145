package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Event is something that happened: in the browser, in the engine, or under
// the user's hand. The set is closed. Update turns events into a new Model.
type Event interface{ event() }

// What the browser reports (see Events), and the answers.
type (
	// Navigated: the address has another fragment.
	Navigated struct{ Fragment string }
	// Chosen: sources were dropped, chosen or pasted.
	Chosen struct{ Sources []protocol.SourceRef }
	// DraggedOver: a file hovers over the window, or no longer.
	DraggedOver struct{ Over bool }
	// Crashed: the worker died.
	Crashed struct{ Details string }
	// Pressed: a key that Model.keyEvent does not turn into another event.
	// The list and the open message take theirs from it.
	Pressed struct{ Key string }
	// Scrolled: an element with data-watch has another position or height.
	Scrolled struct {
		ID          string
		Top, Height int
	}
	// Resized: the window has another size.
	Resized struct{ Width, Height int }
	// Answered: the engine answered Ask{Slot, Gen}.
	Answered struct {
		Slot   Slot
		Gen    int
		Answer protocol.Answer
	}
	// Elapsed: the time of an After is over. Only the newest Gen of a timer
	// counts.
	Elapsed struct {
		Timer Timer
		Gen   int
	}
	// Copied: a Copy with this Key ended.
	Copied struct {
		Key string
		OK  bool
	}
)

// What Update derives from a change of the Model, for the screens.
type (
	// RouteChanged: Model.Route was From before. It follows every event that
	// changes the route.
	RouteChanged struct{ From route.Route }
	// QueueChanged: another queue is open (or more of it, or none). All
	// answers about the old one are void.
	QueueChanged struct{}
)

// What the user did in the shell.
type (
	// GoTo: open a view by other means than a link.
	GoTo struct {
		Route   route.Route
		Replace bool
	}
	// FilterTyped: the text in the filter's field, after the tokens, and the
	// byte at which the cursor stands.
	FilterTyped struct {
		Text  string
		Place int
	}
	// FilterCommitted: Enter in the filter; the typed words become tokens.
	FilterCommitted struct{}
	// FilterWordRemoved: the n-th token was removed.
	FilterWordRemoved struct{ N int }
	// FilterLastRemoved: backspace in the empty field.
	FilterLastRemoved struct{}
	// FilterCleared: no filter any more.
	FilterCleared struct{}
	// FilterFocused: go to the filter's field. FilterLeft: Escape in a field.
	FilterFocused struct{}
	FilterLeft    struct{}

	// OfferMoved: an arrow in the filter's field; without offers it asks for
	// some. OfferTaken: the n-th offer, -1 the picked one. OffersClosed: none.
	OfferMoved   struct{ By int }
	OfferTaken   struct{ N int }
	OffersClosed struct{}

	// GroupedBy: server, reason or domain.
	GroupedBy struct{ By string }

	// ReturnSet: how many days sendmail keeps a message, 0 for what its
	// configuration says. Configured: there is one that says so.
	ReturnSet struct {
		Days       int
		Configured bool
	}
	// CauseToggled: a cause of the overview was opened or closed by its line.
	CauseToggled struct {
		Key  string
		Open bool
	}
	// CauseShown: something else leads to a cause, which is opened and focused.
	CauseShown struct{ Key string }
	// SmallerCausesToggled: the line that unfolds the smaller causes.
	SmallerCausesToggled struct{}
	// LineReached: an arrow key moved the focus to another line of the causes.
	LineReached struct{ ID string }

	// ChooseFiles, ChooseFolder and OpenSample ask the browser for sources.
	ChooseFiles  struct{}
	ChooseFolder struct{}
	OpenSample   struct{}
	// Pasted: the text of the paste dialog.
	Pasted struct{ Text string }
	// SourcesPlaced answers the dialog "replace, add or compare".
	SourcesPlaced struct{ Place Place }
	// CompareBoth: two sources that were opened as one queue are captures of
	// the same one; open them side by side.
	CompareBoth struct{}
	// LoadCanceled: stop reading, keep what was read. LoadDiscarded: keep nothing of
	// it, once it was stopped.
	LoadCanceled  struct{}
	LoadDiscarded struct{}
	// ReadAgain: after a crash, with the same sources.
	ReadAgain struct{}

	// DialogOpened and DialogClosed: paste, help. Back is the id of the
	// element that gets the focus back.
	DialogOpened struct {
		Dialog Dialog
		Back   string
	}
	DialogClosed struct{}

	// CopyAsked: a copy button. It says "Copied" while Model.CopiedKey is Key.
	CopyAsked struct{ Key, Text string }
	// ThemeCycled: system, light, dark.
	ThemeCycled struct{}
	// PrefixPressed: g, which waits for its second key.
	PrefixPressed struct{}
)

func (Navigated) event()            {}
func (Chosen) event()               {}
func (DraggedOver) event()          {}
func (Crashed) event()              {}
func (Pressed) event()              {}
func (Scrolled) event()             {}
func (Resized) event()              {}
func (Answered) event()             {}
func (Elapsed) event()              {}
func (Copied) event()               {}
func (RouteChanged) event()         {}
func (QueueChanged) event()         {}
func (GoTo) event()                 {}
func (FilterTyped) event()          {}
func (FilterCommitted) event()      {}
func (FilterWordRemoved) event()    {}
func (FilterLastRemoved) event()    {}
func (FilterCleared) event()        {}
func (FilterFocused) event()        {}
func (FilterLeft) event()           {}
func (OfferMoved) event()           {}
func (OfferTaken) event()           {}
func (OffersClosed) event()         {}
func (GroupedBy) event()            {}
func (ReturnSet) event()            {}
func (CauseToggled) event()         {}
func (CauseShown) event()           {}
func (SmallerCausesToggled) event() {}
func (LineReached) event()          {}
func (ChooseFiles) event()          {}
func (ChooseFolder) event()         {}
func (OpenSample) event()           {}
func (Pasted) event()               {}
func (SourcesPlaced) event()        {}
func (CompareBoth) event()          {}
func (LoadCanceled) event()         {}
func (LoadDiscarded) event()        {}
func (ReadAgain) event()            {}
func (DialogOpened) event()         {}
func (DialogClosed) event()         {}
func (CopyAsked) event()            {}
func (ThemeCycled) event()          {}
func (PrefixPressed) event()        {}

// What parts of the screen report about themselves. It changes nothing in the Model.
type (
	// DrawMore: a part waits to be drawn in another task, by Do. Do calls alone on the
	// UI goroutine, so that the rest of the page is not drawn with it.
	DrawMore struct{ Do func(alone func()) }
	// Follows: a part is drawn whenever an element is scrolled.
	Follows struct{ Part *Follower }
	// Unfollows: it is no longer on the page.
	Unfollows struct{ Part *Follower }
)

func (DrawMore) event()  {}
func (Follows) event()   {}
func (Unfollows) event() {}

// Follower is a part of the screen that shows where an element is scrolled to, which
// changes nothing else on the page.
type Follower struct {
	ID   string                       // of the element that scrolls
	Draw func(m *Model, alone func()) // from the Model, calling alone as DrawMore does
}

// Send gives an event to Update. It is for the handlers of the screens, which
// run on the UI goroutine. It never changes, so handlers that differ only in
// the event need app.EventScope.
type Send func(Event)
