package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/web/lzma"
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

// The page unpacks what package lzma packs, to the byte, and takes nothing that
// was changed on its way.
func TestSingleUnpacks(t *testing.T) {
	text, err := os.ReadFile("single_test.go")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	long := make([]byte, 3<<20) // several pieces
	for i := range long {
		if long[i] = byte(random.IntN(256)); i >= 1<<16 && i%100 > 20 {
			long[i] = long[i-1<<16]
		}
	}
	a := openSingle(t)
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"a byte", []byte("x")},
		{"runs", bytes.Repeat([]byte("aaaaaaaaaaaaaab"), 50_000)},
		{"text", text},
		{"long", long},
	} {
		packed := lzma.Pack(tt.data)
		packed = binary.LittleEndian.AppendUint32(packed, crc32.ChecksumIEEE(packed))
		sum := sha256.Sum256(tt.data)
		if got, want := a.unpack(packed), hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s: the page unpacks bytes of SHA-256 %s, want %s", tt.name, got, want)
		}
		packed[len(packed)/2] ^= 1
		if got, want := a.unpack(packed), "this file is damaged"; !strings.Contains(got, want) {
			t.Errorf("%s with a bit changed: the page unpacks %q, want %q", tt.name, got, want)
		}
	}
}

// unpack gives the SHA-256 of what the page's unlzma makes of packed, or what
// it complains of.
func (a *app) unpack(packed []byte) string {
	a.t.Helper()
	var got string
	a.must(a.Eval(`(async () => {
		const worker = new Worker(URL.createObjectURL(new Blob(["(" + unlzma + ")();"], { type: "text/javascript" })));
		const pieces = [];
		try {
			await new Promise((resolve, reject) => {
				worker.onmessage = ({ data }) => data ? pieces.push(data) : resolve();
				worker.onerror = (e) => { e.preventDefault(); reject(e.message); };
				const all = Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(packed)+`"), (c) => c.charCodeAt(0));
				const half = all.length >> 1;
				worker.postMessage([all.slice(0, half), all.slice(half)]);
			});
		} catch (message) {
			return String(message);
		} finally {
			worker.terminate();
		}
		const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(pieces).arrayBuffer()));
		return [...sum].map((b) => b.toString(16).padStart(2, "0")).join("");
	})()`, &got))
	return got
}
