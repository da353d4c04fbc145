package content_test

import (
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/content"
)

// yenc encodes a file with lines of the given width.
func yenc(name string, data []byte, width int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "=ybegin line=%d size=%d name=%s\n", width, len(data), name)
	column := 0
	for _, c := range data {
		c += 42
		switch c {
		case 0, '\n', '\r', '=':
			b.WriteByte('=')
			c += 64
			column++
		}
		b.WriteByte(c)
		if column++; column >= width {
			b.WriteByte('\n')
			column = 0
		}
	}
	fmt.Fprintf(&b, "\n=yend size=%d crc32=%08x\n", len(data), crc32.ChecksumIEEE(data))
	return b.String()
}

// withoutLine leaves out a line.
func withoutLine(s string, n int) string {
	lines := strings.SplitAfter(s, "\n")
	return strings.Join(append(lines[:n:n], lines[n+1:]...), "")
}

func TestYEnc(t *testing.T) {
	data := make([]byte, 600)
	for i := range data {
		data[i] = byte(i)
	}
	file := yenc("all bytes.bin", data, 64)
	for _, tt := range []struct{ name, body, text, note string }{
		{"between text", "one\n" + file + "two\n", "one\n[all bytes.bin, 600 bytes, yEnc]\ntwo\n", ""},
		{"CRLF", strings.ReplaceAll(file, "\n", "\r\n"), "[all bytes.bin, 600 bytes, yEnc]\n", ""},
		{"cut", file[:300], "[all bytes.bin, ", ""},
		{"damaged", strings.Replace(file, "+,-", "+--", 1), "[all bytes.bin, 600 bytes, yEnc]\n", "wrong checksum"},
		{"a line lost", withoutLine(file, 3), "[all bytes.bin, ", " of 600 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := parse("Content-Type: text/plain; charset=iso-8859-1\n", tt.body, content.Options{})
			notes := strings.Join(m.Notes, ";")
			if len(m.Parts) != 2 || !strings.HasPrefix(m.Text, tt.text) || !strings.Contains(notes, tt.note) || tt.note == "" && notes != "" {
				t.Fatalf("%d parts, text %q, notes %q", len(m.Parts), m.Text, notes)
			}
			p := m.Parts[1]
			got, err := io.ReadAll(m.Open(p))
			if err != nil || int64(len(got)) != p.Decoded {
				t.Errorf("Open gives %d bytes (%v), Decoded is %d", len(got), err, p.Decoded)
			}
			if tt.note == "" && p.Decoded == 600 && string(got) != string(data) {
				t.Errorf("Open gives other bytes than were encoded")
			}
		})
	}
	for _, prose := range []string{"=ybegin is a word\n", "=ybegin line=0 size=1 name=x\n", "=ybegin size=1 name=x\n", "=ybegin line=128 size=1 name= \n"} {
		if m := parse("", prose, content.Options{}); len(m.Parts) != 1 || m.Text != prose {
			t.Errorf("Parse(%q) has %d parts, text %q", prose, len(m.Parts), m.Text)
		}
	}
}
