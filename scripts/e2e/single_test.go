package e2e

import (
	"crypto/sha256"
	"path/filepath"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

func singleURL(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../build/spoolscope.html")
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

// openSingle opens the single file from the disk. It must ask for nothing at
// all: no site, no other file.
func openSingle(t *testing.T) *app {
	t.Helper()
	before := site.Requests()
	return openAt(t, singleURL(t), func() {
		if n := site.Requests() - before; n != 0 {
			t.Errorf("the site was asked %d times", n)
		}
	})
}

func TestSingleSample(t *testing.T) {
	a := openSingle(t)
	a.wait(`document.body.innerText.includes('One HTML file. Save it, carry it, open it from disk.')`)
	a.must(a.Click("Open the sample queue"))
	a.wait(isOpen)
	if n := a.figures().Messages; n == 0 {
		t.Error("the sample shows no messages")
	}
}

// A dropped archive shows the figures that the site shows.
func TestSingleArchive(t *testing.T) {
	a := openSingle(t)
	a.dropBasic()
}

// A message is opened, and its attachment saved byte for byte.
func TestSingleAttachment(t *testing.T) {
	c := corpustest.Open(t, "mime")
	id := ""
	for _, m := range c.Facts(t)[0].Messages {
		if m.Injected != nil && m.Injected.Note == "base64 attachments" {
			id = m.ID
		}
	}
	want := attached(t, member(t, c.Read(t, "spool.pax.tar.gz"), "df"+id))["report.pdf"]
	if len(want) == 0 {
		t.Fatal("the message has no attachment report.pdf")
	}
	a := openSingle(t)
	dir := t.TempDir()
	a.must(a.Download(dir))
	a.drop(c.Path("spool.pax.tar.gz"))
	a.goTo("#/messages?id=" + id)
	a.must(a.Click("Save report.pdf"))
	got := saved(t, filepath.Join(dir, "report.pdf"))
	if sha256.Sum256(got) != sha256.Sum256(want) {
		t.Errorf("report.pdf was saved with %d bytes that differ from the %d sent", len(got), len(want))
	}
}

// Even a script in the page could not reach the network.
func TestSinglePolicy(t *testing.T) {
	p, err := browser.Open(singleURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	a := &app{Page: p, t: t}
	a.must(p.Ready())
	var stopped string
	before := site.Requests()
	a.must(a.Eval(`new Promise(done => {
		addEventListener('securitypolicyviolation', e => done(e.effectiveDirective), {once: true});
		fetch('`+site.URL+`').then(() => done('nothing'), () => {});
	})`, &stopped))
	if stopped != "connect-src" {
		t.Errorf("a fetch was stopped by %s, want connect-src", stopped)
	}
	if n := site.Requests() - before; n != 0 {
		t.Errorf("the site was asked %d times", n)
	}
}
