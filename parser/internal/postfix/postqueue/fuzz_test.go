package postqueue

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func FuzzParse(f *testing.F) {
	c := corpustest.Open(f, "postfix")
	for _, name := range []string{"postqueue-p.txt", "postqueue-j.json"} {
		f.Add(c.Read(f, name))
	}
	f.Add([]byte(long))
	f.Add([]byte(squeeze(long)))
	f.Add([]byte(pretty))
	f.Add([]byte("C4551D4 1 Mon Apr  1 08:40:08 a\n(b\nc\n(d)\n" + `{"queue_name":"` + "\n{\n"))
	f.Add([]byte(`{"queue_name":"hold","queue_id":"C4551D4","arrival_time":1e9,"recipients":[{},[]]}}{]`))
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
			if entries++; e.ID == "" {
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
