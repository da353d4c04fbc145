package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// The causes found in each case of the corpus are those that its README
// describes.
func TestCausesCorpus(t *testing.T) {
	var b strings.Builder
	for _, c := range corpustest.Sendmail(t) {
		writeCauses(t, &b, c, c.Archives(t)[0])
	}
	goldentest.Check(t, "testdata/causes.golden", b.String())
}

// postfixCases returns the queues of Postfix in the corpus.
func postfixCases(t *testing.T) []corpustest.Case {
	return []corpustest.Case{corpustest.Open(t, "postfix"), corpustest.Open(t, "postfix-2")}
}

// A queue of Postfix has the causes that its postmaster would name.
func TestCausesPostfix(t *testing.T) {
	var b strings.Builder
	for _, c := range postfixCases(t) {
		writeCauses(t, &b, c, "spool.tar.gz")
	}
	goldentest.Check(t, "testdata/causes_postfix.golden", b.String())
}

// A queue of Exim has the causes that its postmaster would name.
func TestCausesExim(t *testing.T) {
	var b strings.Builder
	for _, c := range corpustest.Exim(t) {
		writeCauses(t, &b, c, c.Archives(t)[0])
	}
	goldentest.Check(t, "testdata/causes_exim.golden", b.String())
}

// writeCauses writes the causes that an archive of a case has.
func writeCauses(t *testing.T, b *strings.Builder, c corpustest.Case, archive string) {
	e := open(t, c, archive)
	fmt.Fprintf(b, "# %s, %s\n", c.Name, archive)
	found, err := overview.Causes(e.shown, protocol.CausesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Causes {
		if f.Title == "" || f.Text == "" || f.Advice == "" || f.Count == 0 || f.Confidence == "" {
			t.Errorf("%s: finding %+v is not complete", c.Name, f)
		}
		fmt.Fprintf(b, "%4d %-7s %-7s %s", f.Count, f.Confidence, f.Side, f.Title)
		if f.Subtitle != "" {
			fmt.Fprintf(b, " (%s)", f.Subtitle)
		}
		fmt.Fprintf(b, "\n     %s\n", f.Query)
		if f.PartsOf > 1 {
			fmt.Fprintf(b, "     %s:\n", f.PartsAre)
			for _, p := range f.Parts {
				fmt.Fprintf(b, "     %4d %s\n", p.Count, strings.TrimSpace(p.Name+" "+p.Note))
			}
		}
	}
}

// While a load runs there are no findings: the rest of the archive may
// contradict them.
func TestCausesWaitForTheEnd(t *testing.T) {
	e := open(t, corpustest.Open(t, "basic"), "spool.tgz")
	e.shown.Partly = true
	o, err := overview.Overview(e.shown, protocol.OverviewRequest{})
	if err != nil || len(o.Causes) != 0 {
		t.Errorf("Overview while loading has %d causes, %v, want 0, nil", len(o.Causes), err)
	}
	e.shown.Partly = false
	if o, err = overview.Overview(e.shown, protocol.OverviewRequest{}); err != nil || len(o.Causes) == 0 {
		t.Errorf("Overview after loading has %d causes, %v, want some, nil", len(o.Causes), err)
	}
}

// Counted once, the messages of the causes and those without one are all.
func TestCausesCountedOnce(t *testing.T) {
	for _, c := range allSystems(t) {
		e := open(t, c, archives(t, c)[0])
		for _, query := range []string{"", "state:deferred", "kind:failure OR age:>1h"} {
			list, err := overview.Causes(e.shown, protocol.CausesRequest{Query: query, Once: true})
			if err != nil {
				t.Fatal(err)
			}
			all := list.Rest
			for n, f := range list.Causes {
				if list.Once[n] > f.Count || n == 0 && list.Once[n] != f.Count {
					t.Errorf("%s, %q: %d messages of %q are counted once, all are %d", c.Name, query, list.Once[n], f.Title, f.Count)
				}
				all += list.Once[n]
			}
			rows, err := e.shown.Match(query)
			if err != nil || all != len(rows) || list.Rest < 0 {
				t.Errorf("%s, %q: the causes have %d messages (%d without one), want %d, %v", c.Name, query, all, list.Rest, len(rows), err)
			}
		}
	}
}
