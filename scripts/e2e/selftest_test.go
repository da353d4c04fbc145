package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// selfTestHost ends the names that the self-test calls. What the browser says
// about them is meant to be.
const selfTestHost = ".spoolscope-self-test.invalid"

// tried is a row of the self-test.
type tried struct{ Way, Result, Directive string }

// lab is a browser of its own, whose canary may be called.
type lab struct {
	browser *chrome.Browser
	canary  *drive.Canary
}

func newLab(t *testing.T) lab {
	t.Helper()
	canary, err := drive.NewCanary()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(canary.Close)
	browser, err := chrome.Start(canary)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(browser.Close)
	return lab{browser, canary}
}

func (l lab) open(t *testing.T, url string) *app {
	t.Helper()
	p, err := l.browser.Open(url, drive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer p.Close()
		for _, f := range p.Faults() {
			if !strings.Contains(f, selfTestHost) {
				t.Errorf("the page complains: %s", f)
			}
		}
	})
	a := &app{Page: p, t: t}
	a.must(p.Ready())
	return a
}

// selfTest presses the button and reads what is told.
func (a *app) selfTest() (summary string, rows []tried) {
	a.t.Helper()
	a.must(a.Click("Test it here"))
	a.must(a.WaitFor(`document.querySelector('.selftest [role=status]').textContent.includes('ways tried')`, time.Minute))
	a.must(a.Eval(`document.querySelector('.selftest [role=status]').textContent`, &summary))
	a.must(a.Eval(`[...document.querySelectorAll('.selftest tbody tr')].map(r => ({
		Way: r.cells[0].textContent, Result: r.cells[1].textContent, Directive: r.cells[2].textContent}))`, &rows))
	return summary, rows
}

// lawless are the two forms of the page without their policy.
func lawless(t *testing.T) map[string]string {
	t.Helper()
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	without := func(path string) []byte {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(policy.FindAll(page, -1)); n != 1 {
			t.Fatalf("%s has %d policies, want 1", path, n)
		}
		return policy.ReplaceAll(page, nil)
	}
	index := without("../../build/site/index.html")
	files := http.FileServer(http.Dir("../../build/site"))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write(index)
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	single := filepath.Join(t.TempDir(), "spoolscope.html")
	if err := os.WriteFile(single, without("../../build/spoolscope.html"), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"site": server.URL + "/", "single": "file://" + single}
}

// The policy stops every way out there is, and the browser says so.
func TestSelfTest(t *testing.T) {
	l := newLab(t)
	for form, url := range map[string]string{"site": site.URL, "single": targets[1].url(t)} {
		t.Run(form, func(t *testing.T) {
			summary, rows := l.open(t, url).selfTest()
			if want := fmt.Sprintf("%d ways tried, %d blocked by the policy, 1 without a policy in any browser.", len(rows), len(rows)-1); summary != want {
				t.Errorf("the self-test says %q, want %q", summary, want)
			}
			if len(rows) < 15 {
				t.Errorf("%d ways were tried, want all", len(rows))
			}
			for _, r := range rows {
				want, directive := "Blocked by the policy", true
				if r.Way == "WebRTC" {
					want, directive = "No policy for it", false
				}
				if r.Result != want || strings.Contains(r.Directive, "-") != directive {
					t.Errorf("%s: %q by %q, want %q by a directive", r.Way, r.Result, r.Directive, want)
				}
			}
			// QUIRK: Chromium greets the server of a frame over TLS before it
			// asks the policy. No request follows.
			for _, c := range l.canary.Came() {
				if !greeting.MatchString(c) {
					t.Errorf("the browser called another host: %s", c)
				}
			}
		})
	}
}

// greeting is the beginning of TLS (RFC 8446 section 5.1: a handshake record)
// with the server of a frame.
var greeting = regexp.MustCompile(`^"\\x16\\x03.*\b(frame|form)\.spoolscope-self-test\.invalid`)

// The self-test can fail: on a page without a policy it says so.
func TestSelfTestControl(t *testing.T) {
	for form, url := range lawless(t) {
		t.Run(form, func(t *testing.T) {
			l := newLab(t)
			summary, rows := l.open(t, url).selfTest()
			if want := fmt.Sprintf("%d NOT blocked.", len(rows)-1); !strings.HasSuffix(summary, want) {
				t.Errorf("the self-test says %q, want %q at its end", summary, want)
			}
			for _, r := range rows {
				if r.Result != "NOT blocked" && r.Way != "WebRTC" {
					t.Errorf("%s: %q by %q, want \"NOT blocked\"", r.Way, r.Result, r.Directive)
				}
			}
			if len(l.canary.Came()) == 0 {
				t.Error("nobody called: the test does not try")
			}
		})
	}
}

// letter is a mail in HTML that calls out in many ways.
const letter = `<style>@import "http://import.example.com/"; @font-face { font-family: f; src: url(http://font.example.com/) } p { font-family: f; background: url(http://back.example.com/) }</style>
<link rel=stylesheet href=http://style.example.com/><link rel=prefetch href=http://prefetch.example.com/><link rel=preload as=image href=http://preload.example.com/>
<script src=http://script.example.com/></script><meta http-equiv=refresh content="0; http://refresh.example.com/">
<p>text</p><img src=http://img.example.com/ srcset="http://set.example.com/ 2x"><iframe src=http://frame.example.com/></iframe>
<video src=http://video.example.com/ poster=http://poster.example.com/></video><object data=http://object.example.com/></object><embed src=http://embed.example.com/>
<svg><image href=http://svg.example.com/ /></svg><input type=image src=http://input.example.com/>`

// What stands in a sandboxed frame is under the policy of the page.
func TestFramePolicy(t *testing.T) {
	show := fmt.Sprintf(`new Promise(done => {
		const frame = Object.assign(document.createElement('iframe'), {srcdoc: %q, width: 300, height: 300});
		frame.sandbox = '';
		document.querySelector('main').prepend(frame);
		setTimeout(done, 1500);
	})`, letter)
	for form, url := range map[string]string{"site": site.URL, "single": targets[1].url(t)} {
		t.Run(form, func(t *testing.T) {
			l := newLab(t)
			p, err := l.browser.Open(url, drive.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			a := &app{Page: p, t: t}
			a.must(p.Ready())
			a.must(a.Eval(show, nil))
			for _, c := range l.canary.Came() {
				t.Errorf("the frame called another host: %s", c)
			}
		})
	}
	for form, url := range lawless(t) {
		t.Run(form+" without policy", func(t *testing.T) {
			l := newLab(t)
			p, err := l.browser.Open(url, drive.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			a := &app{Page: p, t: t}
			a.must(p.Ready())
			a.must(a.Eval(show, nil))
			if n := len(l.canary.Came()); n < 5 {
				t.Errorf("the frame called %d times, want more: the test does not try", n)
			}
		})
	}
}
