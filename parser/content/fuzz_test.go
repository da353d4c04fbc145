package content_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/content/charset"
)

func FuzzParse(f *testing.F) {
	for _, name := range messageNames(f) {
		header, body := readMessage(f, name)
		f.Add(header, body)
	}
	f.Fuzz(func(t *testing.T, header, body []byte) {
		opt := content.Options{Decode: charset.Decode, MaxText: 1000, MaxParts: 20, MaxDepth: 5}
		m := content.Parse(header, bytes.NewReader(body), int64(len(body)), opt)
		if int64(len(m.Text)) > opt.MaxText || !utf8.ValidString(m.Text) || m.Cut < 0 {
			t.Errorf("Text of %d bytes, Cut %d, valid %v", len(m.Text), m.Cut, utf8.ValidString(m.Text))
		}
		if len(m.Parts) == 0 || len(m.Parts) > opt.MaxParts || m.Parts[0] != m.Root {
			t.Fatalf("%d parts", len(m.Parts))
		}
		for _, p := range m.Parts {
			if p.Offset < 0 || p.Size < 0 || p.Offset+p.Size > int64(len(body)) || p.Depth >= opt.MaxDepth+1 {
				t.Errorf("part %s at %d+%d of %d, depth %d", p.Path, p.Offset, p.Size, len(body), p.Depth)
			}
			n, err := io.Copy(io.Discard, m.Open(p))
			if err != nil || n != p.Decoded {
				t.Errorf("Open(%s %s) gives %d bytes, %v, Decoded is %d", p.Path, p.Encoding, n, err, p.Decoded)
			}
		}
		for _, p := range m.Attachments() {
			checkSafe(t, p.FileName())
		}
	})
}

func FuzzDecodeHeader(f *testing.F) {
	for _, name := range messageNames(f) {
		header, _ := readMessage(f, name)
		for line := range strings.Lines(string(header)) {
			if _, value, ok := strings.Cut(line, ":"); ok {
				f.Add(value)
			}
		}
	}
	f.Add("=?iso-2022-jp?B?GyRCMnE1RBsoQg==?= =?utf-8*de?q?=C3?= =?utf-8?q?=A4?=")
	f.Fuzz(func(t *testing.T, value string) {
		got := content.DecodeHeader(value, charset.Decode)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\r\n\t\x00\x1b\u202e") {
			t.Errorf("DecodeHeader(%q) = %q", value, got)
		}
	})
}

func FuzzHTMLToText(f *testing.F) {
	f.Add("<p>a<ul><li>b<ol><li>c</ol></ul><a href='http://x'>d</a><pre>e\n</pre><blockquote>f")
	f.Add("<script>x</script><td>a<td>b<img alt=c><br><hr>&amp;")
	f.Fuzz(func(t *testing.T, source string) {
		got := content.HTMLToText(source)
		if strings.ContainsAny(got, "\r\x00\x1b") {
			t.Errorf("HTMLToText(%q) = %q", source, got)
		}
	})
}

func FuzzSafeName(f *testing.F) {
	f.Add("../../etc/passwd", 1, "text/plain")
	f.Add("con.tar.gz", 2, "")
	f.Add(strings.Repeat("ä", 100)+"."+strings.Repeat("x", 19), 3, "")
	f.Fuzz(func(t *testing.T, name string, n int, mimeType string) {
		checkSafe(t, content.SafeName(name, n, mimeType))
	})
}

func checkSafe(t *testing.T, name string) {
	t.Helper()
	if name == "" || len(name) > 120 || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\:\x00\n\u202e<>|\"?*") ||
		strings.HasPrefix(name, ".") || strings.HasPrefix(name, "-") || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") {
		t.Errorf("SafeName = %q", name)
	}
}
