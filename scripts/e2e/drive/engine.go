package drive

// Browser is a running browser that knows nothing yet: no page finds what
// another one stored.
type Browser interface {
	// Open loads an address in a new page, and returns when its document is
	// there; its scripts may still run.
	Open(url string, o Options) (*Page, error)
	Close()
}

// Options of a page.
type Options struct {
	Before string // JavaScript that runs before any of the page's own
}

// Tab is what an engine does for a page.
type Tab interface {
	// Load goes to another address.
	Load(url string) error
	Reload() error
	// Eval awaits an expression, and reads what it gives into value by way of
	// JSON. value may be nil.
	Eval(expression string, value any) error
	// ClickAt presses the mouse's button, in CSS pixels from the window's
	// upper left.
	ClickAt(x, y float64) error
	// Type types text, and the keys below, into what has the focus.
	Type(keys string) error
	// ChooseAt clicks on what opens the dialog of a file input, and chooses
	// files there.
	ChooseAt(x, y float64, input string, paths ...string) error
	// Drop drops files, and folders where CanDropFolders, on the middle of the
	// window.
	Drop(paths ...string) error
	CanDropFolders() bool
	// Downloads is the folder in which saved files appear.
	Downloads() string
	// Faults are the exceptions, the complaints in the console and the requests
	// for anything outside the site, so far.
	Faults() []string
	// Shot is a picture of the window as PNG.
	Shot() ([]byte, error)
	Close()
}

// Keys for Type, as WebDriver writes them (WebDriver §17.4.2).
const (
	TabKey    = "\ue004"
	Enter     = "\ue006"
	Escape    = "\ue00c"
	PageUp    = "\ue00e"
	PageDown  = "\ue00f"
	End       = "\ue010"
	Home      = "\ue011"
	ArrowUp   = "\ue013"
	ArrowDown = "\ue015"
)
