package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// A large gzip file is decompressed by the browser, which accepts only one member
// with nothing after it. Other files must be read in full as well, and their last
// message can be opened.
func TestLargeGzip(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	want := want(t, c, "spool.tgz")
	plain := large(t, c.Read(t, "spool.tgz"))
	half := len(plain) * 2 / 3
	forms := []struct {
		name string
		data []byte
	}{
		{"one member", gzipped(t, plain)},
		{"two members", slices.Concat(gzipped(t, plain[:half]), gzipped(t, plain[half:]))},
		{"trailing garbage", append(gzipped(t, plain), "something else"...)},
		{"padding", append(gzipped(t, plain), make([]byte, 5000)...)},
		{"cut in the checksum", gzipped(t, plain)[:len(gzipped(t, plain))-3]},
	}
	facts := c.Facts(t)[0].In("spool.tgz")
	id := facts[len(facts)-1].ID
	engines(t, func(a *app) {
		for _, form := range forms {
			a.goTo("#/overview")
			a.replace(file(a.t, strings.ReplaceAll(form.name, " ", "-")+".tgz", form.data))
			if !a.check(want) {
				a.t.Logf("the file is %q", form.name)
			}
			a.goTo("#/messages?id=" + id)
			a.waitText(id)
			a.waitText("As it would be sent")
			a.wait(`!document.querySelector("main").innerText.includes("not kept")`)
		}
	})
}

// large returns the tar archive of tgz with 5 MB of noise in front, so that a worker of its own reads it.
func large(t *testing.T, tgz []byte) []byte {
	t.Helper()
	gz, err := gzip.NewReader(bytes.NewReader(tgz))
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 5<<20)
	r := rand.NewChaCha8([32]byte{})
	if _, err := r.Read(noise); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: "noise.bin", Typeflag: tar.TypeReg, Size: int64(len(noise)), Mode: 0o600}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(noise); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(&out, gz); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
