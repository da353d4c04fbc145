package main

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// jam makes the archive of a scenario. If n is 0, it has the scenario's own
// size.
func jam(t *testing.T, name string, n int, seed uint64) ([]byte, *Facts) {
	t.Helper()
	return archiveOfSystem(t, queue.Sendmail, n, seed, name)
}

func TestScenarioSameFlagsSameBytes(t *testing.T) {
	for i := range scenarios {
		name := scenarios[i].name
		t.Run(name, func(t *testing.T) {
			first, _ := jam(t, name, 60, 5)
			again, _ := jam(t, name, 60, 5)
			if !bytes.Equal(first, again) {
				t.Error("two archives of seed 5 differ")
			}
			if other, _ := jam(t, name, 60, 6); bytes.Equal(first, other) {
				t.Error("seeds 5 and 6 give the same archive")
			}
		})
	}
}

func TestUnknownScenario(t *testing.T) {
	if _, err := choose(0, 1, "no-such"); err == nil {
		t.Error("choose accepts an unknown scenario")
	}
	if _, err := choose(-1, 1, "quiet"); err == nil {
		t.Error("choose accepts -1 messages")
	}
}

// TestScenarioFacts reads each scenario and compares with its facts: its
// streams, their approximate shares, and when the trouble began.
func TestScenarioFacts(t *testing.T) {
	for i := range scenarios {
		c := &scenarios[i]
		t.Run(c.name, func(t *testing.T) {
			data, facts := jam(t, c.name, 0, 1)
			_, q := open(t, data)
			if len(q.Problems) > 0 {
				t.Fatalf("problems %v", q.Problems)
			}
			want(t, "messages", q.Len(), c.n)
			want(t, "captured", q.Taken <= facts.Taken, true)

			sum := 0
			for k := range c.streams {
				sum += c.streams[k].share
			}
			for k := range c.streams {
				s := &c.streams[k]
				n, likely := facts.Streams[s.name], c.n*s.share/sum
				if n < likely*8/10-10 || n > likely*12/10+10 {
					t.Errorf("%s: %d messages, want about %d", s.name, n, likely)
				}
			}
			if c.since == 0 {
				return
			}
			// In the same time before the trouble, far fewer messages arrived
			// that still wait.
			begin := taken - c.since
			want(t, "since", facts.Since, begin)
			before, after := 0, 0
			for _, created := range q.Created {
				switch {
				case created >= begin:
					after++
				case created >= begin-c.since:
					before++
				}
			}
			if after < 3*before {
				t.Errorf("%d messages came before the trouble, %d since: not a jump", before, after)
			}
		})
	}
}
