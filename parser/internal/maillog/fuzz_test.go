package maillog

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds are lines of all forms (formats/logs.md §1.1 to §1.4).
var seeds = []string{
	"Mar  5 09:41:07 mail sendmail[123]: 4259f7Kc031337: to=<a@b>, stat=Sent",
	"Mar 05 09:41:07 mail postfix/smtp[1]: 4C2A1: removed",
	"Mar  5 09:41:07.123456 mail exim[12]: 2024-03-05 09:41:07 +0100 [12] 1ty4dF-0005EM-0s Completed",
	"Mar  5 2024 09:41:07 mail sm-mta[1]: x", "2024 Mar  5 09:41:07 mail sm-mta[1]: x",
	"2024-03-05T09:41:07.160713+01:00 mail sendmail[1]: [ID 801593 mail.info] x",
	"<22>1 2024-03-05T09:41:07Z host app 12 - [a b=\"\\\"]\"] \ufefftext", "<22>Mar  5 09:41:07 sendmail[1]: x",
	"Tue 2024-03-05 09:41:07 CET host app[1]: text", "1709628067.160713 host app[1]: text",
	"2024-03-05 09:41:07.123 +0100 [12] 1ty4dF-0005EM-0s <= a@b",
	"2024-03-05T09:41:07.160713000Z stdout F Mar  5 09:41:07 mail sendmail[123]: x",
	`{"__REALTIME_TIMESTAMP":"1709628067160713","MESSAGE":[104,105],"_HOSTNAME":["a","b"],"SYSLOG_IDENTIFIER":"x\u00e4","_PID":null}`,
	"{\n\t\"MESSAGE\" : \"x\",\n\t\"__REALTIME_TIMESTAMP\" : \"1\"\n}",
	"__CURSOR=s\n__REALTIME_TIMESTAMP=1709628067160713\nMESSAGE\n\x02\x00\x00\x00\x00\x00\x00\x00a\n\n\n",
	"Mar  5 09:41:07 mail last message repeated 3 times", "Mar  5 09:41:07 mail sendmail[1]: message repeated 3 times: [ x]",
	"-- Logs begin at Tue --", "    goes on", "",
}

// Whatever the bytes of a log are, each line is read once, and everything that is read is part
// of it.
func FuzzReader(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Add([]byte(strings.Join(seeds, "\n")))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(bytes.NewReader(b))
		last, at := int32(0), int64(-1)
		for {
			known, more := r.Next()
			if !more {
				break
			}
			if r.Number <= last || r.Offset <= at || r.Offset >= int64(len(b)) {
				t.Fatalf("line %d at %d follows line %d at %d", r.Number, r.Offset, last, at)
			}
			last, at = r.Number, r.Offset
			if !known {
				continue
			}
			r.Inner()
			r.Repeats()
			if r.Nanos < 0 || r.Nanos > 999_999_999 {
				t.Fatalf("%d ns in %q", r.Nanos, b)
			}
			if y := YearOf(r.Civil); r.Timed && r.Dated && (y < 1969 || y > 40_000) {
				t.Fatalf("year %d of %q", y, b)
			}
			if len(r.Text) > 4*len(b)+utf8.UTFMax {
				t.Fatalf("text %q", r.Text)
			}
			r.Before("x", func(*Line, int32, int64) {})
		}
		if err := r.Err(); err != nil {
			t.Fatal(err)
		}
	})
}

// A line about another message costs no allocation.
func TestLinesAllocateNothing(t *testing.T) {
	var l Line
	for _, s := range seeds[:12] {
		b := []byte(s)
		if n := testing.AllocsPerRun(100, func() { l.Read(b); l.Inner() }); n != 0 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}
