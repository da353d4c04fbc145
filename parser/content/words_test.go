package content_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/content/charset"
)

func wrapBase64(b []byte) string {
	s := base64.StdEncoding.EncodeToString(b)
	var out strings.Builder
	for len(s) > 76 {
		out.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	return out.String() + s
}

func TestDecodeHeader(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", " hello ", "hello"},
		{"folded", "a\r\n\tb\n        c", "a b c"},
		{"q", "=?utf-8?Q?caf=C3=A9_au_lait?=", "café au lait"},
		{"b, lower case", "=?UTF-8?b?w6Q=?=", "ä"},
		{"b without padding", "=?utf-8?B?w6Q?=", "ä"},
		{"words side by side", "=?utf-8?Q?a?=\n =?utf-8?Q?b?= c", "ab c"},
		{"a character in two words", "=?utf-8?Q?=C3?= =?UTF-8?Q?=A4?=", "ä"},
		{"two charsets side by side", "=?utf-8?Q?a?= =?iso-8859-1?Q?=E4?=", "aä"},
		{"text between", "=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b"},
		{"inside a word", "x=?utf-8?Q?a?=y", "xay"},
		{"language", "=?utf-8*de?Q?a?=", "a"},
		{"iso-2022-jp", "=?iso-2022-jp?B?GyRCMnE1RBsoQg==?=", "会議"},
		{"blanks in q", "=?utf-8?Q?a b?=", "a b"},
		{"broken escape", "=?utf-8?Q?a=4?=", "a=4"},
		{"broken base64", "=?utf-8?B?####?= x", "=?utf-8?B?####?= x"},
		{"cut", "=?utf-8?Q?cut", "=?utf-8?Q?cut"},
		{"cut, then a word", "=?utf-8?Q?cut and =?utf-8?Q?ok?=", "=?utf-8?Q?cut and ok"},
		{"no encoding of that name", "=?utf-8?X?a?=", "=?utf-8?X?a?="},
		{"unknown charset", "=?x-none?Q?abc?=", "abc"},
		{"unknown charset, no utf-8", "=?x-none?Q?=E4?= =?x-none?Q?=E4?=", "=?x-none?Q?=E4?= =?x-none?Q?=E4?="},
		{"raw utf-8", "äöü 漢字", "äöü 漢字"},
		{"raw latin-1", "R\xe9sum\xe9 \x80", "Résumé €"},
		{"line end in a word", "=?utf-8?Q?a=0D=0ABcc:_b?=", "a  Bcc: b"},
		{"controls", "a\x00\x1b[31m\x7f\tb", "a␀␛[31m␡ b"},
		{"c1 controls", "\u0085x", "\ufffdx"},
		{"direction", "a\u202egpj.exe\u2066", "agpj.exe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := content.DecodeHeader(tt.in, charset.Decode); got != tt.want {
				t.Errorf("DecodeHeader(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSafeName(t *testing.T) {
	tests := []struct{ name, in, mime, want string }{
		{"plain", "report.pdf", "", "report.pdf"},
		{"unix path", "../../etc/passwd", "", "passwd"},
		{"windows path", `C:\docs\a.doc`, "", "a.doc"},
		{"hidden", "..htaccess", "", "htaccess"},
		{"option", "--rf.txt", "", "rf.txt"},
		{"direction", "a\u202egpj.exe", "", "agpj.exe"},
		{"controls and breaks", "a\x00b\n c.txt", "", "ab c.txt"},
		{"no-break space", "a\u00a0b", "", "a b"},
		{"invalid utf-8", "a\xffb", "", "ab"},
		{"reserved characters", `a<b>:"|?*.txt`, "", "a_b______.txt"},
		{"device", "con", "", "_con"},
		{"device with an extension", "Aux.tar.gz", "", "_Aux.tar.gz"},
		{"numbered devices", "LPT¹.txt", "", "_LPT¹.txt"},
		{"no device", "common.txt", "", "common.txt"},
		{"no numbered device", "com10", "", "com10"},
		{"trailing dots", "a.exe. .", "", "a.exe"},
		{"empty", "", "text/calendar", "part-7.ics"},
		{"only dots", "...", "message/rfc822", "part-7.eml"},
		{"only a path", "///", "x/y", "part-7.bin"},
		{"long", strings.Repeat("ä", 100) + ".pdf", "", strings.Repeat("ä", 58) + ".pdf"},
		{"long extension", "a." + strings.Repeat("x", 200), "", "a." + strings.Repeat("x", 118)},
		{"letters of the world", "übersicht März 会議.txt", "", "übersicht März 会議.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := content.SafeName(tt.in, 7, tt.mime); got != tt.want {
				t.Errorf("SafeName(%q, 7, %q) = %q, want %q", tt.in, tt.mime, got, tt.want)
			}
		})
	}
	seen := map[string]bool{}
	for _, typ := range []string{"text/plain", "text/html", "text/csv", "text/vcard", "image/png", "image/jpeg", "image/gif", "image/webp",
		"image/svg+xml", "application/pdf", "application/zip", "application/json", "application/pgp-signature",
		"application/pkcs7-signature", "application/pkcs7-mime"} {
		name := content.SafeName("", 1, typ)
		if seen[name] || strings.HasSuffix(name, ".bin") {
			t.Errorf("SafeName(%q) = %q, want an extension of its own", typ, name)
		}
		seen[name] = true
	}
}

func TestHTMLToText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"paragraphs", "<p>one\n two<p>three</p>", "one two\n\nthree\n\n"},
		{"dropped", "<head><title>t</title><style>p{}</style></head><script>x<p></script><!-- c --><template>a<template>b</template>c</template>hi", "hi\n"},
		{"entities", "a &lt;b&gt; &amp;&nbsp;&eacute;&#8364;", "a <b> & é€\n"},
		{"breaks and divs", "a<br>b<div>c<div>d</div></div>e", "a\nb\nc\nd\ne\n"},
		{"list", "x<ul><li>a<li><p>b</p><ol><li>c<li>d</ol></ul>y", "x\n\n- a\n- b\n\n  1. c\n  2. d\n\ny\n"},
		{"link", "see <a href='https://x.example/a'>this</a>.", "see this <https://x.example/a>.\n"},
		{"link that says so", "<a href='https://x.example/'>x.example</a> <a href='mailto:a@b'>a@b</a>", "x.example a@b\n"},
		{"links that lead nowhere", "<a href='javascript:x()'>a</a> <a name=x>b</a> <a href='/c'>c</a>", "a b c\n"},
		{"link around a picture", "<a href='http://x'><img src=y alt='logo'></a>", "[logo] <http://x>\n"},
		{"long address", "<a href='http://x/" + strings.Repeat("x", 3000) + "'>a</a>", "a\n"},
		{"table", "<table><tr><td>a<td>b</tr><tr><th>c</th><th>d</th></tr></table>", "a  b\nc  d\n\n"},
		{"pre", "<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\nd\n"},
		{"quote", "x<blockquote>a<br>b<blockquote>c</blockquote></blockquote>y", "x\n\n> a\n> b\n\n> > c\n\ny\n"},
		{"rule", "a<hr>b", "a\n----------\nb\n"},
		{"stray ends", "</ul></blockquote></pre></a>a", "a\n"},
		{"cut tag", "a<b href='", "a\n"},
		{"controls", "a\x1b&#27;\u0085", "a␛␛\ufffd\n"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := content.HTMLToText(tt.in); got != tt.want {
				t.Errorf("HTMLToText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
