package engine

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The cross-check of listing and files adds up, and each row leads to its
// messages.
func TestCrossCheck(t *testing.T) {
	checked := 0
	for _, c := range corpustest.Sendmail(t) {
		for _, archive := range archives(t, c) {
			e := open(t, c, archive)
			o, err := overview.Overview(e.shown, protocol.OverviewRequest{})
			if err != nil {
				t.Fatal(err)
			}
			listed := 0
			for _, r := range o.Check {
				checked++
				if r.Title == "" || r.Text == "" || r.Count == 0 {
					t.Errorf("%s: the row %+v is not complete", c.Name, r)
				}
				if got := list.Messages(e.shown, protocol.MessagesRequest{Query: r.Query}); r.Query != "" && !strings.HasPrefix(r.Title, "The listing") && got.Matched != r.Count {
					t.Errorf("%s: %q selects %d, want %d (%s)", c.Name, r.Query, got.Matched, r.Count, r.Title)
				}
				if strings.HasPrefix(r.Query, "is:listed") {
					listed += r.Count
				}
			}
			if want := list.Messages(e.shown, protocol.MessagesRequest{Query: "is:listed"}).Matched; len(o.Check) > 0 && listed != want {
				t.Errorf("%s: %d are listed by kind, want %d", c.Name, listed, want)
			}
			t.Logf("%s %s: %+v", c.Name, archive, o.Check)
		}
	}
	if checked == 0 {
		t.Error("no case has both a listing and files")
	}
}

// A message names the cause that it is part of, and how long it will be kept.
func TestPartOfCause(t *testing.T) {
	e := open(t, corpustest.Open(t, "bounces"), "incident.tar.xz")
	found, err := overview.Causes(e.shown, protocol.CausesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Causes {
		page := list.Messages(e.shown, protocol.MessagesRequest{Query: f.Query, Count: 1})
		d, err := message.Detail(e.shown, protocol.DetailRequest{Ref: page.Rows[0].Ref})
		if err != nil || d.Why.Part == nil || list.Messages(e.shown, protocol.MessagesRequest{Query: d.Why.Part.Query}).Matched != d.Why.Part.Count {
			t.Errorf("a message of %q is part of %+v, %v", f.Title, d.Why.Part, err)
		}
	}
	ref := list.Messages(e.shown, protocol.MessagesRequest{Query: "state:deferred", Count: 1}).Rows[0].Ref
	for days, want := range map[int]string{0: "default limit of 5 days", 10: "a limit of 10 d", 99: "default limit of 5 days"} {
		a := e.answer(call{}, protocol.Request{Days: days, Detail: &protocol.DetailRequest{Ref: ref}})
		if text := strings.ReplaceAll(strings.Join(a.Detail.Why.Text, " "), "\u00a0", " "); !strings.Contains(text, want) {
			t.Errorf("with %d days: %q, want %q", days, text, want)
		}
		o := e.answer(call{Context: t.Context(), rest: func() {}}, protocol.Request{Days: days, Overview: &protocol.OverviewRequest{}}).Overview
		chosen := 0
		for _, f := range o.Forecasts {
			if f.Default {
				chosen = f.Days
			}
		}
		if want := map[int]int{0: 5, 10: 10, 99: 5}[days]; chosen != want {
			t.Errorf("with %d days the forecast is for %d, want %d", days, chosen, want)
		}
	}
}
