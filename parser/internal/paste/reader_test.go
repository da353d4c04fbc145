package paste

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// read returns the lines of a text.
func read(t testing.TB, text string) (lines []Line, coats []Coat) {
	t.Helper()
	r := NewReader(strings.NewReader(text))
	for {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			return lines, r.Coats()
		}
		if err != nil {
			t.Fatal(err)
		}
		l.Text, l.Raw = []byte(string(l.Text)), []byte(string(l.Raw))
		lines = append(lines, l)
	}
}

func texts(lines []Line) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = string(l.Text)
	}
	return strings.Join(out, "\n")
}

func TestReader(t *testing.T) {
	tests := []struct{ name, in, want, coats string }{
		{"nothing", "", "", ""},
		{"plain", "a\n\tb \n", "a\n\tb ", ""},
		{"no last line end", "a\nb", "a\nb", ""},
		{"CRLF and a mark", "\ufeffa\r\nb\r\n", "a\nb", ""},
		{"CR only", "a\rb\r", "a\nb", ""},
		{"separators only", "a\u2028b\u2029ä\u2028", "a  \nb  \nä  ", ""},
		{"a separator inside a line", "a\u2028b\n", "a b", Blanks},
		{"raw controls stay", "a\x07b\x00\x01\n", "a\x07b\x00\x01", ""},
		{"raw bytes stay", "a\xff\xc3(\n", "a\xff\xc3(", ""},
		{"an ampersand stays", "a&b@c &lt x &copy;\n", "a&b@c &lt x &copy;", ""},
		{"an entity beside raw addresses stays", " <a@b> said &lt;x&gt;\n", " <a@b> said &lt;x&gt;", ""},
		{"colour", "\x1b[1;31ma\x1b[0m\n", "a", Escapes},
		{"a title", "\x1b]0;x\x07a\x1b]2;y\x1b\\b\n", "ab", Escapes},
		{"a title without an end", "\x1b]0;x\n", "0;x", Escapes},
		{"other codes", "\x1b(Ba\x1b=b\x1b>c\x1b7\n", "abc", Escapes},
		{"codes cut off", "a\x1b[31\nb\x1b\n", "a\nb", Escapes},
		{"cursor", "abc\x1b[2DX\x1b[10GY\n", "aXc      Y", Escapes},
		{"erased", "abc\r\x1b[Kdef\n", "def", Escapes},
		{"deleted", "abcdef\r\x1b[2P\n", "cdef", Escapes},
		{"to other lines", "a\x1b[5;1Hb\x1b[Ec\n", "a\nb\nc", Escapes},
		{"a cursor far away", "a\x1b[999999999Cb\n", "a" + strings.Repeat(" ", maxColumn-1) + "b", Escapes},
		{"in a long line", strings.Repeat("a", 2*maxColumn) + "\x1b[2DX\n", strings.Repeat("a", 2*maxColumn-2) + "Xa", Escapes},
		{"erased from the left", "abc\x1b[2Dx\x1b[31m\x1b[Ky\n", "axy", Escapes},
		{"backspaces", "abx\bc\n", "abc", Overtyped},
		{"backspaces at the edge", "\b\b\ba\n", "a", Overtyped},
		{"a return", "abc\rX\n", "Xbc", Overtyped},
		{"underlined", "_\ba_\bb c\b_\n", "ab c", Overtyped},
		{"bold UTF-8", "ü\büb\bb\n", "üb", Overtyped},
		{"no-break", "a\u00a0b\u200bc\u3000d\n", "a bc d", Blanks},
		{"quoted", "> a\n>> b\n> > c\n>\n", "a\nb\nc\n", Quotation},
		{"pager", "--More--a\n--More--(12%)\n:\n(END)\nb\n", "a\n\n\n\nb", Pager},
		{"tags", "<pre>a</pre>\n<br>b<br/>c\n", "a\n\nb\nc", HTML},
		{"HTML in one line", "<p>a<br>&lt;b&gt;<br />c</p>\n", "a\n<b>\nc", HTML},
		{"forum", "[code]a[b]b[/b]\n[/code]\n", "ab\n", BBCode},
		{"Slack", "<<mailto:a@b|a@b>>\n", "<a@b>", Links},
		{"cat -A of Postfix", "-Queue ID-  --Size-- -Sender/Recipient-------$\n3A4B51C0123^I1 a@b$\n$\n-- 1 Kbytes in 1 Request.$\n", "-Queue ID-  --Size-- -Sender/Recipient-------\n3A4B51C0123\t1 a@b\n\n-- 1 Kbytes in 1 Request.", `"$" after every line`},
		{"Markdown", "<[a@b](mailto:a@b)>\n", "<a@b>", Links},
		{"a domain literal is no colour", "[127.0.0.1] [1m] [31;1x]\n", "[127.0.0.1] [1m] [31;1x]", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, coats := read(t, tt.in)
			if got := texts(lines); got != tt.want {
				t.Errorf("lines are %q, want %q", got, tt.want)
			}
			if got := sentence(coats); got != tt.coats {
				t.Errorf("coats are %q, want %q", got, tt.coats)
			}
		})
	}
}

func TestPrefixes(t *testing.T) {
	const listing = "\t\t/var/spool/mqueue (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ---\n4259f7Kc031337 1 Tue Mar  5 10:41 a\n"
	tests := []struct{ name, prefix, host, what string }{
		{"none", "", "", ""},
		{"container", "postfix-1  | ", "postfix-1", "the host before every line"},
		{"comment", "## ", "", `"##" before every line`},
		{"host", "mail1: ", "mail1", "the host before every line"},
		{"IPv4 address", "192.0.2.7: ", "192.0.2.7", "the host before every line"},
		{"number", "12:", "", "the number of every line"},
		{"time", "[2024-03-05T11:00:01Z] ", "", "the time before every line"},
		{"log", "Mar  5 11:00:01 mail1 CROND[12]: ", "mail1", "the start of a log line"},
		{"other", "(job 12) out> ", "", `"(job 12) out>" before every line`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := ""
			for l := range strings.Lines(listing) {
				in += tt.prefix + l
			}
			lines, coats := read(t, in)
			for i, l := range lines {
				if l.Host != tt.host || strings.Contains(string(l.Text), strings.TrimSpace(tt.prefix)) && tt.prefix != "" {
					t.Errorf("line %d is %q of host %q, want %q", i+1, l.Text, l.Host, tt.host)
				}
			}
			if got := sentence(coats); got != tt.what {
				t.Errorf("coats are %q, want %q", got, tt.what)
			}
		})
	}
}

func TestPositions(t *testing.T) {
	for name, in := range map[string]string{
		"UTF-8":    "> a\r\n\x1b[1mb\n<p>c<br>d\n",
		"UTF-16LE": "\xff\xfea\x00\r\x00\n\x00b\x00\n\x00c\x00\n\x00",
	} {
		lines, _ := read(t, in)
		last, number := int64(-1), 0
		for _, l := range lines {
			if l.Offset <= last || l.Number < number || l.Offset >= int64(len(in)) {
				t.Errorf("%s: line %+v after one at %d", name, l, last)
			}
			last, number = l.Offset, l.Number
		}
		if number != 3 {
			t.Errorf("%s: %d lines, want 3", name, number)
		}
	}
}

func TestLongLines(t *testing.T) {
	for name, in := range map[string]string{
		"UTF-8":  strings.Repeat("a", 3*MaxLine) + "\nb\n",
		"UTF-16": "\xff\xfe" + strings.Repeat("a\x00", 3*MaxLine) + "\n\x00b\x00\n\x00",
	} {
		lines, _ := read(t, in)
		if len(lines) != 2 || !lines[0].Cut || len(lines[0].Text) > MaxLine || string(lines[1].Text) != "b" {
			t.Errorf("%s: %d lines", name, len(lines))
		}
	}
}

func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	r := NewReader(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)))
	n := 0
	for {
		_, err := r.Next()
		if err != nil {
			if !errors.Is(err, broken) {
				t.Errorf("error is %v", err)
			}
			break
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d lines before the error, want 2", n)
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{
		"\xff\xfea\x00\n\x00", "\x1b[31m\x1b]0;x\x07a\bb\rc\x1b[5;1H\x1b[2K\x1b[3P\n", "<pre>&lt;a@b&gt;<br>&amp;amp;lt;&#10;</pre>\n",
		"> > a\n--More--b\n:\n", "[code][b]x[/b][/code]", "<mailto:a@b|c>", "a: /q is empty\nb: /q is empty\n", "12:/q (1 request)\n13:Total requests: 1\n", "a\u00a0\u200b\xa0│",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(strings.NewReader(string(data)))
		last, n := int64(-1), 0
		for {
			l, err := r.Next()
			if err != nil {
				break
			}
			n++
			if l.Offset <= last || l.Offset >= int64(len(data)) {
				t.Fatalf("line at %d after one at %d of %d bytes", l.Offset, last, len(data))
			}
			last = l.Offset
			if strings.Contains(string(l.Text), "\x1b[m") {
				t.Errorf("an escape code is left: %q", l.Text)
			}
		}
		if n > len(data) {
			t.Errorf("%d lines of %d bytes", n, len(data))
		}
		if len(r.Coats()) > 16+maxPrefixes {
			t.Errorf("%d coats", len(r.Coats()))
		}
	})
}
