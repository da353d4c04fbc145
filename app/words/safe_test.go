package words

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafe(t *testing.T) {
	for _, tt := range []struct{ name, in, visible, printable, line string }{
		{"empty", "", "", "", ""},
		{"plain", `a \ b ~`, `a \ b ~`, `a \ b ~`, `a \ b ~`},
		{"words", "Grüße, 世界", "Grüße, 世界", "Grüße, 世界", "Grüße, 世界"},
		{"terminal escape", "a\x1b[31mb", `a\033[31mb`, "a\uFFFD[31mb", "a\uFFFD[31mb"},
		{"NUL and DEL", "a\x00b\x7f", `a\000b\177`, "a\uFFFDb\uFFFD", "a\uFFFDb\uFFFD"},
		{"tab", "a\tb", "a\tb", "a b", "a b"},
		{"line break", "a\r\nb", `a\015\012b`, "a  b", "a  b"},
		{"next line", "a\u0085b", `a\u0085b`, "a b", "a\uFFFDb"},
		{"line separator", "a\u2028b", `a\u2028b`, "a b", "a\u2028b"},
		{"C1 control", "a\u009bb", `a\u009bb`, "a\uFFFDb", "a\uFFFDb"},
		{"direction", "a\u202eb", `a\u202eb`, "a\uFFFDb", "a\u202eb"},
		{"not seen", "a\u200bb", `a\u200bb`, "a\uFFFDb", "a\u200bb"},
		{"not seen, above the BMP", "a\U000e0001b", `a\U000e0001b`, "a\uFFFDb", "a\U000e0001b"},
		{"no-break space", "9\u00a0h", "9\u00a0h", "9\u00a0h", "9\u00a0h"},
		{"ISO 8859-1", "Bo\xeete", "Boîte", "Bo\uFFFDte", "Bo\uFFFDte"},
		{"ISO 8859-1 control", "a\x80", `a\u0080`, "a\uFFFD", "a\uFFFD"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Visible(tt.in); got != tt.visible {
				t.Errorf("Visible(%q) = %q, want %q", tt.in, got, tt.visible)
			}
			if got := Printable(tt.in); got != tt.printable {
				t.Errorf("Printable(%q) = %q, want %q", tt.in, got, tt.printable)
			}
			if got := OneLine(tt.in); got != tt.line {
				t.Errorf("OneLine(%q) = %q, want %q", tt.in, got, tt.line)
			}
		})
	}
	if got, want := VisibleLines("a\x1b\nb\r\n"), "a\\033\nb\\015\n"; got != want {
		t.Errorf("VisibleLines = %q, want %q", got, want)
	}
}

func TestCell(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""}, {"plain", "plain"}, {"bob@x.example", "bob@x.example"}, {"a-b", "a-b"}, {"=1", "'=1"}, {"+1", "'+1"}, {"-1", "'-1"}, {"@x", "'@x"},
		{" =1", " '=1"}, {"\"=1", "\"'=1"}, {"\t=1", " '=1"}, {"\r\n=1", "  '=1"}, {"a=1", "a=1"}, {"a;=1", "a;'=1"}, {"a, -1", "a, '-1"}, {"a|+1", "a|'+1"},
		{"\uff1d1", "'\uff1d1"}, {"a\x00b", "a\uFFFDb"}, {"a\x7fb\u0085c", "a\uFFFDb c"}, {"<=1>", "<=1>"},
		{"\u3000=1", "\u3000'=1"}, {"\u2003+1", "\u2003'+1"}, {"\u202e=1", "\u202e'=1"}, {"\u180e-1", "\u180e'-1"}, {"x;\u2060@a", "x;\u2060'@a"},
		{"\ufe66" + "1", "'\ufe66" + "1"}, {"\ufe63" + "1", "'\ufe63" + "1"},
	} {
		if got := Cell(c.in); got != c.want {
			t.Errorf("Cell(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestComment(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""}, {" full disk ", "full disk"}, {"a\nrm -rf /", "a_rm -rf /"}, {"$(id) `id` 'x' \"y\" \\", "_(id) _id_ _x_ _y_ _"}, {"é", "__"},
		{strings.Repeat("x", 300), strings.Repeat("x", 200) + "..."},
	} {
		if got := Comment(c.in); got != c.want {
			t.Errorf("Comment(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// FuzzSafe checks, for any text, what its readers rely on.
func FuzzSafe(f *testing.F) {
	for _, s := range []string{"", "a\x1b[31m", "\u202e**`", "\xff\xfe", "=1;=2", "\U000e0001\u2028\u0085"} {
		f.Add(s)
	}
	acts := func(r rune) bool { return r < ' ' && r != '\t' || 0x7f <= r && r < 0xa0 || r == 0x202e || r == 0x2066 }
	f.Fuzz(func(t *testing.T, s string) {
		for name, got := range map[string]string{"Visible": Visible(s), "Printable": Printable(s), "Literal": Literal(s)} {
			if !utf8.ValidString(got) || strings.ContainsFunc(got, acts) {
				t.Errorf("%s(%q) = %q: not safe to show", name, s, got)
			}
		}
		if got := Visible(Visible(s)); got != Visible(s) {
			t.Errorf("Visible(%q) changes when it is made twice: %q", s, got)
		}
		if got := OneLine(s) + Cell(s) + Comment(s); strings.ContainsAny(got, "\r\n\x1b\x00") {
			t.Errorf("a line of a file of %q: %q", s, got)
		}
		text := ""
		for _, r := range Marked(s) {
			text += map[Mark]string{Bold: "**", Code: "`"}[r.Mark] + r.Text + map[Mark]string{Bold: "**", Code: "`"}[r.Mark]
		}
		if text != s {
			t.Errorf("Marked(%q) loses text: %q", s, text)
		}
	})
}
