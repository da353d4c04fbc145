package e2e

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// pressPalette is a script that presses Ctrl+K on whatever has the focus,
// because the drivers type without modifiers.
const pressPalette = `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true}))`

// listed is true when the list has its rows.
const listed = `document.querySelector('#grid:not([aria-busy]) .m-id') && !document.querySelector('#grid .waits')`

// The list fills the window until a message is opened, and the panes are resized
// with keys.
func TestPanes(t *testing.T) {
	t.Parallel()
	engines(t, func(a *app) {
		a.dropBasic()
		a.goTo("#/messages")
		a.wait(listed)
		const right = `Math.round(document.querySelector('.list').getBoundingClientRect().right)`
		a.wait(right + ` === innerWidth && document.querySelectorAll('#grid thead th').length === 10`)
		a.must(a.Type("j" + drive.Enter))
		a.wait(`document.querySelector('.detail .why') && document.querySelector('#grid[data-lines="2"]')`)

		const grip = `document.getElementById('grip-detail')`
		value := func(name string) (n int) {
			a.t.Helper()
			a.must(a.Eval(fmt.Sprintf("Number(%s.getAttribute('aria-value%s'))", grip, name), &n))
			return n
		}
		// The pane is as wide as the separator says.
		wide := func(n int) string {
			return fmt.Sprintf("%s.getAttribute('aria-valuenow') === '%d' && Math.round(document.querySelector('.detail').getBoundingClientRect().width) === %d", grip, n, n)
		}
		first, least, most := value("now"), value("min"), value("max")
		a.wait(wide(first))
		a.must(a.Eval(grip+".focus()", nil))
		a.must(a.Type(drive.ArrowLeft))
		a.wait(wide(first + 16))
		a.must(a.Type(drive.End))
		a.wait(wide(least))
		a.must(a.Type(drive.Home))
		a.wait(wide(most))
		a.must(a.Eval(grip+".dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))", nil))
		a.wait(wide(first))
		// With the mouse: 50 pixels to the left. The width lasts as long as the
		// page.
		a.must(a.Eval(`(() => {
			const grip = document.getElementById('grip-detail'), x = grip.getBoundingClientRect().x, fire = (kind, x) =>
				grip.dispatchEvent(new PointerEvent(kind, {bubbles: true, cancelable: true, pointerId: 1, button: 0, clientX: x}));
			grip.setPointerCapture = () => {}; // of no pointer that the browser knows
			fire('pointerdown', x); fire('pointermove', x - 50); fire('pointerup', x - 50);
		})()`, nil))
		a.wait(wide(first + 50))
		a.must(a.Type(drive.Escape))
		a.wait(`!document.querySelector('.detail') && ` + right + ` === innerWidth && document.querySelector('#grid[data-lines="1"]')`)
		a.must(a.Type(drive.Enter))
		a.wait(`document.querySelector('.detail')`)
		a.wait(wide(first + 50))
	})
}

// Columns are in the address alone.
func TestColumns(t *testing.T) {
	t.Parallel()
	both(t, func(a *app) {
		a.dropBasic()
		a.goTo("#/messages")
		a.wait(listed)
		a.must(a.Click("Columns"))
		a.wait(`document.activeElement?.id === 'column-state'`)
		a.must(a.Eval(`document.getElementById('column-subject').click()`, nil))
		a.wait(`location.hash === '#/messages?columns=id,state,age,tries,size,from,to,source,reason,subject' && document.activeElement?.id === 'column-subject'`)
		a.must(a.Eval(`document.getElementById('column-subject-up').click()`, nil))
		a.wait(`location.hash.endsWith('source,subject,reason') && document.activeElement?.id === 'column-subject-up'`)
		a.must(a.Eval(`document.getElementById('column-tries').click()`, nil))
		a.wait(`location.hash === '#/messages?columns=id,state,age,size,from,to,source,subject,reason'`)
		a.must(a.Type(drive.Escape))
		a.wait(`!document.querySelector('.pop') && document.activeElement?.id === 'columns'`)
		heads := `[...document.querySelectorAll('#grid thead th')].slice(1).map(th => th.textContent.trim()).join()`
		a.wait(heads + ` === 'ID,State,Age,Size,From,To,Source,Subject,Reason'`)
		a.must(a.Eval(`[...document.querySelectorAll('#grid thead th')].find(th => th.textContent === 'Subject').click()`, nil))
		a.wait(listed + ` && document.querySelector('#grid th[aria-sort=ascending]')?.textContent.trim() === 'Subject'`)
		a.wait(`(s => s.length > 20 && s.every((v, n) => n === 0 || s[n - 1] <= v || v === '–'))([...document.querySelectorAll('#grid td.m-subject')].map(td => td.title))`)
		// Another view and back: the columns stay. A new page takes them from its
		// address, and nothing is stored.
		a.goTo("#/overview")
		a.wait(isOpen)
		a.goTo("#/messages")
		a.wait(listed + ` && ` + heads + ` === 'ID,State,Age,Size,From,To,Source,Subject,Reason'`)
		a.must(a.Reload())
		a.must(a.Ready())
		a.must(a.Drop(corpustest.Open(a.t, "basic").Path("spool.tgz")))
		a.wait(listed + ` && ` + heads + ` === 'ID,State,Age,Size,From,To,Source,Subject,Reason'`)
		a.wait(`!JSON.stringify({...localStorage, ...sessionStorage}).includes('subject')`)
		a.must(a.Click("Columns"))
		a.must(a.Click("As delivered"))
		a.wait(`location.hash === '#/messages'`)
	})
}

// Long lines scroll inside their pane: the page does not grow.
func TestLongLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("0123456789", 3000)
	path := queueOf(t,
		"qf3AEMAaAA100000", "V8\nT1700000000\nK1700003000\nN3\nP130000\nMDeferred: Connection refused by mx.example.net.\nS<a@example.org>\nRPFD:<b@example.net>\nH??Subject: "+long[:300]+"\nH??X-Long: "+long+"\n.\n",
		"df3AEMAaAA100000", "first\n"+long+"\n")
	engines(t, func(a *app) {
		a.drop(path)
		for _, wide := range []string{"", "&wide=1"} {
			for _, tab := range []struct{ name, title, ready string }{
				{"", "Message", "main .why"}, {"delivery", "Delivery", "main .card"}, {"headers", "Headers", "main .facts, main .card"}, {"source", "Source", "main .code pre"},
			} {
				a.goTo("#/messages?id=3AEMAaAA100000&tab=" + tab.name + wide)
				a.wait(openTab + ` === '` + tab.title + `' && document.querySelector('` + tab.ready + `')`)
				a.wait(fmt.Sprintf(`!document.querySelector('main .list') === %t`, wide != ""))
				if tab.name == "source" {
					a.wait(`(pre => pre.scrollWidth > 10000 && pre.clientWidth < innerWidth)(document.querySelector('main .code pre'))`)
				}
				if wide == "" {
					a.wait(`(box => box.scrollWidth <= box.clientWidth)(document.querySelector('.detail-body'))`)
				}
				a.wait(`document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= innerWidth`)
			}
		}
	})
}

// The palette finds views, actions and filter keys by their names, and gives the
// focus back.
func TestPalette(t *testing.T) {
	t.Parallel()
	engines(t, func(a *app) {
		a.dropBasic()
		palette := func(text, first string) {
			a.t.Helper()
			a.wait(`!document.querySelector('.palette')`) // it closes after the address has changed
			a.must(a.Eval(pressPalette, nil))
			a.wait(`document.activeElement?.id === 'palette-text'`)
			if text != "" {
				a.must(a.Type(text))
			}
			a.wait(fmt.Sprintf(`document.querySelector('.palette [aria-selected=true]')?.firstChild.textContent === %q`, first))
		}
		palette("mess", "Messages")
		a.must(a.Type(drive.Enter))
		a.wait(`!document.querySelector('.palette') && location.hash === '#/messages' && ` + listed)
		palette("sort size", "Sort messages by size")
		a.must(a.Type(drive.Enter))
		a.wait(`!document.querySelector('.palette') && location.hash === '#/messages?sort=size&desc=1'`)
		// From a field: letters are typed, Ctrl+K opens, Escape goes back there.
		a.must(a.Type("/"))
		a.wait(`document.activeElement?.id === 'filter'`)
		a.must(a.Type("kk"))
		a.wait(`document.activeElement?.value === 'kk'`)
		palette("theme dark", "Theme: dark")
		a.must(a.Type(drive.Escape))
		a.wait(`!document.querySelector('.palette') && document.activeElement?.id === 'filter' && document.activeElement.value === 'kk'`)
		palette("clear the", "Clear the filter")
		a.must(a.Type(drive.Enter))
		a.wait(`document.activeElement?.id === 'filter' && document.activeElement.value === ''`)
		palette("state:", "state:")
		a.must(a.Type(drive.Enter))
		a.wait(`document.activeElement?.id === 'filter' && document.activeElement.value === 'state:'`)
		a.must(a.Type("held" + drive.Enter))
		a.wait(`decodeURIComponent(location.hash).includes('q=state:held')`)
		palette("clear the", "Clear the filter")
		a.must(a.Type(drive.Enter))
		a.wait(`!location.hash.includes('q=')`)
		palette("state:held", "state:held") // a recent filter
		a.must(a.Type(drive.Enter))
		a.wait(`decodeURIComponent(location.hash).includes('q=state:held')`)
		// The arrow keys go through the list and keep the picked entry in view.
		palette("", "Overview")
		a.must(a.Type(drive.ArrowUp))
		a.wait(`(e => { const list = document.getElementById('palette-list').getBoundingClientRect(), r = e.getBoundingClientRect();
			return r.top >= list.top - 1 && r.bottom <= list.bottom + 1 && !e.nextSibling; })(document.querySelector('.palette [aria-selected=true]'))`)
		a.must(a.Type(drive.Escape))
		// And from Help.
		a.must(a.Click("Help and keys"))
		a.must(a.Click("All commands"))
		a.wait(`document.activeElement?.id === 'palette-text'`)
		a.must(a.Type(drive.Escape))
		a.wait(`document.activeElement?.id === 'help-button'`)
	})
}

// A scrolling list draws only the rows that come into view; the others stay the
// same elements. The rows are in order in the document, and the focus stays in the
// list.
func TestScroll(t *testing.T) {
	t.Parallel()
	var files []string
	for i := range 300 {
		id := fmt.Sprintf("3AEMAaAA%06d", 100000+i)
		files = append(files, "qf"+id, fmt.Sprintf("V8\nT%d\nK1700003000\nN3\nP130000\nMDeferred: Connection refused by mx%d.example.net.\nS<a%d@example.org>\nRPFD:<b%d@example.net>\nH??Subject: %d\n.\n", 1700000000+i, i%7, i, i, i))
	}
	path := queueOf(t, files...)
	each(t, func(a *app) {
		a.drop(path)
		a.goTo("#/messages")
		a.wait(listed)
		a.must(a.Eval(`(() => {
			window.rows = () => [...document.querySelectorAll('#grid [data-slots] > [role=row]')];
			window.index = row => Number(row.getAttribute('aria-rowindex'));
			window.before = new Map();
			window.scrolled = to => {
				window.before = new Map(rows().map(row => [index(row), row]));
				const list = document.getElementById('list');
				list.scrollTop = window.to = Math.min(to, list.scrollHeight - list.clientHeight);
			};
			// What is drawn does not move the list.
			window.drawn = (at, row) => document.getElementById('list').scrollTop === window.to && index(rows().at(at)) === row && rows().every((row, n, all) =>
				(n === 0 || index(all[n - 1]) + 1 === index(row)) && (!before.has(index(row)) || before.get(index(row)) === row) && !row.matches('.waits'));
		})()`, nil))
		for _, step := range []struct{ to, first int }{{1500, 42}, {1740, 50}, {1980, 58}, {1740, 50}, {1680, 48}, {7680, 248}, {1680, 48}} {
			a.must(a.Eval(fmt.Sprintf("scrolled(%d)", step.to), nil))
			a.wait(fmt.Sprintf("drawn(0, %d)", step.first))
		}
		// How many rows are drawn at the end, and so which is the first, depends on the
		// window's height.
		a.must(a.Eval("scrolled(1e6)", nil))
		a.wait("drawn(-1, 301)") // the header is a row too
		// The box with the focus leaves the window. WebKit would scroll it into view
		// only after this scroll, and so undo it.
		a.must(a.Eval(`(rows()[15].querySelector('.check').focus({preventScroll: true}), scrolled(1680))`, nil))
		a.wait(`drawn(0, 48) && document.activeElement.closest('#grid')`)
	})
}

// queueOf writes an archive of queue files, given as names and texts in turn, and
// returns its path.
func queueOf(t *testing.T, files ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "spool.tar")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := tar.NewWriter(f)
	for i := 0; i+1 < len(files); i += 2 {
		name, text := files[i], files[i+1]
		if err := w.WriteHeader(&tar.Header{Name: "var/spool/mqueue/" + name, Size: int64(len(text)), Mode: 0o600, ModTime: time.Unix(1700003600, 0)}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
