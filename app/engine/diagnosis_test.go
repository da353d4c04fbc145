package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/protocol/protocoltest"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// The answer to each case of the corpus, as it is read.
func TestDiagnosisCorpus(t *testing.T) {
	var b strings.Builder
	for _, c := range corpustest.Sendmail(t) {
		archives := c.Archives(t)
		e := open(t, c, archives[0])
		for _, query := range []string{"", "state:deferred"} {
			d, err := overview.Diagnose(e.shown, query, nil)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "# %s, %s %s\n", c.Name, archives[0], query)
			b.WriteString(protocoltest.Diagnosis(d))
		}
	}
	goldentest.Check(t, "testdata/diagnosis.golden", b.String())
}

// The answer to each Postfix queue, in Postfix's words.
func TestDiagnosisPostfix(t *testing.T) {
	var b strings.Builder
	for _, c := range postfixCases(t) {
		e := open(t, c, "spool.tar.gz")
		for _, query := range []string{"", "state:deferred"} {
			d, err := overview.Diagnose(e.shown, query, nil)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "# %s %s\n", c.Name, query)
			b.WriteString(protocoltest.Diagnosis(d))
		}
	}
	if strings.Contains(b.String(), "sendmail") {
		t.Errorf("the answer names sendmail:\n%s", b.String())
	}
	goldentest.Check(t, "testdata/diagnosis_postfix.golden", b.String())
}

// The answer to each Exim queue, in Exim's words.
func TestDiagnosisExim(t *testing.T) {
	var b strings.Builder
	for _, c := range corpustest.Exim(t) {
		e := open(t, c, c.Archives(t)[0])
		for _, query := range []string{"", "state:deferred"} {
			d, err := overview.Diagnose(e.shown, query, nil)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "# %s %s\n", c.Name, query)
			b.WriteString(protocoltest.Diagnosis(d))
		}
	}
	if strings.Contains(b.String(), "sendmail") || strings.Contains(b.String(), "quarantine") {
		t.Errorf("the answer speaks of another mail system:\n%s", b.String())
	}
	goldentest.Check(t, "testdata/diagnosis_exim.golden", b.String())
}

// Each phrase leads to exactly its messages, under any filter.
func TestDiagnosisLeadsToItsMessages(t *testing.T) {
	for _, c := range allSystems(t) {
		for _, a := range archives(t, c) {
			e := open(t, c, a)
			for _, base := range []string{"", "state:deferred", "kind:failure", "-code:none", "state:held OR code:4xx OR bounce:yes", "created:2d.."} {
				d, err := overview.Diagnose(e.shown, base, nil)
				if err != nil {
					t.Fatal(err)
				}
				if d == nil {
					continue
				}
				all := [][]protocol.Phrase{d.Since, {{Text: d.First.Title, Query: d.First.Query, Count: d.First.Count}}}
				for _, p := range append(append(all, d.Sentences...), d.First.Text...) {
					for _, p := range p {
						if p.Query == "" {
							continue
						}
						m := list.Messages(e.shown, protocol.MessagesRequest{Query: p.Query})
						if m.QueryError != nil || m.Matched != p.Count {
							t.Errorf("%s/%s, %q: %q leads to %d messages by %s (%v), want %d", c.Name, a, base, p.Text, m.Matched, p.Query, m.QueryError, p.Count)
						}
					}
				}
			}
		}
	}
}
