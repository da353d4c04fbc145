package drive

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Page is a tab as a user sees it.
type Page struct{ Tab }

// Limit bounds every wait: for a browser's answer to a command, and for a page to
// show something. It is long enough for a busy machine and only ends what hangs.
const Limit = 4 * time.Minute

// Wait evaluates a JavaScript expression until it is truthy, or the promise that it is
// comes true.
func (p *Page) Wait(expression string) error { return p.WaitFor(expression, Limit) }

// WaitFor is Wait with another limit.
func (p *Page) WaitFor(expression string, limit time.Duration) error {
	return p.wait(expression, "''", limit)
}

// WaitWhile is Wait for long operations: the limit starts again whenever progress, a
// JavaScript expression for a text, changes, so a busy machine does not matter.
func (p *Page) WaitWhile(expression, progress string) error {
	return p.wait(expression, progress, Limit)
}

// asked is a JavaScript expression: whether the first expression, or the promise that
// it yields, becomes true within a second, and the text of the second expression. The
// page checks every 20 ms, at a fraction of the cost of asking it that often from
// here.
const asked = `(async () => {
	for (const end = performance.now() + 1000; ; await new Promise(done => setTimeout(done, 20))) {
		const OK = !!(await (%s));
		if (OK || performance.now() > end) return {OK, At: %s};
	}
})()`

func (p *Page) wait(expression, progress string, limit time.Duration) error {
	seen, ask := "", fmt.Sprintf(asked, expression, progress)
	for end := time.Now().Add(limit); ; time.Sleep(20 * time.Millisecond) {
		var now struct {
			OK bool
			At string
		}
		err := p.Eval(ask, &now)
		if now.OK && err == nil {
			return nil
		}
		if err == nil && now.At != seen {
			seen, end = now.At, time.Now().Add(limit)
		}
		if time.Now().After(end) {
			var text string
			if e := p.Eval("document.body.innerText.slice(0, 600)", &text); e != nil {
				text = e.Error()
			}
			return fmt.Errorf("waited %v for %s (%v); faults %q; the page reads\n%s", limit, expression, err, p.Faults(), text)
		}
	}
}

// Ready waits until the start page is drawn and responds.
func (p *Page) Ready() error { return p.Wait("document.querySelector('main .drop-actions button')") }

// find is a JavaScript function that returns the first visible button, link or tab
// whose text or label equals, or else begins with, its argument. Elements behind a
// dialog do not count.
const find = `(label => {
  const all = [...document.querySelectorAll('button, a, [role=tab], summary, label')].filter(e => e.getClientRects().length && !e.closest('[inert]'));
  const shown = e => (e.innerText ?? e.textContent).trim(); // links in drawings have no innerText
  const text = e => (e.getAttribute('aria-label') ?? shown(e)).trim();
  return all.find(e => text(e) === label || shown(e) === label) ?? all.find(e => text(e).startsWith(label));
})`

// place is a JavaScript function that returns the middle of an element once it has
// not moved for two frames and nothing covers it, or else null.
const place = `(async e => {
  if (!e) return null;
  e.scrollIntoView({block: 'center'});
  const frame = () => new Promise(requestAnimationFrame);
  let was = {};
  for (let i = 0; i < 100; i++) {
    const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
    if (x === was.x && y === was.y && e.contains(document.elementFromPoint(x, y))) return {X: x, Y: y};
    was = {x, y};
    await frame();
  }
  return null;
})`

// at waits for a button, link or tab and returns the middle of it.
func (p *Page) at(label string) (x, y float64, err error) {
	element := fmt.Sprintf("%s(%s)", find, Quote(label))
	if err := p.Wait(element); err != nil {
		return 0, 0, err
	}
	for end := time.Now().Add(Limit); time.Now().Before(end); {
		var at *struct{ X, Y float64 }
		if err := p.Eval(place+"("+element+")", &at); err != nil {
			return 0, 0, err
		}
		if at != nil {
			return at.X, at.Y, nil
		}
	}
	return 0, 0, fmt.Errorf("%q cannot be clicked", label)
}

// noteSaves makes the page record the names and sizes of the files that it saves.
const noteSaves = `window.testSaved ??= (() => {
	const saved = {}, sizes = new Map(), make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
	URL.createObjectURL = blob => {
		const url = make.call(URL, blob);
		sizes.set(url, blob.size);
		return url;
	};
	HTMLAnchorElement.prototype.click = function () {
		if (this.download && sizes.has(this.href)) saved[this.download] = sizes.get(this.href);
		click.call(this);
	};
	return saved;
})(), 0`

// noteClick is a JavaScript function that makes the page record whether the next
// click is on the button, link or tab with a label.
const noteClick = `(label => {
	const click = window.testClick = {at: ''};
	addEventListener('click', e => { click.at = e.composedPath().includes(` + find + `(label)) ? 'there' : 'beside' }, {capture: true, once: true});
})`

// Click clicks a button, link or tab by its text or label, with the mouse. If the
// page moves or replaces the target meanwhile, it clicks again, as a user would.
func (p *Page) Click(label string) error {
	if err := p.Eval(noteSaves, nil); err != nil {
		return err
	}
	for end := time.Now().Add(Limit); time.Now().Before(end); {
		x, y, err := p.at(label)
		if err != nil {
			return err
		}
		if err := p.Eval(noteClick+"("+Quote(label)+"), 0", nil); err != nil {
			return err
		}
		if err := p.ClickAt(x, y); err != nil {
			return err
		}
		if p.clicked() {
			return nil
		}
	}
	return fmt.Errorf("%q moves whenever it is clicked", label)
}

// clicked waits for the click that noteClick records and reports whether it hit
// the target. If the page is gone, the click has left it.
func (p *Page) clicked() bool {
	for end := time.Now().Add(Limit / 8); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		at := ""
		if err := p.Eval("window.testClick?.at ?? 'gone'", &at); err != nil || at != "" {
			return at != "beside"
		}
	}
	return false
}

// Choose clicks a button that opens the dialog of the file input with an id,
// and chooses files there.
func (p *Page) Choose(label, input string, paths ...string) error {
	x, y, err := p.at(label)
	if err != nil {
		return err
	}
	return p.ChooseAt(x, y, input, paths...)
}

// Saved waits for a download that a click has started and returns it once it has
// all bytes that the page passed to the browser.
func (p *Page) Saved(name string) ([]byte, error) {
	path := filepath.Join(p.Downloads(), name)
	saved := "window.testSaved?.[" + Quote(name) + "]"
	if err := p.Wait(saved + " !== undefined"); err != nil {
		return nil, err
	}
	var size int64 // removed once read: the next file may have the same name
	if err := p.Eval(fmt.Sprintf("(size => { delete window.testSaved[%s]; return size; })(%s)", Quote(name), saved), &size); err != nil {
		return nil, err
	}
	for end := time.Now().Add(Limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if info, err := os.Stat(path); err != nil || info.Size() != size {
			continue // not there yet, or incomplete
		}
		if data, err := os.ReadFile(path); err == nil && int64(len(data)) == size {
			return data, nil
		}
	}
	return nil, fmt.Errorf("%s was not saved; faults %q", name, p.Faults())
}

// Outside reports whether a request leaves both the site and the browser.
func Outside(site, url string) bool {
	for _, own := range []string{"data:", "blob:", "about:"} {
		if strings.HasPrefix(url, own) {
			return false
		}
	}
	if i := strings.Index(site, "://"); strings.HasPrefix(site, "http") {
		// On a server, every path belongs to the site; on disk, only the one file.
		host, _, _ := strings.Cut(site[i+len("://"):], "/")
		site = site[:i] + "://" + host + "/"
	}
	return !strings.HasPrefix(url, site)
}

// Quote returns a text as a JavaScript string literal.
func Quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}
