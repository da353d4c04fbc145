package exim

import (
	"slices"
	"testing"
)

func TestParseJournal(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		"a@x.test\nb@x.test\n":           {"a@x.test", "b@x.test"},
		"a@x.test\nb@x.te":               {"a@x.test"},
		"a@x.test\nb@x.test":             {"a@x.test"},
		" a@x.test\n\n\"odd one\"@x\r\n": {" a@x.test", `"odd one"@x`},
		"a@x.test/local_delivery\n":      {"a@x.test/local_delivery"},
	} {
		if got := parseJournal(text); !slices.Equal(got, want) {
			t.Errorf("parseJournal(%q) = %q, want %q", text, got, want)
		}
	}
}
