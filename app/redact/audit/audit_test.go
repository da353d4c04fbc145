package audit

import (
	"encoding/base64"
	"encoding/hex"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queuetest"
)

func list() *List {
	b := queuetest.New()
	i := b.Row(0, "425A00bQ002972")
	b.Sender[i], b.Client[i] = b.Strings.Add("<Anna.Berg@Our.example>"), b.Strings.Add("pc17.our.example [192.0.2.25]")
	return NewList(b.Queue, []string{"our.example"})
}

func TestSearch(t *testing.T) {
	const mail = "anna.berg@our.example"
	b64 := base64.StdEncoding.EncodeToString
	for _, c := range []struct{ name, in, found, form string }{
		{"domain", "see Our.Example.", "our.example", ""},
		{"within a host", "x mail.our.example:25", "our.example", ""},
		{"before another domain", "our.example.relay.test", "our.example", ""},
		{"person", "user anna.berg is", "anna.berg", ""},
		{"address", "from [192.0.2.25]", "192.0.2.25", ""},
		{"percent", "our%2Eexample", "our.example", "escaped"},
		{"percent twice", "our%252Eexample", "our.example", "escaped"},
		{"quoted-printable", "our=2Eexam=\nple", "our.example", "escaped"},
		{"character reference", "our&#46;ex&#x61;mple", "our.example", "escaped"},
		{"JSON", `our\u002eexample`, "our.example", "escaped"},
		{"octal", `our\056example`, "our.example", "escaped"},
		{"full width", "ｏｕｒ．ｅｘａｍｐｌｅ", "our.example", "escaped"},
		{"zero width", "our\u200b.exa\u00admple", "our.example", "escaped"},
		{"base64", "x " + b64([]byte("to "+mail)), "our.example", "base64"},
		{"base64 twice", b64([]byte(b64([]byte("to " + mail)))), "our.example", "base64"},
		{"UTF-16", b64([]byte("o\x00u\x00r\x00.\x00e\x00x\x00a\x00m\x00p\x00l\x00e\x00")), "our.example", "base64"},
		{"hex", hex.EncodeToString([]byte(mail)), "our.example", "hex"},
		{"base64 behind a word", "token_" + b64([]byte("to "+mail)), "our.example", "base64"},
		{"base64 in other bytes", b64([]byte("\x00\xffx\x01" + mail + "\x02\x03")), "our.example", "base64"},
		{"UTF-16 with a mark", b64([]byte("\xff\xfeo\x00u\x00r\x00.\x00e\x00x\x00a\x00m\x00p\x00l\x00e\x00")), "our.example", "base64"},
		{"percent u", "our%u002eexample", "our.example", "escaped"},
		{"braces", `our\u{2e}example`, "our.example", "escaped"},
		{"references without ends", "our&#46example", "our.example", "escaped"},
		{"references with zeros", "our&#x0000000000002e;example", "our.example", "escaped"},
		{"encoded word", "=?utf-8?Q?anna_our=2Eexample?=", "our.example", "escaped"},
		{"encoded word, B", "=?utf-8?B?" + b64([]byte("our.example")) + "?=", "our.example", "encoded word"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hits := list().Search("start " + c.in + " end")
			for _, h := range hits {
				if h.Found == c.found && h.Form == c.form && h.From >= len("start ")-1 && h.To <= len("start ")+len(c.in)+1 {
					return
				}
			}
			t.Errorf("Search(%q) = %+v, want %q as %q", c.in, hits, c.found, c.form)
		})
	}
	for _, s := range []string{"", "your.example", "our.examples", "anna", "192.0.2.250", "domain-01.invalid", "xour.example"} {
		if hits := list().Search(s); len(hits) > 0 {
			t.Errorf("Search(%q) = %+v, want nothing", s, hits)
		}
	}
}

// Whatever the text is, the search ends, and what it finds is in the text.
func FuzzSearch(f *testing.F) {
	f.Add("our%252Eexample =?utf-8?Q?our=2Eexample?= &#46; \\056 6f75722e6578616d706c65")
	l := list()
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range l.Search(s) {
			if h.From < 0 || h.From >= len(s) || h.To <= h.From || h.To > len(s)+1 {
				t.Errorf("Search(%q) = %+v", s, h)
			}
		}
	})
}
