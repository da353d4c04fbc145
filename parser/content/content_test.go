package content_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/content/charset"
)

func parse(header, body string, opt content.Options) *content.Message {
	return content.Parse([]byte(header), strings.NewReader(body), int64(len(body)), opt)
}

// tree writes the parts as "1 type|1.1 type".
func tree(m *content.Message) string {
	var out []string
	for _, p := range m.Parts {
		out = append(out, p.Path+" "+p.Type)
	}
	return strings.Join(out, "|")
}

func TestParse(t *testing.T) {
	const mixed = "Content-Type: multipart/mixed; boundary=b\n"
	tests := []struct {
		name, header, body string
		tree, text, from   string
		note               string // part of a note, "" for no notes
	}{
		{"nothing at all", "", "", "1 text/plain", "", "", "no body"},
		{"no mime version, odd case", "content-TYPE: MULTIPART/Mixed; Boundary=b\n", "--b\ncontent-type: TEXT/Plain\n\nhi\n--b--\n", "1 multipart/mixed|1.1 text/plain", "hi", "text/plain", ""},
		{"folded parameters", "Content-Type: multipart/mixed;\n\tboundary=\"b\n c\"\n", "--b c\n\nhi\n--b c--\n", "1 multipart/mixed|1.1 text/plain", "hi", "text/plain", ""},
		{"boundary inside a line", mixed, "--b\n\nsee --b\n --b\n--bc\n--b--\n", "1 multipart/mixed|1.1 text/plain", "see --b\n --b\n--bc", "text/plain", ""},
		{"white space after the boundary", mixed, "--b \t\n\nhi\n--b-- \n", "1 multipart/mixed|1.1 text/plain", "hi", "text/plain", ""},
		{"boundary after the last", mixed, "--b\n\nhi\n--b--\n--b\n\nno\n", "1 multipart/mixed|1.1 text/plain", "hi", "text/plain", ""},
		{"no boundary named", "Content-Type: multipart/mixed\n", "hi\n", "1 multipart/mixed", "hi\n", "multipart/mixed", "without a boundary"},
		{"boundary never comes", mixed, "hi\n", "1 multipart/mixed", "hi\n", "multipart/mixed", "never comes"},
		{"no last boundary", mixed, "--b\n\nhi\n", "1 multipart/mixed|1.1 text/plain", "hi\n", "text/plain", "last boundary of part 1 is missing"},
		{"part without header and empty line", mixed, "--b\nhi there\n--b--\n", "1 multipart/mixed|1.1 text/plain", "hi there", "text/plain", ""},
		{"part cut in its header", mixed, "--b\nContent-Type: text/html", "1 multipart/mixed|1.1 text/html", "", "", "no text"},
		{"empty part", mixed, "--b\n--b\n\n--b--\n", "1 multipart/mixed|1.1 text/plain|1.2 text/plain", "", "", "no text"},
		{"inner boundary is missing", mixed, "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nhi\n--b\n\nho\n--b--\n",
			"1 multipart/mixed|1.1 multipart/alternative|1.1.1 text/plain|1.2 text/plain", "hi\n\nho", "text/plain", "last boundary of part 1.1"},
		{"same boundary inside", mixed, "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b--\n--b\n\nho\n--b--\n",
			"1 multipart/mixed|1.1 multipart/mixed|1.1.1 text/plain|1.2 text/plain", "hi\n\nho", "text/plain", ""},
		{"digest", "Content-Type: multipart/digest; boundary=b\n", "--b\n\nSubject: one\n\nhi\n--b--\n",
			"1 multipart/digest|1.1 message/rfc822|1.1.1 text/plain", "----- Message inside -----\nSubject: one\n\nhi", "text/plain", ""},
		{"message without body", mixed, "--b\nContent-Type: message/rfc822\n\nSubject: x\n--b--\n",
			"1 multipart/mixed|1.1 message/rfc822|1.1.1 text/plain", "----- Message inside -----\nSubject: x\n", "", ""},
		{"message with a line of an mbox", mixed, "--b\nContent-Type: message/rfc822\n\nFrom x Mon Jan 1\nSubject: x\n\nhi\n--b--\n",
			"1 multipart/mixed|1.1 message/rfc822|1.1.1 text/plain", "----- Message inside -----\nSubject: x\n\nhi", "text/plain", ""},
		{"message without empty line", mixed, "--b\nContent-Type: message/rfc822\nno header\n--b--\n",
			"1 multipart/mixed|1.1 message/rfc822|1.1.1 text/plain", "----- Message inside -----\n\nno header", "text/plain", ""},
		{"message cut before its header", mixed, "--b\nContent-Type: message/rfc822\n--b--\n",
			"1 multipart/mixed|1.1 message/rfc822|1.1.1 text/plain", "----- Message inside -----\n", "", ""},
		{"message in base64", "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n", "U3ViamVjdDogeAoKaGkK", "1 message/rfc822", "", "", "no text"},
		{"alternative prefers plain text", "Content-Type: multipart/alternative; boundary=b\n", "--b\nContent-Type: text/html\n\n<b>hi</b>\n--b\n\nplain\n--b--\n",
			"1 multipart/alternative|1.1 text/html|1.2 text/plain", "plain", "text/plain", ""},
		{"alternative whose plain text is empty", "Content-Type: multipart/alternative; boundary=b\n", "--b\n\n\n--b\nContent-Type: text/html\n\n<b>hi</b>\n--b--\n",
			"1 multipart/alternative|1.1 text/plain|1.2 text/html", "hi\n", "text/html shown as text", ""},
		{"flowed", "Content-Type: text/plain; format=flowed; delsp=yes\n", "> a \n> b\nc \n d\n-- \nsig\n\n x", "1 text/plain", "> ab\ncd\n-- \nsig\n\nx", "text/plain", ""},
		{"wrong type", "Content-Type: text\n", "hi", "1 text/plain", "hi", "text/plain", ""},
		{"multipart without a subtype", "Content-Type: multipart; boundary=b\n", "--b\n\nhi\n--b--", "1 multipart/mixed|1.1 text/plain", "hi", "text/plain", ""},
		{"type of one word", "Content-Type: pdf\n", "hi", "1 application/octet-stream", "", "", "no text"},
		{"comments", "Content-Type: text/plain (rich); charset=us-ascii (Plain text)\n", "hi", "1 text/plain", "hi", "text/plain, us-ascii", ""},
		{"unknown encoding", "Content-Transfer-Encoding: x-zip\n", "hi", "1 text/plain", "hi", "text/plain", `unknown encoding "x-zip"`},
		{"encoding on a multipart", mixed + "Content-Transfer-Encoding: base64\n", "--b\n\nhi\n--b--", "1 multipart/mixed|1.1 text/plain", "hi", "text/plain", ""},
		{"unknown charset", "Content-Type: text/plain; charset=x-klingon\n", "caf\xe9", "1 text/plain", "café", "text/plain, windows-1252", `unknown charset "x-klingon"; shown as windows-1252`},
		{"unknown charset, utf-8", "Content-Type: text/plain; charset=x-klingon\n", "café", "1 text/plain", "café", "text/plain, utf-8", "shown as utf-8"},
		{"wrong charset", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", "café, caf\xe9", "1 text/plain", "café, café", "text/plain, utf-8", "not utf-8"},
		{"ascii that is not", "Content-Type: text/plain; charset=us-ascii\n", "café", "1 text/plain", "café", "text/plain, utf-8", "shown as utf-8"},
		{"byte order mark", "Content-Type: text/plain; charset=UTF-8\n", "\ufeffhi", "1 text/plain", "hi", "text/plain, utf-8", ""},
		{"utf-7", "Content-Type: text/plain; charset=utf-7\n", "Hi Mom -+Jjo--! +- +AKM +", "1 text/plain", "Hi Mom -☺-! + £ +", "text/plain, utf-7", ""},
		{"charset in html", "Content-Type: text/html\n", "<meta charset=\"koi8-r\"><p>\xf0\xd2\xc9", "1 text/html", "При\n", "text/html shown as text", ""},
		{"bare carriage returns and nul", "", "a\rb\x00\n", "1 text/plain", "a\nb␀\n", "text/plain", ""},
		{"text that begins", "", "begin 100 things\nand end none\n", "1 text/plain", "begin 100 things\nand end none\n", "text/plain", ""},
		{"uuencoded between text", "", "one\nbegin 644 a.txt\n#86)C\n`\nend\ntwo\n", "1 text/plain|1.1 application/octet-stream", "one\n[a.txt, 3 bytes, uuencoded]\ntwo\n", "text/plain", ""},
		{"uuencoded, empty", "", "begin 644 a.txt\nend\n", "1 text/plain|1.1 application/octet-stream", "[a.txt, 0 bytes, uuencoded]\n", "text/plain", ""},
		{"uuencoded, cut", "", "begin 644 a.txt\n#86)C\n", "1 text/plain|1.1 application/octet-stream", "[a.txt, 3 bytes, uuencoded]\n", "text/plain", ""},
		{"two subjects", "Subject: a\nSubject: b\n", "x", "1 text/plain", "x", "text/plain", "2 Subject fields"},
		{"only a calendar", mixed, "--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--\n", "1 multipart/mixed|1.1 text/calendar", "BEGIN:VCALENDAR", "text/calendar", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, eol := range []string{"\n", "\r\n"} {
				m := parse(strings.ReplaceAll(tt.header, "\n", eol), strings.ReplaceAll(tt.body, "\n", eol), content.Options{Decode: charset.Decode})
				if got := tree(m); got != tt.tree {
					t.Errorf("Parse(%q, %q) has parts %q, want %q", tt.header, tt.body, got, tt.tree)
				}
				if m.Text != tt.text || m.TextFrom != tt.from {
					t.Errorf("Parse(%q, %q).Text = %q from %q, want %q from %q", tt.header, tt.body, m.Text, m.TextFrom, tt.text, tt.from)
				}
				notes := strings.Join(m.Notes, "; ")
				if tt.note == "" && notes != "" || !strings.Contains(notes, tt.note) {
					t.Errorf("Parse(%q, %q).Notes = %q, want %q", tt.header, tt.body, notes, tt.note)
				}
			}
		})
	}
}

func TestOpen(t *testing.T) {
	tests := []struct{ name, encoding, body, want string }{
		{"base64", "base64", "aGVs\r\nbG8=\r\n", "hello"},
		{"base64 without padding", "BASE64", "aGVsbG8", "hello"},
		{"base64 with junk", "base64", "a G*V-s\x00bG8=!", "hello"},
		{"base64 joined", "base64", "aGk=aGk=", "hihi"},
		{"base64, one character over", "base64", "aGVsa", "hel"},
		{"base64 by another name", "base-64 (really)", "aGk=", "hi"},
		{"quoted-printable", "quoted-printable", "caf=C3=a9 =\n=3D=  \t\r\nend=", "café =end"},
		{"broken quoted-printable", "quoted-printable", "=XY =4 =4G == a=\rb =", "=XY =4 =4G == a=\rb "},
		{"quoted-printable ends in an escape", "quoted-printable", "a=4", "a=4"},
		{"many blanks after an equals sign", "quoted-printable", "=" + strings.Repeat(" ", 200) + "\n", "=" + strings.Repeat(" ", 200) + "\n"},
		{"uuencode", "x-uuencode", "text\nbegin 644 x\n#86)C\r\n`\nend\nmore\n", "abc"},
		{"uuencode that lost its blanks", "uuencode", "begin 644 x\n#\nend\n", "\x00\x00\x00"},
		{"uuencode, last line cut", "uue", "begin 644 x\n#86)C", "abc"},
		{"8bit", "8-bit", "a\xff", "a\xff"},
		{"unknown", "x-zip", "a=", "a="},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := "Content-Type: application/x-test\nContent-Transfer-Encoding: " + tt.encoding + "\n"
			m := parse(header, tt.body, content.Options{})
			for name, r := range map[string]io.Reader{"at once": m.Open(m.Root), "bytewise": iotest.OneByteReader(m.Open(m.Root))} {
				got, err := io.ReadAll(r)
				if string(got) != tt.want || err != nil {
					t.Errorf("Open(%s %q) %s = %q, %v, want %q", tt.encoding, tt.body, name, got, err, tt.want)
				}
			}
			if m.Root.Decoded != int64(len(tt.want)) {
				t.Errorf("Decoded(%s %q) = %d, want %d", tt.encoding, tt.body, m.Root.Decoded, len(tt.want))
			}
		})
	}
}

func TestFileParameters(t *testing.T) {
	tests := []struct{ name, disposition, want string }{
		{"token", "attachment; filename=a.pdf", "a.pdf"},
		{"quoted, escaped", `attachment; filename="a\"b\\c.pdf"`, `a"b\c.pdf`},
		{"windows path", `attachment; filename="C:\docs\a.pdf"`, `C:\docs\a.pdf`},
		{"blanks without quotes", "attachment; filename=my file (2).pdf; size=3", "my file (2).pdf"},
		{"semicolon in quotes", `attachment; filename="a;b.pdf"`, "a;b.pdf"},
		{"no last quote", `attachment; filename="a.pdf`, "a.pdf"},
		{"encoded word", "attachment; filename=\"=?utf-8?B?w6Q=?=.pdf\"", "ä.pdf"},
		{"raw utf-8", "attachment; filename=\"ä.pdf\"", "ä.pdf"},
		{"rfc 2231", "attachment; filename*=iso-8859-1'de'%E4.pdf", "ä.pdf"},
		{"rfc 2231 before the plain form", "attachment; filename=a.pdf; filename*=utf-8''%C3%A4.pdf", "ä.pdf"},
		{"continued, out of order", `attachment; filename*1="b "; filename*0="a "; filename*2=c`, "a b c"},
		{"continued, encoded in part", `attachment; filename*0*=utf-8''%C3; filename*1*=%A4; filename*2=".pdf"`, "ä.pdf"},
		{"gap", "attachment; filename*0=a; filename*2=c", "a"},
		{"given twice", "attachment; filename*0=a; filename*0=x; filename*1=b; filename=c", "ab"},
		{"no first piece", "attachment; filename*1=b; filename=c", "c"},
		{"unknown charset", "attachment; filename*=x-none''%C3%A4%zz", "ä%zz"},
		{"no charset", "attachment; filename*=a%20b", "a b"},
		{"bad number", "attachment; filename*x=b; =c; ;filename=d", "d"},
		{"nothing but semicolons", "attachment;;;", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parse("Content-Disposition: "+tt.disposition+"\n", "x", content.Options{})
			if m.Root.Name != tt.want || m.Root.Disposition != "attachment" {
				t.Errorf("Parse(%q).Root.Name = %q (%s), want %q", tt.disposition, m.Root.Name, m.Root.Disposition, tt.want)
			}
			if len(m.Attachments()) != 1 {
				t.Errorf("Parse(%q) has %d attachments, want 1", tt.disposition, len(m.Attachments()))
			}
		})
	}
}

func TestLimits(t *testing.T) {
	const mixed = "Content-Type: multipart/mixed; boundary=b\n"
	t.Run("text", func(t *testing.T) {
		m := parse("Content-Type: text/plain; charset=utf-8\n", strings.Repeat("ä", 100), content.Options{MaxText: 11})
		if m.Text != "äääää" || m.Cut != 189 {
			t.Errorf("Text = %q, Cut = %d, want 5 characters and 189", m.Text, m.Cut)
		}
	})
	t.Run("text that grows", func(t *testing.T) {
		m := parse("Content-Type: text/plain; charset=iso-8859-1\n", strings.Repeat("\xe4", 10), content.Options{MaxText: 10})
		if m.Text != "äääää" || m.Cut != 10 {
			t.Errorf("Text = %q, Cut = %d, want 5 characters and 10", m.Text, m.Cut)
		}
	})
	t.Run("parts", func(t *testing.T) {
		m := parse(mixed, strings.Repeat("--b\n\nx\n", 10), content.Options{MaxParts: 4})
		if len(m.Parts) != 4 || !strings.Contains(strings.Join(m.Notes, ";"), "first 4 are not listed") {
			t.Errorf("%d parts, notes %q", len(m.Parts), m.Notes)
		}
	})
	t.Run("uuencoded files", func(t *testing.T) {
		body := strings.Repeat("begin 644 a\n`\nend\n", 5)
		m := parse("", body, content.Options{MaxParts: 3})
		if len(m.Parts) != 3 || m.Root.Size != int64(len(body)) {
			t.Errorf("%d parts, size %d of %d", len(m.Parts), m.Root.Size, len(body))
		}
	})
	t.Run("depth", func(t *testing.T) {
		var b strings.Builder
		for i := range 40 {
			fmt.Fprintf(&b, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
		}
		m := parse("Content-Type: multipart/mixed; boundary=b0\n", b.String(), content.Options{})
		if len(m.Parts) != content.DefaultMaxDepth || !strings.Contains(strings.Join(m.Notes, ";"), "levels deep") {
			t.Errorf("%d parts, notes %q", len(m.Parts), m.Notes)
		}
	})
	t.Run("scan", func(t *testing.T) {
		m := parse("Content-Type: image/png\nContent-Transfer-Encoding: base64\n", strings.Repeat("AAAA", 1000), content.Options{MaxScan: 400})
		if p := m.Root; p.Size != 4000 || p.Decoded != 3000 || !p.Estimated {
			t.Errorf("Size %d, Decoded %d, Estimated %v", p.Size, p.Decoded, p.Estimated)
		}
	})
	t.Run("part header", func(t *testing.T) {
		m := parse(mixed, "--b\nX-Long: "+strings.Repeat("x", 1<<20)+"\nX: y\n\nhi\n--b--\n", content.Options{})
		if m.Text != "hi" || len(m.Notes) != 1 {
			t.Errorf("Text = %q, Notes = %q", m.Text, m.Notes)
		}
	})
	t.Run("notes", func(t *testing.T) {
		var b strings.Builder
		for i := range 500 {
			fmt.Fprintf(&b, "--b\nContent-Transfer-Encoding: x%d\n\nx\n", i)
		}
		if m := parse(mixed, b.String(), content.Options{}); len(m.Notes) > 50 {
			t.Errorf("%d notes", len(m.Notes))
		}
	})
}

// faulty fails to read beyond its data.
type faulty struct{ data string }

func (f faulty) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(f.data)) {
		return 0, errors.New("disk on fire")
	}
	return copy(p, f.data[off:]), nil
}

func TestUnreadable(t *testing.T) {
	header := []byte("Content-Type: multipart/mixed; boundary=b\n")
	m := content.Parse(header, faulty{"--b\n\nhi"}, 1000, content.Options{})
	if notes := strings.Join(m.Notes, ";"); m.Text != "hi" || !strings.Contains(notes, "disk on fire") {
		t.Errorf("Text = %q, Notes = %q", m.Text, notes)
	}
	m = content.Parse(header, strings.NewReader("--b\n\nhi"), 1000, content.Options{})
	if notes := strings.Join(m.Notes, ";"); m.Text != "hi" || !strings.Contains(notes, "body ends at byte 7 of 1000") {
		t.Errorf("Text = %q, Notes = %q", m.Text, notes)
	}
	m = content.Parse([]byte("Subject: x\n"), nil, 10, content.Options{})
	if m.Subject != "x" || m.Root.Size != 0 {
		t.Errorf("Subject = %q, size %d", m.Subject, m.Root.Size)
	}
}

// hostileBodies are bodies of about 10 MB that are made to be slow to parse.
func hostileBodies() map[string]string {
	const size = 10 << 20
	deep := ""
	for i := range 19 {
		deep += fmt.Sprintf("--%sb%d\nContent-Type: multipart/mixed; boundary=\"%sb%d\"\n\n", strings.Repeat("x", 500), i, strings.Repeat("x", 500), i+1)
	}
	return map[string]string{
		"boundaries":        strings.Repeat("--b\n", size/4),
		"almost boundaries": "--b\nContent-Type: multipart/mixed; boundary=c\n\n" + strings.Repeat("--d\n", size/4),
		"deep":              strings.ReplaceAll(deep, strings.Repeat("x", 500)+"b0\n", "b\n") + strings.Repeat("--"+strings.Repeat("x", 500)+"cc\n", size/500),
		"one line":          strings.Repeat("-", size),
		"one header":        "--b\n" + strings.Repeat("X: y\n", size/5),
		"folds":             "--b\nX: y\n" + strings.Repeat(" y\n", size/3),
		"begin lines":       "--b\n\n" + strings.Repeat("begin 644 x\n", size/12),
		"html":              "--b\nContent-Type: text/html\n\n" + strings.Repeat("<blockquote><li><a href=http://x>", size/33),
		"open tags":         "--b\nContent-Type: text/html\n\n" + strings.Repeat("<", size),
		"equals signs":      "--b\nContent-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("= ", size/2),
		"parameters":        "--b\nContent-Type: text/plain" + strings.Repeat("; a*1=b", 10000) + "\n\n",
	}
}

// counted counts the bytes that are read.
type counted struct {
	io.ReaderAt
	bytes int64
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.bytes += int64(n)
	return n, err
}

// A body is read a few times at most, however many parts it pretends to have.
// Work that grew with the square of these sizes would not end within the limit of
// go test; how long it takes is BenchmarkHostileBodies.
func TestHostileBodies(t *testing.T) {
	for name, body := range hostileBodies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &counted{ReaderAt: strings.NewReader(body)}
			m := content.Parse([]byte("Content-Type: multipart/mixed; boundary=b\n"), r, int64(len(body)), content.Options{})
			if times := float64(r.bytes) / float64(len(body)); times > 3 {
				t.Errorf("Parse read the body %.1f times, want at most 3", times)
			}
			if len(m.Text) > content.DefaultMaxText {
				t.Errorf("len(Text) = %d", len(m.Text))
			}
		})
	}
}

func BenchmarkHostileBodies(b *testing.B) {
	for name, body := range hostileBodies() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				parse("Content-Type: multipart/mixed; boundary=b\n", body, content.Options{})
			}
		})
	}
}

// hostileHeaders are repeated over 1 MB.
var hostileHeaders = []string{"=?", "=?a?q?", "=?utf-8?q?a?= ", "=?utf-8?b?", "\n "}

// As with bodies, that it ends says that the work does not grow with the square.
func TestHostileHeaders(t *testing.T) {
	for _, s := range hostileHeaders {
		in := strings.Repeat(s, 1<<20/len(s))
		if out := content.DecodeHeader(in, nil); len(out) > len(in) {
			t.Errorf("DecodeHeader of many %q returns %d bytes for %d", s, len(out), len(in))
		}
	}
}

func BenchmarkHostileHeaders(b *testing.B) {
	for _, s := range hostileHeaders {
		in := strings.Repeat(s, 1<<20/len(s))
		b.Run(fmt.Sprintf("%q", s), func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				content.DecodeHeader(in, nil)
			}
		})
	}
}

func TestLargeBodies(t *testing.T) {
	t.Run("a log", func(t *testing.T) {
		var b strings.Builder
		for i := range 60000 {
			fmt.Fprintf(&b, "2023-05-22T12:%02d:%02d host app[%d]: %s\n", i/60%60, i%60, i, strings.Repeat("status ok ", 4))
		}
		m := parse("", b.String(), content.Options{})
		if int64(len(m.Text))+m.Cut != int64(b.Len()) || len(m.Text) != content.DefaultMaxText {
			t.Errorf("len(Text) = %d, Cut = %d, of %d", len(m.Text), m.Cut, b.Len())
		}
	})
	t.Run("a file", func(t *testing.T) {
		data := make([]byte, 900000)
		rand.New(rand.NewSource(1)).Read(data)
		var b strings.Builder
		b.WriteString("--b\n\nsee file\n--b\nContent-Type: application/octet-stream; name=disk.img\nContent-Transfer-Encoding: base64\n\n")
		b.WriteString(wrapBase64(data))
		b.WriteString("\n--b--\n")
		m := parse("Content-Type: multipart/mixed; boundary=b\n", b.String(), content.Options{})
		files := m.Attachments()
		if len(files) != 1 || files[0].FileName() != "disk.img" || files[0].Decoded != int64(len(data)) {
			t.Fatalf("Attachments() = %v", files)
		}
		got, err := io.ReadAll(m.Open(files[0]))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("Open gives %d bytes, %v", len(got), err)
		}
		if m.Part("1.2") != files[0] || m.Part("1.3") != nil {
			t.Errorf("Part(1.2) = %v, Part(1.3) = %v", m.Part("1.2"), m.Part("1.3"))
		}
	})
}
