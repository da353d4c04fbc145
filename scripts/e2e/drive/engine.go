package drive

// Browser is a running browser. Each of its pages starts with empty storage of its
// own.
type Browser interface {
	// Open loads an address in a new page and returns when its document is there;
	// its scripts may still run.
	Open(url string, o Options) (*Page, error)
	Close()
}

// Options are settings of a page.
type Options struct {
	Before string // JavaScript that runs before any of the page's own
	Normal bool   // in Chromium: a window of the profile, not a private one without shared storage
}

// Tab is a page in one engine.
type Tab interface {
	// Load goes to another address.
	Load(url string) error
	Reload() error
	// Eval awaits a JavaScript expression and decodes its result, as JSON, into
	// value, which may be nil.
	Eval(expression string, value any) error
	// ClickAt clicks at a point, in CSS pixels from the upper left of the window.
	ClickAt(x, y float64) error
	// Type types text, which may contain the keys below, into the focused element.
	Type(keys string) error
	// ChooseAt clicks at a point, which must open the dialog of the file input with
	// this id, and chooses files there.
	ChooseAt(x, y float64, input string, paths ...string) error
	// Drop drops files, and folders if CanDropFolders, on the middle of the window.
	Drop(paths ...string) error
	CanDropFolders() bool
	// Downloads is the folder in which saved files appear.
	Downloads() string
	// Faults returns the exceptions, the errors and warnings in the console, and the
	// requests that left the site, so far.
	Faults() []string
	// Shot returns a screenshot of the window as PNG.
	Shot() ([]byte, error)
	Close()
}

// Keys for Type, as WebDriver writes them (WebDriver §17.4.2).
const (
	TabKey     = "\ue004"
	Enter      = "\ue006"
	Escape     = "\ue00c"
	PageUp     = "\ue00e"
	PageDown   = "\ue00f"
	End        = "\ue010"
	Home       = "\ue011"
	ArrowLeft  = "\ue012"
	ArrowUp    = "\ue013"
	ArrowRight = "\ue014"
	ArrowDown  = "\ue015"
)
