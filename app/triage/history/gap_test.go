package history

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// covered returns a history with logs of the given times.
func covered(logs ...queue.Log) *queue.History {
	h := build(made{kind: queue.EventDeferred, at: 500, to: 1})
	h.Logs = logs
	return h
}

func TestGapsBetweenLogs(t *testing.T) {
	const h = 3600
	log := func(host string, from, to int64) queue.Log {
		return queue.Log{Name: "maillog", Host: host, First: from, Last: to}
	}
	for _, c := range []struct {
		name     string
		logs     []queue.Log
		from, to int64
		want     Cover
		gap      Gap
	}{
		{"one log", []queue.Log{log("mx", 0, 40*h)}, h, 40 * h, Whole, Gap{}},
		{"they join", []queue.Log{log("mx", 20*h+60, 40*h), log("mx.example.com", 0, 20*h)}, h, 40 * h, Whole, Gap{}},
		{"one is missing", []queue.Log{log("mx", 30*h, 40*h), log("mx", 0, 20*h)}, h, 40 * h, HasGap, Gap{20 * h, 30 * h}},
		{"another one covers it", []queue.Log{log("mx", 30*h, 40*h), log("mx", 0, 20*h), log("mx", 0, 31*h)}, h, 40 * h, Whole, Gap{}},
		{"another host's does not", []queue.Log{log("mx", 30*h, 40*h), log("mx", 0, 20*h), log("relay", 0, 40*h)}, h, 40 * h, HasGap, Gap{20 * h, 30 * h}},
		{"a host that is quiet for long", []queue.Log{log("mx", 30*h, 40*h), {Host: "mx", First: 0, Last: 20 * h, Silent: 12 * h}}, h, 40 * h, Whole, Gap{}},
		{"a piece of a log is missing", []queue.Log{{Host: "mx", First: 0, Last: 40 * h, Breaks: []queue.Break{{From: 20 * h, To: 30 * h}}}}, h, 40 * h, HasGap, Gap{20 * h, 30 * h}},
		{"another log has the piece", []queue.Log{{Host: "mx", First: 0, Last: 40 * h, Breaks: []queue.Break{{From: 20 * h, To: 30 * h}}}, log("mx", 19*h, 31*h)}, h, 40 * h, Whole, Gap{}},
		{"before the first capture", []queue.Log{log("mx", 30*h, 40*h), log("mx", 0, 20*h)}, 31 * h, 40 * h, Whole, Gap{}},
		{"after the second capture", []queue.Log{log("mx", 30*h, 40*h), log("mx", 0, 20*h)}, h, 19 * h, Whole, Gap{}},
		{"one host's ends early", []queue.Log{log("mx", 0, 20*h), log("relay", 0, 40*h)}, h, 40 * h, HasGap, Gap{20 * h, 40 * h}},
		{"refusals cover nothing", []queue.Log{log("mx", 30*h, 40*h), log("mx", 0, 20*h), {Name: "exim4/rejectlog", First: 0, Last: 40 * h}}, h, 40 * h, HasGap, Gap{20 * h, 30 * h}},
	} {
		x := covered(c.logs...)
		if got := CoverOf(x, c.from, c.to); got != c.want {
			t.Errorf("%s: cover %d, want %d", c.name, got, c.want)
		}
		if got, ok := GapsIn(x, c.from, c.to).Any(); got != c.gap || ok != (c.want == HasGap) {
			t.Errorf("%s: gap %v, %v, want %v", c.name, got, ok, c.gap)
		}
	}
}

// A gap counts for a message whose last line is before its end, if it is in the logs of the
// message's host.
func TestGapsAfterAMessage(t *testing.T) {
	const h = 3600
	x := covered(queue.Log{Host: "mx", First: 0, Last: 20 * h}, queue.Log{Host: "mx", First: 30 * h, Last: 40 * h}, queue.Log{Host: "relay", First: 0, Last: 40 * h})
	for _, c := range []struct {
		at   int64
		log  uint16
		want bool
	}{{10 * h, 0, true}, {31 * h, 1, false}, {10 * h, 2, false}, {queue.NoNumber, 0, true}} {
		if _, got := GapsIn(x, h, 40*h).After([]queue.Event{{Time: c.at, Log: c.log}}); got != c.want {
			t.Errorf("last line at %d in log %d: gap %v, want %v", c.at, c.log, got, c.want)
		}
	}
}
