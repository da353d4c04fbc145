package chrome

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Page is a tab.
type Page struct {
	ctx     context.Context
	cancel  func()
	browser *Browser
	own     cdp.BrowserContextID
	site    string

	mu       sync.Mutex
	faults   []string
	requests []string
}

// patience is how long a page may take to show what is waited for.
const patience = 15 * time.Second

// Open opens an address in a new tab of a browsing context of its own: nothing
// is stored from other tabs.
func (b *Browser) Open(url string) (*Page, error) {
	id, own, err := b.newWindow()
	if err != nil {
		return nil, err
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	p := &Page{ctx: ctx, cancel: cancel, browser: b, own: own, site: url}
	chromedp.ListenTarget(ctx, p.event)
	// The first run binds the tab to its context: that must not be one with a limit.
	if err := chromedp.Run(ctx, network.Enable(), log.Enable(), runtime.Enable(), chromedp.Navigate(url)); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Close closes the tab and forgets what it stored.
func (p *Page) Close() {
	p.cancel()
	_ = target.DisposeBrowserContext(p.own).Do(p.browser.executor()) // it may be gone with its tab
}

func (p *Page) event(e any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := e.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		p.faults = append(p.faults, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.APITypeError && e.Type != runtime.APITypeWarning && e.Type != runtime.APITypeAssert {
			return
		}
		var text []string
		for _, a := range e.Args {
			text = append(text, strings.Trim(string(a.Value), `"`)+a.Description)
		}
		p.faults = append(p.faults, fmt.Sprintf("console.%s: %s", e.Type, strings.Join(text, " ")))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			p.faults = append(p.faults, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	}
}

// Faults are the exceptions and complaints in the console so far.
func (p *Page) Faults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.faults...)
}

// Outside are the addresses asked for beyond the site's own, and beyond what
// never leaves the browser.
func (p *Page) Outside() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var outside []string
	for _, r := range p.requests {
		if !strings.HasPrefix(r, p.site) && !strings.HasPrefix(r, "data:") && !strings.HasPrefix(r, "blob:") {
			outside = append(outside, r)
		}
	}
	return outside
}

// Run runs actions in the tab.
func (p *Page) Run(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

// Eval evaluates an expression into value, which may be nil.
func (p *Page) Eval(expression string, value any) error {
	var raw []byte
	if err := p.Run(chromedp.Evaluate(expression, &raw, func(e *runtime.EvaluateParams) *runtime.EvaluateParams {
		return e.WithAwaitPromise(true)
	})); err != nil {
		return fmt.Errorf("%s: %w", expression, err)
	}
	if value == nil || len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, value)
}

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

// Drop drops files and folders from the disk on the middle of the window, as
// a user does: enter, over, drop.
func (p *Page) Drop(paths ...string) error {
	data := &input.DragData{Items: []*input.DragDataItem{}, DragOperationsMask: 1}
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		data.Files = append(data.Files, abs)
	}
	var size struct{ W, H float64 }
	if err := p.Eval("({W: innerWidth, H: innerHeight})", &size); err != nil {
		return err
	}
	for _, kind := range []input.DispatchDragEventType{input.DragEnter, input.DragOver, input.Drop} {
		if err := p.Run(input.DispatchDragEvent(kind, size.W/2, size.H/2, data)); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

// find is an expression for the first visible button, link or tab whose text
// or label is, or begins with, what is given.
const find = `(label => {
  const all = [...document.querySelectorAll('button, a, [role=tab], summary, label')].filter(e => e.getClientRects().length);
  const text = e => (e.getAttribute('aria-label') ?? e.innerText).trim();
  return all.find(e => text(e) === label || e.innerText.trim() === label) ?? all.find(e => text(e).startsWith(label));
})`

// Click clicks a button, link or tab by its text or label, with the mouse.
func (p *Page) Click(label string) error {
	element := fmt.Sprintf("%s(%s)", find, quote(label))
	if err := p.Wait(element); err != nil {
		return err
	}
	// The place may still move: a page that was loaded again scrolls to where it
	// was, and new parts push others down.
	var at struct{ X, Y float64 }
	if err := p.Eval(`new Promise(done => {
		let last = {};
		const look = () => {
			const e = `+element+`;
			e?.scrollIntoView({block: 'nearest'});
			const r = e?.getBoundingClientRect() ?? {}, at = {X: r.x + r.width / 2, Y: r.y + r.height / 2};
			if (at.X === last.X && at.Y === last.Y) return done(at);
			last = at;
			requestAnimationFrame(() => requestAnimationFrame(look));
		};
		look();
	})`, &at); err != nil {
		return err
	}
	return p.Run(chromedp.MouseClickXY(at.X, at.Y))
}

// Type types text into what has the focus.
func (p *Page) Type(text string) error { return p.Run(chromedp.KeyEvent(text)) }

// Size sets the size of the window and whether the system is dark.
func (p *Page) Size(width, height int64, dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	return p.Run(
		emulation.SetDeviceMetricsOverride(width, height, 1, width < 640),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}))
}

// Shot takes a picture of the window, or of the whole page.
func (p *Page) Shot(whole bool) ([]byte, error) {
	var png []byte
	err := p.Run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithCaptureBeyondViewport(whole).Do(ctx)
		return err
	}))
	return png, err
}

// quote makes a JavaScript string of a text.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}
