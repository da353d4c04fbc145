package poll

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// The context is checked once for each Every rows, across all loops, and not again once it was
// seen to be done.
func TestMore(t *testing.T) {
	for _, end := range []int{0, 1, 3} {
		ctx, told := &queuetest.DoneAt{Context: context.Background(), End: end}, 0
		p := New(ctx, func() { told++ })
		wanted := 0
		for range 5 * Every {
			if p.More() {
				wanted++
			}
		}
		looks, rows := 5, 5*Every
		if end > 0 {
			looks, rows = end, end*Every-1
		}
		if ctx.Looks != looks || told != looks || wanted != rows || (p.Err() != nil) != (end > 0) {
			t.Errorf("done at look %d: %d looks, told %d times, %d rows wanted, %v; want %d looks and %d rows", end, ctx.Looks, told, wanted, p.Err(), looks, rows)
		}
	}
}

// A sort ends early and loses nothing.
func TestSort(t *testing.T) {
	const rows = 40 * Every
	sort := func(p *Poll) (order []int, compared int) {
		for i := range rows {
			order = append(order, i*7919%rows)
		}
		slices.SortFunc(order, func(a, b int) int {
			compared++
			if !p.More() {
				return 0
			}
			return a - b
		})
		return order, compared
	}
	sorted, most := sort(nil)
	if !slices.IsSorted(sorted) {
		t.Fatal("not sorted without a Poll")
	}
	ctx := &queuetest.DoneAt{Context: context.Background(), End: 3}
	left, compared := sort(New(ctx, func() {}))
	if ctx.Looks != 3 || compared > most/3 {
		t.Errorf("%d looks and %d comparisons, want 3 and at most a third of %d", ctx.Looks, compared, most)
	}
	if slices.Sort(left); !slices.Equal(left, sorted) {
		t.Error("a row is lost, or there twice")
	}
}

// A Poll that was stopped elsewhere wants no more rows, and keeps the first
// reason.
func TestStop(t *testing.T) {
	p, why := New(context.Background(), func() {}), errors.New("why")
	p.Stop(nil)
	if !p.More() {
		t.Error("stopped for no reason")
	}
	p.Stop(why)
	p.Stop(errors.New("another"))
	if p.More() || !errors.Is(p.Err(), why) {
		t.Errorf("not stopped: %v", p.Err())
	}
	var none *Poll
	if !none.More() || none.Err() != nil {
		t.Error("a nil Poll does not want all rows")
	}
}
