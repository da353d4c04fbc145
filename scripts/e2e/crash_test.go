package e2e

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// breaker defines breakWorker(now) and breakPage(), which overwrite the memory of
// a running Go program, so that it crashes like one with a real fault. With now
// false, the worker crashes on its next request.
const breaker = `(() => {
	const hook = () => {
		let real, go;
		Object.defineProperty(globalThis, 'Go', {
			get: () => real,
			set(c) { real = class extends c { constructor() { super(); go = this; } }; },
		});
		return now => {
			new Uint8Array(go._inst.exports.mem.buffer).fill(0xff, 4096);
			if (now) go._resume();
		};
	};
	const inWorker = 'const breakNow = (' + hook + ')(); addEventListener("message", e => {' +
		'if (e.data?.kind === "break") { e.stopImmediatePropagation(); breakNow(e.data.now); } });\n';
	const RealBlob = Blob;
	window.Blob = function (parts, options) {
		return new RealBlob(options?.type === 'text/javascript' ? [inWorker, ...parts] : parts, options);
	};
	window.Blob.prototype = RealBlob.prototype;
	const RealWorker = Worker;
	window.Worker = class extends RealWorker {
		constructor(...args) {
			super(...args);
			if (args[1]?.name === 'spoolscope') window.breakWorker = now => this.postMessage({kind: 'break', now});
		}
	};
	const breakNow = hook();
	window.breakPage = () => setTimeout(breakNow, 0, true);
})()`

// eachFragile runs a scenario on every target with the breaker in the page.
func eachFragile(t *testing.T, scenario func(a *app)) {
	t.Helper()
	eachWith(t, drive.Options{Before: breaker}, func(a *app) {
		a.expects(".") // what Go prints when it crashes
		scenario(a)
	})
}

// fragile opens the site in Chromium with the breaker in the page.
func fragile(t *testing.T) *app {
	t.Helper()
	a := targets[0].open(t, drive.Options{Before: breaker})
	a.expects(".")
	return a
}

// crashText waits for the note about a crash and returns its text.
func (a *app) crashText() string {
	a.t.Helper()
	a.wait(`document.querySelector('.note-crash')`)
	var text string
	a.must(a.Eval(`document.querySelector('.note-crash').innerText`, &text))
	return text
}

// readAgain presses "Read again" and waits until the note is gone and the
// expression ready is true.
func (a *app) readAgain(ready string) {
	a.t.Helper()
	a.must(a.Click("Read again"))
	a.wait(`!document.querySelector('.note-crash') && ` + ready)
}

const fault = "Reading stopped because of a fault in Spoolscope."

func TestCrash(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	eachFragile(t, func(a *app) {
		a.drop(c.Path("spool.tgz"))
		a.goTo("#/messages")
		a.wait(listed)
		a.must(a.Eval(`breakWorker(true)`, nil))
		if text := a.crashText(); !strings.Contains(text, fault) || !strings.Contains(text, "Messages found so far are shown.") {
			a.t.Errorf("the note reads %q", text)
		}
		a.wait(`location.hash === '#/messages' && ` + listed)
		a.goTo("#/messages?q=nobody")
		a.waitText("No answer: ")
		a.goTo("#/replies")
		a.wait(`!document.querySelector('main .list')`)
		a.waitText("No answer: ")
		a.must(a.Click("Copy the details"))
		a.wait(`document.querySelector('.note-crash').innerText.includes('Copied')`)
		a.goTo("#/messages")
		a.wait(`document.querySelector('main .list')?.innerText.includes('No answer: ')`)
		a.readAgain(listed)
		a.goTo("#/overview")
		a.wait(isOpen)
		a.check(want(a.t, c, "spool.tgz"))
	})
	t.Run("during a question", func(t *testing.T) {
		a := fragile(t)
		a.drop(c.Path("spool.tgz"))
		a.must(a.Eval(`breakWorker(false)`, nil))
		a.goTo("#/replies")
		a.waitText("No answer: ")
		if text := a.crashText(); !strings.Contains(text, fault) {
			t.Errorf("the note reads %q", text)
		}
		a.readAgain(`document.querySelector('main .rep')`)
	})
	// A second worker decompresses a gzip file for the one that crashes.
	plain := bigQueue(t)
	for name, archive := range map[string][]byte{"big.tar": plain, "big.tar.gz": gzipped(t, plain)} {
		t.Run("during a load of "+name, func(t *testing.T) {
			a := fragile(t)
			a.whileLoading(`breakWorker(false)`)
			a.must(a.Drop(file(t, name, archive)))
			if text := a.crashText(); !strings.Contains(text, fault) {
				t.Errorf("the note reads %q", text)
			}
			a.must(a.Click("Read again"))
			a.wait(isOpen)
			if n := a.figures().Messages; n != bigMessages {
				t.Errorf("read again, %d messages are shown, want %d", n, bigMessages)
			}
		})
	}
}

// When Go crashes on the page, no button of the app works; boot.js says so.
func TestPageCrash(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	eachFragile(t, func(a *app) {
		a.drop(c.Path("spool.tgz"))
		a.must(a.Eval(`breakPage()`, nil))
		a.wait(`document.querySelector('[role=alertdialog]')?.innerText.includes('Spoolscope stopped because of a fault in it.')`)
		a.must(a.Click("Copy the details"))
		a.wait(`document.querySelector('[role=alertdialog]').innerText.includes('Copied') || document.querySelector('[role=alertdialog] textarea')?.value`)
		a.must(a.Click("Reload"))
		a.must(a.Ready())
		a.dropBasic()
	})
}

// A worker that is refused more memory crashes, and the page explains why.
func TestOutOfMemory(t *testing.T) {
	t.Parallel()
	files := siteFiles(t)
	for i, f := range files {
		if f.Name == "app.wasm" {
			files[i].Data = withMemoryLimit(t, f.Data, 40<<20)
		}
	}
	p, err := chromium.take(t).Open(serveFolder(t, "/", ours, files).URL, drive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	a := &app{Page: p, t: t}
	a.must(a.Ready())
	a.must(a.Drop(file(t, "big.tar", bigQueue(t))))
	a.wait(`document.querySelector('.note-crash')`)
	if text := a.crashText(); !strings.Contains(text, "The browser ran out of memory") ||
		!strings.Contains(text, "Close other tabs, or archive one queue directory at a time.") {
		t.Errorf("the note reads %q; faults %q", text, a.Faults())
	}
	c := corpustest.Open(t, "basic")
	a.must(a.Drop(c.Path("spool.tgz")))
	a.wait(`document.querySelector('.archive b').textContent === 'spool.tgz' && !document.querySelector('.note-crash') && ` + isOpen)
	a.check(want(t, c, "spool.tgz"))
}

const bigMessages = 20_000

// bigQueue returns an archive that takes a while to read and tens of megabytes of
// memory.
func bigQueue(t *testing.T) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	files := make(map[string]string, bigMessages)
	for n := range bigMessages {
		var subject strings.Builder
		for range 60 {
			fmt.Fprintf(&subject, " %016x", random.Uint64())
		}
		files[fmt.Sprintf("mqueue/qf3ANMDK%c%c%06d", 'a'+n/1000%26, 'a'+n%26, n)] = fmt.Sprintf(
			"V8\nT1700000000\nK0\nN0\nP30000\nS<a%d@example.org>\nMDeferred: %x\nRPFD:<b%d@example.net>\nH??Subject:%s\n.\n", n, random.Uint64(), n, subject.String())
	}
	return tarOf(t, files)
}

// withMemoryLimit returns the module with a maximum for its memory: more bytes
// above its initial size (WebAssembly Core section 5.5.8).
func withMemoryLimit(t *testing.T, module []byte, more uint64) []byte {
	t.Helper()
	const pageSize, memorySection = 64 << 10, 5
	for at := 8; at < len(module); {
		id := module[at]
		size, n := binary.Uvarint(module[at+1:])
		body := at + 1 + n
		end := body + int(size)
		if id != memorySection {
			at = end
			continue
		}
		if module[body] != 1 || module[body+1] != 0 {
			t.Fatalf("the memory section begins with %x, want one memory without a maximum", module[body:body+2])
		}
		begin, _ := binary.Uvarint(module[body+2:])
		section := binary.AppendUvarint([]byte{1, 1}, begin)
		section = binary.AppendUvarint(section, begin+more/pageSize)
		out := append([]byte{}, module[:at]...)
		out = append(out, memorySection, byte(len(section)))
		out = append(out, section...)
		return append(out, module[end:]...)
	}
	t.Fatal("the module has no memory")
	return nil
}
