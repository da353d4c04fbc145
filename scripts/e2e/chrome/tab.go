package chrome

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Tab is a tab of Chromium.
type Tab struct {
	ctx       context.Context
	cancel    func()
	browser   *Browser
	own       cdp.BrowserContextID
	site      string
	downloads string
	dialogs   chan *page.EventFileChooserOpened
	expired   chan struct{} // a click that opened no dialog

	mu       sync.Mutex
	choosing bool // ChooseAt waits for a dialog
	faults   []string
}

var _ drive.Tab = (*Tab)(nil)

// limit is how long the browser may take to carry out a command.
const limit = drive.Limit

// Open opens an address in a new tab, by default in a browser context of its own,
// which does not share storage with other tabs. Such a context is a private window:
// everything it stores stays in memory.
func (b *Browser) Open(url string, o drive.Options) (*drive.Page, error) {
	id, own, err := b.newWindow(o.Normal)
	if err != nil {
		return nil, err
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	t := &Tab{ctx: ctx, cancel: cancel, browser: b, own: own, site: url, dialogs: make(chan *page.EventFileChooserOpened, 1), expired: make(chan struct{}, 1)}
	chromedp.ListenTarget(ctx, t.event)
	actions := []chromedp.Action{network.Enable(), log.Enable(), runtime.Enable()}
	if o.Before != "" {
		actions = append(actions, chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(o.Before).Do(ctx)
			return err
		}))
	}
	if err := t.download(); err != nil {
		t.Close()
		return nil, err
	}
	// The first run ties the tab to its context, which must not have a deadline.
	if err := chromedp.Run(ctx, append(actions, chromedp.Navigate(url))...); err != nil {
		t.Close()
		return nil, err
	}
	return &drive.Page{Tab: t}, nil
}

// Close implements drive.Tab: it forgets what the tab stored.
func (t *Tab) Close() {
	t.cancel()
	if t.own != "" {
		_ = target.DisposeBrowserContext(t.own).Do(t.browser.executor()) // it may have gone with its tab
	}
	if t.downloads != "" {
		_ = os.RemoveAll(t.downloads) // whatever is left is removed with the temporary folder
	}
}

func (t *Tab) event(e any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := e.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		t.faults = append(t.faults, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.APITypeError && e.Type != runtime.APITypeWarning && e.Type != runtime.APITypeAssert {
			return
		}
		var text []string
		for _, a := range e.Args {
			text = append(text, strings.Trim(string(a.Value), `"`)+a.Description)
		}
		t.faults = append(t.faults, fmt.Sprintf("console.%s: %s", e.Type, strings.Join(text, " ")))
	case *log.EventEntryAdded:
		if t.choosing && e.Entry.Text == expired {
			select {
			case t.expired <- struct{}{}:
			default: // nobody asked for a dialog
			}
			return
		}
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			t.faults = append(t.faults, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		if drive.Outside(t.site, e.Request.URL) {
			t.faults = append(t.faults, "asked for "+e.Request.URL)
		}
	case *page.EventFileChooserOpened:
		select {
		case t.dialogs <- e:
		default: // nobody asked for it
		}
	}
}

// choose records whether ChooseAt waits for a dialog.
func (t *Tab) choose(yes bool) {
	t.mu.Lock()
	t.choosing = yes
	t.mu.Unlock()
}

// Faults implements drive.Tab.
func (t *Tab) Faults() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.faults...)
}

// Run runs actions in the tab.
func (t *Tab) Run(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(t.ctx, limit)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

// Load implements drive.Tab.
func (t *Tab) Load(url string) error {
	t.mu.Lock()
	t.site = url
	t.mu.Unlock()
	return t.Run(chromedp.Navigate(url))
}

// Reload implements drive.Tab.
func (t *Tab) Reload() error { return t.Run(chromedp.Reload()) }

// Eval implements drive.Tab.
func (t *Tab) Eval(expression string, value any) error {
	var raw []byte
	if err := t.Run(chromedp.Evaluate(expression, &raw, func(e *runtime.EvaluateParams) *runtime.EvaluateParams {
		return e.WithAwaitPromise(true)
	})); err != nil {
		return fmt.Errorf("%s: %w", expression, err)
	}
	if value == nil || len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, value)
}

// Downloads implements drive.Tab.
func (t *Tab) Downloads() string { return t.downloads }

// download makes a folder and has the tab save there, under the names that the page
// gives.
func (t *Tab) download() (err error) {
	if t.downloads, err = os.MkdirTemp("", "spoolscope-downloads-"); err != nil {
		return err
	}
	return browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).
		WithBrowserContextID(t.own).WithDownloadPath(t.downloads).Do(t.browser.executor())
}

// Size sets the size of the window, in CSS pixels, and whether the system prefers
// dark.
func (t *Tab) Size(width, height int64, dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	return t.Run(
		emulation.SetDeviceMetricsOverride(width, height, 1, width < 640),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}))
}

// Print lays the page out for a sheet of paper, whose margins are not part of the
// size. Size ends it.
func (t *Tab) Print(width, height int64) error {
	return t.Run(emulation.SetDeviceMetricsOverride(width, height, 1, false), emulation.SetEmulatedMedia().WithMedia("print"))
}

// Shot implements drive.Tab.
func (t *Tab) Shot() ([]byte, error) {
	var png []byte
	err := t.Run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().Do(ctx)
		return err
	}))
	return png, err
}
