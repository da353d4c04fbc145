package causes

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A host that was captured separately is not measured by the time of a later
// capture of another host.
func TestRunnerOfHosts(t *testing.T) {
	const hour = 3600
	mails := append(triagetest.Copies(3, triagetest.Mail{Status: "Deferred", To: "a@d.example", Age: 40 * hour, Tried: 30 * hour}),
		triagetest.Copies(3, triagetest.Mail{Status: "Deferred", To: "a@d.example", Age: 40 * hour, Tried: 60})...)
	for _, tt := range []struct {
		host    string
		sources int
		newer   int64 // age of a message that arrived later in the first directory
		want    int
	}{
		{"mx2.home.example", 2, 40 * hour, 0},
		{"mx2.home.example", 2, 20 * hour, 3},
		{"mx2.home.example", 1, 40 * hour, 3},
		{"mx1.home.example", 2, 40 * hour, 3},
	} {
		q := triagetest.Queue(queue.Dir{Host: "mx1.home.example", Path: "/var/spool/mqueue"}, mails...)
		q.Dirs = append(q.Dirs, queue.Dir{Host: tt.host, Path: "/var/spool/mqueue2"})
		q.Sources = make([]queue.SourceInfo, tt.sources)
		q.Created[q.Order[0]] = q.Taken - tt.newer
		for _, i := range q.Order[3:] {
			q.Dir[i] = 1
		}
		got := 0
		for _, c := range Find(triage.NewIndex(q), q.Order) {
			if c.Rule == "runner" {
				got = c.Count
			}
		}
		if got != tt.want {
			t.Errorf("%+v: %d messages wait for a queue run", tt, got)
		}
	}
}
