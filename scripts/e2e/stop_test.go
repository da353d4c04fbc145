package e2e

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// intruder runs inWorker in the engine's worker before the worker's own program, and
// defines tellWorker(kind), which sends that worker a message. It counts the workers
// in window.workers.
func intruder(inWorker string) string {
	return `(() => {
	const inWorker = ` + strconv.Quote(inWorker+"\n") + `;
	const RealBlob = Blob;
	window.Blob = function (parts, options) {
		return new RealBlob(options?.type === 'text/javascript' ? [inWorker, ...parts] : parts, options);
	};
	window.Blob.prototype = RealBlob.prototype;
	const RealWorker = Worker;
	window.workers = 0;
	window.Worker = class extends RealWorker {
		constructor(...args) {
			super(...args);
			if (args[1]?.name !== 'spoolscope') return;
			window.workers++;
			window.tellWorker = (kind) => this.postMessage({kind});
		}
	};
})()`
}

// blocker is for intruder: after the message "block", the worker does nothing at all and
// does not even listen.
const blocker = `addEventListener("message", e => { if (e.data?.kind === "block") for (;;); });`

const (
	loadingCard = `document.querySelector('main .loading')`
	cancel      = `[...document.querySelectorAll('main .loading button')].at(-1).click();`
)

// A canceled load stops and says who stopped it. A worker that does not react is
// ended, the page says so, and the next load gets a new one. With SECURITY=whole,
// three loads are canceled in turn.
func TestStop(t *testing.T) {
	t.Parallel()
	loads := 1
	if os.Getenv("SECURITY") == "whole" {
		loads = 3
	}
	c := corpustest.Open(t, "basic")
	big := bigQueue(t)
	eachWith(t, drive.Options{Before: intruder(blocker)}, func(a *app) {
		for range loads {
			a.whileLoading(cancel)
			a.must(a.Drop(file(a.t, "big.tar", big)))
			a.waitText("Stopped by you.")
			a.wait(`!` + loadingCard)
			a.reload()
			a.must(a.Ready())
		}
		a.whileLoading(`tellWorker('block'); ` + cancel)
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.waitText("It did not stop by itself and was ended.")
		a.must(a.Drop(c.Path("spool.tgz")))
		a.wait(`!document.querySelector('.note-crash') && ` + isOpen)
		a.check(want(a.t, c, "spool.tgz"))
		var workers int
		a.must(a.Eval(`window.workers`, &workers))
		if workers != 2 {
			a.t.Errorf("%d workers were started, want 2", workers)
		}
	})
}

// Ten archives, or fifty with SECURITY=whole, are opened one after the other in one
// page, each replacing the previous one, with another page open beside it: nothing is
// left of the earlier ones.
func TestFiftyArchives(t *testing.T) {
	t.Parallel()
	archives := 10
	if os.Getenv("SECURITY") == "whole" {
		archives = 50
	}
	basic, bounces := corpustest.Open(t, "basic"), corpustest.Open(t, "bounces")
	a := targets[0].open(t, drive.Options{Before: intruder(blocker)})
	other := targets[0].show(t, targets[0].url(t), drive.Options{})
	other.must(other.Ready())
	other.drop(basic.Path("spool.tgz"))
	for i := range archives {
		c, name, n := basic, "spool.tgz", 29
		if i%2 == 1 {
			c, name, n = bounces, "incident.tar.xz", 117
		}
		a.must(a.Drop(c.Path(name)))
		if i > 0 {
			a.must(a.Click("Replace"))
		}
		a.wait(fmt.Sprintf(`document.querySelector('.archive b')?.textContent === %q && %s.Messages === %d`, name, readFigures, n))
	}
	var workers int
	a.must(a.Eval(`window.workers`, &workers))
	if workers != archives {
		t.Errorf("%d workers were started, want one for each archive", workers)
	}
	other.check(want(t, basic, "spool.tgz"))
	other.goTo("#/messages")
	other.wait(listed)
}
