package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// A plan for the frozen bounces of Exim speaks of Exim, and its files equal those that
// the command writes.
func TestEximPlan(t *testing.T) {
	t.Parallel()
	archive := corpustest.Open(t, "exim-2").Path("spool.tar.bz2")
	want := planFiles(t, archive, "--rule", "frozen", "--reason", "forged senders")
	both(t, func(a *app) {
		a.drop(archive)
		a.view("gc", "#/cleanup")
		a.wait(`document.querySelector('#plan-frozen')`)
		a.must(a.Eval(`document.querySelector('#plan-frozen').click()`, nil))
		a.wait(goes + ` === '5 messages'`)
		a.waitText("Freeze, then remove")
		a.waitText("/var/spool/exim4/slow")
		a.must(a.Click("Download purge.sh"))
		a.wait(`document.activeElement.id === 'plan-reason'`)
		a.must(a.Type("forged senders"))
		a.wait(`document.querySelector('.script pre').innerText.includes('exim -Mf freezes them')`)
		a.savesPlan(want)
		// What is frozen can be thawed, and no message of another system is in it.
		a.must(a.Eval(`document.querySelector('#plan-all').click()`, nil))
		a.must(a.Eval(`document.querySelector('#plan-release').click()`, nil))
		a.wait(goes + ` === '6 messages'`)
		a.waitText("Left out: not in a state that this applies to")
	})
}
