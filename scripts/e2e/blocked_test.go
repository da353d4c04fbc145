package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Where the browser refuses storage, the site still works; it neither claims to be
// kept nor complains.
func TestStorageBlocked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, script string }{
		{"no service workers", `delete Navigator.prototype.serviceWorker`},
		{"service workers throw", `Object.defineProperty(Navigator.prototype, 'serviceWorker', {get() { throw new DOMException('blocked', 'SecurityError'); }})`},
		{"registering fails", `ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('blocked', 'SecurityError'))`},
		{"no caches", `delete window.caches; ServiceWorkerContainer.prototype.register = () => Promise.reject(new TypeError('blocked'))`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			own := serveFolder(t, "/", ours, siteFiles(t))
			p, err := chromium.take(t).Open(own.URL, drive.Options{Before: tc.script})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.Close)
			a := &app{Page: p, t: t}
			a.must(a.Ready())
			a.dropBasic()
			a.goTo("#/")
			a.wait(`document.querySelector('.landing-foot') && !(` + isKept + `)`)
			a.wait(`!document.getElementById('boot-note') && !document.querySelector('link[rel=manifest]')`)
			if f := a.Faults(); len(f) > 0 {
				t.Errorf("the page complains: %q", f)
			}
		})
	}
}
