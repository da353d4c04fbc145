package browser

import (
	"net/url"
	"strings"

	"github.com/hack-pad/safejs"
	"github.com/spoolscope/spoolscope/app/ui"
)

// watchAddress follows the URL fragment.
func (p *Page) watchAddress() error {
	p.repairAddress()
	return p.listen(safejs.Global(), "hashchange", nil, func(safejs.Value) {
		now := fragment()
		if p.expected != nil && *p.expected == now {
			p.expected = nil
			return
		}
		p.expected = nil
		p.onUI(p.navigated)
	})
}

// fragment returns the fragment in the address bar: "#/…", or "" if there is none.
func fragment() string { return stringOf(get(safejs.Global(), "location", "hash")) }

// navigated reports the fragment. It runs on the UI goroutine.
func (p *Page) navigated() {
	if p.events.Navigated != nil {
		p.events.Navigated(fragment())
	}
}

// Address implements ui.Platform.
func (p *Page) Address(fragment string) string {
	page, _, _ := strings.Cut(stringOf(get(safejs.Global(), "location", "href")), "#")
	return page + fragment
}

// Navigate implements ui.Platform.
func (p *Page) Navigate(fragment string, replace bool) {
	method := "pushState"
	if replace {
		method = "replaceState"
	}
	if _, err := get(safejs.Global(), "history").Call(method, nil, "", fragment); err == nil {
		return
	}
	// A sandboxed page has no history to write, but its address still moves.
	p.expected = &fragment
	_ = get(safejs.Global(), "location").Set("hash", fragment)
}

// repairAddress replaces an address that net/url cannot parse, because go-app
// parses it at startup and does not survive an error. Somebody may have typed
// "#/messages?q=100%".
func (p *Page) repairAddress() {
	href := stringOf(get(safejs.Global(), "location", "href"))
	if _, err := url.Parse(href); err == nil {
		return
	}
	repaired := ui.EscapeStray(fragment())
	p.Navigate(repaired, true)
	if _, err := url.Parse(stringOf(get(safejs.Global(), "location", "href"))); err != nil {
		p.Navigate("#", true)
	}
}

// leaveToBrowser switches off go-app's handlers for clicks and history, which
// also parse addresses. The browser follows links by itself.
func leaveToBrowser() {
	_ = safejs.Global().Set("onclick", safejs.Null())
	_ = safejs.Global().Set("onpopstate", safejs.Null())
}
