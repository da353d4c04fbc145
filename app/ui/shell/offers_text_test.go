package shell

import (
	"testing"
)

func TestBytesBefore(t *testing.T) {
	for _, tt := range []struct {
		text    string
		n, want int
	}{{"abc", 2, 2}, {"añb", 2, 3}, {"😀b", 2, 4}, {"ab", 9, 2}, {"", 0, 0}} {
		if got := bytesBefore(tt.text, tt.n); got != tt.want {
			t.Errorf("bytesBefore(%q, %d) = %d, want %d", tt.text, tt.n, got, tt.want)
		}
	}
}
