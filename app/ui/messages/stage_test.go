package messages

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Rows are updated a few at a time, in few steps; they move at once.
func TestStage(t *testing.T) {
	rows := make([]protocol.Row, 100)
	slots := func(from, first int) []slot {
		out := make([]slot, 40)
		for n := range out {
			out[n] = slot{N: first + n, Row: &rows[from+n]}
		}
		return out
	}
	for _, tt := range []struct {
		name  string
		drawn []slot
		to    []slot
		steps int
	}{
		{"first", nil, slots(0, 0), 1},
		{"the same", slots(0, 0), slots(0, 0), 1},
		{"other rows in their places", slots(0, 0), slots(50, 0), 4},
		{"one row", slots(0, 0), append([]slot{{N: 0, Row: &rows[0], Marked: true}}, slots(0, 0)[1:]...), 1},
		{"scrolled by a few", slots(0, 0), append(slots(40, 40)[:8], slots(0, 0)[8:]...), 1},
		{"jumped", slots(0, 0), slots(50, 50), 1},
		{"jumped, without rows yet", slots(0, 0), make([]slot, 40), 1},
		{"fewer", slots(0, 0), slots(50, 0)[:12], 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			drawn, steps := tt.drawn, 0
			for waits := true; waits; steps++ {
				drawn, waits = stage(drawn, tt.to, 12)
				for n := range drawn {
					if drawn[n].N != tt.to[n].N {
						t.Fatalf("slot %d is at %d, want %d", n, drawn[n].N, tt.to[n].N)
					}
				}
			}
			if steps != tt.steps {
				t.Errorf("drawn in %d steps, want %d", steps, tt.steps)
			}
			for n := range tt.to {
				if drawn[n] != tt.to[n] {
					t.Errorf("slot %d shows %+v, want %+v", n, drawn[n], tt.to[n])
				}
			}
		})
	}
}
