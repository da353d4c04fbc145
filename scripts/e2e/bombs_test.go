package e2e

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/bombtest"
	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// weigher defines workerMemory(), a promise of the size of the worker's memory in
// bytes. WebAssembly memory never shrinks, so this is also its peak.
const weigher = `(() => {
	const hook = () => {
		let real, go;
		Object.defineProperty(globalThis, 'Go', {
			get: () => real,
			set(c) { real = class extends c { constructor() { super(); go = this; } }; },
		});
		addEventListener('message', e => {
			if (e.data?.kind !== 'weigh') return;
			e.stopImmediatePropagation();
			postMessage({kind: 'weight', bytes: go._inst.exports.mem.buffer.byteLength});
		});
	};
	const RealBlob = Blob;
	window.Blob = function (parts, options) {
		return new RealBlob(options?.type === 'text/javascript' ? ['(' + hook + ')();\n', ...parts] : parts, options);
	};
	window.Blob.prototype = RealBlob.prototype;
	const RealWorker = Worker;
	window.Worker = class extends RealWorker {
		constructor(...args) {
			super(...args);
			if (args[1]?.name !== 'spoolscope') return;
			window.workerMemory = () => new Promise(done => {
				this.addEventListener('message', e => { if (e.data?.kind === 'weight') done(e.data.bytes); });
				this.postMessage({kind: 'weigh'});
			});
		}
	};
})()`

// The bounds for a file that is made to exhaust its reader; the same as for the
// command.
const (
	maxPage     = 256 << 20       // bytes of the worker
	maxPageTime = 5 * time.Second // of processors, for all of the browser
)

// Files that are made to exhaust their reader end in the page as in the command,
// within its memory and processor time, with the Problem that names the limit, and
// everything before the bomb is shown. BOMBS is a regexp that chooses files.
func TestBombsInPage(t *testing.T) {
	t.Parallel()
	l := newLab(t, chromium, asShipped)
	browser, ok := l.Browser.(*chrome.Browser)
	if !ok {
		t.Fatal("the browser is not Chromium")
	}
	page, err := browser.Open(targets[0].url(t), drive.Options{Before: weigher})
	if err != nil {
		t.Fatal(err)
	}
	defer page.Close()
	a := &app{Page: page, target: targets[0], t: t}
	some := regexp.MustCompile(`^(zeros\.tgz|sparse\.tar|overlapping\.zip|windows\.zip|entries\.txt\.zst|links\.tgz)$`)
	whole := os.Getenv("SECURITY") == "whole" // so that nothing else runs
	if whole {
		some = regexp.MustCompile("")
	}
	if chosen := os.Getenv("BOMBS"); chosen != "" {
		some = regexp.MustCompile(chosen)
	}
	var most int64
	var longest time.Duration
	count := 0
	for _, b := range bombtest.All() {
		if !some.MatchString(b.File) {
			continue
		}
		c := a.bomb(browser, b)
		if c.messages < b.Messages {
			t.Errorf("%s: %d messages are shown, want at least %d", b.Name, c.messages, b.Messages)
		}
		if !strings.Contains(strings.ToLower(c.said), strings.ToLower(b.Limit)) { // a sentence begins with a capital
			t.Errorf("%s: no problem says %q: %.300q", b.Name, b.Limit, c.said)
		}
		if c.memory > maxPage {
			t.Errorf("%s: the worker has %d MB", b.Name, c.memory>>20)
		}
		if whole && c.time > maxPageTime {
			t.Errorf("%s: the page takes %.1f s of processor time", b.Name, c.time.Seconds())
		}
		t.Logf("| %s | %s | %.1f s | %d MB | %d messages | %s |", b.Name, b.File, c.time.Seconds(), c.memory>>20, c.messages, b.Limit)
		most, longest = max(most, c.memory), max(longest, c.time)
		count++
	}
	t.Logf("%d bombs in the page: %.1f s of processor time and %d MB at most, 0 crashes", count, longest.Seconds(), most>>20)
}

// readSoFar is a JavaScript expression for the bytes read of the current load, its
// phase, and the current file. None of them changes with time alone.
const readSoFar = `['.progress', '.phases'].map(part => {
	const e = document.querySelector('main .loading ' + part);
	return (e?.dataset.v ?? '') + (e?.textContent ?? '');
}).join(' ')`

// bombCost is what a bomb cost the page, and what the page showed.
type bombCost struct {
	time     time.Duration
	memory   int64
	messages int
	said     string
}

// bomb opens a bomb in a freshly loaded page.
func (a *app) bomb(browser *chrome.Browser, b bombtest.Bomb) (c bombCost) {
	a.t.Helper()
	a.reload()
	a.must(a.Ready())
	a.goTo("#/")
	path := file(a.t, b.File, b.Make())
	before, err := browser.ProcessorTime()
	a.must(err)
	a.must(a.Drop(path))
	a.must(a.WaitWhile(fmt.Sprintf(`!document.querySelector('main .loading') && (%s || document.querySelector('main .note'))`, isOpen), readSoFar))
	var shown bool
	a.must(a.Eval(`!!document.querySelector('a.archive')`, &shown))
	if shown || b.Messages > 0 {
		a.wait(isOpen)
		c.messages = a.figures().Messages
		a.goTo("#/problems")
		a.wait(`document.querySelector('main h1')?.textContent === 'Problems' && document.querySelector('main .page-head p')`)
	}
	a.must(a.Eval(`document.querySelector('main').textContent`, &c.said))
	after, err := browser.ProcessorTime()
	a.must(err)
	c.time = after - before
	a.must(a.Eval(`workerMemory().then(n => { window.weight = n; })`, nil))
	a.wait(`window.weight`)
	a.must(a.Eval(`(n => { delete window.weight; return n; })(window.weight)`, &c.memory))
	return c
}
