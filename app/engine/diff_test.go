package engine

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/compare"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/protocol/protocoltest"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// openBeside loads another capture, to be compared with the open one.
func openBeside(t *testing.T, e *Engine, name string, data []byte) protocol.Loaded {
	t.Helper()
	l := e.Compare(context.Background(), []parser.Source{memorySource(name, data)}, func(protocol.Progress) {})
	if l.Fatal != nil {
		t.Fatalf("%s: %v", name, *l.Fatal)
	}
	return l
}

func diff(t *testing.T, e *Engine, req protocol.DiffRequest) protocol.Comparison {
	t.Helper()
	c, err := e.diff(call{}, req)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// laterCases are archives from which a later capture is made.
var laterCases = []struct{ name, archive string }{{"groups", "spool.tar.gz"}, {"bounces", "mqueue-files-only.tar.gz"}}

// The changes made to the corpus queues are found again, whichever of the two
// captures is opened first.
func TestDiff(t *testing.T) {
	for _, tt := range laterCases {
		c := corpustest.Open(t, tt.name)
		want := c.Later(t, tt.archive)
		for _, swapped := range []bool{false, true} {
			e := newEngine()
			first, second := memorySource("a.tgz", c.Read(t, tt.archive)), memorySource("b.tgz", want.Archive)
			if swapped {
				first, second = second, first
			}
			e.Load(context.Background(), []parser.Source{first}, false, func(protocol.Progress) {})
			l := e.Compare(context.Background(), []parser.Source{second}, func(protocol.Progress) {})
			if l.Fatal != nil || l.Earlier == nil || l.Earlier.Name != "a.tgz" || l.Archive.Name != "b.tgz" || l.Swapped != swapped {
				t.Fatalf("%s: Compare = %+v, want a.tgz before b.tgz", tt.name, l)
			}
			got := diff(t, e, protocol.DiffRequest{})
			if !got.Alike || got.Came != want.Came || got.Went != want.Went || got.Stayed != want.Stayed {
				t.Errorf("%s: %d came, %d went, %d stayed, alike %v, want %d, %d and %d", tt.name, got.Came, got.Went, got.Stayed, got.Alike, want.Came, want.Went, want.Stayed)
			}
			if got.Before.Matched-got.Went+got.Came != got.After.Matched {
				t.Errorf("%s: %d before and %d after do not add up", tt.name, got.Before.Matched, got.After.Matched)
			}
			for term, n := range map[string]int{"diff:quarantined": want.Quarantined, "diff:released": want.Released, "diff:tried": want.Tried, "diff:fewer": want.Fewer, "diff:moved": 0} {
				if got := count(got.Stays, term); got != n {
					t.Errorf("%s: %s is %d, want %d", tt.name, term, got, n)
				}
			}
			if got := count(got.Stays, "diff:status"); got < want.Status {
				t.Errorf("%s: diff:status is %d, want %d or more", tt.name, got, want.Status)
			}
			if r, h := count(got.Gone, "diff:returned"), count(got.Gone, "diff:handled"); r != want.Returned || h != want.Handled {
				t.Errorf("%s: %d returned and %d handled, want %d and %d", tt.name, r, h, want.Returned, want.Handled)
			}
			if swapped != slices.ContainsFunc(got.Notes, func(n string) bool { return strings.Contains(n, "opened second") }) {
				t.Errorf("%s: notes %q of captures opened the other way round: %v", tt.name, got.Notes, swapped)
			}
			if len(got.Causes) == 0 || len(got.Rows) == 0 {
				t.Errorf("%s: %d causes and %d servers, want some", tt.name, len(got.Causes), len(got.Rows))
			}
		}
	}
}

// Every number of a comparison leads to exactly the messages behind it, in the
// capture that has them.
func TestDiffLeadsToMessages(t *testing.T) {
	for _, tt := range laterCases {
		c := corpustest.Open(t, tt.name)
		e := open(t, c, tt.archive)
		openBeside(t, e, "b.tgz", c.Later(t, tt.archive).Archive)
		for _, base := range []string{"", "state:deferred", "state:held OR code:4xx", "diff:changed"} {
			for _, by := range []string{"server", "why", "domain", "state", "from"} {
				leads := func(what, query string, n int, earlier bool) {
					t.Helper()
					a := e.Ask(t.Context(), protocol.Request{Earlier: earlier, Messages: &protocol.MessagesRequest{Query: query}}, nil)
					if a.Page == nil || a.Page.QueryError != nil || a.Page.Matched != n {
						t.Errorf("%s, %q by %s: %s: %q gives %+v, want %d messages", tt.name, base, by, what, query, a.Page, n)
					}
				}
				d := diff(t, e, protocol.DiffRequest{Query: base, By: by})
				and := func(query, term string) string { return strings.TrimSpace("(" + query + ") " + term) }
				if base == "" {
					and = func(query, term string) string { return strings.TrimSpace(query + " " + term) }
				}
				leads("came", and(base, "diff:came"), d.Came, false)
				leads("went", and(base, "diff:went"), d.Went, true)
				leads("stayed", and(base, "diff:stayed"), d.Stayed, false)
				leads("changed", and(base, "diff:changed"), d.Changed, false)
				leads("before", base, d.Before.Matched, true)
				for _, s := range d.Stays {
					leads(s.Title, s.Query, s.Count, false)
				}
				for _, s := range d.Gone {
					leads(s.Title, s.Query, s.Count, true)
				}
				for _, earlier := range []bool{false, true} {
					a := e.Ask(t.Context(), protocol.Request{Earlier: earlier, Facets: &protocol.FacetsRequest{Query: base}}, nil)
					for _, f := range a.Facets.Facets {
						for _, v := range f.Values {
							_, rest := filter.Choice(base, f.Key)
							leads("facet "+f.Key, filter.Toggle(rest, v.Token, true), v.Count, earlier)
						}
					}
				}
				for _, r := range append(d.Causes, d.Rows...) {
					leads(r.Title, r.Query, r.After, false)
					leads(r.Title, r.Query, r.Before, true)
					leads(r.Title, and(r.Query, "diff:came"), r.Came, false)
					leads(r.Title, and(r.Query, "diff:stayed"), r.Stayed, false)
					leads(r.Title, and(r.Query, "diff:went"), r.Went, true)
				}
			}
		}
	}
}

// A request names its capture; both captures stay as they were loaded.
func TestEarlier(t *testing.T) {
	c := corpustest.Open(t, "groups")
	e := open(t, c, "spool.tar.gz")
	later := c.Later(t, "spool.tar.gz")
	openBeside(t, e, "b.tgz", later.Archive)
	total := func(earlier bool) int {
		return e.Ask(t.Context(), protocol.Request{Earlier: earlier, Overview: &protocol.OverviewRequest{}}, nil).Overview.Total
	}
	for _, tt := range []struct {
		earlier bool
		query   string
		want    string
	}{{false, "diff:came", "Earlier capture: not there"}, {true, "diff:went", "Later capture: not there"}, {false, "diff:quarantined", "Earlier capture: deferred"}, {true, "diff:quarantined", "Later capture: quarantined"}} {
		page := e.Ask(t.Context(), protocol.Request{Earlier: tt.earlier, Messages: &protocol.MessagesRequest{Query: tt.query, Count: 1}}, nil).Page
		detail := e.Ask(t.Context(), protocol.Request{Earlier: tt.earlier, Detail: &protocol.DetailRequest{Ref: page.Rows[0].Ref}}, nil).Detail
		if f := detail.Envelope[0]; !strings.HasPrefix(f.Name+": "+f.Value, tt.want) {
			t.Errorf("the first of %s: %+v, want %s", tt.query, f, tt.want)
		}
	}
	before := len(c.Facts(t)[0].In("spool.tar.gz"))
	for _, earlier := range []bool{true, false, true} {
		want := before
		if !earlier {
			want = before - later.Went + later.Came
		}
		if got := total(earlier); got != want {
			t.Errorf("earlier %v: %d messages, want %d", earlier, got, want)
		}
	}
	// A file that cannot be read changes nothing.
	l := e.Compare(context.Background(), []parser.Source{memorySource("letter.txt", []byte("Dear all"))}, func(protocol.Progress) {})
	if l.Fatal == nil || l.Earlier == nil || total(true) != before {
		t.Errorf("Compare with a letter = %+v, want what was open", l)
	}
	// Another queue replaces both and ends the comparison.
	e.Load(context.Background(), []parser.Source{memorySource("b.tgz", later.Archive)}, false, func(protocol.Progress) {})
	if _, err := e.diff(call{}, protocol.DiffRequest{}); err == nil {
		t.Error("Diff of one capture gives no error")
	}
	if got, want := total(true), before-later.Went+later.Came; got != want {
		t.Errorf("of one capture, the earlier has %d messages, want %d", got, want)
	}
}

// Captures of different queues are not compared.
func TestDiffOfTwoQueues(t *testing.T) {
	e := open(t, corpustest.Open(t, "basic"), "spool.tgz")
	openBeside(t, e, "hosts.tar.gz", corpustest.Open(t, "two-hosts").Read(t, "hosts.tar.gz"))
	if d := diff(t, e, protocol.DiffRequest{}); d.Alike || len(d.Causes)+len(d.Rows)+len(d.Stays)+len(d.Gone) > 0 {
		t.Errorf("two queues are compared: %+v", d)
	}
}

// Two captures that are dropped together are recognised.
func TestTwice(t *testing.T) {
	c := corpustest.Open(t, "groups")
	e := newEngine()
	a, b := memorySource("a.tgz", c.Read(t, "spool.tar.gz")), memorySource("b.tgz", c.Later(t, "spool.tar.gz").Archive)
	if l := e.Load(context.Background(), []parser.Source{a, b}, false, func(protocol.Progress) {}); !l.Archive.Twice {
		t.Errorf("two captures loaded at once: %+v", l.Archive)
	}
	d, err := overview.Diagnose(e.shown, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	said := protocoltest.Diagnosis(d)
	for _, want := range []string{"Two captures of one server", "Compare the two captures"} {
		if !strings.Contains(said, want) {
			t.Errorf("the answer to two captures does not say %q:\n%s", want, said)
		}
	}
	for _, never := range []string{"2 servers", "these servers", "Mail of both hosts"} {
		if strings.Contains(said, never) {
			t.Errorf("the answer to two captures of one server says %q:\n%s", never, said)
		}
	}
	c = corpustest.Open(t, "two-hosts")
	if l := e.Load(context.Background(), []parser.Source{memorySource("hosts.tar.gz", c.Read(t, "hosts.tar.gz")), a}, false, func(protocol.Progress) {}); l.Archive.Twice {
		t.Errorf("two queues loaded at once are taken for two captures: %+v", l.Archive)
	}
}

// BenchmarkDiff compares two captures of 100,000 messages that are loaded.
func BenchmarkDiff(b *testing.B) {
	x, y := syntheticEngine(100_000), syntheticEngine(100_000)
	e := New(Options{})
	for b.Loop() {
		e.compared, _ = compare.Pair(x.shown, y.shown, nil, nil)
		if _, err := e.diff(call{}, protocol.DiffRequest{}); err != nil {
			b.Fatal(err)
		}
	}
}

// count returns the number of a kind of change, 0 if it is not listed.
func count(list []protocol.Kind, term string) int {
	for _, c := range list {
		if strings.HasSuffix(c.Query, " "+term) || c.Query == term {
			return c.Count
		}
	}
	return 0
}
