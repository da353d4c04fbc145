package e2e

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
	"github.com/spoolscope/spoolscope/web"
)

// openFolder opens a folder's site in Chromium.
func openFolder(t *testing.T, own *folder) *app {
	t.Helper()
	p, err := chromium.take(t).Open(own.URL, drive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, f := range p.Faults() {
			if strings.HasPrefix(f, "asked for ") && !strings.Contains(f, "http://127.0.0.1:") { // the sharing site of a test
				t.Errorf("the page %s", f)
			}
		}
		p.Close()
	})
	a := &app{Page: p, t: t}
	a.must(p.Ready())
	return a
}

// isKept is a JavaScript expression: the start page says that the site is kept for
// offline use.
const isKept = `document.querySelector('.landing-foot').innerText.includes('Kept in this browser')`

func (a *app) load(url string) {
	a.t.Helper()
	a.must(a.Load(url))
}

func (a *app) reload() {
	a.t.Helper()
	a.must(a.Eval(`window.before = true`, nil))
	a.must(a.Reload())
	a.wait(`!window.before`)
}

// Once visited, the site opens and works without its server: at the root of our
// own server, and in a folder of a plain file server.
func TestOffline(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, at string
		how      serving
	}{
		{"own server", "/", ours},
		{"folder", "/a/b/", plain(true)},
		{"folder, module without a type", "/a/b/", plain(false)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			own := serveFolder(t, tc.at, tc.how, siteFiles(t))
			a := openFolder(t, own)
			a.wait(isKept)
			if f := a.Faults(); len(f) > 0 {
				t.Errorf("the page complains: %q", f)
			}
			modules := 0
			for _, r := range own.answers() {
				if r.Path == "/app.wasm" && r.Status == http.StatusOK {
					modules++
				}
				if r.Method != "GET" || r.Status >= 400 {
					t.Errorf("the site was asked for %v", r)
				}
			}
			// The plain file servers do not compress the module: then it is too large
			// for the HTTP cache of a browser without a profile, as in these tests.
			if tc.name == "own server" && modules != 1 {
				t.Errorf("the module was sent %d times, want once", modules)
			}
			own.kill()

			// The first page already needs no server.
			a.must(a.Click("Open the sample queue"))
			a.wait(isOpen)
			a.goTo("#/")

			a.reload()
			a.must(a.Ready())
			a.must(a.Click("Open the sample queue"))
			a.wait(isOpen)

			a.load(own.URL + "index.html?from=elsewhere")
			a.must(a.Ready())
			c := corpustest.Open(t, "mime")
			a.drop(c.Path("spool.pax.tar.gz"))
			a.check(want(t, c, "spool.pax.tar.gz"))
			for _, m := range c.Facts(t)[0].Messages {
				if m.Injected != nil && m.Injected.Note == "utf-8 8bit" {
					a.goTo("#/messages?id=" + m.ID)
				}
			}
			a.waitText("Příliš žluťoučký kůň úpěl ďábelské ódy.")
			// The service worker answers for the site's files and nothing else.
			a.wait(`fetch('other.html').then(() => false, () => true)`)
			a.wait(`fetch('boot.js?x').then(() => false, () => true)`)
		})
	}
}

const isNew = `document.documentElement.dataset.version === '2'`

// second returns an index.html that can be told from the first version's.
func second(t *testing.T, files []web.File) []byte {
	t.Helper()
	for _, f := range files {
		if f.Name == "index.html" {
			page := bytes.Replace(f.Data, []byte(`<html lang="en">`), []byte(`<html lang="en" data-version="2">`), 1)
			if !bytes.Equal(page, f.Data) {
				return page
			}
		}
	}
	t.Fatal(`index.html has no <html lang="en">`)
	return nil
}

// A new version is used when the user asks for it, not before.
func TestNewVersion(t *testing.T) {
	t.Parallel()
	files := siteFiles(t)
	own := serveFolder(t, "/", ours, files)
	a := openFolder(t, own)
	a.wait(isKept)
	own.put(t, ours, changed(t, files, "index.html", second(t, files)))
	asked := len(own.answers())
	a.reload()
	a.wait(`document.getElementById('boot-note')?.innerText.includes('A new version is ready.')`)
	for _, r := range own.answers()[asked:] {
		if r.Path == "/app.wasm" {
			t.Errorf("a file that did not change was asked for: %v", r)
		}
	}
	a.must(a.Ready())
	a.dropBasic()
	a.wait(`!(` + isNew + `)`)
	a.must(a.Click("Later"))
	a.wait(`!document.getElementById('boot-note')`)
	a.reload()
	a.wait(`!(` + isNew + `)`)
	a.must(a.Click("Reload"))
	a.wait(isNew)
	a.must(a.Ready())
	a.wait(`document.documentElement.dataset.kept === ''`)
	a.wait(`caches.keys().then(names => names.length === 1)`)
	own.kill()
	a.reload()
	a.wait(isNew)
	a.must(a.Ready())
	a.dropBasic()
}

// A version whose files do not match is not used, and the previous one stays
// complete.
func TestHalfVersion(t *testing.T) {
	t.Parallel()
	files := siteFiles(t)
	for _, tc := range []struct {
		name   string
		damage func(new []web.File) []web.File
	}{
		{"a file is missing", func(new []web.File) []web.File { return with(new, "sample.tar.xz", nil) }},
		{"a file comes from another version", func(new []web.File) []web.File { return with(new, "design.css", []byte("body {}")) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			own := serveFolder(t, "/", ours, files)
			a := openFolder(t, own)
			a.wait(isKept)
			next := changed(t, changed(t, files, "design.css", []byte("p {}")), "sample.tar.xz", []byte("other"))
			own.put(t, ours, tc.damage(changed(t, next, "index.html", second(t, files))))
			a.reload()
			a.wait(`navigator.serviceWorker.getRegistration().then(r => r.update()).then(r => new Promise(done => {
				const w = r.installing;
				if (!w) return done(false);
				w.addEventListener('statechange', () => done(w.state === 'redundant'));
			}))`)
			own.kill()
			a.reload()
			a.must(a.Ready())
			a.wait(`!(` + isNew + `) && !document.getElementById('boot-note')`)
			a.must(a.Click("Open the sample queue"))
			a.wait(isOpen)
		})
	}
}

// A stored version that does not start can be forgotten, but not while the server
// cannot deliver another one.
func TestBrokenVersion(t *testing.T) {
	t.Parallel()
	files := siteFiles(t)
	input := []byte(`id="platform-files"`)
	lame := bytes.Replace(second(t, files), input, nil, 1)
	if bytes.Contains(lame, input) {
		t.Fatalf("index.html has %s more than once", input)
	}
	for _, tc := range []struct {
		name, file string
		data       []byte
		says       string
	}{
		{"the module does not compile", "app.wasm", []byte("\x00asm of a bad day"), "Spoolscope cannot start"},
		{"the module ends", "index.html", lame, "Spoolscope stopped because of a fault in it."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			own := serveFolder(t, "/", ours, files)
			a := openFolder(t, own)
			a.wait(isKept)
			own.put(t, ours, changed(t, files, tc.file, tc.data))
			a.reload()
			a.must(a.Click("Reload"))
			const out = "Forget the stored copy and load again"
			a.wait(`document.body.innerText.includes('` + tc.says + `') && document.body.innerText.includes('` + out + `')`)

			own.put(t, ours, nil)
			a.must(a.Click(out))
			a.wait(`document.body.innerText.includes('The stored copy stays.')`)

			// The server has no other service worker: only the button helps.
			own.put(t, ours, with(files, "sw.js", nil))
			a.must(a.Click(out))
			a.must(a.Ready())
			a.wait(`caches.keys().then(names => names.length === 0)`)
			a.dropBasic()
		})
	}
}

// The page notices that the site was taken down, or that another one has its
// address.
func TestSiteGone(t *testing.T) {
	t.Parallel()
	files := siteFiles(t)
	other := web.File{Name: "index.html", Data: []byte("<!doctype html><title>Other</title><p>another site")}
	for _, tc := range []struct {
		name string
		how  serving
	}{
		{"not there", ours},
		{"a page for every address", func(files []web.File) (http.Handler, error) {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				_, _ = w.Write(other.Data)
			}), nil
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			own := serveFolder(t, "/", ours, files)
			a := openFolder(t, own)
			a.wait(isKept)
			own.put(t, tc.how, []web.File{other})
			a.reload()
			a.wait(`document.getElementById('boot-note')?.innerText.includes('Spoolscope is not at this address any more.')`)
			a.wait(`navigator.serviceWorker.getRegistration().then(r => !r)`)
			a.wait(`caches.keys().then(names => names.length === 0)`)
			a.must(a.Click("Reload"))
			a.wait(`document.body.innerText === 'another site'`)
		})
	}
}
