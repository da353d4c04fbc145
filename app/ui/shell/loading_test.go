package shell

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/words"
)

func TestRest(t *testing.T) {
	for _, tt := range []struct {
		seconds float64
		want    string
	}{
		{0.2, "1" + words.NBSP + "s"},
		{200, "3" + words.NBSP + "m"},
	} {
		if got := rest(tt.seconds); got != tt.want {
			t.Errorf("rest(%v) = %q, want %q", tt.seconds, got, tt.want)
		}
	}
}
