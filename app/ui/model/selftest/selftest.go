// Package selftest is the state of the self-test: which ways out of the page were tried, and how each
// attempt ended.
package selftest

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/words"
)

// Verdict says how an attempt to reach the network from the page ended.
type Verdict string

// The verdicts. Only a violation that the browser itself reported counts as
// blocked by the policy: an address that leads nowhere cannot be reached anyway.
const (
	ByPolicy   Verdict = "policy"  // the browser named the directive that forbade it
	Refused    Verdict = "refused" // the browser refused at once and did not say why
	NotHere    Verdict = "missing" // this browser has no such way
	NotBlocked Verdict = "open"    // the browser tried
)

// WebRTC is the one way that no browser has a policy for.
const WebRTC = "webrtc"

// Tried is one way out of the page and how it ended.
type Tried struct {
	Way       string // as selftest.js names it
	Verdict   Verdict
	Directive string // of the policy, for ByPolicy
}

// Run is a run of the self-test, or the last one. It is a value: With returns a changed copy.
type Run struct {
	Running bool
	Tried   []Tried
}

// With returns the run after another attempt.
func (r Run) With(t Tried) Run {
	r.Tried = append(slices.Clip(r.Tried), t)
	return r
}

// Of returns how a way ended, the zero Tried if it was not tried yet.
func (r *Run) Of(way string) Tried {
	i := slices.IndexFunc(r.Tried, func(t Tried) bool { return t.Way == way })
	if i < 0 {
		return Tried{}
	}
	return r.Tried[i]
}

// Summary counts the verdicts.
func (r *Run) Summary() string {
	if r.Running {
		return "Trying…"
	}
	if len(r.Tried) == 0 {
		return ""
	}
	counts := map[Verdict]int{}
	uncovered := 0
	for _, t := range r.Tried {
		if t.Way == WebRTC && t.Verdict == NotBlocked {
			uncovered++
		} else {
			counts[t.Verdict]++
		}
	}
	s := words.Plural(len(r.Tried), "way", "ways") + " tried, " + words.Number(counts[ByPolicy]) + " blocked by the policy"
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
