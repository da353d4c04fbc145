package message

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The timeline ends when the mail system gives the message up. A message that is not tried
// automatically is not given up, so its timeline ends at the capture.
func TestTimelineEnds(t *testing.T) {
	for _, tc := range []struct {
		state queue.State
		ends  bool
	}{
		{queue.Deferred, true},
		{queue.Held, true},
		{queue.Quarantined, false},
		{queue.Lost, false},
	} {
		q := triagetest.Queue(queue.Dir{Host: "mail.example.org", Path: "/var/spool/mqueue"},
			triagetest.Mail{To: "<desk@example.net>", State: tc.state, Age: 3600})
		marks, now := timeline(capture.New(q, nil), 0)
		ends := false
		for _, m := range marks {
			ends = ends || m.Kind == "end"
			if !(m.T >= 0 && m.T <= 1) {
				t.Errorf("%v: %s is at %v of the line", tc.state, m.Title, m.T)
			}
		}
		if ends != tc.ends || (now < 1) != tc.ends {
			t.Errorf("%v: gives up %v, now at %v of the line; want %v", tc.state, ends, now, tc.ends)
		}
	}
}
