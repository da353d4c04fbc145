package content_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/spoolscope/spoolscope/parser/content"
)

// attribute is one attribute of TNEF with its checksum.
func attribute(level byte, id uint32, value []byte) []byte {
	b := []byte{level}
	b = binary.LittleEndian.AppendUint32(b, id)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	b = append(b, value...)
	var sum uint16
	for _, c := range value {
		sum += uint16(c)
	}
	return binary.LittleEndian.AppendUint16(b, sum)
}

// longName returns a list of MAPI properties: a number, a named property and the
// long file name.
func longName(name string) []byte {
	var text []byte
	for _, u := range append(utf16.Encode([]rune(name)), 0) {
		text = binary.LittleEndian.AppendUint16(text, u)
	}
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 3)
	b = le.AppendUint32(b, 0x0e200003) // a size
	b = le.AppendUint32(b, 99)
	b = le.AppendUint32(b, 0x8001001e) // named, with a name of 6 bytes
	b = append(b, make([]byte, 16)...)
	b = le.AppendUint32(b, 1)
	b = le.AppendUint32(b, 6)
	b = append(b, "a\x00b\x00\x00\x00\x00\x00"...)
	b = le.AppendUint32(b, 1)
	b = le.AppendUint32(b, 2)
	b = append(b, "x\x00\x00\x00"...)
	b = le.AppendUint32(b, 0x3707001f)
	b = le.AppendUint32(b, 1)
	b = le.AppendUint32(b, uint32(len(text)))
	b = append(b, text...)
	return append(b, make([]byte, -len(text)&3)...)
}

func winmail() []byte {
	b := binary.LittleEndian.AppendUint32(nil, 0x223e9f78)
	b = append(b, 1, 0)
	b = append(b, attribute(1, 0x00089006, []byte{0, 0, 1, 0})...)
	b = append(b, attribute(1, 0x0002800c, []byte("Hello"))...)
	b = append(b, attribute(2, 0x00069002, make([]byte, 14))...)
	b = append(b, attribute(2, 0x00018010, []byte("REPORT~1.PDF\x00"))...)
	b = append(b, attribute(2, 0x0006800f, []byte("%PDF-1.4 report"))...)
	b = append(b, attribute(2, 0x00069005, longName("report ä.pdf"))...)
	b = append(b, attribute(2, 0x00069002, make([]byte, 14))...)
	b = append(b, attribute(2, 0x00018010, []byte("../../evil.exe\x00"))...)
	b = append(b, attribute(2, 0x0006800f, []byte{'M', 'Z', 0, 0xff})...)
	return b
}

func parseWinmail(data []byte) *content.Message {
	return parse("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n",
		base64.StdEncoding.EncodeToString(data)+"\n", content.Options{})
}

func TestTNEF(t *testing.T) {
	m := parseWinmail(winmail())
	want := []struct{ path, name, data string }{
		{"1.1", "message.txt", "Hello"},
		{"1.2", "report ä.pdf", "%PDF-1.4 report"},
		{"1.3", "evil.exe", "MZ\x00\xff"},
	}
	if len(m.Parts) != 1+len(want) || len(m.Attachments()) != 1+len(want) || len(m.Notes) != 1 {
		t.Fatalf("%d parts, %d attachments, notes %q", len(m.Parts), len(m.Attachments()), m.Notes)
	}
	for i, w := range want {
		p := m.Parts[i+1]
		data, err := io.ReadAll(m.Open(p))
		if p.Path != w.path || p.FileName() != w.name || string(data) != w.data || err != nil || p.Decoded != int64(len(w.data)) {
			t.Errorf("part %s is %s with %q (%v), Decoded %d; want %s %s with %q", p.Path, p.FileName(), data, err, p.Decoded, w.path, w.name, w.data)
		}
	}
}

// Damage costs what follows it.
func TestTNEFDamage(t *testing.T) {
	whole := winmail()
	for n := range whole {
		m := parseWinmail(whole[:n])
		for _, p := range m.Parts {
			if data, err := io.ReadAll(m.Open(p)); err != nil || int64(len(data)) != p.Decoded {
				t.Fatalf("cut at %d, part %s: %d bytes (%v), Decoded %d", n, p.Path, len(data), err, p.Decoded)
			}
		}
	}
	for _, tt := range []struct {
		name  string
		data  []byte
		parts int
		note  string
	}{
		{"not TNEF", []byte("hello"), 1, "not TNEF"},
		{"cut", whole[:len(whole)-3], 3, "ends inside an attribute"},
		{"checksum", append(whole[:len(whole)-1:len(whole)-1], 0xff), 3, "wrong checksum"},
		{"level", append(whole[:len(whole):len(whole)], bytes.Repeat([]byte{9}, 20)...), 4, "unknown attribute level 9"},
		{"size", append(whole[:len(whole):len(whole)], 2, 0x0f, 0x80, 6, 0, 0xff, 0xff, 0xff, 0xff), 4, "ends inside an attribute"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := parseWinmail(tt.data)
			if len(m.Parts) != tt.parts || !strings.Contains(strings.Join(m.Notes, ";"), tt.note) {
				t.Errorf("%d parts, notes %q, want %d and %q", len(m.Parts), m.Notes, tt.parts, tt.note)
			}
		})
	}
}

func FuzzTNEF(f *testing.F) {
	f.Add(winmail())
	f.Add(winmail()[:80])
	f.Fuzz(func(t *testing.T, data []byte) {
		m := parse("Content-Type: application/ms-tnef\nContent-Transfer-Encoding: binary\n", string(data), content.Options{MaxParts: 50})
		for _, p := range m.Parts {
			n, err := io.Copy(io.Discard, m.Open(p))
			if err != nil || n != p.Decoded || n > int64(len(data)) {
				t.Errorf("part %s of %d bytes: %d (%v), Decoded %d", p.Path, len(data), n, err, p.Decoded)
			}
			checkSafe(t, p.FileName())
		}
	})
}
