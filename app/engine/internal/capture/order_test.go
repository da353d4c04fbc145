package capture

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/synthetic"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestByKey(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, tt := range []struct {
		name string
		n    int
		key  func() uint64
	}{
		{"nothing", 0, nil},
		{"one", 1, r.Uint64},
		{"all equal", 100, func() uint64 { return 77 }},
		{"few values", 1000, func() uint64 { return r.Uint64N(3) }},
		{"one pass", 1000, func() uint64 { return 1<<60 + r.Uint64N(1<<11) }},
		{"two passes", 5000, func() uint64 { return r.Uint64N(1 << 12) }},
		{"any", 5000, r.Uint64},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows, keys := make([]int32, tt.n), make([]uint64, tt.n)
			for i := range rows {
				rows[i], keys[i] = int32(i), tt.key()
			}
			r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			before := slices.Clone(rows)
			for _, desc := range []bool{false, true} {
				want := slices.Clone(rows)
				slices.SortStableFunc(want, func(a, b int32) int {
					if desc {
						a, b = b, a
					}
					return cmp.Compare(keys[a], keys[b])
				})
				if got := byKey(rows, keys, desc); !slices.Equal(got, want) {
					t.Errorf("byKey(desc %v) differs from a stable sort", desc)
				}
			}
			if !slices.Equal(rows, before) {
				t.Error("byKey changed the rows it was given")
			}
		})
	}
}

func TestSortTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var all []string
	for n := range 3000 {
		all = append(all, fmt.Sprintf("user%d@example%d.org", r.IntN(900), n%5))
	}
	all = append(all, "", "a", "a\x00", "a\x00\x00", "12345678", "12345678\x00", "123456789", "\xff", "ä")
	for n := range 40 { // with a long common prefix
		all = append(all, strings.Repeat("x", 300+n%7)+fmt.Sprint(n))
		all = append(all, strings.Repeat("y", n%20))
	}
	texts := make([]text, len(all))
	for i, s := range all {
		texts[i] = text{id: queue.Str(i), s: s}
	}
	sorting := sorter{rest: restless}
	sorting.texts(texts, 0)
	slices.Sort(all)
	for i := range all {
		if texts[i].s != all[i] {
			t.Fatalf("place %d: %q, want %q", i, texts[i].s, all[i])
		}
	}
}

// Another queue lifetime changes the order by the time of giving up if the
// configuration keeps bounces for a shorter time.
func TestOrderByEnd(t *testing.T) {
	const day = 86400
	made := func() *Capture {
		q := synthetic.Queue(500)
		q.Dirs[0].System = queue.Postfix
		q.Lifetimes = []queue.Lifetime{{Host: q.Dirs[0].Host, System: queue.Postfix, Normal: 5 * day, DSN: day, Least: 300, Most: 4000}}
		return New(q, nil)
	}
	sorted := func(c *Capture, days int) []int32 {
		c.SetReturn(days)
		rows, err := c.Sorted("", "end", false)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	const own, other = 0, 3
	if slices.Equal(sorted(made(), own), sorted(made(), other)) {
		t.Fatal("another lifetime makes no difference")
	}
	c := made()
	for _, days := range []int{own, other, own} {
		if !slices.Equal(sorted(c, days), sorted(made(), days)) {
			t.Errorf("%d days after another lifetime: another order", days)
		}
	}
}
