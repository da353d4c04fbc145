package mailq

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func FuzzParse(f *testing.F) {
	for _, l := range listings(f) {
		f.Add(l.data)
	}
	f.Add([]byte("\t\tMail Queue (1 request)\nRAA04242*    1834 Tue Mar  5 10:41 a\n\t\t\t\t   b\n"))
	f.Add([]byte("4259f7Kc031337readqf: x\n 1 2+Mar  5 10:41 \\303\n    X (\n\t\t (b)\n\t\t\t\t\t\t(---x---)\n"))
	f.Add([]byte("/ (1 requests, only 9 printed)\n/df is empty\n[ ]#\n-Q-ID- --Size--\n(\n 7BIT (\n%\n"))
	for _, coat := range coats {
		f.Add([]byte(coat.wear(worn)))
	}
	f.Add([]byte("a | CHANGED | rc=0 >>\n" + worn + "b | FAILED | rc=1 >>\nx\nTue Mar  5 11:00:01 CET 2024\n" + worn + "Mi 6. Mär 11:00:01 CET 2024\n"))
	f.Add([]byte("a: " + worn + "b: /q (1 request)\na: 4259f7Kc031337 1 Tue Mar  5 10:41\nb: 4259f7Kc031337 1 Tue Mar  5\nb: 10:41 x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		count := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		inside := func(p queue.Pos) {
			if p.File != "f" || p.Offset < 0 || p.Offset > int64(len(data)) || p.Line < 0 || p.Line > count {
				t.Errorf("position %+v is outside of the input", p)
			}
		}
		size, last, listing := 0, int64(-1), 0
		ls, problems := Parse(bytes.NewReader(data), "f", Options{Lines: true}, func(n int, e queue.ListingEntry) {
			inside(e.Pos)
			if n < listing {
				t.Errorf("an entry of listing %d after one of %d", n, listing)
			}
			if n == listing && e.Offset <= last {
				t.Errorf("entry at %d after one at %d", e.Offset, last)
			}
			listing = n
			last = e.Offset
			if e.ID == "" || e.Queue >= len(data) || len(e.Notes) > 2*MaxNotes {
				t.Errorf("entry is %+v", e)
			}
			size += len(e.ID) + len(e.Sender) + len(e.Status) + len(e.Quarantine) + len(e.Remark)
			for _, r := range e.Recipients {
				size += len(r.Address) + len(r.Status)
			}
		})
		if size > 2*len(data) { // UTF-8 of UTF-16 can take more
			t.Errorf("entries hold %d bytes of %d", size, len(data))
		}
		if len(problems) > 6*(MaxProblems+1)+2 {
			t.Errorf("%d problems", len(problems))
		}
		for _, p := range problems {
			inside(p.Pos)
		}
		counted := 0
		for _, n := range ls[0].Lines {
			counted += n
		}
		if counted > count {
			t.Errorf("%d lines counted", counted)
		}
		Sniff(data)
	})
}
