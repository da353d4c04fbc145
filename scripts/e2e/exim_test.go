package e2e

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// A spool of Exim is read like a queue of sendmail: the answer, the states, and a
// message with why it is stuck, its text and its source.
func TestExim(t *testing.T) {
	t.Parallel()
	archive := corpustest.Open(t, "exim").Path("spool.tar.bz2")
	printed := func(args ...string) []string {
		t.Helper()
		out, err := exec.Command(command(t), args...).Output()
		if err != nil {
			t.Fatalf("%q: %v", args, err)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	const id = "1ql68b-0005GO-2D"
	headline, message := printed("summary", archive)[0], printed("show", id, archive)
	each(t, func(a *app) {
		a.drop(archive)
		a.wait(`document.querySelector('#h-answer')?.innerText === ` + drive.Quote(headline))
		if f := a.figures(); f.Messages != 34 || f.States["deferred"] != 24 || f.States["quarantined"] != 9 {
			a.t.Errorf("the overview shows %+v, want 34 messages, 24 deferred and 9 frozen", f)
		}
		a.goTo("#/messages?id=" + id)
		a.wait(`document.querySelector('main .why')?.innerText.includes('mx.refused.example.com refuses connections')`)
		a.waitText(message[len(message)-1]) // in its text
		a.must(a.Click("Delivery"))
		a.wait(openTab + ` === 'Delivery'`)
		a.waitText("plus+x@refused.example.com")
		a.must(a.Eval(`[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Source').click()`, nil))
		a.wait(openTab + ` === 'Source'`)
		for _, line := range message {
			a.waitText(strings.TrimSpace(line))
		}
	})
}
