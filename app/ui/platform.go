package ui

import (
	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
)

// Platform is what the screens need from the browser. Package browser has the
// real one, tests have one in memory. Every callback is called on go-app's UI
// goroutine.
type Platform interface {
	// Ask sends a request to the engine; answer is called once, or for an
	// Open request once for each Progress and then with Loaded. A crashed
	// worker answers with Error.
	Ask(req protocol.Request, answer func(protocol.Answer))

	// ChooseFiles and ChooseFolder open the browser's dialog. What the user
	// chooses, drops or pastes arrives through Events.Chosen.
	ChooseFiles()
	ChooseFolder()

	// Text makes a source from a pasted text, Sample one from the built-in
	// sample queue. They arrive through Events.Chosen too.
	Text(name, text string)
	Sample()

	// Listen sets where events go.
	Listen(Events)

	// Restart starts a new worker, without a queue. The old one, and what it
	// was asked, is dropped.
	Restart()

	// Save offers a file as a download.
	Save(f protocol.File)
	// Copy puts a text into the clipboard and reports whether it worked.
	Copy(text string, done func(ok bool))

	// MakeHTML makes the HTML of a message safe and says what it would have done.
	// Until the next call, the element with the attribute data-mail, whose value is
	// the view's key, shows the document. It has no effect beyond that.
	MakeHTML(h protocol.HTML, done func(htmlmail.View))

	// SaveShared offers a file that a Share request made, a viewer with the
	// page around its data; done reports whether it could be put together.
	// DropShared forgets such a file.
	SaveShared(s protocol.Shared, done func(ok bool))
	DropShared(s protocol.Shared)
	// ViewerSize is the approximate size of a viewer without data, in bytes.
	ViewerSize() int64
	// ChooseMap opens the browser's dialog for a private list of pseudonyms. It
	// arrives through Events.MapChosen.
	ChooseMap()

	// Carried is what this page says about the data in it, nil without any.
	// OpenCarried makes a source of the data, which arrives through
	// Events.Chosen.
	Carried() *protocol.Carried
	OpenCarried()

	// Single reports whether the page is one file, which carries all it needs and
	// may fetch nothing, not even from where it came.
	Single() bool

	// SelfTest tries every way out of the page, one after the other, and
	// reports how each ended; then done is called.
	SelfTest(tried func(selftest.Tried), done func())

	// Theme is "system", "light" or "dark"; SetTheme applies and remembers it.
	Theme() string
	SetTheme(theme string)

	// Navigate sets the URL fragment ("#/messages?q=…", percent-encoded), as a
	// new entry of the history or in place of the current one. It causes no
	// Navigated event.
	Navigate(fragment string, replace bool)

	// Address is the address of the page with this URL fragment.
	Address(fragment string) string

	// NextTask calls fn in another task of the browser, which may paint and handle
	// input before.
	NextTask(fn func())

	// Focus moves the keyboard focus to the element with this id; it may be
	// called before the element is drawn (the next frame tries again). The
	// element "main", which is a whole view, is focused without scrolling.
	Focus(id string)
	// LeaveMain takes the focus from the element "main" or what in it has it, and
	// reports whether it was there. A browser that removes an element with the focus
	// first works out the styles of the whole page, which takes long.
	LeaveMain() bool
	// KeepFocus remembers the element that has the focus; RestoreFocus gives the
	// focus back to it, or to the element "main" if it is gone.
	KeepFocus()
	RestoreFocus()
	// SetValue sets the text of the field with this id. go-app cannot
	// empty a field: it removes the attribute, and the text stays.
	SetValue(id, value string)
	// ScrollTo sets the scroll position of the element with this id, of the
	// window for "".
	ScrollTo(id string, top int)
	// Rescroll is ScrollTo for an element whose position is from. If the user has
	// scrolled it elsewhere it stays there; a position that the browser changed
	// because the contents became shorter counts as from.
	Rescroll(id string, from, to int)
}

// Events are what the browser reports to the screens.
//
// Links are plain <a href="#/…">: the browser follows them itself, with all its
// ways to open them elsewhere, and the fragment arrives here. go-app's own
// handlers of clicks and history (window.onclick, window.onpopstate) must be
// off: they parse the address with net/url and crash on "#/messages?q=100%".
type Events struct {
	// Navigated reports the URL fragment as in the address bar ("#/…", still
	// percent-encoded, "" none): once after Listen and after each hashchange.
	Navigated func(fragment string)
	Chosen    func(sources []protocol.SourceRef) // dropped, chosen, pasted, sample; none for an empty folder
	// MapChosen gets the text of a list of pseudonyms.
	MapChosen func(text string)
	DragOver  func(over bool)      // a file hovers over the window
	Crashed   func(details string) // the worker died; details hold no mail
	// Key is a key press, with its name as in KeyboardEvent.key; true means
	// handled (the default is prevented). Not reported: presses with Ctrl, Alt or
	// Meta but for model.PaletteKey, and Enter and space on a link, a button, a summary or a check box.
	// In fields only Escape and model.PaletteKey are reported.
	Key func(key string, inField bool) bool
	// Scrolled reports position and height of a scrolling element that has
	// the attribute data-watch, by its id, at most once a frame; also once
	// when it appears or changes its height.
	Scrolled func(id string, top, height int)
	// Moved reports the width in pixels to which the user drags the separator
	// with this id, an element with data-grip, at most once a frame; 0 for a
	// double click.
	Moved   func(id string, width int)
	Resized func(width, height int) // the window; once at start
}
