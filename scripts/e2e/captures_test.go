package e2e

import (
	"fmt"
	"testing"
)

// A cron job's log holds several captures. The newest is shown; another can be
// chosen and is kept in the address; any two can be compared.
func TestCaptures(t *testing.T) {
	t.Parallel()
	const log = "../../parser/testdata/field/14-cron-log/mailq.log"
	both(t, func(a *app) {
		a.drop(log)
		a.wait(`location.hash === '#/overview?capture=3'`)
		a.waitText("3 captures in mailq.log: the newest is shown, of 5 Mar 2024 10:20 UTC.")
		a.wait(readFigures + `.Messages === 1`)

		pick := func(field, number string) {
			a.t.Helper()
			a.must(a.Eval(fmt.Sprintf(`(s => { s.value = %q; s.dispatchEvent(new Event('change', {bubbles: true})) })(document.querySelector(%q))`, number, field), nil))
		}
		pick(".captures select", "2")
		a.must(a.Click("Show"))
		a.wait(`location.hash === '#/overview?capture=2'`)
		a.waitText("number 2 is shown, of 5 Mar 2024 10:10 UTC.")
		a.wait(readFigures + `.Messages === 2`)
		a.view("gm", "#/messages")
		a.wait(`location.hash === '#/messages?capture=2' && document.querySelector('main .msgs[aria-rowcount="3"]')`)
		a.must(a.Eval(`history.back()`, nil))
		a.wait(`location.hash === '#/overview?capture=2'`)
		a.must(a.Eval(`history.back()`, nil))
		a.waitText("the newest is shown")
		a.wait(`location.hash === '#/overview?capture=3'`)

		// The oldest is compared with the newest, then with another.
		a.view("gd", "#/compare")
		a.waitText("Any two of them can be compared")
		a.must(a.Click("Compare these two"))
		a.waitText("1 message came, 1 went, 0 stayed")
		a.wait(`location.hash === '#/compare?at=later'`)
		a.waitText("20\u00a0m later")
		pick(".capture-pick select", "2")
		a.must(a.Click("Compare these two"))
		a.waitText("0 messages came, 1 went, 1 stayed")
		a.goTo("#/messages?q=diff:went&at=earlier")
		a.wait(`document.querySelector('main .msgs[aria-rowcount="2"]')`)

		// Back to one capture alone.
		a.goTo("#/compare?at=later")
		a.wait(`document.querySelector('main a[href="#/overview?capture=1"]')`)
		a.must(a.Eval(`document.querySelector('main a[href="#/overview?capture=1"]').click()`, nil))
		a.waitText("number 1 is shown")
		a.wait(`location.hash === '#/overview?capture=1'`)
	})
}
