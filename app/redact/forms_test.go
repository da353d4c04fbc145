package redact_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"html"
	"math/rand"
	"mime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/parser"
)

// No name is left in a text, in whatever form it was written, and the check
// agrees.
func TestForms(t *testing.T) {
	p := plant(rand.New(rand.NewSource(3)), forms[:1])
	q, err := parser.Load(t.Context(), []parser.Source{{Name: "spool.tar", Size: int64(len(p.archive)), At: bytes.NewReader(p.archive)}}, parser.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rd := redacttest.New(t, q, redact.All)
	texts := 0
	for _, f := range slices.Concat(forms, moreForms) {
		names, _ := (&planter{planted: &planted{}}).forged(p.who, f)
		for _, s := range names {
			for _, around := range []string{"%s", "550 5.1.1 %s; rejected"} {
				texts++
				in := fmt.Sprintf(around, s)
				out := rd.Text(in)
				if found := secretsIn([]byte(out), p.names); found != "" {
					t.Errorf("%s: Text(%q) = %q, which has%s", f.name, in, out, found)
				}
				if leaks := rd.Leaks([]byte(out)); len(leaks) > 0 {
					t.Errorf("%s: Text(%q) = %q, of which the check finds %+v", f.name, in, out, leaks[0])
				}
			}
		}
	}
	t.Logf("%d texts in %d forms: 0 leaks", texts, len(forms)+len(moreForms))
}

// moreForms are rarer ways in which names are written.
var moreForms = []form{
	{"base64 after a byte", func(s string) string { return base64.StdEncoding.EncodeToString([]byte("\x00" + s + "\x00secret")) }},
	{"base64 after two bytes", func(s string) string { return base64.StdEncoding.EncodeToString([]byte("u=" + s)) }},
	{"base64 in lines", func(s string) string {
		return lines76(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("text ", 11) + s + strings.Repeat(" text", 12))))
	}},
	{"base64 in percent", func(s string) string {
		return "x=" + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(base64.StdEncoding.EncodeToString([]byte("?"+s)))
	}},
	{"base64 with a word before it", func(s string) string { return "token_" + base64.RawURLEncoding.EncodeToString([]byte("<"+s+">")) }},
	{"UTF-16 in base64", func(s string) string { return base64.StdEncoding.EncodeToString(wide(s, binary.LittleEndian)) }},
	{"UTF-16 with a mark", func(s string) string { return base64.StdEncoding.EncodeToString(wide("\ufeff"+s, binary.BigEndian)) }},
	{"UTF-16 in hex", func(s string) string { return hex.EncodeToString(wide(s, binary.BigEndian)) }},
	{"hex with colons", func(s string) string { return strings.TrimSuffix(each(s, "%02x:"), ":") }},
	{"hex with blanks", func(s string) string { return strings.TrimSuffix(each(s, "%02X "), " ") }},
	{"hex of C", func(s string) string { return each(s, `\x%02x`) }},
	{"hex with a prefix", func(s string) string { return "0x" + hex.EncodeToString([]byte(s)) }},
	{"percent u", func(s string) string { return each(s, "%%u%04x") }},
	{"percent three times", func(s string) string { return each(s, "%%2525%02x") }},
	{"JSON with braces", func(s string) string { return each(s, `\u{%x}`) }},
	{"CSS", func(s string) string { return each(s, `\%x `) }},
	{"entities with zeros", func(s string) string { return each(s, "&#%012d;") }},
	{"entities without ends", func(s string) string { return each(s, "&#%d") + ";" }},
	{"entities, named", func(s string) string { return strings.NewReplacer("@", "&commat;", ".", "&period;").Replace(s) }},
	{"entities twice", func(s string) string { return html.EscapeString(each(s, "&#x%X;")) }},
	{"encoded words, one a letter", func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&b, "=?us-ascii?Q?=%02X?= ", s[i])
		}
		return b.String() + "." // or it would run into what follows
	}},
	{"encoded words, cut", func(s string) string {
		return mime.BEncoding.Encode("utf-8", "– "+s[:len(s)/2]) + " " + mime.BEncoding.Encode("utf-8", s[len(s)/2:]+" –")
	}},
	{"encoded word in KOI8-R", func(s string) string {
		return "=?koi8-r?B?" + base64.StdEncoding.EncodeToString([]byte("\xd0\xd2 "+s)) + "?="
	}},
	{"encoded word in UTF-16", func(s string) string {
		return "=?utf-16be?B?" + base64.StdEncoding.EncodeToString(wide(s, binary.BigEndian)) + "?="
	}},
	{"encoded word in UTF-7", func(s string) string { return "=?utf-7?Q?" + strings.ReplaceAll(utf7(s), "=", "=3D") + "?=" }},
	{"encoded word, unknown charset", func(s string) string { return "=?x-unknown?Q?" + each(s, "=%02X") + "?=" }},
	{"encoded word with a language", func(s string) string { return "=?utf-8*en?q?" + each(s, "=%02x") + "?=" }},
	{"encoded word twice", func(s string) string {
		return mime.QEncoding.Encode("utf-8", mime.BEncoding.Encode("utf-8", s+" é")+" é")
	}},
	{"UTF-7", utf7},
	{"xtext of each byte", func(s string) string { return each(s, "+%02X") }},
	{"mixed case", func(s string) string {
		b := []byte(s)
		for i := 0; i < len(b); i += 2 {
			b[i] = strings.ToUpper(s)[i]
		}
		return string(b)
	}},
	{"route", func(s string) string { return "<@relay.there.test,@other.there.test:" + s + ">" }},
	{"percent and host", atOnly(func(s string) string { return strings.ReplaceAll(s, "@", "%") + "@relay.there.test" })},
	{"path of UUCP", func(s string) string { return "relay!" + s }},
	{"VERP", atOnly(func(s string) string { return "bounce-" + strings.ReplaceAll(s, "@", "=") + "@list.there.test" })},
	{"SRS", atOnly(func(s string) string {
		at := strings.IndexByte(s, '@')
		return "SRS0=AbCd=XY=" + s[at+1:] + "=" + s[:at] + "@relay.there.test"
	})},
	{"comment", func(s string) string { return strings.ReplaceAll(s, "@", " (work) @ ") }},
	{"spaces around", func(s string) string { return strings.ReplaceAll(s, "@", " @ ") }},
	{"in words", func(s string) string { return strings.ReplaceAll(s, "@", " at ") }},
	{"in brackets", func(s string) string { return strings.ReplaceAll(s, "@", "[at]") }},
	{"final dot", func(s string) string { return s + "." }},
	{"underscores", func(s string) string { return "x_" + strings.NewReplacer("@", "_", ".", "_").Replace(s) + "_x" }},
	{"hyphens", func(s string) string { return strings.NewReplacer("@", "-", ".", "-").Replace(s) + ".pdf" }},
	{"UTF-16 text", func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }},
	{"tags", func(s string) string { return strings.ReplaceAll(s[:4]+"<b></b>"+s[4:], "@", "<span>@</span>") }},
	{"comments of HTML", func(s string) string { return s[:5] + "<!-- x -->" + s[5:] }},
	{"joiners", func(s string) string { return s[:2] + "\u2060" + s[2:5] + "\u200d" + s[5:] }},
	{"backslashes", func(s string) string { return strings.Join(strings.Split(s, ""), `\`) }},
	{"quoted local part", atOnly(func(s string) string {
		at := strings.IndexByte(s, '@')
		return `"` + s[:at] + `"` + s[at:]
	})},
	{"parameters", func(s string) string { return "x*0*=utf-8''" + s[:5] + "; x*1*=" + each(s[5:], "%%%02x") }},
}

// atOnly returns a form for addresses only; other names stay as they are.
func atOnly(encode func(s string) string) func(s string) string {
	return func(s string) string {
		if strings.IndexByte(s, '@') < 0 {
			return s
		}
		return encode(s)
	}
}

func wide(s string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// utf7 returns a text in UTF-7 (RFC 2152) with all characters encoded.
func utf7(s string) string {
	return "+" + base64.RawStdEncoding.EncodeToString(wide(s, binary.BigEndian)) + "-"
}

// Nothing is left of encoded words that were cut when a reason was made.
func TestReason(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.All)
	half := base64.StdEncoding.EncodeToString([]byte("a.berg – "))
	got := rd.Reason("450 =?utf-8?b?‹id›==?= =?utf-8?B?" + half + "?= not known to mail.our.example")
	if want := redacttest.Expand(rd, "450 (left out) (left out) not known to {mail.our.example}"); got != want {
		t.Errorf("Reason = %q, want %q", got, want)
	}
}
