package redact_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

func TestLeaks(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
	const mail = "anna.berg@our.example"
	wide := make([]byte, 0, 2*len(mail))
	for _, u := range utf16.Encode([]rune(mail)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for _, c := range []struct{ name, in, category, encoding, found string }{
		{"address", "to <" + mail + ">", "addresses", "", mail},
		{"upper case", "TO " + strings.ToUpper(mail), "addresses", "", strings.ToUpper(mail)},
		{"short local part", "<bob@there.example>", "addresses", "", "bob@there.example"},
		{"local part with another domain", "<bob@anywhere.example>", "addresses", "", "bob@anywhere.example"},
		{"local part alone", `user "anna.berg"`, "addresses", "", "anna.berg"},
		{"host of an own domain", "www.shop.customer.example/x", "hosts", "", "www.shop.customer.example"},
		{"host", "from pc17.our.example (", "hosts", "", "pc17.our.example"},
		{"IPv4", "client [192.0.2.25]", "hosts", "", "192.0.2.25"},
		{"IPv4 reversed", "25.2.0.192.zen.blocklist.example", "hosts", "", "25.2.0.192"},
		{"IPv6", "2001:DB8:7:0::25", "hosts", "", "2001:DB8:7:0::25"},
		{"subject", "Fwd: Invoice 2026-0311 and signed contract", "subjects", "", "Invoice 2026-0311 and signed contract"},
		{"id", "df425A00bQ002972", "ids", "", "425A00bQ002972"},
		{"percent", url.QueryEscape(mail), "addresses", "percent", "anna.berg%40our.example"},
		{"all percent", "%61nna%2eberg%40our%2eexample", "addresses", "percent", "%61nna%2eberg%40our%2eexample"},
		{"quoted-printable", "anna.berg=40our.ex=\nample", "addresses", "quoted-printable", "anna.berg=40our.ex= ample"},
		{"xtext", "anna.berg+40our.example", "addresses", "xtext", "anna.berg+40our.example"},
		{"entity", "anna.berg&#64;our.example", "addresses", "entity", "anna.berg&#64;our.example"},
		{"JSON", `anna.berg\u0040our.example`, "addresses", "escape", `anna.berg\u0040our.example`},
		{"UTF-16", string(wide), "addresses", "utf-16", ""},
		{"base64", "x " + base64.StdEncoding.EncodeToString([]byte("mailto: "+mail)) + " x", "addresses", "base64", ""},
		{"encoded word", "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(mail)) + "?=", "addresses", "encoded word", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			leaks := m.Leaks([]byte("start\n" + c.in + "\nend"))
			if len(leaks) == 0 {
				t.Fatalf("nothing found in %q", c.in)
			}
			l := leaks[0]
			if l.Category != c.category || l.Encoding != c.encoding || c.found != "" && l.Found != c.found {
				t.Errorf("Leaks(%q) = %+v, want %s, encoding %q, %q", c.in, l, c.category, c.encoding, c.found)
			}
			if at := strings.Index(c.in, c.found); l.Offset != int64(len("start\n")+at) && c.found != "" && !strings.Contains(c.found, "= ") {
				t.Errorf("Leaks(%q) found it at %d, want %d", c.in, l.Offset, len("start\n")+at)
			}
			if strings.ContainsAny(l.Excerpt, "\n\x00") {
				t.Errorf("excerpt %q", l.Excerpt)
			}
		})
	}
	for _, s := range []string{
		"", "anna", "berg", "anna.bergmann", "x.anna_berg", "192.0.2.250", "1192.0.2.25", "425A00bQ0029720", "there.example", "postmaster@there.example",
		"newsletter", "Invoice 2026-0312", "Content-Type: multipart/report", "240.0.1.2", "person-0001@domain-01",
	} {
		if leaks := m.Leaks([]byte(s)); len(leaks) > 0 {
			t.Errorf("Leaks(%q) = %+v, want none", s, leaks)
		}
	}
}

// What lies across two windows of a long file is found once, at its place.
func TestLeaksInLongFile(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
	const mail = "anna.berg@our.example"
	file := bytes.Repeat([]byte("nothing here at all\n"), 3*redact.CheckWindow/20+500)
	var want []int64
	for at := redact.CheckWindow - 40; at < len(file)-100; at += 8209 {
		if d := at % redact.CheckWindow; d > 3*redact.CheckOverlap && d < redact.CheckWindow-3*redact.CheckOverlap {
			continue
		}
		copy(file[at:], " "+mail+" ")
		want = append(want, int64(at+1))
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(file); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]io.Reader{
		"at once": bytes.NewReader(file), "in pieces": iotest.HalfReader(bytes.NewReader(file)),
	} {
		c := m.Check()
		if _, err := io.Copy(c, r); err != nil {
			t.Fatal(err)
		}
		leaks := c.End().Leaks
		if len(leaks) != len(want) {
			t.Fatalf("%s: %d leaks, want %d", name, len(leaks), len(want))
		}
		for k, l := range leaks {
			if l.Offset != want[k] || l.Found != mail {
				t.Errorf("%s: leak %d is %q at %d, want %d", name, k, l.Found, l.Offset, want[k])
			}
		}
	}
	leaks := m.Leaks(packed.Bytes())
	if len(leaks) != len(want) {
		t.Fatalf("packed: %d leaks, want %d", len(leaks), len(want))
	}
	for k, l := range leaks {
		if l.Offset != want[k] || l.Found != mail {
			t.Errorf("packed: leak %d is %q at %d, want %d", k, l.Found, l.Offset, want[k])
		}
	}
	many := bytes.Repeat([]byte(mail+"\n"), 3*redact.MaxLeaks)
	if leaks := m.Leaks(many); len(leaks) != redact.MaxLeaks {
		t.Errorf("%d leaks, want %d", len(leaks), redact.MaxLeaks)
	}
	c := m.Check()
	c.Write(many)
	if found := c.End(); found.Count() != 3*redact.MaxLeaks {
		t.Errorf("%d leaks in all, want %d", found.Count(), 3*redact.MaxLeaks)
	}
}
