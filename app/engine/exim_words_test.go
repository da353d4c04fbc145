package engine

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// Texts about an Exim queue use Exim's words: mail is frozen, and there are neither control files
// nor a quarantine. Names of states, terms of the filter and CSS classes are the same for all mail
// systems.
func TestWordsOfExim(t *testing.T) {
	notExims := regexp.MustCompile(`(?i)quarantin|sendmail|postfix|postsuper|control file|data file|mailertable|\b[qhd]f file`)
	neutral := map[string]bool{
		"state": true, "class": true, "query": true, "token": true, "term": true, "kind": true, "key": true, "quarantined": true,
		"raw": true, "rule": true, "cause": true, "prefix": true, "suffix": true, "matches": true, "queries": true,
	}
	for _, c := range corpustest.Exim(t) {
		e := open(t, c, c.Archives(t)[0])
		requests := []protocol.Request{
			{Overview: &protocol.OverviewRequest{}}, {Groups: &protocol.GroupsRequest{By: "reason"}}, {Groups: &protocol.GroupsRequest{By: "domain"}},
			{Causes: &protocol.CausesRequest{}}, {Facets: &protocol.FacetsRequest{}}, {Messages: &protocol.MessagesRequest{Count: 200}},
			{Problems: &protocol.ProblemsRequest{}}, {Replies: &protocol.RepliesRequest{}},
		}
		for _, i := range e.shown.Queue.Order {
			requests = append(requests, protocol.Request{Detail: &protocol.DetailRequest{Ref: int(i)}})
		}
		frozen := 0
		for _, req := range requests {
			a, _ := ask(t.Context(), e, req)
			if a.Error != nil {
				t.Fatalf("%s: %+v: %+v", c.Name, req, a.Error)
			}
			text, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			var answer any
			if err := json.Unmarshal(text, &answer); err != nil {
				t.Fatal(err)
			}
			strings := map[string]string{}
			eachString(answer, "", func(key, s string) {
				if !neutral[key] {
					strings[s] = key
				}
			})
			for s, key := range strings {
				if s == "Frozen" {
					frozen++
				}
				if notExims.MatchString(s) {
					t.Errorf("%s: %s: %q", c.Name, key, s)
				}
			}
		}
		if frozen < 5 {
			t.Errorf("%s: what is frozen is called so in %d answers", c.Name, frozen)
		}
	}
}

// eachString calls f with each text in decoded JSON, and the name of its field.
func eachString(v any, key string, f func(key, s string)) {
	switch v := v.(type) {
	case string:
		f(key, v)
	case []any:
		for _, e := range v {
			eachString(e, key, f)
		}
	case map[string]any:
		for k, e := range v {
			eachString(e, k, f)
		}
	}
}

// Mail that waits for an operator is found by each mail system's word for it.
func TestFrozenSelects(t *testing.T) {
	e := open(t, corpustest.Open(t, "exim"), "spool.tar.bz2")
	want := selected(t, e, "state:quarantined")
	if want == 0 {
		t.Fatal("nothing is frozen")
	}
	for _, query := range []string{"state:frozen", `state:"on hold"`, "kind:frozen", "state:Frozen", "state:fro*"} {
		if got := selected(t, e, query); got != want {
			t.Errorf("%s selects %d, want %d", query, got, want)
		}
	}
}

func selected(t *testing.T, e *Engine, query string) int {
	t.Helper()
	a, _ := ask(t.Context(), e, protocol.Request{Messages: &protocol.MessagesRequest{Query: query}})
	if a.Page == nil {
		t.Fatalf("%s: %+v", query, a.Error)
	}
	return a.Page.Matched
}
