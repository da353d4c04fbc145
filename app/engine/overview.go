package engine

import (
	"sort"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Rows of the tables on the first screen.
const (
	overviewGroups  = 12
	overviewReplies = 8
	overviewTop     = 6
	overviewAges    = 8
)

// Overview answers the first screen. Its counts are those of the messages that
// match the query. Of the last queries it is remembered: another grouping
// changes one table only.
func (e *capture) Overview(req protocol.OverviewRequest) (protocol.Overview, error) {
	v, err := e.view(req.Query)
	if err != nil {
		return protocol.Overview{}, err
	}
	rest := v.overview
	if rest == nil {
		if rest, err = e.overview(v); err != nil {
			return protocol.Overview{}, err
		}
		if !e.partly { // the causes come at the end
			v.overview = rest
		}
	}
	o := *rest
	o.Groups = e.groups(v, req.By, overviewGroups)
	return o, nil
}

// overview makes all of an overview but the status table.
func (e *capture) overview(v *view) (_ *protocol.Overview, err error) {
	q, rows := e.queue, v.rows
	o := protocol.Overview{Matched: len(rows), Total: len(q.Order), OldestAge: -1, States: []protocol.StateCount{}, Causes: []protocol.Finding{}}
	s := e.sums(v)
	var states [queue.NumStates]int
	for _, cell := range s.order {
		c := &s.cells[cell]
		states[e.index.Cells[cell].State] += c.n
		if c.oldest != 0 && (o.Oldest == 0 || c.oldest < o.Oldest) {
			o.Oldest = c.oldest
		}
	}
	dirs := make([]bool, len(q.Dirs))
	for _, i := range rows {
		o.Recipients += int(q.RcptN[i])
		if s := q.Size[i]; s > 0 {
			o.Bytes += s
			o.Largest = max(o.Largest, s)
		}
		dirs[q.Dir[i]] = true
	}
	hosts := map[string]bool{}
	for d, any := range dirs {
		if any {
			o.Dirs++
			hosts[q.Dirs[d].Host] = true
		}
	}
	o.Hosts = len(hosts)
	if o.Oldest != 0 {
		o.OldestAge = max(q.Taken-o.Oldest, 0)
	}
	for s, n := range states {
		if n > 0 {
			name := queue.State(s).String()
			o.States = append(o.States, protocol.StateCount{State: name, Count: n, Query: narrow(v.query, "state", name)})
		}
	}
	sort.SliceStable(o.States, func(i, j int) bool { return o.States[i].Count > o.States[j].Count })
	if !e.partly {
		if o.Causes, err = e.Causes(v.query); err != nil {
			return nil, err
		}
		if v.query == "" {
			e.whole = o.Causes
		}
	}
	o.Replies = e.replyTable(v, overviewReplies)
	e.domainTables(&o, v)
	o.Forecasts = e.forecasts(rows, v.query)
	o.Senders = e.senders(rows, overviewTop, v.query)
	o.Clients = e.clients(rows, overviewTop, v.query)
	o.Logins = e.logins(rows, overviewTop, v.query)
	o.Scripts = e.scripts(rows, overviewTop, v.query)
	o.QueueDirs = e.queueDirs(rows, v.query)
	o.Check = e.crossCheck(v)
	return &o, nil
}

// older is the earlier of a time and a message's creation, 0 being unknown.
func (e *capture) older(t protocol.Moment, i int32) protocol.Moment {
	c := e.queue.Created[i]
	if c == queue.NoNumber || t != 0 && t <= c {
		return t
	}
	return c
}

// age is a message's age at the capture in seconds, -1 unknown.
func (e *capture) age(i int32) int64 { return e.index.Age(i) }

// bucket is the age column of a message.
func bucket(age int64) int {
	for b, bound := range protocol.AgeBuckets {
		if age <= bound {
			return b
		}
	}
	return len(protocol.AgeBuckets)
}
