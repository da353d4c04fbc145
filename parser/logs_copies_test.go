package parser

import (
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Overlapping logs may have been joined into one file: a line that occurs twice in it happened once.
func TestLogsJoinedTwice(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		t.Run(system, func(t *testing.T) {
			logs, archive := unpackedLogs(t, system, "B.tar.gz")
			all := strings.Join(logs, "")
			lines := strings.SplitAfter(all, "\n")
			load := func(log string) []string {
				return events(loadBytes(t, Options{}, source("queue.tar", archive), source("maillog", []byte(log))))
			}
			want := load(all)
			if len(want) == 0 {
				t.Fatal("no events")
			}
			for _, from := range []int{0, len(lines) / 2} {
				got := load(all + strings.Join(lines[from:], ""))
				if len(got) != len(want) {
					t.Errorf("with the lines from %d on twice: %d events, want %d", from, len(got), len(want))
				}
			}
		})
	}
}

// Servers in different time zones may write one log without zones. Lines that seem to be about
// earlier messages with the same ids are not left out silently.
func TestLogsOfSeveralZones(t *testing.T) {
	logs, archive := unpackedLogs(t, "postfix", "B.tar.gz")
	others, _ := unpackedLogs(t, "sendmail", "B.tar.gz")
	ours, theirs := strings.SplitAfter(strings.Join(logs, ""), "\n"), strings.SplitAfter(strings.Join(others, ""), "\n")
	var mixed []string
	for len(ours)+len(theirs) > 0 {
		for _, lines := range []*[]string{&ours, &theirs} {
			if len(*lines) > 0 {
				mixed, *lines = append(mixed, (*lines)[0]), (*lines)[1:]
			}
		}
	}
	want := events(loadBytes(t, Options{}, source("queue.tar", archive), source("maillog", []byte(strings.Join(logs, "")))))
	q := loadBytes(t, Options{}, source("queue.tar", archive), source("maillog", []byte(strings.Join(mixed, ""))))
	told := slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindLogTime })
	if got := events(q); len(got) < len(want) && !told {
		t.Errorf("%d events, want %d, and no problem: %v", len(got), len(want), q.Problems)
	}
}
