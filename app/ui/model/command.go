package model

import (
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Command is something for the Platform to do. The set is closed. Update
// returns commands; root carries them out.
type Command interface{ command() }

// Slot is a place for one answer. A later request for the same slot makes the
// answers of the earlier ones stale.
type Slot uint8

// The slots.
const (
	OpenSlot Slot = iota // Progress and Loaded
	CancelSlot
	OverviewSlot
	GroupsSlot
	CheckSlot // whether a filter is understood
	OffersSlot
	CountSlot // how many the filter matches, for the filter bar
	ProblemsSlot
	RepliesSlot
	PageSlot
	FacetsSlot
	DetailSlot
	ContentSlot
	HTMLSlot
	SourceSlot
	LogLineSlot
	PartSlot
	IDsSlot
	PreviewSlot
	ShareSlot
	MapSlot
	DiffSlot
	PlanSlot
	PlanFileSlot
	numSlots
)

// Timer is a use of After. Starting one again makes the earlier one void.
type Timer uint8

// The timers.
const (
	FilterTimer Timer = iota // the filter is applied when the typing pauses
	FaultTimer               // an error in the filter shows
	SoFarTimer               // the overview of what was read so far
	CopiedTimer              // "Copied" stays for a moment
	PrefixTimer              // g waits for its second key
	ListTimer                // for the list
	PlanTimer                // the plan is made again when the typing pauses
	numTimers
)

// The commands.
type (
	// Ask sends a request to the engine; Answered brings the answer.
	Ask struct {
		Slot    Slot
		Gen     int
		Request protocol.Request
	}
	// After starts a timer; Elapsed is its end.
	After struct {
		Timer Timer
		Gen   int
		Delay time.Duration
	}
	// SetFragment writes the route into the address.
	SetFragment struct {
		Fragment string
		Replace  bool
	}
	// SetTitle names the page.
	SetTitle struct{ Title string }
	// KeepFocus remembers what has the focus, RestoreFocus gives it back.
	KeepFocus    struct{}
	RestoreFocus struct{}
	// Focus, SetValue and ScrollTo act on the element with this id.
	Focus    struct{ ID string }
	SetValue struct{ ID, Value string }
	ScrollTo struct {
		ID  string
		Top int
	}
	// FocusDrawn is Focus for an element that is drawn and stays: it has the
	// focus before the next key.
	FocusDrawn struct{ ID string }
	// Rescroll is ScrollTo from a position, unless the user scrolls meanwhile.
	Rescroll struct {
		ID       string
		From, To int
	}
	// Pick opens the browser's dialog for files or for a folder.
	Pick struct{ Folder bool }
	// UseText and UseSample make sources that arrive as Chosen.
	UseText   struct{ Name, Text string }
	UseSample struct{}
	// Copy puts a text into the clipboard; Copied says how it went.
	Copy struct{ Key, Text string }
	// Save offers a file as a download.
	Save struct{ File protocol.File }
	// MakeHTML makes a message's HTML safe to show; HTMLMade says what is in it.
	MakeHTML struct{ HTML protocol.HTML }
	// SaveShared offers a file that was made to share; SharePut says how it
	// went. DropShared forgets one.
	SaveShared struct{ Shared protocol.Shared }
	DropShared struct{ Shared protocol.Shared }
	// MeasureViewer asks for ViewerMeasured, PickMap for MapChosen.
	MeasureViewer struct{}
	PickMap       struct{}
	// UseCarried makes a source of the data in the page; it arrives as Chosen.
	UseCarried struct{}
	// SetTheme applies and remembers a theme.
	SetTheme struct{ Theme string }
	// Restart starts a new worker.
	Restart struct{}
	// TryWaysOut runs the self-test; WayTried and SelfTestEnded report its results.
	TryWaysOut struct{}
)

func (Ask) command()           {}
func (After) command()         {}
func (SetFragment) command()   {}
func (SetTitle) command()      {}
func (KeepFocus) command()     {}
func (RestoreFocus) command()  {}
func (Focus) command()         {}
func (SetValue) command()      {}
func (ScrollTo) command()      {}
func (FocusDrawn) command()    {}
func (Rescroll) command()      {}
func (Pick) command()          {}
func (UseText) command()       {}
func (UseSample) command()     {}
func (Copy) command()          {}
func (Save) command()          {}
func (MakeHTML) command()      {}
func (SaveShared) command()    {}
func (DropShared) command()    {}
func (MeasureViewer) command() {}
func (PickMap) command()       {}
func (UseCarried) command()    {}
func (SetTheme) command()      {}
func (Restart) command()       {}
func (TryWaysOut) command()    {}
