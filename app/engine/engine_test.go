package engine

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
)

// memory keeps decoded streams in memory.
type memory struct{ bytes.Buffer }

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(m.Bytes()).ReadAt(p, off)
}

func newEngine() *Engine {
	return New(Options{Keep: func(string) hook.Keeper { return &memory{} }})
}

func memorySource(name string, data []byte) parser.Source {
	return parser.Source{Name: name, Size: int64(len(data)), At: bytes.NewReader(data)}
}

// archives returns the names of a case's archives: all of them, or one with -short,
// because they hold the same queue packed in different ways.
func archives(t testing.TB, c corpustest.Case) []string {
	t.Helper()
	all := c.Archives(t)
	if testing.Short() {
		return all[:1]
	}
	return all
}

// open loads an archive of the corpus.
func open(t testing.TB, c corpustest.Case, archive string) *Engine {
	t.Helper()
	e := newEngine()
	l := e.Load(context.Background(), []parser.Source{memorySource(archive, c.Read(t, archive))}, false, func(protocol.Progress) {})
	if l.Fatal != nil {
		t.Fatalf("%s: %v", archive, *l.Fatal)
	}
	return e
}

// allSystems returns the cases of all mail systems.
func allSystems(t *testing.T) []corpustest.Case {
	return slices.Concat(corpustest.Sendmail(t), corpustest.Postfix(t), corpustest.Exim(t))
}

// Every number on the first screen must lead to exactly the messages behind
// it.
func TestNumbersLeadToTheirMessages(t *testing.T) {
	for _, c := range allSystems(t) {
		if c.Name == "empty" {
			continue
		}
		for _, a := range archives(t, c) {
			t.Run(c.Name+"/"+a, func(t *testing.T) {
				e := open(t, c, a)
				bases := []string{"", "(state:deferred OR state:held) -to:*@x.example", "state:deferred", "mailer-daemon", "-code:none", "state:held OR code:4xx OR bounce:yes"}
				if testing.Short() {
					bases = bases[:2] // counts are the same on every platform
				}
				for _, base := range bases {
					checkNumbers(t, e, base)
				}
			})
		}
	}
}

func checkNumbers(t *testing.T, e *Engine, base string) {
	t.Helper()
	leads := func(what, query string, n int) {
		t.Helper()
		p := list.Messages(e.shown, protocol.MessagesRequest{Query: query})
		if p.QueryError != nil {
			t.Errorf("%s: %q: %v", what, query, *p.QueryError)
		} else if p.Matched != n {
			t.Errorf("%s: %q gives %d messages, want %d", what, query, p.Matched, n)
		}
	}
	for _, by := range []string{"server", "reason", "domain"} {
		o, err := overview.Overview(e.shown, protocol.OverviewRequest{Query: base, By: by})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range o.States {
			leads("state", s.Query, s.Count)
		}
		for _, f := range o.Forecasts {
			for _, st := range f.Steps {
				leads("forecast", st.Query, st.Count)
			}
		}
		for _, c := range o.Causes {
			leads("cause "+c.Title, c.Query, c.Count)
			if c.PartsOf < len(c.Parts) || c.PartsOf > 0 && c.PartsAre == "" {
				t.Errorf("cause %s lists %d of %d parts as %q", c.Title, len(c.Parts), c.PartsOf, c.PartsAre)
			}
			for _, p := range c.Parts {
				leads("cause "+c.Title+", part "+p.Name, p.Query, p.Count)
				if p.Count > c.Count || p.Name == "" {
					t.Errorf("cause %s has %d messages, part %q %d", c.Title, c.Count, p.Name, p.Count)
				}
			}
		}
		groups, err := overview.Groups(e.shown, protocol.GroupsRequest{Query: base, By: by})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, g := range groups.Rows {
			sum += g.Count
			leads("group by "+by, g.Query, g.Count)
		}
		if sum != o.Matched && by != "domain" || sum < o.Matched {
			t.Errorf("groups by %s hold %d messages, want %d", by, sum, o.Matched)
		}
		if by != "server" {
			continue
		}
		for _, r := range o.Replies.Rows {
			leads("reply", r.Query, r.Messages)
			for _, s := range r.Servers {
				leads("server of a reply", s.Query, s.Count)
			}
		}
		for _, by := range []string{"", protocol.ByAction, protocol.ByCode, protocol.ByServer} {
			table, err := overview.Replies(e.shown, protocol.RepliesRequest{Query: base, By: by})
			if err != nil {
				t.Fatal(err)
			}
			rows := table.Rows
			for _, g := range table.Groups {
				leads("replies by "+by+": "+g.Title, g.Query, g.Messages)
				if len(g.Rows) == 0 {
					t.Errorf("replies by %s: %s has none", by, g.Title)
				}
				rows = append(rows, g.Rows...)
			}
			for _, r := range rows {
				leads("reply by "+by, r.Query, r.Messages)
				for _, s := range r.Servers {
					leads("server of a reply by "+by, s.Query, s.Count)
				}
			}
			if by != protocol.ByServer && (len(rows) != table.Shown || table.Shown != table.Codes) {
				t.Errorf("replies by %s: %d rows, %d shown of %d", by, len(rows), table.Shown, table.Codes)
			}
		}
		for _, r := range append(o.Ages.Rows, o.Ages.Total) {
			leads("age", r.Query, r.Count)
			for b, q := range r.Queries {
				leads("age column", q, r.Counts[b])
			}
		}
		for _, top := range []protocol.TopTable{o.Senders, o.Clients, o.Domains, o.QueueDirs} {
			for _, r := range top.Rows {
				leads("top", r.Query, r.Count)
			}
		}
	}
	f, err := list.Facets(e.shown, protocol.FacetsRequest{Query: base})
	if err != nil {
		t.Fatal(err)
	}
	for _, facet := range f.Facets {
		for _, v := range facet.Values {
			_, rest := filter.Choice(base, facet.Key)
			leads("facet "+facet.Key, filter.Toggle(rest, v.Token, true), v.Count)
		}
	}
}
