package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// longLog returns a log with many lines that are about no message of the corpus.
func longLog(lines int) []byte {
	var b strings.Builder
	for n := range lines {
		fmt.Fprintf(&b, "2025-01-0%dT08:%02d:%02d+01:00 mail sm-mta[%d]: 501Xz%09d: to=<a@example.com>, delay=00:00:01, mailer=esmtp, pri=1, relay=mx.example.com. [192.0.2.1], dsn=2.0.0, stat=Sent (ok)\n",
			1+n%2, n/60%60, n%60, n, n)
	}
	return []byte(b.String())
}

// While a comparison reads logs, progress is reported, requests are answered, and it can be stopped:
// what was compared until then is shown, with a notice.
func TestCompareReadsLogsAsALoad(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	sources := []parser.Source{
		memorySource("A.tar.gz", c.Read(t, "A.tar.gz")), memorySource("B.tar.gz", c.Read(t, "B.tar.gz")), memorySource("maillog", longLog(100_000)),
	}
	for _, stop := range []bool{false, true} {
		e := New(Options{Source: func(ref protocol.SourceRef) parser.Source { return sources[ref.ID] }})
		e.Ask(t.Context(), protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{{ID: 0}}}}, nil)
		var order []string
		asked, done := false, make(chan protocol.Loaded, 1)
		e.Handle(t.Context(), protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{{ID: 1}, {ID: 2}}, Compare: true}}, func(a protocol.Answer, last bool) {
			switch p := a.Progress; {
			case last:
				order = append(order, "loaded")
				done <- *a.Loaded
			case p.Phase == protocol.PhaseLogs && p.Size < 0 && !asked:
				asked = true
				if p.LogRead == 0 || p.File == "" {
					t.Errorf("progress %+v, want how much of which log was read", p)
				}
				if stop {
					e.Handle(t.Context(), protocol.Request{Cancel: &protocol.CancelRequest{}}, nil)
					return
				}
				e.Handle(t.Context(), protocol.Request{Overview: &protocol.OverviewRequest{}}, func(a protocol.Answer, _ bool) {
					order = append(order, fmt.Sprint(a.Overview != nil && a.Overview.Matched == 17))
				})
			}
		})
		l := <-done
		if l.Earlier == nil || l.Fatal != nil {
			t.Fatalf("stop %v: %+v, want two captures", stop, l)
		}
		told := len(l.Archive.Notice) > 0 && strings.Contains(l.Archive.Notice[0].Text, "not read to their end")
		switch {
		case !asked:
			t.Errorf("stop %v: no progress of the logs", stop)
		case told != stop:
			t.Errorf("stop %v: notices %+v", stop, l.Archive.Notice)
		case !stop && strings.Join(order, " ") != "true loaded":
			t.Errorf("answers came as %v, want the overview of the later capture before the end", order)
		}
		if d := diff(t, e, protocol.DiffRequest{}); !stop && (len(d.Gone) < 3 || d.Went == 0) {
			t.Errorf("what became of those that went: %+v", d.Gone)
		}
	}
}
