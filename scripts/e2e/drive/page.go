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

// patience is how long a page may take to show what is waited for.
const patience = 20 * time.Second

// Wait evaluates an expression until it is true, null and undefined counting
// as false.
func (p *Page) Wait(expression string) error { return p.WaitFor(expression, patience) }

// WaitFor is Wait with another patience.
func (p *Page) WaitFor(expression string, limit time.Duration) error {
	end := time.Now().Add(limit)
	for {
		var ok bool
		err := p.Eval("!!("+expression+")", &ok)
		if ok && err == nil {
			return nil
		}
		if time.Now().After(end) {
			var text string
			if e := p.Eval("document.body.innerText.slice(0, 600)", &text); e != nil {
				text = e.Error()
			}
			return fmt.Errorf("waited %v for %s (%v); faults %q; the page reads\n%s", limit, expression, err, p.Faults(), text)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Ready waits until the start page is drawn and listens.
func (p *Page) Ready() error { return p.Wait("document.querySelector('main .drop-actions button')") }

// find is an expression for the first visible button, link or tab whose text
// or label is, or begins with, what is given; behind a dialog there is none.
const find = `(label => {
  const all = [...document.querySelectorAll('button, a, [role=tab], summary, label')].filter(e => e.getClientRects().length && !e.closest('[inert]'));
  const text = e => (e.getAttribute('aria-label') ?? e.innerText).trim();
  return all.find(e => text(e) === label || e.innerText.trim() === label) ?? all.find(e => text(e).startsWith(label));
})`

// place is an expression for the middle of an element, once it has stood still
// for two frames and nothing lies over it; else null.
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
	for end := time.Now().Add(patience); time.Now().Before(end); {
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

// Click clicks a button, link or tab by its text or label, with the mouse.
func (p *Page) Click(label string) error {
	x, y, err := p.at(label)
	if err != nil {
		return err
	}
	return p.ClickAt(x, y)
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

// unfinished end the names of downloads that are under way.
var unfinished = []string{".crdownload", ".part", ".wkdownload"}

// settled is how long a file that an engine writes under its last name, or
// fills only after that has its name, must stay as it is to be whole.
const settled = 400 * time.Millisecond

// Saved waits for a download and reads it as soon as it is whole: nothing is
// under way, and it has something in it and has stopped growing.
func (p *Page) Saved(name string) ([]byte, error) {
	dir := p.Downloads()
	var size int64
	var since time.Time
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		files, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		there, whole := false, true
		for _, f := range files {
			there = there || f.Name() == name
			for _, suffix := range unfinished {
				whole = whole && !strings.HasSuffix(f.Name(), suffix)
			}
		}
		if !there || !whole {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			continue // renamed between the two looks
		}
		if info.Size() != size || size == 0 {
			size, since = info.Size(), time.Now()
		} else if time.Since(since) > settled {
			return os.ReadFile(filepath.Join(dir, name))
		}
	}
	return nil, fmt.Errorf("%s was not saved; faults %q", name, p.Faults())
}

// Outside tells whether a request leaves both the site and the browser.
func Outside(site, url string) bool {
	for _, own := range []string{"data:", "blob:", "about:"} {
		if strings.HasPrefix(url, own) {
			return false
		}
	}
	if i := strings.Index(site, "://"); strings.HasPrefix(site, "http") {
		// All of a server is the site; of a disk, one file.
		host, _, _ := strings.Cut(site[i+len("://"):], "/")
		site = site[:i] + "://" + host + "/"
	}
	return !strings.HasPrefix(url, site)
}

// Quote makes a JavaScript string of a text.
func Quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}
