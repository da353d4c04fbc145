package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

const filterCount = `document.querySelector('.filter-count')?.innerText`

// The completion list of the filter works with keys and mouse.
func TestFilterCompletion(t *testing.T) {
	t.Parallel()
	engines(t, func(a *app) {
		a.drop(corpustest.Open(a.t, "basic").Path("spool.tgz"))
		a.must(a.Eval(`document.getElementById('filter').focus()`, nil))
		a.must(a.Type("sta"))
		a.wait(`document.querySelector('[role=listbox] [role=option]')?.innerText.trim() === 'state:'`)
		a.wait(`document.activeElement.getAttribute('aria-expanded') === 'true' && document.getElementById(document.activeElement.getAttribute('aria-controls'))`)
		a.must(a.Type(drive.TabKey))
		a.wait(`document.activeElement.value === 'state:' && document.querySelectorAll('[role=option]').length >= 2`)
		a.must(a.Type(drive.ArrowDown))
		a.wait(`document.querySelector('[role=option][aria-selected=true]')?.innerText.startsWith('state:deferred')`)
		a.wait(`document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText.startsWith('state:deferred')`)
		a.must(a.Type(drive.Enter))
		a.wait(`decodeURIComponent(location.hash).includes('q=state:deferred') && document.querySelector('.search .tok')?.innerText.includes('deferred')`)
		a.must(a.Type("-bounce:"))
		a.wait(`[...document.querySelectorAll('[role=option]')].some(o => o.innerText.startsWith('bounce:yes'))`)
		a.must(a.Eval(`[...document.querySelectorAll('[role=option]')].find(o => o.innerText.startsWith('bounce:yes')).dispatchEvent(new MouseEvent('mousedown', {bubbles: true, cancelable: true}))`, nil))
		a.wait(`decodeURIComponent(location.hash).includes('q=state:deferred+-bounce:yes') && document.activeElement.id === 'filter'`)
		a.must(a.Type("is:"))
		a.wait(`document.querySelector('[role=option]')?.innerText.startsWith('is:')`)
		a.must(a.Type(drive.Escape))
		a.wait(`!document.querySelector('[role=listbox]') && document.activeElement.id === 'filter'`)
	})
}

// noteEarly makes the page note the text in the field whenever an error appears
// less than 800 ms after the last input. Both are measured in the page, so a busy
// machine can only make an error appear later.
const noteEarly = `(() => {
	let input = -Infinity, shown = false;
	window.early = [];
	addEventListener('input', () => { input = performance.now() }, true);
	new MutationObserver(() => {
		const now = Boolean(document.querySelector('.filter-count .badge'));
		if (now && !shown && performance.now() - input < 800) early.push(document.getElementById('filter').value);
		shown = now;
	}).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
})()`

// A half-typed filter leaves the screen as it was. Its error shows only once the
// typing has paused, or on Enter.
func TestFilterHalfTyped(t *testing.T) {
	t.Parallel()
	both(t, func(a *app) {
		a.drop(corpustest.Open(a.t, "basic").Path("spool.tgz"))
		a.must(a.Eval(noteEarly, nil))
		a.must(a.Eval(`document.getElementById('filter').focus()`, nil))
		a.must(a.Type("(age:>1m"))
		a.wait(`document.querySelector('.filter-count .badge')?.innerText.includes('closing parenthesis') && document.activeElement.getAttribute('aria-invalid') === 'true'`)
		a.wait(`document.querySelector('.filter-mark mark')`) // marks where the error is
		if n := a.figures().Messages; n != 29 {
			a.t.Errorf("%d messages are shown while the filter is not understood, want 29 as before", n)
		}
		a.must(a.Type(" OR state:held)"))
		a.wait(`!document.querySelector('.filter-count .badge') && location.hash.includes('q=')`)
		var early []string
		a.must(a.Eval(`early`, &early))
		if len(early) > 0 {
			a.t.Errorf("an error appeared while %q was being typed, want it after a pause", early)
		}
		a.must(a.Type(drive.Enter + "state:nothing" + drive.Enter))
		a.wait(`document.querySelector('.filter-count .badge')?.innerText.includes('use one of deferred')`)
	})
}

// Checked boxes of one facet are joined by OR in the filter.
func TestFacetsOr(t *testing.T) {
	t.Parallel()
	a := open(t)
	a.must(a.tab().Size(1500, 900, false))
	a.drop(corpustest.Open(t, "basic").Path("spool.tgz"))
	a.goTo("#/messages")
	tick := func(name string) {
		t.Helper()
		box := fmt.Sprintf(`[...document.querySelectorAll('.facet label')].find(l => l.innerText.includes(%q))?.querySelector('input')`, name)
		a.wait(box)
		a.must(a.Eval(box+`.click()`, nil))
	}
	const query = `new URLSearchParams(location.hash.split('?')[1]).get('q')`
	tick("Deferred")
	a.wait(query + ` === 'state:deferred'`)
	tick("Not tried yet")
	a.wait(query + ` === '(state:deferred OR state:held)' && ` + filterCount + ` === '29 of 29'`)
	tick("Deferred")
	a.wait(query + ` === 'state:held' && ` + filterCount + ` === '2 of 29'`)
	tick("Not tried yet")
	a.wait(`!` + query)
}

var filters = []string{
	"state:deferred", "state:deferred OR state:held", "-state:deferred", "(bounce:yes OR state:held) age:>1m",
	"from:<>", "to:example -to:postmaster", "domain:*.example.com", "server:none", "code:4xx", "code:5xx OR enhanced:4.7.*",
	"reason:*refused*", "reply:550*", "size:>2k", "size:1..3k OR size:none", "tries:>=2", "tries:0..1 NOT is:bounce",
	"has:transcript", "has:listing", "is:unlisted OR is:null", `subject:"test"`, "text:example.org", "age:5m..1d", "id:4", "mailer-daemon",
}

// The page, its address and the command select the same messages. Both ask the same
// engine, so each filter is tried on one of the archives.
func TestFilterLikeCommand(t *testing.T) {
	t.Parallel()
	for n, of := range []struct{ name, archive string }{{"basic", "with-mailq.zip"}, {"bounces", "incident.tar.xz"}, {"lost-and-broken", "spool.tar.bz2"}} {
		t.Run(of.name, func(t *testing.T) {
			path := corpustest.Open(t, of.name).Path(of.archive)
			a := open(t)
			a.must(a.tab().Size(1500, 6000, false)) // all rows are drawn
			a.drop(path)
			total := len(selected(t, path, ""))
			for i := n; i < len(filters); i += 3 {
				query := filters[i]
				want := selected(t, path, query)
				if i/3%3 == 0 { // this one is typed; the others are put into the address
					a.goTo("#/messages")
					a.wait(`document.querySelector('main .msgs') && !document.querySelector('.search .tok')`)
					a.must(a.Eval(`document.getElementById('filter').focus()`, nil))
					a.must(a.Type(query + drive.Enter))
				} else {
					a.goTo("#/messages?q=" + url.QueryEscape(query))
				}
				// Until they are replaced, the rows and their number are those of
				// the previous filter, which may have as many.
				ids, err := json.Marshal(want)
				a.must(err)
				a.wait(fmt.Sprintf(`%s === '%d of %d'`, filterCount, len(want), total))
				if len(want) > 0 {
					const rows = `[...document.querySelectorAll('main .msgs tbody [role=row]')].map(r => r.children[1]?.textContent)`
					a.wait(fmt.Sprintf(`JSON.stringify(%s.sort()) === JSON.stringify(%s.sort())`, rows, ids))
				}
			}
		})
	}
}

// selected returns the ids of the messages that the command prints, sorted.
func selected(t *testing.T, archive, query string) []string {
	t.Helper()
	out, err := exec.Command(command(t), "messages", "--filter="+query, archive).Output()
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	ids := []string{}
	lines := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var m struct{ ID string }
		if err := lines.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return ids
}
