package e2e

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// fileOf returns a JavaScript expression that makes a File.
func fileOf(name string, data []byte) string {
	return fmt.Sprintf(`new File([Uint8Array.from(atob(%q), c => c.charCodeAt(0))], %q)`, base64.StdEncoding.EncodeToString(data), name)
}

// An archive that the operating system opens with the installed site is read like
// a dropped one, also when a queue is open already.
func TestLaunched(t *testing.T) {
	t.Parallel()
	basic := corpustest.Open(t, "basic")
	own := serveFolder(t, "/", ours, siteFiles(t))
	a := openFolder(t, own)
	a.wait(isKept)
	// Nothing launches a headless browser, so its launchQueue is replaced by one
	// that works the same: it holds launches until a consumer is set.
	a.before(`(() => {
		let consumer; const waiting = [];
		window.launch = (files) => {
			const launch = {targetURL: location.href, files: files.map(f => f.getFile ? f : {kind: 'file', name: f.name, getFile: async () => f})};
			if (consumer) consumer(launch); else waiting.push(launch);
		};
		Object.defineProperty(window, 'launchQueue', {value: {setConsumer(fn) { consumer = fn; waiting.splice(0).forEach(fn); }}});
	})()`)
	a.before(`launch([` + fileOf("spool.tgz", basic.Read(t, "spool.tgz")) + `])`)
	a.reload()
	a.wait(isOpen)
	a.check(want(t, basic, "spool.tgz"))

	bounces := corpustest.Open(t, "bounces")
	a.must(a.Eval(`launch([`+fileOf("incident.tar.xz", bounces.Read(t, "incident.tar.xz"))+`])`, nil))
	a.must(a.Click("Replace"))
	a.wait(readFigures + `.Messages === 117`)

	a.must(a.Eval(`launch([])`, nil)) // opened without a file
	a.must(a.Eval(`launch([{name: 'gone.tar', getFile: () => Promise.reject(new Error('gone'))}])`, nil))
	a.wait(`document.getElementById('boot-note')?.innerText.includes('A file did not arrive.')`)
	a.wait(readFigures + `.Messages === 117`)
}

// Chromium finds no fault with the manifest and would install the site.
func TestInstallable(t *testing.T) {
	t.Parallel()
	own := serveFolder(t, "/a/b/", plain(true), siteFiles(t))
	a := openFolder(t, own)
	a.wait(isKept)
	a.wait(`document.querySelector('link[rel=manifest]')`)
	a.must(a.run(chromedp.ActionFunc(func(ctx context.Context) error {
		address, errs, _, parsed, err := page.GetAppManifest().Do(ctx)
		if err != nil {
			return err
		}
		for _, e := range errs { // also errors in file handlers, which parsed does not contain
			t.Errorf("manifest:%d: %s", e.Line, e.Message)
		}
		if address != own.URL+"manifest.webmanifest" || parsed.Scope != own.URL || parsed.StartURL != own.URL || parsed.ID != own.URL {
			t.Errorf("%s has scope %s, start %s and id %s, want %s", address, parsed.Scope, parsed.StartURL, parsed.ID, own.URL)
		}
		if parsed.ShareTarget == nil || parsed.ShareTarget.Action != own.URL || len(parsed.Icons) != 4 {
			t.Errorf("the manifest has the share target %v and %d icons", parsed.ShareTarget, len(parsed.Icons))
		}
		amiss, err := page.GetInstallabilityErrors().Do(ctx)
		for _, e := range amiss {
			if e.ErrorID != "in-incognito" { // the test's own browsing context
				t.Errorf("the site cannot be installed: %s %v", e.ErrorID, e.ErrorArguments)
			}
		}
		return err
	})))
}

// run runs chromedp actions in the page's tab.
func (a *app) run(actions ...chromedp.Action) error { return a.tab().Run(actions...) }

// before runs a script ahead of the scripts of every page loaded from now on.
func (a *app) before(script string) {
	a.t.Helper()
	a.must(a.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	})))
}

// sharer serves a page of another app, which shares by posting a form to an
// address as the operating system does, and returns its URL.
func sharer(t *testing.T, to string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><link rel="icon" href="data:,">
			<form method="post" enctype="multipart/form-data" action="%s"><textarea name="text"></textarea><input type="file" name="files" multiple></form>`, to)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

// A file or text that is shared with the installed site never reaches its server,
// is opened once, and leaves nothing behind, whether or not the server runs.
func TestShared(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	for _, tc := range []struct {
		name, fill, said string
		messages         int
		offline          bool
	}{
		{"an archive", `(d => { d.items.add(` + fileOf("spool.tgz", c.Read(t, "spool.tgz")) + `); document.forms[0].files.files = d.files; })(new DataTransfer())`, "“spool.tgz”", 29, true},
		{"text", fmt.Sprintf(`document.forms[0].text.value = %q`, c.Read(t, "mailq.txt")), "“shared.txt”", 29, false},
	} {
		t.Run(fmt.Sprintf("%s, offline %v", tc.name, tc.offline), func(t *testing.T) {
			own := serveFolder(t, "/a/b/", ours, siteFiles(t))
			a := openFolder(t, own)
			a.wait(isKept)
			if tc.offline {
				own.kill()
			}
			a.load(sharer(t, own.URL))
			a.must(a.Eval(tc.fill, nil))
			a.must(a.Eval(`setTimeout(() => document.forms[0].submit())`, nil))
			a.wait(`document.getElementById('boot-note')?.innerText.includes('Something was shared with Spoolscope.')`)
			var said string
			a.must(a.Eval(`document.getElementById('boot-note').innerText`, &said))
			if !strings.Contains(said, tc.said) || !strings.Contains(said, "Where it comes from is not known") {
				t.Errorf("the page says %q, want %q in it", said, tc.said)
			}
			var opened bool
			a.must(a.Eval(`Boolean(document.querySelector('a.archive, main .loading'))`, &opened))
			if opened {
				t.Error("what was shared was opened before the user said so")
			}
			a.must(a.Click("Open"))
			a.wait(isOpen)
			a.wait(readFigures + `.Messages === ` + fmt.Sprint(tc.messages))
			a.wait(`location.search === ''`)
			for _, r := range own.answers() {
				if r.Method != "GET" || r.Query != "" {
					t.Errorf("the server got %+v", r)
				}
			}
			a.wait(`caches.keys().then(async names => {
				const kept = (await Promise.all(names.map(async n => (await (await caches.open(n)).keys()).map(r => r.url)))).flat();
				return names.length === 1 && kept.length > 9 && !kept.some(url => url.includes('?'));
			})`)
			a.reload()
			a.must(a.Ready()) // not opened again
		})
	}
}

// What another site posts is shown by name, with its characters made harmless, and
// is gone for good once it is discarded.
func TestSharedIsDiscarded(t *testing.T) {
	t.Parallel()
	own := serveFolder(t, "/", ours, siteFiles(t))
	a := openFolder(t, own)
	a.wait(isKept)
	a.load(sharer(t, own.URL))
	c := corpustest.Open(t, "basic")
	a.must(a.Eval(`(d => { for (let i = 0; i < 7; i++) d.items.add(`+fileOf("a\u202Egzt<img src=x onerror=alert(1)>", c.Read(t, "spool.tgz"))+
		`); document.forms[0].files.files = d.files; })(new DataTransfer())`, nil))
	a.must(a.Eval(`setTimeout(() => document.forms[0].submit())`, nil))
	a.wait(`document.getElementById('boot-note')?.innerText.includes('and 2 more')`)
	var said string
	a.must(a.Eval(`document.getElementById('boot-note').innerText`, &said))
	if strings.Contains(said, "\u202e") || !strings.Contains(said, "<img") {
		t.Errorf("the page says %q", said)
	}
	a.must(a.Click("Discard"))
	a.wait(`!document.getElementById('boot-note') && !document.querySelector('a.archive, main .loading, [src=x]')`)
	a.reload()
	a.must(a.Ready())
	a.wait(`!document.getElementById('boot-note')`)
}

// The address of a share that was already opened says that no file arrived.
func TestSharedTooLate(t *testing.T) {
	t.Parallel()
	own := serveFolder(t, "/", ours, siteFiles(t))
	a := openFolder(t, own)
	a.wait(isKept)
	a.load(own.URL + "?shared=00000000-0000-4000-8000-000000000000")
	a.must(a.Ready())
	a.wait(`document.getElementById('boot-note')?.innerText.includes('A file did not arrive.')`)
	a.wait(`location.search === ''`)
	a.must(a.Click("Close"))
	a.wait(`!document.getElementById('boot-note')`)
	a.dropBasic()
}
