package overview

import (
	"sort"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Rows of the tables on the first screen.
const (
	overviewGroups  = 12
	overviewReplies = 8
)

// Overview answers the first screen. Its counts are those of the messages that
// match the query. It is remembered for the last queries: another grouping
// changes one table only.
func Overview(c *capture.Capture, req protocol.OverviewRequest) (protocol.Overview, error) {
	return Polled(c, req, nil)
}

// Polled is Overview for callers that may stop waiting: once it is no longer
// wanted its error is that of the Poll.
func Polled(c *capture.Capture, req protocol.OverviewRequest, wanted *poll.Poll) (protocol.Overview, error) {
	v, err := c.View(req.Query)
	if err != nil {
		return protocol.Overview{}, err
	}
	rest := v.Overview
	if rest == nil {
		if rest = overview(c, v, wanted); wanted.Err() != nil {
			return protocol.Overview{}, wanted.Err()
		}
		if !c.Partly { // the causes come at the end
			v.Overview = rest
		}
	}
	o := *rest
	o.Groups = groups(c, v, req.By, overviewGroups)
	return o, nil
}

// overview makes all of an overview but the status table, in steps: after each, others
// may be answered, and nothing more is made once it is not wanted.
func overview(c *capture.Capture, v *capture.View, wanted *poll.Poll) *protocol.Overview {
	o := figures(c, v)
	by := c.Index.Submitted(v.Rows, wanted)
	defer by.Release()
	var found []*causes.Cause
	steps := []func(){
		func() { found = find(c, v, by, wanted) },
		func() { o.Causes, o.Smaller = findings(c, v, found) },
		func() { o.Diagnosis = diagnose(c, v, found, nil) },
		func() { o.Flow, o.Timeline = Pictures(c, v) },
	}
	if c.Partly { // they come at the end
		steps = nil
	}
	steps = append(steps,
		func() { o.Replies = replyTable(c, v, "", overviewReplies) },
		func() { domainTables(c, o, v) },
		func() { o.Forecasts = forecasts(c, v) },
		func() { submitters(c, o, v, by) },
		func() { o.QueueDirs, o.Check = queueDirs(c, v), crossCheck(c, v) },
	)
	if v.Query == "" && !c.Partly {
		steps = append(steps, func() { o.Logged = logged(c) })
	}
	for _, step := range steps {
		if !wanted.Look() {
			break
		}
		step()
	}
	return o
}

// figures counts the messages of a view, by state too.
func figures(c *capture.Capture, v *capture.View) *protocol.Overview {
	q := c.Queue
	o := protocol.Overview{Matched: len(v.Rows), Total: len(q.Order), OldestAge: -1, States: []protocol.StateCount{}, Causes: []protocol.Finding{}}
	s := c.Sums(v)
	var states [queue.NumStates]int
	for n := range s.Cells {
		sum := &s.Cells[n]
		states[c.Index.Cells[sum.Cell].State] += sum.N()
		if sum.Oldest != 0 && (o.Oldest == 0 || sum.Oldest < o.Oldest) {
			o.Oldest = sum.Oldest
		}
	}
	o.Recipients, o.Bytes, o.Largest = s.Recipients, s.Bytes, s.Largest
	hosts := map[string]bool{}
	for d := range s.Dirs {
		if s.Dirs[d].N() > 0 {
			o.Dirs++
			hosts[q.Dirs[d].Host] = true
		}
	}
	o.Hosts = len(hosts)
	if o.Oldest != 0 {
		o.OldestAge = q.Age(o.Oldest)
	}
	for s, n := range states {
		if n > 0 {
			name := queue.State(s).String()
			o.States = append(o.States, protocol.StateCount{State: name, Called: c.Index.Words.States[name], Count: n, Query: capture.Narrow(v.Query, capture.Term("state", name))})
		}
	}
	sort.SliceStable(o.States, func(i, j int) bool { return o.States[i].Count > o.States[j].Count })
	return &o
}

// Pictures counts the messages of a view by source and obstacle, and by when
// they arrived. Either is nil if there is nothing to draw.
func Pictures(c *capture.Capture, v *capture.View) (*protocol.Flow, *protocol.Timeline) {
	return flow(c, v), timeline(c, v)
}
