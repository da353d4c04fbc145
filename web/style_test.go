package web

import (
	"bytes"
	"testing"
)

// Right-to-left text of a queue does not reorder the text beside it, in whatever element it is.
func TestTextsAreIsolated(t *testing.T) {
	s, err := style()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(s, []byte("a, b, strong, em, code, kbd, samp, span, q, label, button { unicode-bidi: isolate; }")) {
		t.Error("the elements inside a line are not isolated")
	}
	if bytes.Contains(s, []byte("unicode-bidi: normal")) || bytes.Contains(s, []byte("bidi-override")) {
		t.Error("an element is not isolated")
	}
}
