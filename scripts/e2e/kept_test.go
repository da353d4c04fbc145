package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// unstored is for intruder: the browser stores the first Blob of a worker and never
// answers about the others, like Chromium in a private window whose memory is full.
// The worker's clock runs a thousand times as fast.
const unstored = `{
	const whole = Blob, clock = setTimeout;
	let n = 0;
	globalThis.Blob = function (...args) {
		const blob = new whole(...args);
		if (++n > 1) blob.slice = () => ({ arrayBuffer: () => new Promise(() => {}) });
		return blob;
	};
	globalThis.setTimeout = (f, ms) => clock(f, ms / 1000);
}`

// What the browser does not store is read and shown all the same; only the texts
// cannot be opened, and the page says so.
func TestNotKept(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	want := want(t, c, "spool.tgz")
	archive := file(t, "large.tgz", gzipped(t, large(t, c.Read(t, "spool.tgz"))))
	facts := c.Facts(t)[0].In("spool.tgz")
	id := facts[len(facts)-1].ID
	// In WebKit the page checks whether a Blob is stored, which a script in the worker cannot
	// affect.
	on(t, bothTargets, drive.Options{Before: intruder(unstored)}, func(a *app) {
		a.drop(archive)
		a.check(want)
		a.goTo("#/messages?id=" + id)
		a.waitText("The text was not kept while the archive was read.")
		a.goTo("#/problems")
		a.waitText("Not all texts can be opened")
		a.wait(`document.querySelector("main details").textContent.includes("not everything could be kept to be read again: ")`)
	})
}
