package engine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// The sums of cells are those of their messages.
func TestSums(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		e := open(t, c, c.Archives(t)[0])
		for _, query := range []string{"", "state:deferred", "nothing like that"} {
			v, err := e.view(query)
			if err != nil {
				t.Fatal(err)
			}
			s := e.sums(v)
			type naive struct {
				n, age  int
				oldest  protocol.Moment
				samples []queue.Str
			}
			want := map[int32]*naive{}
			var order []int32
			for _, i := range v.rows {
				cell := e.index.Cell[i]
				w := want[cell]
				if w == nil {
					w = &naive{}
					want[cell] = w
					order = append(order, cell)
				}
				w.n++
				if e.age(i) >= 0 {
					w.age++
				}
				w.oldest = e.older(w.oldest, i)
				if st := e.queue.Effective[i]; st != 0 && len(w.samples) < groupSamples && !slices.Contains(w.samples, st) {
					w.samples = append(w.samples, st)
				}
			}
			if !slices.Equal(s.order, order) {
				t.Errorf("%s, %q: cells %v, want %v", c.Name, query, s.order, order)
			}
			for cell, w := range want {
				got := s.cells[cell]
				ages, samples := 0, []queue.Str(nil)
				for _, n := range got.ages {
					ages += int(n)
				}
				for _, s := range got.samples {
					if s.status != 0 {
						samples = append(samples, s.status)
					}
				}
				if got.n != w.n || ages != w.age || got.oldest != w.oldest || !slices.Equal(samples, w.samples) {
					t.Errorf("%s, %q: cell %v has %+v, want %+v", c.Name, query, e.index.Cells[cell], got, *w)
				}
			}
		}
	}
}

func TestAddSample(t *testing.T) {
	var list []sample
	for _, s := range []sample{{1, 50}, {2, 10}, {3, 40}, {4, 30}, {1, 5}, {2, 60}} {
		list = addSample(list, s)
	}
	if want := []sample{{1, 5}, {2, 10}, {4, 30}}; !slices.Equal(list, want) {
		t.Errorf("addSample gives %v, want %v", list, want)
	}
}

// What is picked out of the order of all is what sorting gives.
func TestInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	e := synthetic(t, 3000)
	for _, column := range []string{"id", "state", "age", "tries", "size", "from", "to", "reason", "server"} {
		keys := e.makeKeys(column)
		for _, share := range []float64{0, 0.01, 0.3, 0.9, 1} {
			var rows []int32
			for _, i := range e.queue.Order {
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

// synthetic is an engine with n messages for many servers.
func synthetic(t testing.TB, n int) *Engine {
	t.Helper()
	e := New(Options{})
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx", Path: "/var/spool/mqueue"}}
	b.Taken = 1_700_000_000
	add := b.Strings.Add
	for k := range n {
		i := b.Row(0, fmt.Sprintf("4259f7Kc%06d", k))
		b.Order = append(b.Order, i)
		b.Flags[i] = queue.HasSender
		b.State[i], b.Size[i], b.Attempts[i] = queue.State(k%3), int64(k*7919%90_000), int32(k%40)
		b.Created[i] = b.Taken - int64(k*104_729%600_000)
		b.Sender[i] = add(fmt.Sprintf("<user%d@site%d.example>", k*31%(n/2+1), k%50))
		status := fmt.Sprintf("Deferred: Connection timed out with mx%d.example.net.", k%400)
		if k%5 == 0 {
			status = fmt.Sprintf("Deferred: 451 4.7.1 Greylisted, try again in %d seconds", k%300)
		}
		b.Effective[i] = add(status)
		b.SetRecipients(i, 1+k%3, func(r int) (string, string) { return fmt.Sprintf("<to%d@dest%d.example>", k, (k+r)%2000), status })
		if k%10 == 0 {
			b.SetReplies(i, []queue.Exchange{{Host: fmt.Sprintf("mx%d.example.org", k%90), Replies: []string{fmt.Sprintf("550 5.1.1 <to%d@dest.example>: no such user", k)}}})
		}
	}
	e.show(b.Queue)
	return e
}

// BenchmarkQuestions answers what the screens ask for 100,000 messages, each
// time without what is remembered of the query.
func BenchmarkQuestions(b *testing.B) {
	e := synthetic(b, 100_000)
	e.Overview(protocol.OverviewRequest{})
	for _, bench := range []struct {
		name string
		ask  func()
	}{
		{"overview", func() { e.Overview(protocol.OverviewRequest{}) }},
		{"group by server", func() { e.Groups(protocol.GroupsRequest{By: "server", Limit: 12}) }},
		{"group by reason", func() { e.Groups(protocol.GroupsRequest{By: "reason", Limit: 12}) }},
		{"group by domain", func() { e.Groups(protocol.GroupsRequest{By: "domain", Limit: 12}) }},
		{"replies", func() { e.Replies(protocol.RepliesRequest{}) }},
		{"causes", func() { e.Causes("") }},
		{"facets", func() { e.Facets(protocol.FacetsRequest{Limit: 6}) }},
		{"filter by state", func() { e.Messages(protocol.MessagesRequest{Query: "state:deferred", Count: 200}) }},
		{"filter by a word", func() { e.Messages(protocol.MessagesRequest{Query: "timed", Count: 200}) }},
		{"filter by sender", func() { e.Messages(protocol.MessagesRequest{Query: "from:user77@site1.example", Count: 200}) }},
		{"detail", func() { e.Detail(protocol.DetailRequest{Ref: 77}) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				e.views = viewCache{}
				bench.ask()
			}
		})
	}
	b.Run("sort by sender", func(b *testing.B) {
		for b.Loop() {
			e.views, e.orders = viewCache{}, nil
			e.Messages(protocol.MessagesRequest{Sort: "from", Count: 200})
		}
	})
}
