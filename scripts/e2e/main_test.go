// Package e2e drives the built site in a real Chromium, with real queues.
package e2e

import (
	"fmt"
	"os"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
)

// What all scenarios share. Each opens a page of its own.
var (
	site    *chrome.Site
	browser *chrome.Browser
	canary  *chrome.Canary
)

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (int, error) {
	var err error
	if site, err = chrome.Serve("../../build/site"); err != nil {
		return 1, err
	}
	defer site.Close()
	if canary, err = chrome.NewCanary(); err != nil {
		return 1, err
	}
	defer canary.Close()
	if browser, err = chrome.Start(canary); err != nil {
		return 1, err
	}
	defer browser.Close()
	return m.Run(), nil
}

// open opens the start page of the site. When the test ends, it must have been
// asked for nothing but its own files.
func open(t *testing.T) *app {
	t.Helper()
	return openAt(t, site.URL, func() {
		for _, r := range site.Strange() {
			t.Errorf("the site was asked for %s", r)
		}
	})
}

// openAt opens the start page. When the test ends, the page must have had no
// fault and have asked for nothing outside, and atEnd looks at the site.
func openAt(t *testing.T, url string, atEnd func()) *app {
	t.Helper()
	p, err := browser.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer p.Close()
		for _, f := range p.Faults() {
			t.Errorf("the page complains: %s", f)
		}
		for _, r := range p.Outside() {
			t.Errorf("the page asked for %s", r)
		}
		atEnd()
		for _, c := range canary.Came() {
			t.Errorf("the browser called another host: %s", c)
		}
	})
	a := &app{Page: p, t: t}
	a.must(p.Ready())
	return a
}
