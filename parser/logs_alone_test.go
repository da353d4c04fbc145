package parser

import (
	"fmt"
	"path"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A log alone shows the messages that were unfinished at its end, as the queue had them then. It
// cannot show messages that were removed without a line, nor those about which it has no line.
func TestLogAlone(t *testing.T) {
	for _, tt := range []struct {
		system     string
		more, less []string // messages that the queue does not have
	}{
		{"sendmail", []string{"4BU7V3sX021098", "4BV9XHac021420", "4BV9XITu021422", "4BVFU17M021460"}, nil},
		{"postfix", []string{"C4480AF"}, []string{"3D735EE"}},
		{"exim", []string{"1ty4dL-0005Eo-07"}, nil},
	} {
		t.Run(tt.system, func(t *testing.T) {
			logs, archive := unpackedLogs(t, tt.system, "B.tar.gz")
			of := loadBytes(t, Options{}, source("B.tar", archive))
			var files []Source
			for n, log := range logs {
				files = append(files, source(fmt.Sprint("log", n), []byte(log)))
			}
			q := loadBytes(t, Options{}, files...)
			rows := map[string]int32{}
			var want, got []string
			for _, i := range of.Order {
				rows[of.Text(of.ID[i])] = i
				want = append(want, of.Text(of.ID[i]))
			}
			for _, i := range q.Order {
				id := q.Text(q.ID[i])
				got = append(got, id)
				if q.Flags[i]&(queue.FromLog|queue.NoControl) != queue.FromLog|queue.NoControl || q.Control[i].Size >= 0 {
					t.Errorf("%s has flags %b", id, q.Flags[i])
				}
				if len(q.History.Of(i)) == 0 {
					t.Errorf("%s has no events", id)
				}
				j, ok := rows[id]
				if ok && (q.State[i] != of.State[j] || q.Created[i] != of.Created[j] && of.Created[j] != queue.NoNumber && id != "1F45A130") {
					t.Errorf("%s is %s since %d, want %s since %d", id, q.State[i], q.Created[i], of.State[j], of.Created[j])
				}
			}
			if more := except(got, want); !slices.Equal(more, tt.more) {
				t.Errorf("more messages that the queue does not have: %q, want %q", more, tt.more)
			}
			if less := except(want, got); !slices.Equal(less, tt.less) {
				t.Errorf("less messages that the queue does not have: %q, want %q", less, tt.less)
			}
			if q.Taken == 0 || q.TakenBy != "last line of the log" {
				t.Errorf("taken %d by %q", q.Taken, q.TakenBy)
			}
			if !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindLogAlone }) {
				t.Errorf("problems %v do not say that there is only a log", q.Problems)
			}
		})
	}
}

// Only the unfinished messages of a long log stay in memory.
func TestLongLogAlone(t *testing.T) {
	q := loadBytes(t, Options{}, source("log", sendmailLog(100_000)))
	if n := len(q.Order); n != 0 {
		t.Errorf("%d messages, want 0: all were delivered", n)
	}
	if n := q.Strings.Len(); n > 10_000 {
		t.Errorf("%d texts of %d lines stay", n, q.History.Logs[0].Lines)
	}
}

// A message can be found in logs by its id, finished or not, with or without a queue: all its
// events are found, and no other message.
func TestLogIDs(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		c := corpustest.WithLogs(t, system)
		facts := readLogFacts(t, system)
		looked := 0
		for k, m := range facts.Messages {
			if len(m.Events) == 0 || k%7 != 0 {
				continue
			}
			q := loadBytes(t, Options{LogIDs: []string{m.ID}}, source("B.tar.gz", c.Read(t, "B.tar.gz")))
			lines := map[string]int32{}
			for _, l := range q.History.Logs {
				lines[path.Base(l.Name)] = int32(l.Lines)
			}
			var want, got []string
			for _, e := range m.Events {
				if e.File != "rejectlog" && e.Line <= lines[e.File] {
					want = append(want, fmt.Sprintf("%s:%d", e.File, e.Line))
				}
			}
			for _, i := range q.Order {
				for _, e := range q.History.Of(i) {
					if id := q.Text(q.ID[i]); id != m.ID {
						t.Fatalf("%s: asked for %s, found events of %s", system, m.ID, id)
					}
					got = append(got, where(q.History, &e))
				}
			}
			looked++
			if more, less := except(got, want), except(want, got); len(more)+len(less) > 0 {
				t.Errorf("%s, %s: events too many %q, missing %q", system, m.ID, more, less)
			}
		}
		if looked == 0 {
			t.Errorf("%s: no message was looked for", system)
		}
	}
}
