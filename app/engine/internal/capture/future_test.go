package capture

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

func TestNextTryAndGivenUp(t *testing.T) {
	const created = 1_700_000_000
	for _, tt := range []struct {
		name      string
		state     queue.State
		created   int64
		last      int64
		tries     int32
		next, end int64
	}{
		{"every hour", queue.Deferred, created, created + 3*3600, 4, created + 4*3600, created + 5*86400},
		{"tried once", queue.Deferred, created, created + 2, 1, 0, created + 5*86400},
		{"never tried", queue.Held, created, queue.NoNumber, 0, 0, created + 5*86400},
		{"creation unknown", queue.Deferred, queue.NoNumber, created, 4, 0, 0},
		{"tries unknown", queue.Deferred, created, created + 3600, -1, 0, created + 5*86400},
		{"last try before its creation", queue.Deferred, created, created - 60, 3, 0, created + 5*86400},
		{"quarantined", queue.Quarantined, created, created + 3600, 3, 0, 0},
		{"lost", queue.Lost, created, created + 3600, 3, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := queuetest.New()
			b.Dirs, b.Taken = []queue.Dir{{Path: "mqueue"}}, created+6*3600
			b.Order = append(b.Order, b.Row(0, "id000001"))
			b.State[0], b.Created[0], b.LastTry[0], b.Attempts[0] = tt.state, tt.created, tt.last, tt.tries
			c := New(b.Queue, nil)
			if next, end := c.NextTry(0), c.GivenUp(0); next != tt.next || end != tt.end {
				t.Errorf("next try %d, given up %d; want %d, %d", next, end, tt.next, tt.end)
			}
		})
	}
}
