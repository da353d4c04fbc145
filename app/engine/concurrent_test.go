package engine

import (
	"sync"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
)

// Handle may be called from any goroutine, also while loads run, end and are
// cancelled.
func TestConcurrentRequests(t *testing.T) {
	c := corpustest.Open(t, "groups")
	first, second := c.Read(t, "spool.tar.gz"), c.Later(t, "spool.tar.gz").Archive
	e := New(Options{
		Source: func(ref protocol.SourceRef) parser.Source {
			return memorySource("a.tgz", [][]byte{first, second}[ref.ID])
		},
		Keep: func(string) hook.Keeper { return &memory{} },
	})
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			for k, req := range []protocol.Request{
				{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{{ID: n % 2}}, Compare: n%3 == 0}},
				{Slot: 1, Gen: n, Overview: &protocol.OverviewRequest{}},
				{Messages: &protocol.MessagesRequest{Query: "state:deferred", Count: 10}},
				{Earlier: n%2 == 0, Facets: &protocol.FacetsRequest{}},
				{Days: n + 1, Overview: &protocol.OverviewRequest{Query: "state:deferred"}},
				{Problems: &protocol.ProblemsRequest{}},
				{Cancel: &protocol.CancelRequest{}},
				{Slot: 1, Gen: n + 10, Overview: &protocol.OverviewRequest{By: "reason"}},
			} {
				a := e.Ask(t.Context(), req, nil)
				switch {
				case a.Superseded, req.Cancel != nil:
				case req.Open != nil && a.Loaded == nil, req.Overview != nil && a.Overview == nil,
					req.Messages != nil && a.Page == nil, req.Facets != nil && a.Facets == nil, req.Problems != nil && a.Problems == nil:
					t.Errorf("request %d: %+v", k, a)
				}
			}
		})
	}
	wait.Wait()
}
