package smtp

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The README lists the sources of the table with the number of their rules.
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
	before, got, ok := strings.Cut(string(b), head)
	if !ok {
		t.Fatalf("%s has no table", file)
	}
	if *update {
		if err := os.WriteFile(file, []byte(before+head+strings.Join(want, "")), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != strings.Join(want, "") {
		t.Errorf("the table in %s is not that of the rules (see with -update)", file)
	}
}
