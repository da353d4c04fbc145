package capture

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/synthetic"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// load reads an archive of the corpus.
func load(t *testing.T, c corpustest.Case, archive string) *Capture {
	t.Helper()
	data := c.Read(t, archive)
	q, err := parser.Load(t.Context(), []parser.Source{{Name: archive, Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return New(q, nil)
}

// The sums of cells equal those of their messages.
func TestSums(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		e := load(t, c, c.Archives(t)[0])
		for _, query := range []string{"", "state:deferred", "nothing like that"} {
			v, err := e.View(query)
			if err != nil {
				t.Fatal(err)
			}
			s := e.Sums(v)
			type naive struct {
				n, age  int
				oldest  protocol.Moment
				samples []queue.Str
			}
			want := map[int32]*naive{}
			var order []int32
			for _, i := range v.Rows {
				cell := e.Index.Cell[i]
				w := want[cell]
				if w == nil {
					w = &naive{}
					want[cell] = w
					order = append(order, cell)
				}
				w.n++
				if e.Age(i) >= 0 {
					w.age++
				}
				w.oldest = e.Older(w.oldest, i)
				if st := e.Queue.Effective[i]; st != 0 && len(w.samples) < triage.NumSamples && !slices.Contains(w.samples, st) {
					w.samples = append(w.samples, st)
				}
			}
			var cells []int32
			for n := range s.Cells {
				cells = append(cells, s.Cells[n].Cell)
			}
			if !slices.Equal(cells, order) {
				t.Errorf("%s, %q: cells %v, want %v", c.Name, query, cells, order)
			}
			for n, cell := range cells {
				got, w := s.Cells[n], want[cell]
				ages, samples := 0, []queue.Str(nil)
				for _, n := range got.Ages {
					ages += int(n)
				}
				for _, s := range got.Samples {
					if s.Status != 0 {
						samples = append(samples, s.Status)
					}
				}
				if got.N() != w.n || ages != w.age || got.Oldest != w.oldest || !slices.Equal(samples, w.samples) {
					t.Errorf("%s, %q: cell %v has %+v, want %+v", c.Name, query, e.Index.Cells[cell], got, *w)
				}
			}
		}
	}
}

func TestAppendSample(t *testing.T) {
	sample := func(status queue.Str, place int32) triage.Sample { return triage.Sample{Status: status, Place: place} }
	var list []triage.Sample
	for _, s := range [][2]int32{{1, 50}, {2, 10}, {3, 40}, {4, 30}, {1, 5}, {2, 60}} {
		list = AppendSample(list, sample(queue.Str(s[0]), s[1]))
	}
	if want := []triage.Sample{sample(1, 5), sample(2, 10), sample(4, 30)}; !slices.Equal(list, want) {
		t.Errorf("AppendSample gives %v, want %v", list, want)
	}
}

// Picking rows out of the order of all messages gives the same as sorting them.
func TestInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	e := New(synthetic.Queue(3000), nil)
	for _, column := range []string{"id", "state", "age", "tries", "size", "from", "to", "reason", "server"} {
		keys, _ := e.makeKeys(column, restless)
		for _, share := range []float64{0, 0.01, 0.3, 0.9, 1} {
			var rows []int32
			for _, i := range e.Queue.Order {
				if r.Float64() < share {
					rows = append(rows, i)
				}
			}
			for _, desc := range []bool{false, true} {
				if got, want := e.inOrder(rows, column, desc), byKey(rows, keys, desc); !slices.Equal(got, want) {
					t.Errorf("inOrder(%d rows, %q, desc %v) differs from a sort", len(rows), column, desc)
				}
			}
		}
	}
}
