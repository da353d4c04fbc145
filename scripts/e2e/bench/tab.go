package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

//go:embed probe.js
var probe string

// tab is a page with the probe in it.
type tab struct{ *drive.Page }

// open opens the site in a new tab, with the probe before everything else.
func open(browser *chrome.Browser, url string) (*tab, error) {
	p, err := browser.Open("about:blank", drive.Options{})
	if err != nil {
		return nil, err
	}
	// chromedp makes the browser report each change of the document, each style sheet
	// and each request, which costs time that a user's browser does not spend.
	err = p.Tab.(*chrome.Tab).Run(
		css.Disable(), dom.Disable(), network.Disable(), log.Disable(),
		chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(probe).Do(ctx)
			return err
		}),
		chromedp.Navigate(url))
	if err == nil {
		err = p.Ready()
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return &tab{p}, nil
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
	var memory struct{ Page, Worker int64 }
	if err := t.Eval("probe.memory()", &memory); err != nil {
		return nil, err
	}
	if memory.Worker == 0 || memory.Page == 0 {
		return nil, fmt.Errorf("the memory of the module is unknown: %+v", memory)
	}
	l.Page, l.Worker, l.Tab = memory.Page, memory.Worker, rendererPeak()
	return l, nil
}

// second replaces the open archive with itself twice: cancelled halfway, then read
// to its end.
func (t *tab) second(archive string, limit time.Duration) (s Second, err error) {
	for _, whole := range []bool{false, true} {
		if err := t.Drop(archive); err != nil {
			return s, err
		}
		for _, step := range []string{
			`document.querySelector("#place-replace")`,
			`(document.querySelector("#place-replace")?.click(), document.querySelector(".loading"))`,
		} {
			if err := t.Wait(step); err != nil {
				return s, err
			}
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
