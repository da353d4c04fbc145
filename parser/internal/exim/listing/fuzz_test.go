package listing

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func FuzzParse(f *testing.F) {
	c := corpustest.Open(f, "exim")
	for _, name := range []string{"mailq.txt", "exim-bpa.txt", "exiqgrep.txt"} {
		f.Add(c.Read(f, name))
	}
	f.Add([]byte(long))
	f.Add([]byte(" 9h 1K 1ql68K-0005EJ-1C <\nb> ***\nfrozen ***\n(x\n"))
	f.Add([]byte("1ql68K-0005EJ-1C From: <> To: a@b.example;c@d Vars: message_size='21\n';deliver_freeze='1'\n"))
	f.Add([]byte("Count  Volume  Oldest  Newest  Domain\n    6    24KB      9h      9h  example.org\n"))
	f.Add([]byte("# exim -bpc\n3\nLine mismatch: x\n3 matches out of 4 messages\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		count := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		inside := func(p queue.Pos) {
			if p.Offset < 0 || p.Offset > int64(len(data)) || p.Line < 0 || p.Line > count {
				t.Errorf("position %+v is outside of the input", p)
			}
		}
		entries := 0
		ls, problems := Parse(bytes.NewReader(data), "f", Options{}, func(n int, e queue.ListingEntry) {
			inside(e.Pos)
			if entries++; !queue.IsEximID(e.ID) {
				t.Errorf("entry is %+v", e)
			}
		})
		for _, l := range ls {
			entries -= l.Entries
			if l.ProvesEmpty() && l.Entries > 0 {
				t.Errorf("listing %+v proves that the queue is empty", l)
			}
		}
		if entries != 0 {
			t.Errorf("%d entries more than counted", entries)
		}
		for _, p := range problems {
			if p.Line > 0 {
				inside(p.Pos)
			}
		}
	})
}
