package e2e

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// app is the page as a user sees it. Its methods end the test on failure.
type app struct {
	*drive.Page
	target   target
	t        *testing.T
	expected *regexp.Regexp // faults that the scenario provokes
}

func (a *app) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// expects declares the faults that the scenario provokes. Any other fails the
// test.
func (a *app) expects(pattern string) { a.expected = regexp.MustCompile(pattern) }

// goTo opens a view as a link does.
func (a *app) goTo(fragment string) {
	a.t.Helper()
	a.must(a.Eval("location.hash = "+drive.Quote(fragment), nil))
}

// view types the two keys of a view's shortcut until the page is there. The page
// forgets the first key after a while, and a busy machine may deliver the second
// one later than that: then both are typed again, as a user would.
func (a *app) view(keys, fragment string) {
	a.t.Helper()
	err := errors.New("not typed")
	for end := time.Now().Add(drive.Limit); err != nil && time.Now().Before(end); {
		a.must(a.Type(keys))
		err = a.WaitFor("location.hash.startsWith("+drive.Quote(fragment)+")", 10*time.Second)
	}
	a.must(err)
}

// wait waits until a JavaScript expression is true.
func (a *app) wait(expression string) {
	a.t.Helper()
	a.must(a.Wait(expression))
}

// waitText waits until the main part of the page has a text.
func (a *app) waitText(text string) {
	a.t.Helper()
	a.wait(fmt.Sprintf("document.querySelector('main').innerText.includes(%q)", text))
}

// isOpen is a JavaScript expression: whether a queue is open and its overview
// is drawn.
const isOpen = `document.querySelector('a.archive') && !document.querySelector('main[aria-busy]') && document.querySelector('main h1')?.textContent.startsWith('Overview of ')
	&& (document.querySelector('.story .glance') || document.body.innerText.includes('The queue is empty.'))`

// whileLoading runs a script in the page as soon as the page shows that it is
// reading the next drop. If it were run from here, a fast reader might already be
// done.
func (a *app) whileLoading(script string) {
	a.t.Helper()
	a.must(a.Eval(`new MutationObserver((_, o) => {
		if (!document.querySelector('main .loading button')) return;
		o.disconnect();
		`+script+`
	}).observe(document.body, {subtree: true, childList: true})`, nil))
}

// openTab is a JavaScript expression: the name of the open message's tab.
const openTab = `document.querySelector('main [role=tab][aria-selected=true]')?.textContent`

// drop drops files on a page without a queue and waits until they are read.
func (a *app) drop(paths ...string) {
	a.t.Helper()
	a.must(a.Drop(paths...))
	a.wait(isOpen)
}

// figures are the counts on the overview.
type figures struct {
	Messages   int
	Recipients int
	States     map[string]int
}

const readFigures = `(() => {
	const number = s => Number(s.replaceAll(',', ''));
	const [messages, recipients] = [...document.querySelectorAll('.glance dd, .kpi dd:first-of-type')].map(dd => dd.textContent);
	return {
		// Parts of the overview are drawn one after the other.
		Messages: document.querySelector('main[aria-busy]') ? -1 : number(messages ?? '0'),
		Recipients: number(recipients ?? '0'),
		States: Object.fromEntries([...document.querySelectorAll('.legend a')].map(a => [decodeURIComponent(a.href).match(/state:(\w+)/)[1], number(a.querySelector('b').textContent)])),
	};
})()`

// figures returns what the overview shows once all of it is drawn.
func (a *app) figures() figures {
	a.t.Helper()
	// They are read once: the overview may be redrawn a moment later.
	a.wait(`(f => f.Messages >= 0 && (window.testFigures = f))(` + readFigures + `)`)
	var f figures
	a.must(a.Eval(`window.testFigures`, &f))
	return f
}

// check compares the figures on the screen with want and reports whether they
// agree.
func (a *app) check(want figures) bool {
	a.t.Helper()
	got := a.figures()
	if got.Messages != want.Messages || !maps.Equal(got.States, want.States) ||
		want.Recipients >= 0 && got.Recipients != want.Recipients {
		a.t.Errorf("the overview shows %+v, want %+v", got, want)
		return false
	}
	return true
}

// want returns the figures that follow from a case's facts about an archive.
func want(t *testing.T, c corpustest.Case, archive string) figures {
	t.Helper()
	f := figures{States: map[string]int{}}
	for _, facts := range c.Facts(t) {
		states := c.States(t, facts)
		for _, m := range facts.In(archive) {
			f.Messages++
			f.Recipients += len(m.Recipients)
			f.States[states[m.Queue+"/"+m.ID]]++
		}
	}
	return f
}

// dropBasic drops a good archive and checks its figures.
func (a *app) dropBasic() {
	a.t.Helper()
	c := corpustest.Open(a.t, "basic")
	a.drop(c.Path("spool.tgz"))
	a.check(want(a.t, c, "spool.tgz"))
}

// file writes data to a file in a temporary folder of the test and returns its
// path.
func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
