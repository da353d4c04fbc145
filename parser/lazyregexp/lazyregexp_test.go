package lazyregexp

import "testing"

// An expression is compiled once, and a wrong one is found by every test that imports it.
func TestNew(t *testing.T) {
	digits := New(`^\d+$`)
	if first, again := digits(), digits(); first != again {
		t.Error("compiled twice")
	}
	if !digits().MatchString("42") || digits().MatchString("4 2") {
		t.Error("another expression")
	}
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression is not found")
		}
	}()
	New(`(`)
}
