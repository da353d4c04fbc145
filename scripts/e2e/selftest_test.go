package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// tried is a row of the self-test.
type tried struct{ Way, Result, Directive string }

// lab is the browser of one test, which may call its canary.
type lab struct {
	drive.Browser
	canary *drive.Canary
}

// newLab starts another browser of the engine's kind when it is its turn, so that
// few browsers are busy at a time.
func newLab(t *testing.T, e *engine, how tuning) lab {
	t.Helper()
	e.turn.Lock()
	t.Cleanup(e.turn.Unlock)
	canary, err := drive.NewCanary()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(canary.Close)
	browser, err := e.start(canary, how)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(browser.Close)
	return lab{browser, canary}
}

// called waits until the canary has received this many different calls.
func (l lab) called(t *testing.T, times int) {
	t.Helper()
	for end := time.Now().Add(drive.Limit); len(l.canary.Calls()) < times; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the page made %d calls, want %d", len(l.canary.Calls()), times)
		}
	}
}

// calledFor waits until the canary has received a call for a host.
func (l lab) calledFor(t *testing.T, host string) {
	t.Helper()
	named := func(call string) bool { return strings.Contains(call, host) }
	for end := time.Now().Add(drive.Limit); !slices.ContainsFunc(l.canary.Calls(), named); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the page did not call %s; calls %q", host, l.canary.Calls())
		}
	}
}

// uncalled fails the test if the browser called another host.
//
// QUIRK: Chromium begins TLS with the server of a frame before it checks the policy.
// No request follows.
func (l lab) uncalled(t *testing.T, e *engine) {
	t.Helper()
	for _, c := range l.canary.Calls() {
		if e.name != "chromium" || !greeting.MatchString(c) {
			t.Errorf("the browser called another host: %s", c)
		}
	}
}

// trusting defines trusted, which turns a text into markup where the page's
// policy requires trusted types. It uses the trusted-types policy that the page
// makes for HTML mail.
const trusting = `(() => {
	const make = window.trustedTypes?.createPolicy;
	if (make) trustedTypes.createPolicy = (name, rules) => {
		const policy = make.call(trustedTypes, name, rules);
		if (rules.createHTML) window.trusted = text => policy.createHTML(text);
		return policy;
	};
})()`

// open opens a page for a target, with a script that runs before its own. Its
// faults do not fail the test.
func (l lab) open(t *testing.T, tg target, url, before string) *app {
	t.Helper()
	p, err := l.Open(url, drive.Options{Before: before})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	a := &app{Page: p, target: tg, t: t}
	a.must(p.Ready())
	return a
}

// eachLab runs a scenario for every target in a browser of its own, on the page
// that url gives for the target.
func eachLab(t *testing.T, how tuning, url func(tg target) string, scenario func(l lab, a *app)) {
	t.Helper()
	for _, tg := range targets {
		if chosen.MatchString(tg.name) {
			t.Run(tg.name, func(t *testing.T) {
				t.Parallel()
				l := newLab(t, tg.engine, how)
				scenario(l, l.open(t, tg, url(tg), ""))
			})
		}
	}
}

// selfTest runs the page's self-test and returns its summary and its rows.
func (a *app) selfTest() (summary string, rows []tried) {
	a.t.Helper()
	a.must(a.Click("Test it here"))
	a.wait(`document.querySelector('.selftest [role=status]').textContent.includes('ways tried')`)
	a.must(a.Eval(`document.querySelector('.selftest [role=status]').textContent`, &summary))
	a.must(a.Eval(`[...document.querySelectorAll('.selftest tbody tr')].map(r => ({
		Way: r.cells[0].textContent, Result: r.cells[1].textContent, Directive: r.cells[2].textContent}))`, &rows))
	return summary, rows
}

// lawless returns a function that gives the URL of a target's page without its
// content security policy.
func lawless(t *testing.T) func(tg target) string {
	t.Helper()
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	without := func(path string) []byte {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// The page's own stands before any script; one of them makes the policy of a
		// frame.
		at := policy.FindIndex(page)
		if at == nil || bytes.Contains(page[:at[0]], []byte("<script")) {
			t.Fatalf("%s has no policy before its scripts", path)
		}
		return slices.Concat(page[:at[0]], page[at[1]:])
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
	single := file(t, "spoolscope.html", without("../../build/spoolscope.html"))
	return func(tg target) string {
		if tg.single {
			return "file://" + single
		}
		return server.URL + "/"
	}
}

// lawful returns a function that gives the URL of a target's page as it is built.
func lawful(t *testing.T) func(tg target) string { return func(tg target) string { return tg.url(t) } }

// The policy blocks every way out, and the browser reports it, on the page and in a
// frame with a message.
func TestSelfTest(t *testing.T) {
	t.Parallel()
	eachLab(t, sparing, lawful(t), func(l lab, a *app) {
		summary, rows := a.selfTest()
		a.t.Log(summary)
		if strings.Contains(summary, "NOT") {
			a.t.Errorf("the self-test says %q", summary)
		}
		if len(rows) < 15 {
			a.t.Errorf("%d ways were tried, want all", len(rows))
		}
		for _, r := range rows {
			ok := r.Result == "Blocked by the policy" && strings.Contains(r.Directive, "-")
			switch {
			case r.Way == "WebRTC":
				ok = r.Result == "No policy for it" || r.Result == "Not in this browser"
			case a.target.engine.name != "chromium":
				// Firefox and WebKit block some without naming the directive.
				ok = ok || r.Result == "Blocked" || r.Result == "Not in this browser"
			}
			if !ok {
				a.t.Errorf("%s: %q by %q, want it blocked by a directive", r.Way, r.Result, r.Directive)
			}
		}
		l.uncalled(a.t, a.target.engine)
		framePolicy(a.t, l, a.target)
	})
}

// greeting matches a TLS handshake record (RFC 8446 section 5.1) that names the
// server of a frame or a form.
var greeting = regexp.MustCompile(`^"\\x16\\x03.*\b(frame|form)\.spoolscope-self-test\.invalid`)

// The self-test can fail: on a page without a policy, it reports the ways out as open.
// The canary is checked as well: it records what such a page fetches, and each load of
// a message in it, so its silence elsewhere proves something.
func TestSelfTestControl(t *testing.T) {
	t.Parallel()
	show := showing(t)
	eachLab(t, sparing, lawless(t), func(l lab, a *app) {
		summary, rows := a.selfTest()
		a.t.Log(summary)
		open := 0
		for _, r := range rows {
			switch {
			case r.Result == "NOT blocked" || r.Way == "WebRTC":
				open++
			case r.Result != "Not in this browser":
				a.t.Errorf("%s: %q by %q, want \"NOT blocked\"", r.Way, r.Result, r.Directive)
			}
		}
		if !strings.HasSuffix(summary, " NOT blocked.") || open < 12 {
			a.t.Errorf("the self-test says %q and that %d ways are open", summary, open)
		}
		l.called(a.t, 1) // otherwise the self-test tries nothing
		a.must(a.Eval(`void fetch('http://mx.example.net/counted', {mode: 'no-cors'}).catch(() => {})`, nil))
		l.calledFor(a.t, "mx.example.net")
		a.must(a.Eval(show, nil))
		for _, host := range append(loads(a.target.engine), "import", "font", "back") {
			l.calledFor(a.t, host+".example.com")
		}
	})
}

// mails are HTML messages that load from other hosts in many ways, each from a host
// of its own. The second one leaves the frame, which would interrupt the loads of
// the first.
var mails = []string{
	`<style>@import "http://import.example.com/"; @font-face { font-family: f; src: url(http://font.example.com/) } p { font-family: f; background: url(http://back.example.com/) }</style>
<link rel=stylesheet href=http://style.example.com/><link rel=prefetch href=http://prefetch.example.com/><link rel=preload as=image href=http://preload.example.com/>
<script src=http://script.example.com/></script>
<p>text</p><img src=http://img.example.com/ srcset="http://img.example.com/ 2x"><iframe src=http://frame.example.com/></iframe>
<video src=http://video.example.com/ poster=http://poster.example.com/></video><object data=http://object.example.com/></object><embed src=http://embed.example.com/>
<svg><image href=http://svg.example.com/ /></svg><input type=image src=http://input.example.com/>`,
	`<meta http-equiv=refresh content="0; http://refresh.example.com/"><p>text</p>`,
}

// showMails is a JavaScript function that shows messages in frames and collects
// the addresses of all violations in blocked. The sandbox is wide open, so the
// policy alone stops the loads and the page sees each violation.
const showMails = `(mails => {
	window.blocked = [];
	const note = e => blocked.push(e.blockedURI);
	document.addEventListener('securitypolicyviolation', note);
	for (const mail of mails) {
		const frame = Object.assign(document.createElement('iframe'), {width: 300, height: 300});
		frame.sandbox = 'allow-same-origin allow-scripts';
		document.querySelector('main').prepend(frame);
		const d = frame.contentDocument;
		d.open();
		d.addEventListener('securitypolicyviolation', note);
		d.write(window.trusted ? trusted(mail) : mail);
		d.close();
	}
})`

// loads returns the hosts of mails from which an engine loads, without those of the
// style element.
func loads(e *engine) []string {
	hosts := []string{"style", "script", "img", "frame", "video", "poster", "object", "embed", "svg", "input", "refresh", "preload"}
	if e.name == "chromium" {
		hosts = append(hosts, "prefetch")
	}
	return hosts
}

// showing returns a JavaScript expression that shows the mails in frames.
func showing(t *testing.T) string {
	t.Helper()
	list, err := json.Marshal(mails)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s(%s)", showMails, list)
}

// framePolicy shows messages in frames of another page of the lab: the policy of the
// page applies to what is in them, so each load is blocked, and no host is called.
func framePolicy(t *testing.T, l lab, tg target) {
	t.Helper()
	a := l.open(t, tg, tg.url(t), trusting)
	a.must(a.Eval(showing(t), nil))
	a.wait(`blocked.includes('inline')`) // the style element
	for _, host := range loads(tg.engine) {
		if tg.engine.name == "firefox" && host == "preload" {
			continue // QUIRK: Firefox does not report a blocked preload
		}
		a.wait(fmt.Sprintf(`blocked.some(uri => uri.startsWith('http://%s.example.com'))`, host))
	}
	l.uncalled(t, tg.engine)
}
