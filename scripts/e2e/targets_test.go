package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
	"github.com/spoolscope/spoolscope/scripts/e2e/firefox"
	"github.com/spoolscope/spoolscope/scripts/e2e/webkit"
)

// engine is a browser that is started when a scenario first needs it. All tests
// run in parallel, but only one at a time has an engine, because browsers
// throttle pages in the background.
type engine struct {
	name   string
	start  func(canary *drive.Canary, how tuning) (drive.Browser, error)
	canary *drive.Canary
	turn   sync.Mutex // held while a test shows its page
	drive.Browser
}

// Chromium runs twice, so that its two targets do not wait for each other.
var (
	chromium  = &engine{name: "chromium", start: startChromium}
	chromium2 = &engine{name: "chromium", start: startChromium}
	gecko     = &engine{name: "firefox", start: startFirefox}
	webKit    = &engine{name: "webkit", start: startWebKit}
)

// tuning says how a browser is set up.
type tuning bool

const (
	// asShipped is how users run it. TestAsShipped and TestBombsInPage use it,
	// with a browser of their own.
	asShipped tuning = false
	// sparing turns off what costs much processor time in a page that lives for
	// seconds and does not affect what tests check: optimising the module, which
	// is done only after baseline code has done the work, and drawing with an
	// emulated graphics card. In WebKit these take half of the time.
	sparing tuning = true
)

func startChromium(c *drive.Canary, how tuning) (drive.Browser, error) {
	var flags map[string]any
	if how == sparing {
		// V8's baseline compiler; what it compiles is validated then, not all at the start.
		flags = map[string]any{"js-flags": "--liftoff-only --wasm-lazy-validation"}
	}
	return chrome.Start(c, flags)
}

// startFirefox needs no tuning: Firefox optimises only hot code, and draws
// without emulating a graphics card.
func startFirefox(c *drive.Canary, _ tuning) (drive.Browser, error) { return firefox.Start(c, nil) }

func startWebKit(c *drive.Canary, how tuning) (drive.Browser, error) {
	var environment []string
	if how == sparing {
		environment = []string{"JSC_useOMGJIT=0", "WEBKIT_DISABLE_COMPOSITING_MODE=1"} // the optimising compiler (OMG), which follows the baseline one (BBQ)
	}
	return webkit.Start(c, environment...)
}

// take waits for the engine, reserves it until the test ends, and starts it
// unless it already runs.
func (e *engine) take(t *testing.T) *engine {
	t.Helper()
	e.turn.Lock()
	t.Cleanup(e.turn.Unlock)
	return e.running(t)
}

// running starts the engine, which the test must have taken, unless it already
// runs, and returns it.
func (e *engine) running(t *testing.T) *engine {
	t.Helper()
	if e.Browser != nil {
		return e
	}
	var err error
	if e.canary == nil {
		if e.canary, err = drive.NewCanary(); err != nil {
			t.Fatal(err)
		}
	}
	b, err := e.start(e.canary, sparing)
	if err != nil {
		t.Fatal(err)
	}
	e.Browser = b
	return e
}

// uncalled fails the test if the browser called another host.
func (e *engine) uncalled(t *testing.T) {
	t.Helper()
	for _, c := range e.canary.Calls() {
		t.Errorf("%s called another host: %s", e.name, c)
	}
}

func closeEngines() {
	for _, e := range []*engine{chromium, chromium2, gecko, webKit} {
		if e.Browser != nil {
			e.Close()
		}
		if e.canary != nil {
			e.canary.Close()
		}
	}
}

// target is the site or the single file in a browser.
type target struct {
	name   string
	engine *engine
	single bool
}

var targets = []target{
	{"site-chromium", chromium, false},
	{"single-chromium", chromium2, true},
	{"single-firefox", gecko, true},
	{"single-webkit", webKit, true},
}

var (
	// engineTargets has each engine once.
	engineTargets = []target{targets[0], targets[2], targets[3]}
	// bothTargets are the site in Chromium and the single file in Firefox.
	bothTargets = []target{targets[0], targets[2]}
)

// chosen matches the names of the targets to run: the environment variable TARGET.
var chosen = regexp.MustCompile(os.Getenv("TARGET"))

// each runs a scenario on every target, with its start page open. The engines run
// in parallel. Use it for the main journeys, and wherever a page on disk may differ
// from one on a server: start, files, downloads, storage, policies, frames,
// workers.
func each(t *testing.T, scenario func(a *app)) {
	t.Helper()
	eachWith(t, drive.Options{}, scenario)
}

// engines runs a scenario once in each engine. Use it for what the engine itself
// does on any page: focus, keys, pointers, layout, decoding of charsets and gzip.
func engines(t *testing.T, scenario func(a *app)) {
	t.Helper()
	on(t, engineTargets, drive.Options{}, scenario)
}

// both runs a scenario on the site and on the single file, each in one engine.
// Use it for what the page's Go code computes, which does not depend on the
// engine.
func both(t *testing.T, scenario func(a *app)) {
	t.Helper()
	on(t, bothTargets, drive.Options{}, scenario)
}

// eachWith is each with options for the page.
func eachWith(t *testing.T, o drive.Options, scenario func(a *app)) {
	t.Helper()
	on(t, targets, o, scenario)
}

// on runs a scenario on some targets.
func on(t *testing.T, targets []target, o drive.Options, scenario func(a *app)) {
	t.Helper()
	for _, tg := range targets {
		if chosen.MatchString(tg.name) {
			t.Run(tg.name, func(t *testing.T) {
				t.Parallel()
				scenario(tg.open(t, o))
			})
		}
	}
}

// eachLoaded is eachWith for pages that may not get as far as the start page.
func eachLoaded(t *testing.T, o drive.Options, scenario func(a *app)) {
	t.Helper()
	for _, tg := range targets {
		if chosen.MatchString(tg.name) {
			t.Run(tg.name, func(t *testing.T) {
				t.Parallel()
				scenario(tg.load(t, o))
			})
		}
	}
}

// url returns the address of the target's start page.
func (tg target) url(t *testing.T) string {
	t.Helper()
	if !tg.single {
		return site.URL
	}
	path, err := filepath.Abs("../../build/spoolscope.html")
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

// open opens the start page. When the test ends, the page must not have had a
// fault, nor requested anything from outside: the site only its own files, the
// single file nothing at all.
func (tg target) open(t *testing.T, o drive.Options) *app {
	t.Helper()
	a := tg.load(t, o)
	a.must(a.Ready())
	return a
}

// load is open for a page that may not get as far as the start page.
func (tg target) load(t *testing.T, o drive.Options) *app {
	t.Helper()
	tg.engine.take(t)
	return tg.show(t, tg.url(t), o)
}

// at opens a file from disk in addition to the page that is shown. The caller holds
// the engine's turn.
func (tg target) at(t *testing.T, path string) *app {
	t.Helper()
	tg.single = true
	return tg.show(t, "file://"+path, drive.Options{})
}

func (tg target) show(t *testing.T, url string, o drive.Options) *app {
	t.Helper()
	e := tg.engine.running(t)
	p, err := e.Open(url, o)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{Page: p, target: tg, t: t}
	t.Cleanup(func() {
		defer p.Close()
		for _, f := range p.Faults() {
			if a.expected == nil || !a.expected.MatchString(f) {
				t.Errorf("the page complains: %s", f)
			}
		}
		for _, r := range site.Strange() {
			t.Errorf("the site was asked for %s", r)
		}
		e.uncalled(t)
	})
	return a
}

// open opens the start page of the site in Chromium.
func open(t *testing.T) *app {
	t.Helper()
	return targets[0].open(t, drive.Options{})
}
