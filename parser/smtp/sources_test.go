package smtp

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// The README lists the sources of the rule table with the number of rules from
// each.
func TestSourcesListed(t *testing.T) {
	count := map[string]int{}
	for i := range rules().rules {
		count[rules().rules[i].source]++
	}
	var want []string
	for s, n := range count {
		want = append(want, fmt.Sprintf("| %s | %d |\n", s, n))
	}
	slices.Sort(want)
	const file = "README.md"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const head = "|---|---|\n"
	before, _, ok := strings.Cut(string(b), head)
	if !ok {
		t.Fatalf("%s has no table", file)
	}
	goldentest.Check(t, file, before+head+strings.Join(want, ""))
}
