package capture

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/synthetic"
)

// A prepared capture answers like any other, even during the preparation, however often that is
// interrupted.
func TestPrepare(t *testing.T) {
	q := synthetic.Queue(30_000)
	plain, c := New(q, nil), New(synthetic.Queue(30_000), nil)
	compare := func(column, query string) {
		t.Helper()
		got, err := c.Sorted(query, column, false)
		if err != nil {
			t.Fatal(err)
		}
		want, err := plain.Sorted(query, column, false)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("order by %q of %q differs", column, query)
		}
	}
	questions := 0
	for calls := 0; c.prepared < len(prepared); calls++ {
		if calls == 1000 {
			t.Fatalf("%d of %d columns are prepared after %d calls", c.prepared, len(prepared), calls)
		}
		left := 40 * (calls + 1)
		c.Prepare(func() bool {
			if left--; left%10 == 0 && questions < len(prepared) {
				c.Forget()
				compare(prepared[questions], "timed")
				questions++
			}
			return left > 0
		})
	}
	for _, column := range prepared {
		if n := len(slices.DeleteFunc(slices.Clone(c.orders), func(o *order) bool { return o.column != column })); n != 1 {
			t.Errorf("%d orders by %q are kept", n, column)
		}
		for _, query := range []string{"", "timed", "user77", "from:user77@site1.example", "to17", "nowhere"} {
			c.Forget()
			compare(column, query)
		}
	}
}

// Preparation takes bounded memory.
func TestPrepareBounds(t *testing.T) {
	c := New(synthetic.Queue(100), nil)
	c.Queue.Order = make([]int32, orderBytes/8) // as if there were millions
	c.Prepare(restless)
	if len(c.orders) > 1 {
		t.Errorf("%d orders are kept that take %d bytes each", len(c.orders), orderBytes/2)
	}
}
