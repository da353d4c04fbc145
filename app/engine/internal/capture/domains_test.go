package capture

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// Each domain of a message is visited once, in the order of its recipients,
// however many there are and however often messages were visited before.
func TestEachDomain(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx", Path: "/var/spool/mqueue"}}
	want := map[int32][]string{}
	for k, n := range []int{0, 1, 5, fewDomains, fewDomains + 1, 50, 50} {
		i := b.Row(0, fmt.Sprintf("4259f7Kc%06d", k))
		b.Order = append(b.Order, i)
		b.SetRecipients(i, n, func(r int) (string, string) { return fmt.Sprintf("<to%d@dest%d.example>", r, r*r%7), "" })
		for r := range n {
			if d := fmt.Sprintf("dest%d.example", r*r%7); !slices.Contains(want[i], d) {
				want[i] = append(want[i], d)
			}
		}
	}
	c := New(b.Queue, nil)
	for range 3 {
		got := map[int32][]string{}
		c.EachDomain(b.Order, false, func(i int32, d queue.Str) { got[i] = append(got[i], b.Text(d)) })
		for _, i := range b.Order {
			if !slices.Equal(got[i], want[i]) {
				t.Errorf("message %d has the domains %v, want %v", i, got[i], want[i])
			}
		}
		c.met.now = math.MaxUint32 - 1 // the next passes are the last ones
	}
}
