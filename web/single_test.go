package web

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/web/element"
)

func single(t *testing.T) string {
	t.Helper()
	p := parts()
	// Enough incompressible bytes to fill several pieces.
	seed := uint32(1)
	for range 200_000 {
		seed = seed*1664525 + 1013904223
		p.Wasm = append(p.Wasm, byte(seed>>24))
	}
	page, err := Single(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Single(p)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, again) {
		t.Error("Single differs between two calls")
	}
	r, err := gzip.NewReader(bytes.NewReader(joined(t, string(page), element.Module)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, p.Wasm) {
		t.Errorf("the page holds %d bytes of a module (%v), want the %d given", len(got), err, len(p.Wasm))
	}
	return string(page)
}

// joined decodes the pieces of a file one by one, as boot.js does.
func joined(t *testing.T, page, name string) []byte {
	t.Helper()
	found := regexp.MustCompile(`<script type="application/octet-stream" data-file="`+regexp.QuoteMeta(name)+`">([^<]*)</script>`).FindAllStringSubmatch(page, -1)
	var all []byte
	for _, m := range found {
		if len(m[1]) > element.TextSize {
			t.Errorf("a piece of %s has %d bytes, want at most %d", name, len(m[1]), element.TextSize)
		}
		data, err := base64.StdEncoding.DecodeString(m[1])
		if err != nil {
			t.Fatalf("a piece of %s: %v", name, err)
		}
		all = append(all, data...)
	}
	return all
}

func TestSingleHoldsAll(t *testing.T) {
	page := single(t)
	sample, err := asset("sample.tar.xz")
	if err != nil {
		t.Fatal(err)
	}
	if got := joined(t, page, "sample.tar.xz"); !bytes.Equal(got, sample) {
		t.Errorf("the page holds %d bytes of the sample, want its %d", len(got), len(sample))
	}
	if m := regexp.MustCompile(`(?i)\s(?:src|href)="([^"#]*)"`).FindAllStringSubmatch(page[:strings.Index(page, "<script>")], -1); len(m) != 1 || !strings.HasPrefix(m[0][1], "data:image/svg+xml;base64,") {
		t.Errorf("the head names the files %q, want only its icon as data", m)
	}
}

// The page can be reassembled from its elements in the browser's document, as
// boot.js does.
func TestSingleFrame(t *testing.T) {
	page := single(t)
	frame := string(joined(t, page, element.Page))
	for _, tag := range []string{"style", "script"} {
		open, end := "<"+tag+">", "</"+tag+">"
		_, after, _ := strings.Cut(page, open)
		text, _, _ := strings.Cut(after, end)
		frame = strings.Replace(frame, open, open+text, 1)
	}
	at := strings.LastIndex(frame, "</body>")
	data := regexp.MustCompile(`<script type="application/octet-stream" data-file="[a-z.]+">[^<]*</script>\n`).FindAllString(page, -1)
	if got := frame[:at] + strings.Join(data, "") + frame[at:]; got != page {
		t.Errorf("the frame makes a page of %d bytes that differs from the one of %d", len(got), len(page))
	}
}

// The policy allows the page's one script and one style, by their hashes, and no
// connection.
func TestSinglePolicy(t *testing.T) {
	page := single(t)
	m := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no policy")
	}
	inner := func(tag string) []byte {
		_, after, ok := strings.Cut(page, "<"+tag+">")
		text, _, end := strings.Cut(after, "</"+tag+">")
		if !ok || !end {
			t.Fatalf("the page has no <%s>", tag)
		}
		return []byte(text)
	}
	want := "default-src 'none'; script-src '" + integrity(inner("script")) + "' 'wasm-unsafe-eval'; style-src '" + integrity(inner("style")) +
		"'; style-src-attr 'unsafe-inline'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types spoolscope spoolscope-mail"
	if m[1] != want {
		t.Errorf("the policy is %q, want %q", m[1], want)
	}
	if n := strings.Count(page, "<style>"); n != 1 {
		t.Errorf("the page has %d styles, want 1", n)
	}
}

// A closing tag inside the Go runtime would end the script early.
func TestSingleRefuses(t *testing.T) {
	for _, text := range []string{"// </script>", "// <!-- x"} {
		p := parts()
		p.Runtime = append(p.Runtime, text...)
		if _, err := Single(p); err == nil {
			t.Errorf("Single with %q in the runtime = nil error, want one", text)
		}
	}
}

// The version is in the page and in the single file, as text and never as markup.
func TestVersion(t *testing.T) {
	for _, tt := range []struct{ version, want string }{
		{"v0.2.0", `<meta name="version" content="v0.2.0">`},
		{"", `<meta name="version" content="">`},
		{`"><script>`, `<meta name="version" content="&#34;&gt;&lt;script&gt;">`},
	} {
		p := parts()
		p.Version = tt.version
		files, err := Files(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if (f.Name == "index.html" || f.Name == SingleName) && !strings.Contains(string(f.Data), tt.want) {
				t.Errorf("%s of version %q lacks %s", f.Name, tt.version, tt.want)
			}
		}
	}
}
