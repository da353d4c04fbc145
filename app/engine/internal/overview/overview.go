package overview

import (
	"sort"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Rows of the tables on the first screen.
const (
	overviewGroups  = 12
	overviewReplies = 8
)

// Overview answers the first screen. Its counts are those of the messages that
// match the query. Of the last queries it is remembered: another grouping
// changes one table only.
func Overview(c *capture.Capture, req protocol.OverviewRequest) (protocol.Overview, error) {
	v, err := c.View(req.Query)
	if err != nil {
		return protocol.Overview{}, err
	}
	rest := v.Overview
	if rest == nil {
		rest = overview(c, v)
		if !c.Partly { // the causes come at the end
			v.Overview = rest
		}
	}
	o := *rest
	o.Groups = groups(c, v, req.By, overviewGroups)
	return o, nil
}

// overview makes all of an overview but the status table.
func overview(c *capture.Capture, v *capture.View) *protocol.Overview {
	q, rows := c.Queue, v.Rows
	o := protocol.Overview{Matched: len(rows), Total: len(q.Order), OldestAge: -1, States: []protocol.StateCount{}, Causes: []protocol.Finding{}}
	s := c.Sums(v)
	var states [queue.NumStates]int
	for _, cell := range s.Order {
		sum := &s.Cells[cell]
		states[c.Index.Cells[cell].State] += sum.N
		if sum.Oldest != 0 && (o.Oldest == 0 || sum.Oldest < o.Oldest) {
			o.Oldest = sum.Oldest
		}
	}
	o.Recipients, o.Bytes, o.Largest = s.Recipients, s.Bytes, s.Largest
	hosts := map[string]bool{}
	for d, n := range s.Dirs {
		if n > 0 {
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
	if !c.Partly {
		found := find(c, v)
		o.Causes, o.Smaller = findings(c, v, found)
		o.Diagnosis = diagnose(c, v, found, nil)
	}
	if !c.Partly {
		o.Flow, o.Timeline = Pictures(c, v)
	}
	o.Replies = replyTable(c, v, "", overviewReplies)
	domainTables(c, &o, v)
	o.Forecasts = forecasts(c, rows, v.Query)
	o.Senders = senders(c, v, overviewTop)
	o.Clients = clients(c, v, overviewTop)
	o.Logins = logins(c, rows, overviewTop, v.Query)
	o.Scripts = scripts(c, rows, overviewTop, v.Query)
	o.QueueDirs = queueDirs(c, v)
	o.Check = crossCheck(c, v)
	if v.Query == "" && !c.Partly {
		o.Logged = logged(c)
	}
	return &o
}

// Pictures counts the messages of a view by source and obstacle, and by when
// they arrived. Either is nil if there is nothing to draw.
func Pictures(c *capture.Capture, v *capture.View) (*protocol.Flow, *protocol.Timeline) {
	return flow(c, v), timeline(c, v)
}
