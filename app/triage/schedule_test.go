package triage

import (
	"strings"
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
		{"Exim in the first two hours", queue.Exim, queue.Deferred, 0, created + 1000, created + 1900, false},
		{"Exim, half as long again", queue.Exim, queue.Deferred, 0, created + 4*3600, created + 4*3600 + 5400, false},
		{"Exim after 16 hours", queue.Exim, queue.Deferred, 0, created + 20*3600, created + 26*3600, false},
		{"frozen", queue.Exim, queue.Quarantined, 0, created + 20*3600, 0, false},
		{"sendmail", queue.Sendmail, queue.Deferred, created + 9000, created + 5000, 0, false},
	} {
		b := queuetest.New()
		b.Dirs, b.Taken = []queue.Dir{{Path: "spool", System: tt.system}}, created+6*3600
		b.Order = append(b.Order, b.Row(0, "C4551D4"))
		b.State[0], b.Created[0], b.LastTry[0], b.Control[0].Time = tt.state, created, tt.last, tt.file
		b.Control[0].Size = 1
		x := NewIndex(b.Queue)
		if at, recorded := x.NextTry(0); at != tt.at || recorded != tt.recorded {
			t.Errorf("%s: next try %d, recorded %v; want %d, %v", tt.name, at, recorded, tt.at, tt.recorded)
		}
	}
}

// How long a message is kept depends on the mail system and on the kind of
// message.
func TestKeptFor(t *testing.T) {
	const day = 86400
	for _, tt := range []struct {
		name   string
		system queue.System
		state  queue.State
		null   bool
		want   int64
	}{
		{"sendmail", queue.Sendmail, queue.Deferred, false, 5 * day},
		{"a bounce of Postfix", queue.Postfix, queue.Deferred, true, 5 * day},
		{"Exim", queue.Exim, queue.Deferred, false, 4 * day},
		{"its server has failed for a day more", queue.Exim, queue.Deferred, false, 3 * day},
		{"frozen", queue.Exim, queue.Quarantined, false, 7 * day},
		{"a frozen bounce", queue.Exim, queue.Quarantined, true, 2 * day},
	} {
		b := queuetest.New()
		b.Dirs = []queue.Dir{{Path: "spool", System: tt.system}}
		b.Order = append(b.Order, b.Row(0, "1ql68K-0005EJ-1C"))
		b.State[0], b.Created[0] = tt.state, 1_700_000_000
		b.SetFlag(0, queue.NullFrom, tt.null)
		if strings.HasPrefix(tt.name, "its server") {
			b.SetRetry(0, 0, 1_700_000_000-day)
		}
		x := NewIndex(b.Queue)
		if got := x.KeptFor(0); got != tt.want {
			t.Errorf("%s: kept for %d seconds, want %d", tt.name, got, tt.want)
		}
		if x.ReturnAfter = 3 * day; x.KeptFor(0) != 3*day {
			t.Errorf("%s: kept for %d seconds, want what was chosen", tt.name, x.KeptFor(0))
		}
	}
}
