package triage

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestTally(t *testing.T) {
	small, large := queue.New(), queue.New()
	a, b, c := small.Strings.Add("a"), small.Strings.Add("b"), small.Strings.Add("c")
	n := new(Tally)
	n.Reset(small)
	if _, most := n.Most(small, nil); most != 0 {
		t.Errorf("an empty tally has a value with %d messages", most)
	}
	n.Add(c)
	n.AddN(b, 2)
	n.AddN(a, 0)
	n.Add(c)
	late := small.Strings.Add("late") // beyond the size that the tally was made for
	n.Add(late)
	if !slices.Equal(n.Seen, []queue.Str{c, b, late}) {
		t.Errorf("seen %v", n.Seen)
	}
	if v, most := n.Most(small, nil); v != b || most != 2 {
		t.Errorf("most: %d with %d, want b, the first by name, with 2", v, most)
	}
	if v, _ := n.Most(small, func(v queue.Str, _ int) bool { return v != b }); v != c {
		t.Errorf("most without b: %d, want c", v)
	}
	n.Keep(func(s queue.Str) bool { return s == b })
	if n.Of(b) != 2 || n.Of(c) != 0 || len(n.Seen) != 1 {
		t.Errorf("kept %v", n.Seen)
	}
	for range 10_000 {
		large.Strings.Add(string(rune('A'+large.Strings.Len()%26)) + string(rune(0x4E00+large.Strings.Len())))
	}
	n.Reset(large)
	for s := range large.Strings.Len() {
		if n.Of(queue.Str(s)) != 0 {
			t.Fatalf("string %d has %d messages after a reset", s, n.Of(queue.Str(s)))
		}
	}
}
