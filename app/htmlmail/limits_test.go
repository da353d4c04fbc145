package htmlmail

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/raster"
)

// The table of limits has the same numbers as the code.
func TestLimitsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../parser/LIMITS.md")
	if err != nil {
		t.Fatal(err)
	}
	count := func(n int) string {
		s := strconv.Itoa(n)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	}
	for row, value := range map[string]string{
		"Rules of its style sheets":        count(MaxRules),
		"Elements that rules apply to":     count(MaxStyled),
		"Time for its style sheets":        count(MaxTime) + " ms",
		"Links that are listed":            count(MaxLinks),
		"Remote addresses that are listed": count(MaxLoads),
		"Bytes of a picture in it":         count(raster.MaxBytes>>20) + " MiB",
		"Bytes of all its pictures":        count(raster.MaxTotal>>20) + " MiB",
		"Pixels of a picture in it":        count(raster.MaxPixels),
		"Pixels of all its pictures":       count(raster.MaxTotalPixels),
	} {
		if want := "\n| " + row + " | " + value + " | "; !strings.Contains(string(doc), want) {
			t.Errorf("LIMITS.md does not say %q", want)
		}
	}
}
