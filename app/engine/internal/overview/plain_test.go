package overview

import (
	"bytes"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The numbers of a filtered overview equal those counted message by message with the query of
// each number.
func TestPartsPlainly(t *testing.T) {
	parts := []string{"", "state:deferred", "kind:bounce", "-kind:bounce", "side:theirs", "side:here", "age:>1h", "created:2d..", "has:transcript", "tries:>3"}
	for _, of := range slices.Concat(corpustest.Sendmail(t), corpustest.Foreign(t)) {
		archive := of.Archives(t)[0]
		data := of.Read(t, archive)
		q, err := parser.Load(t.Context(), []parser.Source{{Name: archive, Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := capture.New(q, nil)
		for _, part := range parts {
			t.Run(of.Name+"/"+part, func(t *testing.T) { checkPlainly(t, c, part) })
		}
	}
}

func checkPlainly(t *testing.T, c *capture.Capture, part string) {
	o, err := Overview(c, protocol.OverviewRequest{Query: part})
	if err != nil {
		t.Fatal(err)
	}
	check := func(what, query string, want int) {
		t.Helper()
		node, err := filter.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Index.Count(node, c.Queue.Order); got != want {
			t.Errorf("%s: %d, but %q selects %d", what, want, query, got)
		}
	}
	check("all", part, o.Matched)
	for _, s := range o.States {
		check(s.State, s.Query, s.Count)
	}
	for what, table := range map[string]protocol.TopTable{"domain": o.Domains, "sender": o.Senders, "client": o.Clients, "login": o.Logins, "script": o.Scripts, "directory": o.QueueDirs} {
		for _, row := range table.Rows {
			check(what, row.Query, row.Count)
		}
	}
	for _, row := range append(o.Ages.Rows, o.Ages.Total) {
		for n, query := range row.Queries {
			check("age of "+row.Name, query, row.Counts[n])
		}
	}
	for _, cause := range o.Causes {
		check(cause.Title, cause.Query, cause.Count)
		for _, p := range cause.Parts {
			check(cause.Title+", "+p.Name, p.Query, p.Count)
		}
	}
	for _, r := range o.Replies.Rows {
		check(r.Sample, r.Query, r.Messages)
		for _, s := range r.Servers {
			check(r.Sample+" by "+s.Name, s.Query, s.Count)
		}
	}
	for _, g := range o.Groups.Rows {
		check(g.Topic, g.Query, g.Count)
	}
	for _, f := range o.Forecasts {
		for _, s := range f.Steps {
			check("forecast", s.Query, s.Count)
			check("forecast, bounces", filter.And(s.Query, "from:"+queue.NullSender), s.Dropped)
		}
	}
	for _, k := range o.Check {
		if k.Query != "" {
			check(k.Title, k.Query, k.Count)
		}
	}
	if o.Timeline != nil {
		for _, e := range o.Timeline.Events {
			check(e.Title, e.Query, e.Count)
		}
	}
}
