package ui

import "github.com/spoolscope/spoolscope/app/engine"

// Platform is what the screens need from the browser. Package browser has the
// real one, tests have one in memory. Every callback is called on go-app's UI
// goroutine.
type Platform interface {
	// Ask sends a request to the engine; answer is called once, or for an
	// Open request once for each Progress and then with Loaded. A crashed
	// worker answers with Error.
	Ask(req engine.Request, answer func(engine.Answer))

	// ChooseFiles and ChooseFolder open the browser's dialog. What the user
	// chooses, drops or pastes arrives through Events.Chosen.
	ChooseFiles()
	ChooseFolder()

	// Text makes a source of a pasted text, Sample one of the built-in
	// sample queue. They arrive through Events.Chosen too.
	Text(name, text string)
	Sample()

	// Listen sets where events go.
	Listen(Events)

	// Restart starts a new worker after a crash, without a queue.
	Restart()

	// Save offers a file as a download.
	Save(f engine.File)
	// Copy puts a text into the clipboard and tells whether it worked.
	Copy(text string, done func(ok bool))

	// Theme is "system", "light" or "dark"; SetTheme applies and remembers it.
	Theme() string
	SetTheme(theme string)

	// Focus moves the keyboard focus to the element with this id; it may be
	// called before the element is drawn (the next frame tries again).
	Focus(id string)
	// ScrollTo sets the scroll position of the element with this id.
	ScrollTo(id string, top int)
}

// Events are what the browser tells the screens.
type Events struct {
	Chosen   func(sources []engine.SourceRef) // dropped, chosen, pasted, sample
	DragOver func(over bool)                  // a file hovers over the window
	Crashed  func(details string)             // the worker died; details hold no mail
	// Key is a key press outside of fields, with its name as in
	// KeyboardEvent.key; true means handled (the default is prevented).
	Key func(key string, inField bool) bool
	// Scrolled reports position and height of a scrolling element that has
	// the attribute data-watch, by its id, at most once a frame; also once
	// when it appears or changes its height.
	Scrolled func(id string, top, height int)
	Resized  func(width, height int) // the window; once at start
}
