package triage

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// eachPart calls f with parts of each real queue.
func eachPart(t *testing.T, f func(t *testing.T, x *Index, rows []int32)) {
	for _, c := range slices.Concat(corpustest.Sendmail(t), corpustest.Foreign(t)) {
		archive := c.Archives(t)[0]
		data := c.Read(t, archive)
		q, err := parser.Load(t.Context(), []parser.Source{{Name: archive, Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x := NewIndex(q)
		for _, query := range []string{"", "state:deferred", "-kind:bounce age:>1h", "kind:bounce", "no such message"} {
			n, err := filter.Parse(query)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := x.Select(n)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(c.Name+"/"+query, func(t *testing.T) { f(t, x, rows) })
		}
	}
}

// The sums equal a plain count of the messages.
func TestSums(t *testing.T) {
	eachPart(t, func(t *testing.T, x *Index, rows []int32) {
		q := x.Queue
		ages := make([]uint8, q.Len())
		for i := range ages {
			ages[i] = uint8(i % (NumAges + 2))
		}
		got := x.Sums(rows, ages, nil)
		want := &Sums{Rows: rows, Cells: []CellSum{}, Sources: make([]SourceSum, len(x.Sources)), Dirs: make([]DirSum, len(q.Dirs))}
		oldest := func(at *int64, i int32) {
			if c := q.Created[i]; c != queue.NoNumber && (*at == 0 || c < *at) {
				*at = c
			}
		}
		newest := func(at *int64, i int32) {
			if c := q.Created[i]; c != queue.NoNumber && c > *at {
				*at = c
			}
		}
		tried := func(at *int64, i int32) {
			if c := q.LastTry[i]; c != queue.NoNumber && c > *at {
				*at = c
			}
		}
		for place, i := range rows {
			n := slices.IndexFunc(want.Cells, func(c CellSum) bool { return c.Cell == x.Cell[i] })
			if n < 0 {
				n = len(want.Cells)
				want.Cells = append(want.Cells, CellSum{Cell: x.Cell[i], First: int32(place)})
			}
			c, s, d := &want.Cells[n], &want.Sources[x.Source[i]], &want.Dirs[q.Dir[i]]
			for _, kinds := range [...]*[NumKinds]int32{&c.Kinds, &s.Kinds, &d.Kinds} {
				kinds[x.Kind(i)]++
			}
			want.Kinds[x.Kind(i)]++
			oldest(&c.Oldest, i)
			newest(&c.Newest, i)
			tried(&c.Tried, i)
			newest(&s.Newest, i)
			oldest(&d.Oldest, i)
			if ages[i] < NumAges {
				c.Ages[ages[i]]++
			}
			for k, have := range c.Samples {
				if have.Status == q.Effective[i] || q.Effective[i] == 0 {
					break
				}
				if have.Status == 0 {
					c.Samples[k] = Sample{q.Effective[i], int32(place)}
					break
				}
			}
			if slices.Contains([]queue.State{queue.Deferred, queue.Held, queue.Unavailable, queue.Processing}, q.State[i]) {
				d.Waiting++
				if next, recorded := x.NextTry(i); !recorded || next <= q.Taken {
					d.Due++
				}
				oldest(&d.Waited.Oldest, i)
				newest(&d.Waited.Newest, i)
				tried(&d.Waited.Tried, i)
			}
			if q.Flags[i]&queue.NoControl != 0 {
				want.Fileless++
			}
			if q.ReplyN[i] > 0 {
				want.Transcripts = append(want.Transcripts, int32(place))
			}
			want.Recipients += int(q.RcptN[i])
			want.Bytes += max(q.Size[i], 0)
			want.Largest = max(want.Largest, q.Size[i])
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the sums are\n%+v, want\n%+v", *got, *want)
		}
	})
}

// Submitted counts messages that were not made here, and then all.
func TestSubmitted(t *testing.T) {
	eachPart(t, func(t *testing.T, x *Index, rows []int32) {
		q := x.Queue
		check := func(what string, got *Tally, column []queue.Str, made bool) {
			t.Helper()
			want := map[queue.Str]int{}
			for _, i := range rows {
				if column[i] != 0 && (made || !q.IsMade(i)) {
					want[column[i]]++
				}
			}
			if len(got.Seen) != len(want) {
				t.Errorf("%d %s, want %d", len(got.Seen), what, len(want))
			}
			for v, n := range want {
				if got.Of(v) != n {
					t.Errorf("%s %q: %d, want %d", what, q.Text(v), got.Of(v), n)
				}
			}
		}
		by := x.Submitted(rows, nil)
		defer by.Release()
		for _, made := range []bool{false, true} {
			if made {
				by.AddMade()
			}
			check("senders", by.Senders, x.From, made)
			check("clients", by.Clients, q.Client, made)
			check("logins", by.Logins, x.Login, made)
			check("scripts", by.Scripts, x.Script, made)
		}
		sent := 0
		for _, i := range rows {
			if !q.IsMade(i) {
				sent++
			}
		}
		if by.Sent != sent {
			t.Errorf("%d messages were not made here, want %d", by.Sent, sent)
		}
	})
}

// A cell is in the hold of its family, obstacle and server, and holds are sorted by name.
func TestHolds(t *testing.T) {
	eachPart(t, func(t *testing.T, x *Index, _ []int32) {
		h := x.Holds()
		for c, cell := range x.Cells {
			if got, want := h.All[h.Of[c]], (Hold{x.Family[cell.Reason], x.Obstacle[c], cell.Server}); got != want {
				t.Errorf("the hold of cell %d is %+v, want %+v", c, got, want)
			}
		}
		if !slices.IsSortedFunc(h.All, func(a, b Hold) int { return x.Queue.Strings.Compare(a.Server, b.Server) }) {
			t.Error("holds are not in the order of names")
		}
	})
}

func TestByCount(t *testing.T) {
	if got, want := ByCount([]int{1, 3, 0, 3, 2}), []int{1, 3, 4, 0, 2}; !slices.Equal(got, want) {
		t.Errorf("ByCount gives %v, want %v", got, want)
	}
}
