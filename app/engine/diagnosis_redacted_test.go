package engine

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// With a redactor, the answer uses pseudonyms, and no original is left in it or
// in the queries behind its numbers.
func TestDiagnosisRedacted(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		e := open(t, c, c.Archives(t)[0])
		text := redactedAnswer(t, e, c.Name, "addresses,hosts")
		if c.Name == "two-hosts" && !strings.Contains(text, "host-01") {
			t.Errorf("%s: no pseudonym in %s", c.Name, text)
		}
	}
}

// redactedAnswer returns the answer to a queue as JSON, after checking that nothing to be hidden is
// left in it.
func redactedAnswer(t *testing.T, e *Engine, name, hide string) string {
	t.Helper()
	rd, err := e.redactor(hide, "")
	if err != nil {
		t.Fatal(err)
	}
	d, err := overview.Diagnose(e.shown, "", rd)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	check := rd.Check()
	check.Note("answer", string(text))
	if found := check.End(); len(found.Leaks) > 0 {
		t.Errorf("%s: %+v is left in the answer:\n%s", name, found.Leaks, text)
	}
	return string(text)
}
