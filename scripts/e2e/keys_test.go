package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// The filter narrows every view and is in the address, so that going back works.
func TestFilterAndBack(t *testing.T) {
	t.Parallel()
	each(t, func(a *app) {
		a.dropBasic()
		a.must(a.Type("/"))
		a.wait(`document.activeElement?.type === 'search'`)
		a.must(a.Type("state:held" + drive.Enter))
		a.wait(readFigures + `.Messages === 2`)
		a.wait(`decodeURIComponent(location.hash).includes('q=state:held')`)
		a.must(a.Eval(`document.activeElement.blur()`, nil))
		a.view("gm", "#/messages")
		a.wait(`document.querySelector('main .msgs') && location.hash.startsWith('#/messages')`)
		a.must(a.Eval(`history.back()`, nil))
		a.wait(`location.hash.startsWith('#/overview') && ` + readFigures + `.Messages === 2`)
		a.must(a.Click("Clear"))
		a.wait(readFigures + `.Messages === 29`)
	})
}

// A message is found, opened and closed with keys alone, in browsers as users run them:
// with their optimising compilers, and drawn as on their screens.
func TestAsShipped(t *testing.T) {
	t.Parallel()
	eachLab(t, asShipped, lawful(t), func(l lab, a *app) {
		keys(a)
		for _, f := range append(a.Faults(), l.canary.Calls()...) {
			a.t.Errorf("the page complains or calls: %s", f)
		}
	})
}

func keys(a *app) {
	a.t.Helper()
	a.dropBasic()
	a.must(a.Type("?"))
	a.wait(`document.querySelector('[role=dialog]')?.innerText.includes('Help and keys')`)
	a.must(a.Type(drive.Escape))
	a.wait(`!document.querySelector('[role=dialog]')`)
	a.view("gp", "#/problems")
	a.wait(`location.hash.startsWith('#/problems')`)
	a.view("gm", "#/messages")
	a.wait(listed)
	a.must(a.Type("j"))
	a.wait(`document.querySelector('main .msgs [aria-selected=true]')`)
	a.must(a.Type(drive.Enter))
	a.wait(`location.hash.includes('id=') && document.querySelector('main .why')`)
	a.must(a.Type("]"))
	a.wait(`location.hash.includes('tab=delivery')`)
	a.must(a.Type(drive.Escape))
	a.wait(`!location.hash.includes('id=')`)
	a.must(a.Type("t"))
	a.wait(`document.documentElement.dataset.theme === 'light'`)
}
