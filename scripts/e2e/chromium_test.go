package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// blank is an empty tab of Chromium, for what has to be set before the page
// loads.
func blank(t *testing.T) *app {
	t.Helper()
	p, err := chromium.running(t).Open("about:blank", drive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return &app{Page: p, target: targets[0], t: t}
}

// tab is the page's tab, in scenarios that only Chromium runs.
func (a *app) tab() *chrome.Tab {
	a.t.Helper()
	tab, ok := a.Tab.(*chrome.Tab)
	if !ok {
		a.t.Fatalf("the page is in %T, not in Chromium", a.Tab)
	}
	return tab
}

// forms are the addresses of the site and of the single file.
func forms(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{"site": targets[0].url(t), "single": targets[1].url(t)}
}
