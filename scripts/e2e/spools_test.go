package e2e

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// spoolJourney reads a spool like a queue of sendmail: the answer, the states, and a message
// with why it is stuck, its text and its source.
type spoolJourney struct {
	archive         string
	messages        int
	deferred, aside int    // states
	id              string // the status of a message that waits for a server which refuses connections
	delivery        func(*app)
}

func (j spoolJourney) run(t *testing.T) {
	printed := func(args ...string) []string {
		t.Helper()
		out, err := exec.Command(command(t), args...).Output()
		if err != nil {
			t.Fatalf("%q: %v", args, err)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	headline, message := printed("summary", j.archive)[0], printed("show", j.id, j.archive)
	each(t, func(a *app) {
		a.drop(j.archive)
		a.wait(`document.querySelector('#h-answer')?.innerText === ` + drive.Quote(headline))
		if f := a.figures(); f.Messages != j.messages || f.States["deferred"] != j.deferred || f.States["quarantined"] != j.aside {
			a.t.Errorf("the overview shows %+v, want %d messages, %d deferred and %d set aside", f, j.messages, j.deferred, j.aside)
		}
		a.goTo("#/messages?id=" + j.id)
		a.wait(`document.querySelector('main .why')?.innerText.includes('mx.refused.example.com refuses connections')`)
		a.waitText(message[len(message)-1]) // words of its text
		a.must(a.Click("Delivery"))
		a.wait(openTab + ` === 'Delivery'`)
		a.waitText("plus+x@refused.example.com")
		if j.delivery != nil {
			j.delivery(a)
		}
		a.must(a.Eval(`[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Source').click()`, nil))
		a.wait(openTab + ` === 'Source'`)
		for _, line := range message {
			a.waitText(strings.TrimSpace(line))
		}
	})
}

func TestPostfix(t *testing.T) {
	t.Parallel()
	spoolJourney{
		archive: corpustest.Open(t, "postfix").Path("spool.tar.gz"), messages: 29, deferred: 25, aside: 2, id: "C4551D4",
		delivery: func(a *app) {
			a.waitText("1,358 bytes, with the header")
			a.wait(`(t => t.includes('Last try') && !t.includes('Last try, no.'))(document.querySelector('main').innerText)`) // nothing records the number of tries
		},
	}.run(t)
}

func TestExim(t *testing.T) {
	t.Parallel()
	spoolJourney{archive: corpustest.Open(t, "exim").Path("spool.tar.bz2"), messages: 34, deferred: 24, aside: 9, id: "1ql68b-0005GO-2D"}.run(t)
}
