package triage

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

func TestNextTry(t *testing.T) {
	const created = 1_700_000_000
	for _, tt := range []struct {
		name     string
		system   queue.System
		state    queue.State
		file     uint32
		last     int64
		at       int64
		recorded bool
	}{
		{"recorded", queue.Postfix, queue.Deferred, created + 9000, created + 5000, created + 9000, true},
		{"soon after the first try", queue.Postfix, queue.Deferred, 0, created + 2, created + 302, false},
		{"as long as it is old", queue.Postfix, queue.Deferred, 0, created + 1000, created + 2000, false},
		{"at most 4000 seconds", queue.Postfix, queue.Deferred, 0, created + 90000, created + 94000, false},
		{"last try unknown", queue.Postfix, queue.Deferred, 0, queue.NoNumber, 0, false},
		{"on hold", queue.Postfix, queue.Quarantined, created + 9000, created + 5000, 0, false},
		{"sendmail", queue.Sendmail, queue.Deferred, created + 9000, created + 5000, 0, false},
	} {
		b := queuetest.New()
		b.Dirs, b.Taken = []queue.Dir{{Path: "spool", System: tt.system}}, created+6*3600
		b.Order = append(b.Order, b.Row(0, "C4551D4"))
		b.State[0], b.Created[0], b.LastTry[0], b.Control[0].Time = tt.state, created, tt.last, tt.file
		x := NewIndex(b.Queue)
		if at, recorded := x.NextTry(0); at != tt.at || recorded != tt.recorded {
			t.Errorf("%s: next try %d, recorded %v; want %d, %v", tt.name, at, recorded, tt.at, tt.recorded)
		}
	}
}
