package capture

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/synthetic"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The sums of a view give the same values as its messages.
func TestValuesOf(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		e := load(t, c, c.Archives(t)[0])
		counts := func(t *triage.Tally) map[queue.Str]int {
			out := map[queue.Str]int{}
			for _, s := range t.Seen {
				out[s] = t.Of(s)
			}
			return out
		}
		for _, query := range []string{"", "state:deferred", "nothing like that"} {
			v, err := e.View(query)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"kind", "state", "source", "server", "obstacle", "side", "code", "queue", "host", "system", "from"} {
				slow, _ := e.Values(key, v.Rows)
				want := counts(slow)
				if got := counts(e.ValuesOf(key, v)); !reflect.DeepEqual(got, want) {
					t.Errorf("%s, %q by %s: %v, want %v", c.Name, query, key, got, want)
				}
			}
			s := e.Sums(v)
			recipients, bytes := 0, int64(0)
			for _, i := range v.Rows {
				recipients += int(e.Queue.RcptN[i])
				bytes += max(e.Queue.Size[i], 0)
			}
			if s.Recipients != recipients || s.Bytes != bytes {
				t.Errorf("%s, %q: %d recipients and %d bytes, want %d and %d", c.Name, query, s.Recipients, s.Bytes, recipients, bytes)
			}
		}
	}
}

// The first values are kept with the view, and a shorter ranking is the beginning of
// them.
func TestTopOf(t *testing.T) {
	c := New(synthetic.Queue(3000), nil)
	v, err := c.View("")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Ranking{}
	for _, key := range []string{"from", "client", "domain"} {
		for _, limit := range []int{0, 1, 6, topKept, topKept + 1} {
			want[fmt.Sprint(key, limit)] = c.Rank(c.ranked(key, v), limit)
		}
		c.TopOf(key, v, 6)
	}
	rows := v.Rows
	v.Rows = nil // counting again would find nothing
	for _, key := range []string{"from", "client", "domain"} {
		for _, limit := range []int{0, 1, 6, topKept} {
			got, want := c.TopOf(key, v, limit), want[fmt.Sprint(key, limit)]
			if !slices.Equal(got.First, want.First) || got.Values != want.Values || got.Rest != want.Rest {
				t.Errorf("the first %d of %s: %+v, want %+v", limit, key, got, want)
			}
		}
	}
	v.Rows = rows
	for _, key := range []string{"from", "client", "domain"} {
		if got, want := c.TopOf(key, v, topKept+1), want[fmt.Sprint(key, topKept+1)]; !slices.Equal(got.First, want.First) || got.Rest != want.Rest {
			t.Errorf("more of %s than are kept: %+v, want %+v", key, got, want)
		}
	}
}

// The view of all messages outlives those of other queries.
func TestViewOfAllStays(t *testing.T) {
	c := New(synthetic.Queue(100), nil)
	all, err := c.View("")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 * cachedViews {
		if _, err := c.View(fmt.Sprint("size:>", n)); err != nil {
			t.Fatal(err)
		}
		if len(c.views.views) > cachedViews {
			t.Fatalf("%d views are kept, want %d at most", len(c.views.views), cachedViews)
		}
	}
	if again, err := c.View(""); again != all || err != nil {
		t.Errorf("the view of all messages was made again, error %v", err)
	}
}
