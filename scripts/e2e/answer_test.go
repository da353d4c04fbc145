package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// The answer leads to the cause and to the messages, with keys alone.
func TestAnswer(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "bounces")
	engines(t, func(a *app) {
		a.drop(c.Path("incident.tar.xz"))
		a.waitText("bounces to forged senders")
		a.waitText("Do this first")
		a.must(a.Eval(`document.querySelector('main .answer a').focus()`, nil))
		for range 12 {
			var there bool
			a.must(a.Eval(`document.activeElement?.matches('.first .btn-primary')`, &there))
			if there {
				break
			}
			a.must(a.Eval(`void (window.focused = document.activeElement)`, nil))
			a.must(a.Type(drive.TabKey))
			a.wait(`document.activeElement !== window.focused`)
		}
		a.wait(`document.activeElement?.matches('.first .btn-primary')`)
		a.must(a.Type(drive.Enter))
		a.wait(`document.activeElement?.matches('details.cause[open] > summary')`)
		a.must(a.Eval(`document.querySelector('main .answer p:not(.when-line) a').focus()`, nil))
		a.must(a.Type(drive.Enter))
		a.wait(`location.hash.startsWith('#/messages?q=')`)
	})
}
