package record

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// file makes a file of records, each a letter and its data.
func file(records ...string) []byte {
	var b []byte
	for _, r := range records {
		b = append(b, r[0])
		n := len(r) - 1
		for ; n >= 0x80; n >>= 7 {
			b = append(b, byte(n)|0x80)
		}
		b = append(append(b, byte(n)), r[1:]...)
	}
	return b
}

// link returns a pointer to an offset.
func link(to int) string { return fmt.Sprintf("p%15d", to) }

// linkSize is the size of such a record in bytes.
const linkSize = 2 + 15

func read(t *testing.T, b []byte) (*Message, []Fault) {
	t.Helper()
	return Read(InMemory(b), 1<<20)
}

func textOf(t *testing.T, b []byte) string {
	t.Helper()
	text := OpenText(InMemory(b))
	all, err := io.ReadAll(io.NewSectionReader(text, 0, text.Size()))
	if err != nil {
		t.Fatal(err)
	}
	for k := range min(len(all), 200) { // from any offset on
		p := make([]byte, len(all)-k)
		if n, err := text.ReadAt(p, int64(k)); n != len(p) || string(p) != string(all[k:]) {
			t.Fatalf("ReadAt(%d) = %q, %v; want %q", k, p[:n], err, all[k:])
		}
	}
	return string(all)
}

func TestRead(t *testing.T) {
	b := file("C              30             200               3               0              30               2", "T1711960808 803728", "Acreate_time=1711960900",
		"Fann", "S", "Asasl_username=ann", "Adsn_orig_rcpt=rfc822;\"odd one\"@x.test", "Anotify_flags=6", "Oodd one@x.test", "Dodd one@x.test",
		"Oalias@x.test", "Rb@x.test", "/c@x.test", "W-1", "V+=", "Lsmtp:[192.0.2.1]:10025", ">elsewhere@x.test", "Kold", "Ix", "ienv", "<2", "n4", "oC;d", "Rd@x.test",
		"M", "NSubject: one", "w   0", "Lfolded: t", "Nwo", "N\tand more", "N", "NBody", "Lno ", "Lend", "X", "Aencoding=8bit", "Re@x.test", "rr@x.test", "E", "Nbehind")
	m, faults := read(t, b)
	if len(faults) > 0 || !m.Complete {
		t.Errorf("faults %v, complete %v", faults, m.Complete)
	}
	if m.Arrived != 1711960808 || m.Made != 1711960900 || m.FullName != "ann" || !m.HasSender || m.Sender != "" || m.Warning != -1 ||
		m.VERP != "+=" || m.Filter != "smtp:[192.0.2.1]:10025" || m.Redirect != "elsewhere@x.test" || m.ContentSize != 30 || m.Flags != 2 {
		t.Errorf("%+v", m)
	}
	if got := m.Attribute("sasl_username") + m.Attribute("encoding") + m.Attribute("envelope_id") + m.Attribute("ret_flags"); got != "ann8bitenv2" {
		t.Errorf("attributes %q", got)
	}
	var rcpts []string
	for _, list := range [][]Recipient{m.Recipients, m.Done, m.Cancelled} {
		for _, r := range list {
			rcpts = append(rcpts, fmt.Sprintf("%s|%s|%s|%d", r.Address, r.Original, r.ORCPT, r.Notify))
			if b[r.Offset] != 'R' && b[r.Offset] != 'D' && b[r.Offset] != '/' {
				t.Errorf("offset %d of %s is that of %q", r.Offset, r.Address, b[r.Offset])
			}
		}
	}
	if got, want := strings.Join(rcpts, "\n"), "b@x.test|alias@x.test||0\nd@x.test||C;d|4\ne@x.test|||0\nodd one@x.test|odd one@x.test|rfc822;\"odd one\"@x.test|6\nc@x.test|||0"; got != want {
		t.Errorf("recipients\n%s\nwant\n%s", got, want)
	}
	const header = "Subject: one\nfolded: two\n\tand more\n"
	if m.Header != header || !m.Empty || string(m.Body) != "Body\nno end" {
		t.Errorf("header %q, body %q", m.Header, m.Body)
	}
	if got := textOf(t, b); got != header+"\nBody\nno end" {
		t.Errorf("text %q", got)
	}
	if at := OpenText(InMemory(b)).Body(); at != int64(len(header)+1) {
		t.Errorf("the body is at %d", at)
	}
	if e := Envelope(InMemory(b), 1<<20); !strings.Contains(e, "\nDodd one@x.test\n") || !strings.Contains(e, "\nNSubject: one\n") || strings.Contains(e, "Body") || !strings.HasSuffix(e, "\nE\n") {
		t.Errorf("envelope %q", e)
	}
}

// A file that a mail filter edited is read along its pointers, forwards and backwards.
func TestPointers(t *testing.T) {
	const sender, subject = "Sann@x.test", "NSubject: old, and much longer"
	front := file("T1", sender, link(0), "Rb@x.test", "M")
	rest := file("N", "NBody", "X", "E")
	// The Subject is overwritten by a pointer to the new one behind E, which leads back.
	old := file(subject)
	after := len(front) + len(old)
	heap := after + len(rest)
	edited := append(front, old...)
	copy(edited[len(front):], file(link(heap)))
	edited = append(append(edited, rest...), file("NSubject: new", "NX-Added: yes", link(after))...)
	m, faults := read(t, edited)
	if len(faults) > 0 || !m.Complete || m.Header != "Subject: new\nX-Added: yes\n" {
		t.Errorf("header %q, faults %v", m.Header, faults)
	}
	if got := textOf(t, edited); got != "Subject: new\nX-Added: yes\n\nBody\n" {
		t.Errorf("text %q", got)
	}
}

func TestDamage(t *testing.T) {
	whole := file("T1711960808", "Sann@x.test", "Rb@x.test", "M", "NSubject: x", "N", "NBody", "X", "E")
	for _, tt := range []struct {
		name   string
		b      []byte
		want   string // in the first fault
		sender string
	}{
		{"empty", nil, "before its end record", ""},
		{"no end", whole[:len(whole)-2], "before its end record", "ann@x.test"},
		{"cut in a text", whole[:len(whole)-7], "it has 1 of 4 bytes", "ann@x.test"},
		{"cut in a length", whole[:len(whole)-1], "in the length", "ann@x.test"},
		{"a length of five bytes", append(file("Sann@x.test"), "N\xff\xff\xff\xff\xff"...), "more than four bytes", "ann@x.test"},
		{"a pointer to itself", file("Sann@x.test", link(len(file("Sann@x.test"))), "E"), "same records again", "ann@x.test"},
		{"pointers in a ring", file(link(2*linkSize), "Sann@x.test", link(0)), "", ""},
		{"a loop over records", append(file("Sann@x.test"), file(link(0)[:14]+"1", "E")...), "", "ann@x.test"},
		{"behind the end", file("Sann@x.test", link(9999), "E"), "offset 9999", "ann@x.test"},
		{"before the start", file("Sann@x.test", "p             -5", "E"), "offset -5", "ann@x.test"},
		{"no number", file("Sann@x.test", "pzoo", "E"), `"zoo"`, "ann@x.test"},
		{"an unknown record", file("Sann@x.test", "?what", "M", "X", "E"), `type "?"`, "ann@x.test"},
		{"a second sender", file("Sann@x.test", "Sbob@x.test", "E"), "second sender", "ann@x.test"},
		{"a bad time", file("Tnoon", "Sann@x.test", "E"), `"noon"`, "ann@x.test"},
		{"bad sizes", file("C1 x", "Sann@x.test", "E"), "not numbers", "ann@x.test"},
		{"an attribute without value", file("Azoo", "Sann@x.test", "E"), "without a value", "ann@x.test"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, faults := read(t, tt.b)
			if len(faults) == 0 || !strings.Contains(faults[0].Reason, tt.want) {
				t.Errorf("faults %v, want one with %q", faults, tt.want)
			}
			if m.Sender != tt.sender {
				t.Errorf("sender %q, want %q", m.Sender, tt.sender)
			}
			OpenText(InMemory(tt.b))
			Envelope(InMemory(tt.b), 1<<20)
		})
	}
}

// Both ends of the envelope are read from a file longer than the limit.
func TestStream(t *testing.T) {
	const most = 4 << 10
	head := func(size, at int) []string {
		return []string{fmt.Sprintf("C%15d %15d %15d %15d %15d %15d", size, at, 2, 0, size, 0), "Sann@x.test", "Rb@x.test", "M"}
	}
	var lines []string
	for k := range 8000 {
		lines = append(lines, fmt.Sprintf("Nline %d of the body", k))
	}
	content := file(append([]string{"NSubject: x", "N"}, lines...)...)
	front := file(head(len(content), 0)...)
	front = file(head(len(content), len(front))...)
	b := append(append(front, content...), file("X", "Rc@x.test", "E")...)
	in, err := Stream(strings.NewReader(string(b)), nil, most)
	if err != nil || in.Size() != int64(len(b)) || in.Whole() {
		t.Fatalf("size %d (%v), want %d", in.Size(), err, len(b))
	}
	m, faults := Read(in, 100)
	if len(faults) > 0 || !m.Complete || len(m.Recipients) != 2 || m.Header != "Subject: x\n" {
		t.Errorf("%+v, faults %v", m, faults)
	}
	if got := textOf(t, b); len(got) != len("Subject: x\n\n")+8000*len("line  of the body\n")+len(digits(8000)) {
		t.Errorf("%d bytes of text", len(got))
	}
	at := OpenText(At(strings.NewReader(string(b)), int64(len(b))))
	if all, err := io.ReadAll(io.NewSectionReader(at, 0, at.Size())); err != nil || string(all) != textOf(t, b) {
		t.Errorf("read again, the text is another (%v)", err)
	}
}

func digits(n int) string {
	var b strings.Builder
	for k := range n {
		fmt.Fprint(&b, k)
	}
	return b.String()
}

func TestQuote(t *testing.T) {
	for raw, want := range map[string]string{
		"": "", "ann": "ann", "ann@x.test": "ann@x.test", "a.b+c@x.test": "a.b+c@x.test", "odd one@x.test": `"odd one"@x.test`,
		`a"b@x.test`: `"a\"b"@x.test`, `a\b@x.test`: `"a\\b"@x.test`, "a..b@x.test": `"a..b"@x.test`, ".a@x.test": `".a"@x.test`,
		"a@b@x.test": `"a@b"@x.test`, "päul@x.test": "päul@x.test", "odd one": `"odd one"`, "@x.test": "@x.test",
	} {
		if got := Quote(raw); got != want {
			t.Errorf("Quote(%q) = %q, want %q", raw, got, want)
		}
		if got := Unquote(want); got != raw {
			t.Errorf("Unquote(%q) = %q, want %q", want, got, raw)
		}
	}
}

func TestLines(t *testing.T) {
	w := &Writer{}
	w.Sizes(1)
	w.Add('S', "ann@x.test")
	w.Add('R', "bob@y.test")
	b := w.Finish([]byte("Subject: x\n\nCustomer!\n\n@Notice\n"), 1, true)
	got, err := io.ReadAll(Lines(bufio.NewReader(bytes.NewReader(b))))
	if want := "ann@x.test\nbob@y.test\n\nSubject: x\n\nCustomer!\n\n@Notice\n\n\n"; err != nil || !strings.HasSuffix(string(got), want) {
		t.Errorf("Lines gave %q, %v; want %q at its end", got, err, want)
	}
	for n := range b { // a cut file loses nothing of what is there
		got, err := io.ReadAll(Lines(bufio.NewReader(bytes.NewReader(b[:n]))))
		if err != nil || len(got) > 2*n {
			t.Errorf("of %d bytes Lines gave %d, %v", n, len(got), err)
		}
	}
}
