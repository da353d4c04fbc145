package content_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/content"
)

func TestReadHTML(t *testing.T) {
	m := parse("Content-Type: multipart/alternative; boundary=b\n",
		"--b\n\nplain\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<meta charset=3Dkoi8-r><p>=F0\n--b--\n",
		content.Options{Decode: func(charset string, b []byte) (string, bool) {
			return strings.ReplaceAll(string(b), "\xf0", "П"), charset == "koi8-r"
		}})
	p := m.HTML()
	if p == nil || p.Path != "1.2" {
		t.Fatalf("HTML() = %v, want part 1.2", p)
	}
	if source, cut, err := m.ReadHTML(p); source != "<meta charset=koi8-r><p>П" || cut != 0 || err != nil {
		t.Errorf("ReadHTML = %q, %d, %v", source, cut, err)
	}
	long := parse("Content-Type: text/html\n", strings.Repeat("x", content.MaxHTML+5), content.Options{})
	if source, cut, err := long.ReadHTML(long.HTML()); len(source) != content.MaxHTML || cut != 5 || err != nil {
		t.Errorf("ReadHTML = %d bytes, %d, %v", len(source), cut, err)
	}
	if p := parse("Content-Type: text/html\nContent-Disposition: attachment\n", "<p>", content.Options{}).HTML(); p != nil {
		t.Errorf("HTML() = %v for an attachment, want nil", p)
	}
}

func TestBoundHTML(t *testing.T) {
	number := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	row := "<tr><td style='a'><p><font face=x><b>text</b></font><li>one<li><i>two</i><br></td></tr>"
	for _, tt := range []struct{ name, html, why string }{
		{"a long newsletter", "<table>" + strings.Repeat(row, 2000) + "</table>", ""},
		{"careless fonts", strings.Repeat("<p><font size=2>text", 2000), ""},
		{"elements", strings.Repeat("<p>", 50_001), "50000 elements"},
		{"repeated in every block", number("<b id=%d>", 2000) + strings.Repeat("<p>x", 2000), "50000 elements"},
		{"closed where it has no effect", "<table>" + number("<b id=%d><tr><td></b>", 2000) + "</table>" + strings.Repeat("<p>x", 2000), "50000 elements"},
		{"closed across eight blocks", number("<b id=%d><li><dd><li><dd><li><dd><li><dd><li></b>", 1000) + strings.Repeat("<p>x", 2000), "50000 elements"},
		{"depth", strings.Repeat("<div>", 401), "400 levels"},
		{"depth that ends", strings.Repeat("<div></div>", 10_000), ""},
		{"attributes", "<p " + number("a%d ", 300) + ">", "too many attributes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if why := content.BoundHTML(tt.html); tt.why == "" && why != "" || !strings.Contains(why, tt.why) {
				t.Errorf("BoundHTML = %q, want %q", why, tt.why)
			}
		})
	}
}

func FuzzBoundHTML(f *testing.F) {
	f.Add("<b><p></b></p><table><td><i></td></i>")
	f.Fuzz(func(t *testing.T, source string) { content.BoundHTML(source) })
}
