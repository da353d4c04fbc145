package parser

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/goldentest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// What the logs of the corpus say about each message in the queue, and about those that its events
// name.
func TestLogGoldens(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		for _, archive := range []string{"A", "B"} {
			t.Run(system+"/"+archive, func(t *testing.T) {
				q := loadBytes(t, Options{}, source(archive+".tar.gz", corpustest.WithLogs(t, system).Read(t, archive+".tar.gz")))
				goldentest.Check(t, fmt.Sprintf("testdata/logs_%s_%s.golden", system, archive), told(q))
			})
		}
	}
}

// told writes the history of a queue.
func told(q *queue.Queue) string {
	var b strings.Builder
	at := func(t int64) string {
		if t == queue.NoNumber {
			return "unknown"
		}
		return time.Unix(t, 0).UTC().Format(time.DateTime)
	}
	h := q.History
	for _, l := range h.Logs {
		fmt.Fprintf(&b, "log %s of %q: %d lines, %d known, %s to %s, silent for %d s\n", l.Name, l.Host, l.Lines, l.Known, at(l.First), at(l.Last), l.Silent)
	}
	events := func(events []queue.Event) {
		for _, e := range events {
			fmt.Fprintf(&b, "  %s:%d %s", h.Logs[e.Log].Name, e.Line, at(e.Time))
			if e.Clock != queue.ClockExact {
				fmt.Fprintf(&b, " (clock %d)", e.Clock)
			}
			fmt.Fprintf(&b, " %s: kind %d", q.Text(e.Program), e.Kind)
			for _, r := range h.Recipients[e.RcptAt : e.RcptAt+e.RcptN] {
				fmt.Fprintf(&b, " %q", q.Text(r))
			}
			for _, f := range []struct {
				name string
				text queue.Str
			}{{"from", e.Sender}, {"at", e.Peer}, {"ip", e.IP}, {"login", e.Login}, {"status", e.Status}, {"other", e.Other}, {"says", e.Text}} {
				if f.text != 0 {
					fmt.Fprintf(&b, ", %s %q", f.name, q.Text(f.text))
				}
			}
			for _, f := range []struct {
				name  string
				value int64
				none  int64
			}{{"code", int64(e.Code), 0}, {"size", e.Size, -1}, {"delay", int64(e.Delay), -1}, {"times", int64(e.Count), 1}} {
				if f.value != f.none {
					fmt.Fprintf(&b, ", %s %d", f.name, f.value)
				}
			}
			b.WriteByte('\n')
		}
	}
	for _, i := range q.Order {
		fmt.Fprintf(&b, "\n%s\n", q.Text(q.ID[i]))
		events(h.Of(i))
	}
	for _, id := range slices.SortedFunc(maps.Keys(h.Also), q.Strings.Compare) {
		fmt.Fprintf(&b, "\nbeside them %s\n", q.Text(id))
		events(h.Named(id))
	}
	b.WriteByte('\n')
	for _, p := range q.Problems {
		fmt.Fprintf(&b, "problem %s: %v\n", p.Kind, p)
	}
	return b.String()
}
