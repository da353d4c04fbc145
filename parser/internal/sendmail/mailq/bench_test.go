package mailq

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func BenchmarkParse(b *testing.B) {
	var text []byte
	for _, l := range listings(b) {
		if len(l.data) > len(text) {
			text = l.data
		}
	}
	text = bytes.Repeat(text, 1+(1<<20)/len(text))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		Parse(bytes.NewReader(text), "mailq.txt", Options{}, func(int, queue.ListingEntry) { n++ })
		if n == 0 {
			b.Fatal("no entries")
		}
		b.ReportMetric(float64(n), "entries")
	}
}

// Counting lines changes nothing else.
func TestWithoutLines(t *testing.T) {
	for name, l := range listings(t) {
		want, entries, problems := parse(t, name, l.data)
		n := 0
		ls, also := Parse(bytes.NewReader(l.data), name, Options{}, func(int, queue.ListingEntry) { n++ })
		got := ls[0]
		if got.Lines != nil || n != len(entries) || len(also) != len(problems) || len(got.Queues) != len(want.Queues) || len(got.Totals) != len(want.Totals) {
			t.Errorf("%s: without Lines there are %d entries, %d problems and lines %v, want %d, %d and none", name, n, len(also), got.Lines, len(entries), len(problems))
		}
	}
}
