package model

import (
	"github.com/spoolscope/spoolscope/app/words"
)

import (
	"slices"
)

// Verdict says how an attempt to reach the network from the page ended.
type Verdict string

// Tried is one way out of the page and how it ended.
type Tried struct {
	Way       string // as selftest.js names it
	Verdict   Verdict
	Directive string // of the policy, for ByPolicy
}

// SelfTest is a run of the self-test, or the last one.
type SelfTest struct {
	Running bool
	Tried   []Tried
}

func (SelfTestAsked) event() {}

func (WayTried) event() {}

func (SelfTestEnded) event() {}

func updateSelfTest(m *Model, e Event) []Command {
	t := &m.SelfTest
	switch e := e.(type) {
	case SelfTestAsked:
		if !t.Running {
			m.SelfTest = SelfTest{Running: true}
			return []Command{TryWaysOut{}}
		}
	case WayTried:
		t.Tried = append(slices.Clip(t.Tried), e.Tried)
	case SelfTestEnded:
		t.Running = false
	}
	return nil
}

// Of returns how a way ended, the zero Tried if it was not tried yet.
func (t *SelfTest) Of(way string) Tried {
	i := slices.IndexFunc(t.Tried, func(tr Tried) bool { return tr.Way == way })
	if i < 0 {
		return Tried{}
	}
	return t.Tried[i]
}

// The verdicts. Only a violation that the browser itself reported counts as
// blocked by the policy: an address that leads nowhere cannot be reached anyway.
const (
	ByPolicy   Verdict = "policy"  // the browser named the directive that forbade it
	Refused    Verdict = "refused" // the browser refused at once and did not say why
	NotHere    Verdict = "missing" // this browser has no such way
	NotBlocked Verdict = "open"    // the browser tried
)

// What happens in a self-test.
type (
	// SelfTestAsked: the button.
	SelfTestAsked struct{}
	// WayTried: one attempt has ended. SelfTestEnded: all have.
	WayTried      struct{ Tried }
	SelfTestEnded struct{}
)

// Summary counts the verdicts.
func (t *SelfTest) Summary() string {
	if t.Running {
		return "Trying…"
	}
	if len(t.Tried) == 0 {
		return ""
	}
	counts := map[Verdict]int{}
	uncovered := 0
	for _, tr := range t.Tried {
		if tr.Way == WebRTC && tr.Verdict == NotBlocked {
			uncovered++
		} else {
			counts[tr.Verdict]++
		}
	}
	s := words.Plural(len(t.Tried), "way", "ways") + " tried, " + words.Number(counts[ByPolicy]) + " blocked by the policy"
	add := func(n int, text string) {
		if n > 0 {
			s += ", " + words.Number(n) + " " + text
		}
	}
	add(counts[Refused], "blocked without a word")
	add(counts[NotHere], "not in this browser")
	add(uncovered, "without a policy in any browser")
	add(counts[NotBlocked], "NOT blocked")
	return s + "."
}

// WebRTC is the one way that no browser has a policy for.
const WebRTC = "webrtc"
