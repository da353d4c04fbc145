package e2e

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// holder is for intruder: after the message "hold", the worker only acknowledges
// cancellations. So it is not ended, but answers nothing.
const holder = `addEventListener("message", e => { if (e.data?.kind !== "hold") return; const post = self.postMessage; ` +
	`self.postMessage = (m, list) => { if (m.kind === "heard") post.call(self, m, list); }; });`

const (
	// headings records the titles of the loading card in window.headings.
	headings = `window.headings = [];
		new MutationObserver(() => {
			const title = document.querySelector('main .loading h1')?.textContent;
			if (title && headings.at(-1) !== title) headings.push(title);
		}).observe(document.body, {subtree: true, childList: true, characterData: true});`
	// discarding presses the button that discards as soon as there is one. The button
	// that stopped becomes it, step by step.
	discarding = `new MutationObserver((_, o) => {
			const button = [...document.querySelectorAll('main .loading.stopped button')].find(b => b.textContent.includes('Discard'));
			if (!button) return;
			o.disconnect();
			button.click();
		}).observe(document.body, {subtree: true, childList: true, characterData: true});`
)

// The page says that reading was stopped, whatever the worker does: here it no
// longer answers. What was read can then be discarded, which ends the worker, and a
// new one reads the next file.
func TestDiscard(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	big := bigQueue(t)
	eachWith(t, drive.Options{Before: intruder(holder)}, func(a *app) {
		a.whileLoading(headings + `tellWorker('hold'); ` + cancel + discarding)
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.waitText("Stopped by you.")
		a.waitText("discarded.")
		a.wait(`!` + loadingCard + ` && document.querySelector('main .drop-actions button') && !document.querySelector('.note-crash')`)
		var seen []string
		a.must(a.Eval(`headings`, &seen))
		if n := len(seen); n == 0 || !strings.HasPrefix(seen[n-1], "Stopped by you") {
			a.t.Errorf("the titles were %q, want that the last one says who stopped it", seen)
		}
		a.must(a.Drop(c.Path("spool.tgz")))
		a.wait(isOpen)
		a.check(want(a.t, c, "spool.tgz"))
		var workers int
		a.must(a.Eval(`window.workers`, &workers))
		if workers != 2 {
			a.t.Errorf("%d workers were started, want 2", workers)
		}

		// The second of two captures: the first one is read again.
		a.must(a.Eval(`location.hash = '#/compare'`, nil))
		a.waitText("Drop a second capture of this queue")
		a.whileLoading(`tellWorker('hold'); ` + cancel + discarding)
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.wait(`!` + loadingCard + ` && workers === 3 && document.querySelector('a.archive b')?.textContent === 'spool.tgz' && ` + isOpen)
		a.check(want(a.t, c, "spool.tgz"))
	})
}

// A file that is dropped while another is being stopped takes its place. Of two
// that are dropped one after the other, the chosen one is shown.
func TestDropWhileStopping(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	big := bigQueue(t)
	both := func(a *app) {
		a.wait(loadingCard)
		a.must(a.Drop(c.Path("spool.tgz")))
		a.must(a.Click("Replace"))
		a.wait(`document.querySelector('a.archive b')?.textContent === 'spool.tgz' && !document.querySelector('.note-crash') && ` + isOpen)
		a.check(want(a.t, c, "spool.tgz"))
	}
	eachWith(t, drive.Options{Before: intruder(blocker)}, func(a *app) {
		a.whileLoading(`tellWorker('block');`)
		a.must(a.Drop(file(a.t, "big.tar", big)))
		both(a)
		a.reload()
		a.must(a.Ready())
		// The worker is ended while the dialog asks what to do with the other file.
		a.whileLoading(`tellWorker('block'); ` + cancel)
		a.must(a.Drop(file(a.t, "big.tar", big)))
		a.wait(`document.querySelector('main .loading.stopped, .note-crash')`)
		a.must(a.Drop(c.Path("spool.tgz")))
		a.wait(`document.querySelector('.dialog') || document.querySelector('a.archive b')?.textContent === 'spool.tgz'`)
		a.must(a.Eval(`[...document.querySelectorAll('.dialog button')].find(b => b.innerText.includes('Replace'))?.click()`, nil))
		a.wait(`document.querySelector('a.archive b')?.textContent === 'spool.tgz' && !document.querySelector('.note-crash') && ` + isOpen)
		a.check(want(a.t, c, "spool.tgz"))
	})
}
