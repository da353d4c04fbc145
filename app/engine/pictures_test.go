package engine

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
)

// pictureBases are base queries for checking the pictures. They name marks in
// different ways, and times.
var pictureBases = []string{
	"", "state:deferred", "kind:bounce", "(kind:bounce OR kind:ordinary) age:>1h", "side:theirs", "-side:here -code:4xx", "source:none",
	"created:2d..", "created:2023-09-13", "obstacle:connection-refused OR obstacle:mailbox-full", "kind:failure OR state:held", "state:deferred OR state:quarantined",
}

// Every mark, band, bucket and event of the pictures leads to exactly the
// messages that it counts, and every column adds up.
func TestPicturesLeadToTheirMessages(t *testing.T) {
	for _, c := range allSystems(t) {
		if c.Name == "empty" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			e := open(t, c, archives(t, c)[0])
			for _, base := range pictureBases {
				checkPictures(t, e, base)
			}
		})
	}
	t.Run("synthetic", func(t *testing.T) {
		e := syntheticEngine(5000)
		o, err := overview.Overview(e.shown, protocol.OverviewRequest{})
		if err != nil || o.Flow == nil || o.Timeline == nil {
			t.Fatalf("the pictures are %v and %v, %v", o.Flow, o.Timeline, err)
		}
		bases := pictureBases
		for _, m := range slices.Concat(o.Flow.Sources, o.Flow.Kinds, o.Flow.Obstacles) {
			bases = append(bases, m.Query)
		}
		for _, base := range append(bases, o.Flow.In[0].Query, o.Flow.Out[len(o.Flow.Out)-1].Query) {
			checkPictures(t, e, base)
		}
	})
}

// pictureTest follows the queries of the pictures under a base query.
type pictureTest struct {
	*testing.T
	e    *Engine
	base string
}

func (t *pictureTest) matched(query string) int {
	p := list.Messages(t.e.shown, protocol.MessagesRequest{Query: query})
	if p.QueryError != nil {
		t.Errorf("%q: %v", query, *p.QueryError)
	}
	return p.Matched
}

func (t *pictureTest) leads(what, query string, want int) {
	t.Helper()
	if n := t.matched(query); n != want {
		t.Errorf("under %q, %s: %q gives %d messages, want %d", t.base, what, query, n, want)
	}
}

func checkPictures(t *testing.T, e *Engine, base string) {
	t.Helper()
	o, err := overview.Overview(e.shown, protocol.OverviewRequest{Query: base})
	if err != nil {
		t.Fatal(err)
	}
	p := &pictureTest{t, e, base}
	if o.Flow != nil {
		p.flow(&o)
	}
	if o.Timeline != nil {
		p.timeline(&o)
	}
}

func (t *pictureTest) flow(o *protocol.Overview) {
	f := o.Flow
	for _, col := range [][]protocol.FlowMark{f.Sources, f.Kinds, f.Obstacles} {
		sum, total := 0, 0
		chosen := slices.ContainsFunc(col, func(m protocol.FlowMark) bool { return m.On })
		for _, m := range col {
			sum += m.Count
			total += m.Total
			switch {
			case !chosen:
				t.leads("mark "+m.Name, m.Query, m.Count)
			case !m.On: // added to those chosen
				t.leads("mark "+m.Name, m.Query, f.Matched+t.mark(t.without(col), m.Name).Count)
			default: // taken away
				if again := t.mark(m.Query, m.Name); again.On {
					t.Errorf("under %q, %s is still chosen by %q", t.base, m.Name, m.Query)
				}
			}
		}
		if sum != f.Matched || total != o.Total {
			t.Errorf("under %q, a column adds up to %d of %d, want %d of %d", t.base, sum, total, f.Matched, o.Total)
		}
		// Nine, or a few more so that "others" is not the largest mark.
		if len(col) > 13 {
			t.Errorf("a column has %d marks", len(col))
		}
	}
	for _, side := range []struct {
		bands       []protocol.FlowBand
		left, right []protocol.FlowMark
	}{{f.In, f.Sources, f.Kinds}, {f.Out, f.Kinds, f.Obstacles}} {
		left, right := make([]int, len(side.left)), make([]int, len(side.right))
		for _, b := range side.bands {
			left[b.From] += b.Count
			right[b.To] += b.Count
			l, r := side.left[b.From], side.right[b.To]
			if chosen := slices.ContainsFunc(slices.Concat(side.left, side.right), func(m protocol.FlowMark) bool { return m.On }); !chosen || l.On && r.On {
				t.leads("band "+l.Name+" to "+r.Name, b.Query, b.Count)
			}
		}
		for n, m := range side.left {
			if left[n] != m.Count {
				t.Errorf("under %q, the bands of %s add up to %d, want %d", t.base, m.Name, left[n], m.Count)
			}
		}
		for n, m := range side.right {
			if right[n] != m.Count {
				t.Errorf("under %q, the bands of %s add up to %d, want %d", t.base, m.Name, right[n], m.Count)
			}
		}
	}
}

// without returns the base query with the marks of a column taken away, one by one.
func (t *pictureTest) without(col []protocol.FlowMark) string {
	query := t.base
	for _, m := range col {
		if m.On {
			query = t.mark(query, m.Name).Query
		}
	}
	return query
}

// mark returns the mark with a name under another query.
func (t *pictureTest) mark(query, name string) protocol.FlowMark {
	o, err := overview.Overview(t.e.shown, protocol.OverviewRequest{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range slices.Concat(o.Flow.Sources, o.Flow.Kinds, o.Flow.Obstacles) {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("no mark %q under %q", name, query)
	return protocol.FlowMark{}
}

func (t *pictureTest) timeline(o *protocol.Overview) {
	tl := o.Timeline
	base, matched := tl.Query, t.matched(tl.Query)
	sum := tl.Unknown + tl.Earlier
	givenUp := 0
	if len(tl.Buckets) > 150 || tl.From%tl.Step != 0 {
		t.Errorf("%d buckets of %d s from %d", len(tl.Buckets), tl.Step, tl.From)
	}
	for n, b := range tl.Buckets {
		count := b.Bounces + b.Ordinary + b.Quarantined
		sum += count
		givenUp += b.GivenUpBounces + b.GivenUpOrdinary
		at := tl.From + int64(n)*tl.Step
		if at > tl.Now {
			if count+b.Tries > 0 {
				t.Errorf("%d messages arrived after the capture", count)
			}
			continue
		}
		bucket := triage.CreatedTerm(triage.Span{From: at, To: at + tl.Step})
		if base == "" || count > 0 {
			t.leads("bucket", filter.And(base, bucket.Operand()), count)
		}
	}
	if sum != matched {
		t.Errorf("under %q, the buckets add up to %d, want %d", t.base, sum, matched)
	}
	if givenUp > matched {
		t.Errorf("under %q, %d of %d messages are given up", t.base, givenUp, matched)
	}
	if len(tl.Events) > 5 {
		t.Errorf("%d events", len(tl.Events))
	}
	for n, e := range tl.Events {
		t.leads("event "+e.Title, e.Query, e.Count)
		if n > 0 && e.At < tl.Events[n-1].At {
			t.Errorf("events are not in order: %v", tl.Events)
		}
	}
	if r := tl.Range; r != [2]protocol.Moment{} {
		s := triage.Span{From: r[0], To: r[1]}
		if r[0] == 0 {
			s.From = triage.Ever
		}
		if r[1] == 0 {
			s.To = triage.Forever
		}
		t.leads("range", filter.And(tl.Query, triage.CreatedTerm(s).Operand()), o.Matched)
	} else if tl.Query != t.base {
		t.Errorf("the query without created: is %q, want %q", tl.Query, t.base)
	}
}
