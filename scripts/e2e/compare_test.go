package e2e

import (
	"fmt"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// Two captures of a queue are compared; each count links to its messages in the
// capture that holds them.
func TestCompare(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "groups")
	want := c.Later(t, "spool.tar.gz")
	later := file(t, "later.tar.gz", want.Archive)
	both(t, func(a *app) {
		a.drop(c.Path("spool.tar.gz"))
		a.view("gd", "#/compare")
		a.waitText("Drop a second capture of this queue")
		a.must(a.Drop(later))
		a.waitText(fmt.Sprintf("%d messages came, %d went, %d stayed", want.Came, want.Went, want.Stayed))
		a.waitText("1\u00a0h later")

		shown := func(link string, n int, hash string) {
			a.t.Helper()
			a.must(a.Eval(fmt.Sprintf(`document.querySelector('main a[href=%q]').click()`, link), nil))
			a.wait(fmt.Sprintf(`location.hash === %q && document.querySelector('main .msgs[aria-rowcount="%d"]')`, hash, n+1)) // the header is a row too
			a.goTo("#/compare")
			a.waitText(fmt.Sprintf("%d messages came", want.Came))
		}
		came, went := "#/messages?q=diff:came&at=later", "#/messages?q=diff:went&at=earlier"
		shown(came, want.Came, came)
		shown(went, want.Went, went)
		shown("#/messages?q=diff:went+diff:returned&at=earlier", want.Returned, "#/messages?q=diff:went+diff:returned&at=earlier")
		shown("#/messages?q=diff:quarantined&at=later", want.Quarantined, "#/messages?q=diff:quarantined&at=later")

		// Views keep showing the same capture until another is chosen.
		a.goTo(went)
		a.wait(fmt.Sprintf(`document.querySelector('main .msgs[aria-rowcount="%d"]')`, want.Went+1))
		a.view("go", "#/overview")
		a.wait(`location.hash === '#/overview?q=diff:went&at=earlier' && document.body.innerText.includes('This is the earlier capture.')`)
		a.wait(fmt.Sprintf(`%s.Messages === %d`, readFigures, want.Went))
		a.must(a.Click("Clear"))
		a.wait(fmt.Sprintf(`%s.Messages === %d`, readFigures, want.Went+want.Stayed))
		a.must(a.Click("Show the later one"))
		a.wait(fmt.Sprintf(`%s.Messages === %d && !document.body.innerText.includes('This is the earlier capture.')`, readFigures, want.Came+want.Stayed))
		a.must(a.Eval(`history.back()`, nil))
		a.wait(fmt.Sprintf(`%s.Messages === %d`, readFigures, want.Went+want.Stayed))

		// A capture of another queue is not compared.
		a.goTo("#/overview?at=later")
		a.must(a.Drop(corpustest.Open(a.t, "two-hosts").Path("hosts.tar.gz")))
		a.must(a.Click("Compare with the open one"))
		a.waitText("These are not two captures of one queue")
		a.must(a.Drop(corpustest.Open(a.t, "basic").Path("spool.tgz")))
		a.must(a.Click("Replace"))
		a.wait(readFigures + `.Messages === 29`)
	})
}

// Two captures that are dropped together can be compared.
func TestCompareBoth(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "bounces")
	want := c.Later(t, "mqueue-files-only.tar.gz")
	later := file(t, "later.tar.gz", want.Archive)
	first := file(t, "first.tar.gz", c.Read(t, "mqueue-files-only.tar.gz"))
	both(t, func(a *app) {
		a.drop(first, later)
		a.must(a.Click("Compare them"))
		a.waitText(fmt.Sprintf("%d messages came, %d went, %d stayed", want.Came, want.Went, want.Stayed))
		// The source of both can still be read.
		for _, at := range []string{"earlier", "later"} {
			a.goTo("#/messages?q=diff:stayed&at=" + at)
			a.wait(fmt.Sprintf(`document.querySelector('main .msgs[aria-rowcount="%d"]')`, want.Stayed+1))
			a.goTo("#/messages?id=" + want.Same + "&tab=source&wide=1&at=" + at)
			a.wait(fmt.Sprintf(`document.querySelector('main').innerText.includes("id %s")`, want.Same))
		}
	})
}
