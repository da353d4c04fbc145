package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
	"github.com/spoolscope/spoolscope/scripts/e2e/firefox"
	"github.com/spoolscope/spoolscope/scripts/e2e/webkit"
)

//go:embed probe.js
var probe string

// tab is a page with the probe in it.
type tab struct {
	*drive.Page
	recording *recording // nil if there is none
}

// open opens the site in a new browser, with the probe before everything else.
func (o *options) open(url string) (t *tab, quit func(), err error) {
	before := probe
	if o.cores > 0 {
		before = fmt.Sprintf("Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', {get: () => %d});\n", o.cores) + before
	}
	if o.engine == "chromium" {
		return o.openChromium(url, before)
	}
	canary, err := drive.NewCanary()
	if err != nil {
		return nil, nil, err
	}
	var browser drive.Browser
	quit = canary.Close
	defer func() {
		if err != nil {
			quit()
		}
	}()
	switch o.engine {
	case "firefox":
		browser, err = firefox.Start(canary, nil)
	case "webkit":
		browser, err = webkit.Start(canary)
	default:
		err = fmt.Errorf("%q is no browser", o.engine)
	}
	if err != nil {
		return nil, nil, err
	}
	quit = func() { browser.Close(); canary.Close() }
	single, err := filepath.Abs(filepath.Join(o.site, "..", "spoolscope.html"))
	if err != nil {
		return nil, nil, err
	}
	p, err := browser.Open("file://"+single, drive.Options{Before: before})
	if err != nil {
		return nil, nil, err
	}
	quit = func() { p.Close(); browser.Close(); canary.Close() }
	return &tab{Page: p}, quit, p.Ready()
}

// openChromium opens the site without chromedp's usual subscriptions: it makes the
// browser report each change of the document, each style sheet and each request,
// which costs time that a user's browser does not spend.
func (o *options) openChromium(url, before string) (*tab, func(), error) {
	browser, err := chrome.Start(nil, nil)
	if err != nil {
		return nil, nil, err
	}
	p, err := browser.Open("about:blank", drive.Options{Normal: true}) // which stores on disk what a million messages unpack to
	if err != nil {
		browser.Close()
		return nil, nil, err
	}
	quit := func() { p.Close(); browser.Close() }
	err = p.Tab.(*chrome.Tab).Run(
		css.Disable(), dom.Disable(), network.Disable(), log.Disable(),
		chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(before).Do(ctx)
			return err
		}),
		chromedp.Navigate(url))
	if err == nil {
		err = p.Ready()
	}
	if err != nil {
		quit()
		return nil, nil, err
	}
	return &tab{Page: p}, quit, nil
}

// load drops the archive and waits for its overview.
func (t *tab) load(archive string, limit time.Duration) (*Load, error) {
	before := processorTime()
	if err := t.Drop(archive); err != nil {
		return nil, err
	}
	l := &Load{}
	for end := time.Now().Add(limit); !l.Done; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			return nil, fmt.Errorf("%s: no overview after %v; faults %q", archive, limit, t.Faults())
		}
		if err := t.Eval("probe.load()", l); err != nil {
			return nil, err
		}
	}
	l.Processor, l.Parts = since(before)
	var memory struct{ Page, Worker, Most int64 }
	if err := t.Eval("probe.memory()", &memory); err != nil {
		return nil, err
	}
	if memory.Worker == 0 || memory.Page == 0 {
		return nil, fmt.Errorf("the memory of the module is unknown: %+v", memory)
	}
	l.Page, l.Worker, l.Wasm, l.Tab = memory.Page, memory.Worker, memory.Most, rendererPeak()
	return l, nil
}

// second replaces the open archive with itself twice: cancelled halfway, then read
// to its end.
func (t *tab) second(archive string, limit time.Duration) (s Second, err error) {
	for _, whole := range []bool{false, true} {
		if err := t.Drop(archive); err != nil {
			return s, err
		}
		// A load that was cancelled before it had a message leaves nothing to replace.
		if err := t.call(nil, "begun"); err != nil {
			return s, err
		}
		if !whole {
			time.Sleep(time.Second) // the load is under way
			if err := t.call(&s.Cancel, "cancel"); err != nil {
				return s, err
			}
			continue
		}
		if err := t.WaitFor(`!document.querySelector(".loading")`, limit); err != nil {
			return s, err
		}
	}
	var memory struct{ Worker int64 }
	err = t.Eval("probe.memory()", &memory)
	s.Worker = memory.Worker
	return s, err
}

// call evaluates a function of the probe with arguments.
func (t *tab) call(value any, name string, args ...any) error {
	list := ""
	for i, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			return err
		}
		if i > 0 {
			list += ", "
		}
		list += string(text)
	}
	return t.Eval("probe."+name+"("+list+")", value)
}
