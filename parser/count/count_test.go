package count_test

import (
	"math"
	"testing"

	"github.com/spoolscope/spoolscope/parser/count"
)

func TestText(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 999: "999", 1000: "1,000", 43188224: "43,188,224", -123: "-123", -1234: "-1,234", -123456: "-123,456",
		math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := count.Text(n); got != want {
			t.Errorf("Text(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestOf(t *testing.T) {
	for n, want := range map[int64]string{0: "0 messages", 1: "1 message", 2: "2 messages", 3412: "3,412 messages"} {
		if got := count.Of(n, "message", "messages"); got != want {
			t.Errorf("Of(%d) = %q, want %q", n, got, want)
		}
	}
}
