package e2e

import (
	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
)

// tab is the page's tab, in scenarios that only Chromium runs.
func (a *app) tab() *chrome.Tab {
	a.t.Helper()
	tab, ok := a.Tab.(*chrome.Tab)
	if !ok {
		a.t.Fatalf("the page is in %T, not in Chromium", a.Tab)
	}
	return tab
}
