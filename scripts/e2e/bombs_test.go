package e2e

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/bombtest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// weigher defines workerMemory(), a promise of the size of the worker's memory in
// bytes. WebAssembly never gives memory back, so it is the most that there was.
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

// maxPage is the most memory that a file which is made to exhaust its reader may
// make the worker take, in bytes. It is more than in the command, since WebAssembly
// has all pages in use that were ever asked for, as for a dictionary.
const maxPage = 384 << 20

// Files that are made to exhaust their reader end in the page as in the command,
// within its memory, and what stands before the bomb is shown.
func TestBombsInPage(t *testing.T) {
	t.Parallel()
	a := targets[0].open(t, drive.Options{Before: weigher})
	some := []string{"zeros.tgz", "sparse.tar", "overlapping.zip", "windows.zip", "entries.txt.zst", "links.tgz"}
	var most int64
	count := 0
	for _, b := range bombtest.All() {
		if os.Getenv("SECURITY") != "whole" && !slices.Contains(some, b.File) {
			continue
		}
		data := b.Make()
		if len(data) > 5<<20 { // a large file may need more
			continue
		}
		var used bool // open, or saying why the one before was not
		a.must(a.Eval(`Boolean(document.querySelector('a.archive, main .note'))`, &used))
		if used {
			a.reload()
			a.must(a.Ready())
		}
		a.must(a.Eval(`window.began = performance.now()`, nil))
		a.must(a.Drop(file(t, b.File, data)))
		a.wait(fmt.Sprintf(`!document.querySelector('main .loading') && (%s || document.querySelector('main .note'))`, isOpen))
		var seconds float64
		a.must(a.Eval(`(performance.now() - window.began) / 1000`, &seconds))
		a.must(a.Eval(`workerMemory().then(n => { window.weight = n; })`, nil))
		a.wait(`window.weight`)
		var bytes int64
		a.must(a.Eval(`(n => { delete window.weight; return n; })(window.weight)`, &bytes))
		var messages int
		if b.Messages > 0 {
			a.wait(isOpen)
			messages = a.figures().Messages
		}
		if messages < b.Messages {
			t.Errorf("%s: %d messages are shown, want at least %d", b.Name, messages, b.Messages)
		}
		if bytes > maxPage {
			t.Errorf("%s: the worker has %d MB", b.Name, bytes>>20)
		}
		t.Logf("| %s | %d MB | %.1f s | %d messages |", b.Name, bytes>>20, seconds, messages)
		most = max(most, bytes)
		count++
	}
	t.Logf("%d bombs in the page: the worker has %d MB at most, 0 crashes", count, most>>20)
}
