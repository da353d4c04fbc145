package engine

import (
	"slices"

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
// match the query.
func (e *Engine) Overview(req OverviewRequest) (Overview, error) {
	rows, err := e.match(req.Query)
	if err != nil {
		return Overview{}, err
	}
	q := e.queue
	o := Overview{Matched: len(rows), Total: len(q.Order), OldestAge: -1, States: []StateCount{}, Causes: []Finding{}}
	var states [queue.NumStates]int
	dirs, hosts := map[uint16]bool{}, map[string]bool{}
	for _, i := range rows {
		states[q.State[i]]++
		o.Recipients += int(q.RcptN[i])
		if s := q.Size[i]; s > 0 {
			o.Bytes += s
			o.Largest = max(o.Largest, s)
		}
		if !dirs[q.Dir[i]] {
			dirs[q.Dir[i]] = true
			hosts[q.Dirs[q.Dir[i]].Host] = true
		}
		o.Oldest = e.older(o.Oldest, i)
	}
	o.Dirs, o.Hosts = len(dirs), len(hosts)
	if o.Oldest != 0 {
		o.OldestAge = max(q.Taken-o.Oldest, 0)
	}
	for s, n := range states {
		if n > 0 {
			name := queue.State(s).String()
			o.States = append(o.States, StateCount{State: name, Count: n, Query: narrow(req.Query, "state", name)})
		}
	}
	slices.SortStableFunc(o.States, func(a, b StateCount) int { return b.Count - a.Count })
	if !e.loading() {
		if o.Causes, err = e.Causes(req.Query); err != nil {
			return Overview{}, err
		}
	}
	o.Groups = e.groups(rows, req.By, overviewGroups, req.Query)
	o.Replies = e.replyTable(rows, overviewReplies, req.Query)
	o.Ages = e.ages(rows, overviewAges, req.Query)
	o.Forecasts = e.forecasts(rows, req.Query)
	o.Senders = e.senders(rows, overviewTop, req.Query)
	o.Clients = e.clients(rows, overviewTop, req.Query)
	o.QueueDirs = e.queueDirs(rows, req.Query)
	o.Domains = e.domains(rows, overviewTop, req.Query)
	return o, nil
}

// older is the earlier of a time and a message's creation, 0 being unknown.
func (e *Engine) older(t Moment, i int32) Moment {
	c := e.queue.Created[i]
	if c == queue.NoNumber || t != 0 && t <= c {
		return t
	}
	return c
}

// age is a message's age at the capture in seconds, -1 unknown.
func (e *Engine) age(i int32) int64 { return e.index.Age(i) }

// bucket is the age column of a message.
func bucket(age int64) int {
	for b, bound := range AgeBuckets {
		if age <= bound {
			return b
		}
	}
	return len(AgeBuckets)
}
