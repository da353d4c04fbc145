package capture

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
			e := New(queue.New(), nil)
			count := map[queue.Str]int{}
			var all []queue.Str
			for n := range tt.values {
				all = append(all, e.Queue.Strings.Add(fmt.Sprintf("value %d", n*7919%10007)))
			}
			total := 0
			tally := e.Tally()
			add := func(s queue.Str) { tally.Add(s); count[s]++; total++ }
			for _, s := range all {
				add(s)
			}
			for range tt.count {
				add(all[int(r.ExpFloat64()*10)%len(all)])
			}
			var want []Counted
			for s, n := range count {
				want = append(want, Counted{s, n})
			}
			slices.SortFunc(want, func(a, b Counted) int {
				return cmp.Or(b.Count-a.Count, cmp.Compare(e.Queue.Text(a.Value), e.Queue.Text(b.Value)))
			})
			got := e.Rank(tally, tt.limit)
			want = want[:min(len(want), tt.limit)]
			rest := total
			for _, c := range want {
				rest -= c.Count
			}
			if !slices.Equal(got.First, want) || got.Values != tt.values || got.Rest != rest {
				t.Errorf("rank(%d) = %v, want %v of %d with %d left", tt.limit, got, want, tt.values, rest)
			}
			if tt.values > tt.limit {
				last := all[len(all)-1]
				if got := e.Rank(tally, tt.limit, last); !slices.ContainsFunc(got.First, func(c Counted) bool { return c.Value == last }) {
					t.Errorf("rank(%d) leaves out a value that is always wanted", tt.limit)
				}
			}
		})
	}
}

// A tally's memory is reused, its counts are not.
func TestTallyForgets(t *testing.T) {
	e := New(queue.New(), nil)
	a, b := e.Queue.Strings.Add("a"), e.Queue.Strings.Add("b")
	first := e.Tally()
	first.Add(a)
	first.Add(a)
	second := e.Tally()
	second.Add(b)
	if r := e.Rank(second, 9); len(r.First) != 1 || r.First[0] != (Counted{b, 1}) {
		t.Errorf("rank = %v, want only %d once", r, b)
	}
}

// First returns the beginning of the sorted list.
func TestFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	byTen := func(a, b int) int { return cmp.Compare(a/10, b/10) }
	for _, n := range []int{0, 1, 5, 200, 3000} {
		list := make([]int, n)
		for k := range list {
			list[k] = r.IntN(n)
		}
		sorted := slices.Clone(list)
		slices.SortStableFunc(sorted, byTen)
		for _, limit := range []int{0, 1, 12, 3000, 5000} {
			if got, want := First(list, limit, byTen), sorted[:min(n, limit)]; !slices.Equal(got, want) {
				t.Errorf("the first %d of %d: %v, want %v", limit, n, got, want)
			}
		}
	}
}
