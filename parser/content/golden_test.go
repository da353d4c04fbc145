package content_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/content/charset"
	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// golden is the expected reading of a message.
type golden struct {
	From, To, Cc, Date, Subject string
	Fields                      int
	Tree                        []string
	Text                        []string // by line, so that diffs are readable
	TextFrom                    string
	Cut                         int64
	Attachments                 []string
	Notes                       []string
}

func describe(t testing.TB, m *content.Message) golden {
	t.Helper()
	g := golden{From: m.From, To: m.To, Cc: m.Cc, Date: m.Date, Subject: m.Subject, Fields: len(m.Header),
		Text: strings.SplitAfter(m.Text, "\n"), TextFrom: m.TextFrom, Cut: m.Cut, Notes: m.Notes}
	for _, p := range m.Parts {
		line := fmt.Sprintf("%s %s %s at %d+%d", p.Path, p.Type, p.Encoding, p.Offset, p.Size)
		for _, extra := range []string{p.Charset, p.Disposition, p.Name, p.ContentID} {
			if extra != "" {
				line += fmt.Sprintf(" %q", extra)
			}
		}
		g.Tree = append(g.Tree, line)
	}
	for _, p := range m.Attachments() {
		data, err := io.ReadAll(m.Open(p))
		if err != nil {
			t.Errorf("Open(%s): %v", p.Path, err)
		}
		if int64(len(data)) != p.Decoded {
			t.Errorf("Open(%s) gives %d bytes, Decoded is %d", p.Path, len(data), p.Decoded)
		}
		g.Attachments = append(g.Attachments, fmt.Sprintf("%s %s %d %x", p.Path, p.FileName(), len(data), sha256.Sum256(data)))
	}
	return g
}

// readMessage reads a header and body as stored in testdata.
func readMessage(t testing.TB, name string) (header, body []byte) {
	t.Helper()
	header, err := os.ReadFile(filepath.Join("testdata", "mime", name+".header"))
	if err != nil {
		t.Fatal(err)
	}
	body, err = os.ReadFile(filepath.Join("testdata", "mime", name+".body"))
	if err != nil {
		t.Fatal(err)
	}
	return header, body
}

func messageNames(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/mime/*.header")
	if err != nil || len(files) == 0 {
		t.Fatalf("no messages in testdata/mime: %v", err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".header"))
	}
	return names
}

func TestGolden(t *testing.T) {
	for _, name := range messageNames(t) {
		t.Run(name, func(t *testing.T) {
			header, body := readMessage(t, name)
			m := content.Parse(header, bytes.NewReader(body), int64(len(body)), content.Options{Decode: charset.Decode})
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "\t")
			if err := enc.Encode(describe(t, m)); err != nil {
				t.Fatal(err)
			}
			goldentest.Check(t, filepath.Join("testdata", "mime", name+".want.json"), got.Bytes())
		})
	}
}

// Most mail archives have CRLF; the text must not depend on it.
func TestGoldenCRLF(t *testing.T) {
	for _, name := range messageNames(t) {
		header, body := readMessage(t, name)
		if bytes.Contains(body, []byte("\r")) {
			continue
		}
		m := content.Parse(header, bytes.NewReader(body), int64(len(body)), content.Options{Decode: charset.Decode})
		crlf := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) }
		body = crlf(body)
		c := content.Parse(crlf(header), bytes.NewReader(body), int64(len(body)), content.Options{Decode: charset.Decode})
		if c.Text != m.Text || c.Subject != m.Subject || len(c.Parts) != len(m.Parts) || len(c.Attachments()) != len(m.Attachments()) {
			t.Errorf("%s: with CRLF Text = %q, %d parts, want %q, %d parts", name, c.Text, len(c.Parts), m.Text, len(m.Parts))
		}
		for i, p := range c.Attachments() {
			if p.Encoding != "base64" {
				continue
			}
			got, _ := io.ReadAll(c.Open(p))
			want, _ := io.ReadAll(m.Open(m.Attachments()[i]))
			if !bytes.Equal(got, want) {
				t.Errorf("%s: part %s differs with CRLF", name, p.Path)
			}
		}
	}
}
