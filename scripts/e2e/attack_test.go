package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// readerHooks defines killReader(), which ends the worker that reads a large file,
// breakReader(), which crashes it, and garbleReader(byte), after which it sends
// nothing but that byte. Each acts as soon as there is such a worker. If
// window.refuse is set, files cannot be read from that byte on.
const readerHooks = `(() => {
	const hook = () => {
		let real, go, broken = false;
		Object.defineProperty(globalThis, 'Go', {
			get: () => real,
			set(c) { real = class extends c { constructor() { super(); go = this; } }; },
		});
		addEventListener('message', e => {
			if (e.data?.kind === 'garble') {
				const post = MessagePort.prototype.postMessage;
				MessagePort.prototype.postMessage = function (m, list) {
					if (!m.kind && m.buffer) new Uint8Array(m.buffer).fill(e.data.byte);
					post.call(this, m, list);
				};
			}
			if (e.data?.kind !== 'break') return;
			e.stopImmediatePropagation();
			new Uint8Array(go._inst.exports.mem.buffer).fill(0xff, 4096);
			go._resume();
		});
	};
	const RealBlob = Blob;
	window.Blob = function (parts, options) {
		return new RealBlob(options?.type === 'text/javascript' ? ['(' + hook + ')();\n', ...parts] : parts, options);
	};
	window.Blob.prototype = RealBlob.prototype;
	const slice = RealBlob.prototype.slice;
	RealBlob.prototype.slice = function (from, to, type) {
		if (this instanceof File && window.refuse !== undefined && to > window.refuse) {
			return {arrayBuffer: () => Promise.reject(new DOMException('The file could not be read.', 'NotReadableError'))};
		}
		return slice.call(this, from, to, type);
	};
	const RealWorker = Worker;
	let reader, wanted;
	window.workers = 0;
	window.Worker = class extends RealWorker {
		constructor(...args) {
			super(...args);
			if (args[1]?.name === 'spoolscope') window.workers++;
			if (args[1]?.name !== 'spoolscope-reader') return;
			reader = this;
			// What it tells first is that it is ready; from then on it reads.
			this.addEventListener('message', () => wanted?.(this), {once: true});
		}
	};
	window.killReader = () => { wanted = r => { r.terminate(); window.killed = true; }; };
	window.breakReader = () => { wanted = r => r.postMessage({kind: 'break'}); };
	window.garbleReader = byte => { wanted = r => r.postMessage({kind: 'garble', byte}); };
	window.sparedReader = () => { wanted = undefined; };
})()`

// The worker that reads a large file for the one that answers may disappear without
// notice: then the load waits until the user stops it. One that crashes reports it.
func TestReaderGone(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	big := bigQueue(t)
	eachWith(t, drive.Options{Before: readerHooks}, func(a *app) {
		a.expects(".")
		var apart bool
		a.must(a.Eval(`navigator.hardwareConcurrency > 1 && !(navigator.deviceMemory < 4)`, &apart))
		if !apart {
			a.t.Skip("one worker reads and answers here")
		}
		a.must(a.Eval(`killReader()`, nil))
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.wait(`window.killed && ` + loadingCard)
		a.must(a.Eval(strings.TrimSuffix(cancel, ";"), nil))
		a.wait(`!` + loadingCard)
		a.waitText("Stopped by you.")
		a.must(a.Eval(`breakReader()`, nil))
		a.must(a.Drop(file(a.t, "big.tar", big)))
		if text := a.crashText(); !strings.Contains(text, fault) {
			a.t.Errorf("the note reads %q", text)
		}
		for _, garbage := range []string{"255", "7", "65"} {
			a.must(a.Eval(`garbleReader(`+garbage+`)`, nil))
			a.must(a.Drop(file(a.t, "big.tar", big)))
			a.wait(`!` + loadingCard)
			if text := a.crashText(); !strings.Contains(text, fault) {
				a.t.Errorf("garbage %s: the note reads %q", garbage, text)
			}
		}
		a.must(a.Eval(`sparedReader()`, nil))
		a.must(a.Drop(c.Path("spool.tgz")))
		a.wait(`!document.querySelector('.note-crash') && ` + isOpen)
		a.check(want(a.t, c, "spool.tgz"))
	})
}

// A file cannot be read from some byte on, as when a USB stick is pulled out: what
// was read before is shown, with the name of the file and the reason.
func TestFileVanishes(t *testing.T) {
	t.Parallel()
	big := bigQueue(t)
	eachWith(t, drive.Options{Before: readerHooks}, func(a *app) {
		a.must(a.Eval(`window.refuse = 8 << 20`, nil))
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.wait(isOpen)
		if n := a.figures().Messages; n == 0 || n >= bigMessages {
			a.t.Errorf("%d messages are shown, want those before the fault", n)
		}
		a.goTo("#/problems")
		a.wait(`document.querySelector('main h1')?.textContent === 'Problems' && document.querySelector('main .page-head p')`)
		var text string
		a.must(a.Eval(`document.querySelector('main').innerText`, &text))
		if !strings.Contains(text, "could not be read") || !strings.Contains(text, "big.tar") {
			a.t.Errorf("the problems are %q, want that the file could not be read from there on", text)
		}
	})
}

// A file that changed after it was opened is not taken for the original: reading from
// it again fails, or gives the original bytes.
func TestFileChanges(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	eachWith(t, drive.Options{}, func(a *app) {
		path := file(a.t, "spool.tgz", c.Read(a.t, "spool.tgz"))
		a.drop(path)
		a.check(want(a.t, c, "spool.tgz"))
		a.must(os.Remove(path))
		a.goTo("#/messages?id=" + c.Facts(a.t)[0].In("spool.tgz")[0].ID + "&tab=source&wide=1")
		a.wait(`document.querySelector('main .note, main .code pre')`)
		// When another file joins it, it is read once more.
		other := corpustest.Open(a.t, "bounces")
		a.must(a.Drop(other.Path("incident.tar.xz")))
		a.must(a.Click("Add to the open one"))
		a.goTo("#/problems")
		a.wait(`!` + loadingCard + ` && document.querySelector('main h1')?.textContent === 'Problems' && document.querySelector('main .page-head p')`)
		a.wait(`document.querySelector('a.archive') && !document.querySelector('.note-crash')`)
	})
}

// A click on Back while a file is read ends nothing.
func TestBackWhileLoading(t *testing.T) {
	t.Parallel()
	big := bigQueue(t)
	eachWith(t, drive.Options{}, func(a *app) {
		a.goTo("#/messages?q=nobody")
		a.goTo("#/overview")
		a.whileLoading(`history.back();`)
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.wait(`location.hash === '#/messages?q=nobody' && !` + loadingCard + ` && document.querySelector('a.archive')`)
		a.goTo("#/overview")
		a.wait(isOpen)
		if n := a.figures().Messages; n != bigMessages {
			a.t.Errorf("%d messages are shown, want %d", n, bigMessages)
		}
	})
}

// A hidden tab gets no frames. It reads all the same, and shows what it read once
// it is visible.
func TestHiddenWhileLoading(t *testing.T) {
	t.Parallel()
	big := bigQueue(t)
	const hidden = `(() => {
		const real = window.requestAnimationFrame.bind(window), kept = [];
		let hidden = false;
		window.requestAnimationFrame = f => hidden ? kept.push(f) : real(f);
		window.hide = () => { hidden = true; };
		window.unhide = () => { hidden = false; for (const f of kept.splice(0)) real(f); };
		const RealWorker = Worker;
		window.Worker = class extends RealWorker {
			constructor(...args) {
				super(...args);
				this.addEventListener('message', e => {
					if (e.data?.kind === 'answer' && e.data.last) window.answered = (window.answered ?? 0) + 1;
				});
			}
		};
	})()`
	eachWith(t, drive.Options{Before: hidden}, func(a *app) {
		a.must(a.Eval(`hide()`, nil))
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.wait(`window.answered > 0`)
		a.must(a.Eval(`unhide()`, nil))
		a.wait(isOpen)
		if n := a.figures().Messages; n != bigMessages {
			a.t.Errorf("%d messages are shown, want %d", n, bigMessages)
		}
	})
}
