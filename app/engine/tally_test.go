package engine

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestRank(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, tt := range []struct {
		name                 string
		values, count, limit int
	}{
		{"nothing", 0, 0, 5}, {"no row wanted", 10, 50, 0}, {"one", 1, 9, 5}, {"fewer than wanted", 4, 50, 5},
		{"as many", 5, 50, 5}, {"more", 100, 500, 5}, {"all equal", 300, 0, 7}, {"many", 5000, 9000, 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := New(Options{})
			count := map[queue.Str]int{}
			var all []queue.Str
			for n := range tt.values {
				all = append(all, e.queue.Strings.Add(fmt.Sprintf("value %d", n*7919%10007)))
			}
			total := 0
			tally := e.tally()
			add := func(s queue.Str) { tally.add(s); count[s]++; total++ }
			for _, s := range all {
				add(s)
			}
			for range tt.count {
				add(all[int(r.ExpFloat64()*10)%len(all)])
			}
			var want []counted
			for s, n := range count {
				want = append(want, counted{s, n})
			}
			slices.SortFunc(want, func(a, b counted) int {
				return cmp.Or(b.count-a.count, cmp.Compare(e.queue.Text(a.value), e.queue.Text(b.value)))
			})
			got := e.rank(tally, tt.limit)
			want = want[:min(len(want), tt.limit)]
			rest := total
			for _, c := range want {
				rest -= c.count
			}
			if !slices.Equal(got.first, want) || got.values != tt.values || got.rest != rest {
				t.Errorf("rank(%d) = %v, want %v of %d with %d left", tt.limit, got, want, tt.values, rest)
			}
			if tt.values > tt.limit {
				last := all[len(all)-1]
				if got := e.rank(tally, tt.limit, last); !slices.ContainsFunc(got.first, func(c counted) bool { return c.value == last }) {
					t.Errorf("rank(%d) leaves out a value that is always wanted", tt.limit)
				}
			}
		})
	}
}

// The memory of a tally is used again, its counts are not.
func TestTallyForgets(t *testing.T) {
	e := New(Options{})
	a, b := e.queue.Strings.Add("a"), e.queue.Strings.Add("b")
	first := e.tally()
	first.add(a)
	first.add(a)
	second := e.tally()
	second.add(b)
	if r := e.rank(second, 9); len(r.first) != 1 || r.first[0] != (counted{b, 1}) {
		t.Errorf("rank = %v, want only %d once", r, b)
	}
}
