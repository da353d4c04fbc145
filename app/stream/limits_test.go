package stream

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The table of limits has the same number as the code.
func TestLimitsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../parser/LIMITS.md")
	if err != nil {
		t.Fatal(err)
	}
	row := fmt.Sprintf("\n| Time in which the browser stores a piece | %g s | ", StoreLimit.Seconds())
	if !strings.Contains(string(doc), row) {
		t.Errorf("LIMITS.md does not say %q", row)
	}
}
