package parser

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// logFacts is facts.json of a corpus with logs.
type logFacts struct {
	Captures []struct {
		Name string
		At   int64
	}
	Messages []logMessage
}

type logMessage struct {
	ID      string
	InQueue map[string]any `json:"in_queue"`
	Events  []logEvent
}

type logEvent struct {
	T     int64
	File  string
	Line  int32
	Kind  string
	Text  string
	Stat  string
	DSN   string
	To    []string
	From  string
	Stamp string
}

func readLogFacts(t *testing.T, corpus string) logFacts {
	t.Helper()
	b := corpustest.WithLogs(t, corpus).Read(t, "facts.json")
	var f logFacts
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// where names an event by its file and line.
func where(h *queue.History, e *queue.Event) string {
	return fmt.Sprintf("%s:%d", path.Base(h.Logs[e.Log].Name), e.Line)
}

func TestLogsOfSendmail(t *testing.T) {
	facts := readLogFacts(t, "sendmail")
	byID := map[string]logMessage{}
	for _, m := range facts.Messages {
		byID[m.ID] = m
	}
	for _, archive := range []string{"A.tar.gz", "B.tar.gz", "B.zip"} {
		t.Run(archive, func(t *testing.T) {
			q := loadBytes(t, Options{}, source(archive, corpustest.WithLogs(t, "sendmail").Read(t, archive)))
			// The files of capture A are numbered as they were then.
			rename := map[string]string{}
			until := int64(1 << 62)
			if archive[0] == 'A' {
				rename = map[string]string{"maillog": "maillog.1.gz", "maillog.1.gz": "maillog.2.gz"}
				until = facts.Captures[0].At
			}
			for _, i := range q.Order {
				id := q.Text(q.ID[i])
				var got, want []string
				for _, e := range q.History.Of(i) {
					w := where(q.History, &e)
					if name, line, _ := strings.Cut(w, ":"); rename[name] != "" {
						w = rename[name] + ":" + line
					}
					got = append(got, fmt.Sprintf("%s at %d", w, e.Time))
				}
				for _, e := range byID[id].Events {
					if e.T <= until {
						want = append(want, fmt.Sprintf("%s:%d at %d", e.File, e.Line, e.T))
					}
				}
				if more := except(got, want); len(more) > 0 {
					t.Errorf("%s: %d events too many, as %q", id, len(more), more[0])
				}
				if less := except(want, got); len(less) > 0 {
					t.Errorf("%s: %d events are missing, as %q", id, len(less), less[0])
				}
			}
		})
	}
}

// All events of Postfix and Exim are in the histories, in captures A and B.
func TestLogsOfSpools(t *testing.T) {
	for _, system := range []string{"postfix", "exim"} {
		facts := readLogFacts(t, system)
		byID := map[string]logMessage{}
		for _, m := range facts.Messages {
			byID[m.ID] = m
		}
		for _, archive := range []string{"A.tar.gz", "B.tar.gz"} {
			t.Run(system+"/"+archive, func(t *testing.T) {
				q := loadBytes(t, Options{}, source(archive, corpustest.WithLogs(t, system).Read(t, archive)))
				lines := map[string]int32{}
				for _, l := range q.History.Logs {
					lines[path.Base(l.Name)] = int32(l.Lines)
				}
				for _, i := range q.Order {
					id := q.Text(q.ID[i])
					var got, want []string
					for _, e := range q.History.Of(i) {
						got = append(got, fmt.Sprintf("%s at %s", where(q.History, &e), time.Unix(e.Time, 0).UTC().Format("Jan _2 15:04:05")))
					}
					for _, e := range byID[id].Events {
						at := stampTime(t, e.Stamp).UTC()
						if e.Line <= lines[e.File] {
							want = append(want, fmt.Sprintf("%s:%d at %s", e.File, e.Line, at.Format("Jan _2 15:04:05")))
						}
					}
					if more := except(got, want); len(more) > 0 {
						t.Errorf("%s: %d events too many, as %q", id, len(more), more[0])
					}
					if less := except(want, got); len(less) > 0 {
						t.Errorf("%s: %d events are missing, as %q", id, len(less), less[0])
					}
				}
			})
		}
	}
}

// The messages that those of the queue lead to have all their events as well.
func TestLogsOfRelated(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		q := loadBytes(t, Options{}, source("B.tar.gz", corpustest.WithLogs(t, system).Read(t, "B.tar.gz")))
		lines := map[string]int32{}
		for _, l := range q.History.Logs {
			lines[path.Base(l.Name)] = int32(l.Lines)
		}
		byID := map[string]logMessage{}
		for _, m := range readLogFacts(t, system).Messages {
			byID[m.ID] = m
		}
		for id := range q.History.Also {
			var got, want []string
			for _, e := range q.History.Named(id) {
				got = append(got, where(q.History, &e))
			}
			for _, e := range byID[q.Text(id)].Events {
				if e.File != "rejectlog" && e.Line <= lines[e.File] {
					want = append(want, fmt.Sprintf("%s:%d", e.File, e.Line))
				}
			}
			if more, less := except(got, want), except(want, got); len(more)+len(less) > 0 {
				t.Errorf("%s, %s: events too many %q, missing %q", system, q.Text(id), more, less)
			}
		}
	}
}

// stampTime returns the time of a line of the corpus: Exim's with its zone, Postfix's in UTC, at the turn
// of the years 2024 and 2025.
func stampTime(t *testing.T, stamp string) time.Time {
	t.Helper()
	if at, err := time.Parse("2006-01-02 15:04:05.000 -0700", stamp); err == nil {
		return at
	}
	at, err := time.Parse(time.Stamp, stamp)
	if err != nil {
		t.Fatal(err)
	}
	if at = at.AddDate(2024, 0, 0); at.Month() == time.January {
		at = at.AddDate(1, 0, 0)
	}
	return at
}

// except returns what is in a more often than in b.
func except(a, b []string) []string {
	left := slices.Clone(a)
	for _, s := range b {
		if k := slices.Index(left, s); k >= 0 {
			left = slices.Delete(left, k, k+1)
		}
	}
	return left
}
