package e2e

import (
	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
)

// tab returns the page's Chromium tab, for scenarios that run only there.
func (a *app) tab() *chrome.Tab {
	a.t.Helper()
	tab, ok := a.Tab.(*chrome.Tab)
	if !ok {
		a.t.Fatalf("the page is in %T, not in Chromium", a.Tab)
	}
	return tab
}
