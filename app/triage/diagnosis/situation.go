package diagnosis

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// situation is what a queue is about.
type situation uint8

const (
	few         situation = iota // too few messages to speak of them together
	fault                        // something on this server stops all further mail
	backscatter                  // bounces to senders who never wrote
	stolen                       // one login sends from many addresses
	oneObstacle                  // one obstacle holds up much of the queue
	oneSource                    // one login or script has sent much of it
	broken                       // much of it is damaged, or was set aside
	held                         // much of it is quarantined
	returned                     // bounces to senders who did write
	healthy                      // nothing is unusual
	mixed                        // many small causes
)

// writer makes sentences of a survey.
type writer struct {
	*survey
	found []*causes.Cause
	opt   Options

	situation situation
	fault     *causes.Cause // of the situation fault
	forged    *causes.Cause // backscatter, if it is much of the queue
	main      int32         // source of most ordinary messages, -1 if none stands out
	clients   int           // that used it
	jump      jump
	jumped    bool
	names     int  // servers named so far
	twice     bool // the queue is two captures of one server

	top   server         // that has most of the largest obstacle, if there are several hosts
	atTop map[string]int // by host: messages that wait for it
}

// understand decides what the queue is about.
func (w *writer) understand() {
	if w.opt.Names == nil {
		w.opt.Names = plainNames{}
	}
	n := len(w.rows)
	w.twice = w.opt.Whole == 0 && triage.Twice(w.q)
	w.jump, w.jumped = w.arrivals.jump()
	w.main = w.mainSource()
	if w.main >= 0 {
		w.clients = w.clientsOf(w.main)
	}
	if len(w.hosts) > 1 {
		w.countTop()
	}
	for _, c := range w.found {
		switch {
		case c.Rule == "backscatter" && c.Count >= bounceCount && share(c.Count, n, bounceShare):
			w.forged = c
		case w.fault == nil && c.Urgent && c.Side == reason.Ours && share(c.Count, n, faultShare):
			w.fault = c
		}
	}
	switch {
	case w.fault != nil:
		w.situation = fault
	case n < tiny:
		w.situation = few
	case w.forged != nil:
		w.situation = backscatter
	case w.isStolen():
		w.situation = stolen
	case w.isHealthy():
		w.situation = healthy
	case share(w.count(broke...), n, brokenShare):
		w.situation = broken
	case share(w.largest().all(), n, mainShare):
		w.situation = oneObstacle
	case w.main >= 0 && w.stands(w.main) && share(w.sources[w.main].all(), n, sourceShare):
		w.situation = oneSource
	case w.kinds[triage.Bounce] >= bounceCount && share(w.kinds[triage.Bounce], n, bounceShare):
		w.situation = returned
	case share(w.kinds[triage.Quarantined], n, heldShare) && w.kinds[triage.Quarantined] > w.largest().all():
		w.situation = held
	default:
		w.situation = mixed
	}
}

// broke are the states of messages that sendmail no longer sends.
var broke = []queue.State{queue.Lost, queue.Incomplete}

// mainSource returns the source of most ordinary messages if it has enough of them,
// and is not the only one there is.
func (w *writer) mainSource() int32 {
	best, known := int32(-1), 0
	for n := range w.sources {
		m := w.sources[n].counts[triage.Ordinary]
		if m == 0 || !w.known(int32(n)) {
			continue
		}
		known++
		if best < 0 || m > w.sources[best].counts[triage.Ordinary] {
			best = int32(n)
		}
	}
	if best < 0 {
		return -1
	}
	m := w.sources[best].counts[triage.Ordinary]
	if m < sourceCount || !share(m, w.kinds[triage.Ordinary], sourceShare) || known == 1 && !w.stands(best) {
		return -1
	}
	return best
}

// stands reports whether a source can be held responsible: a login or a
// script. A client may be the relay through which all mail comes.
func (w *writer) stands(n int32) bool {
	o := w.x.Sources[n].Origin
	return o == triage.ByLogin || o == triage.ByScript
}

// isStolen reports whether one login has sent from many addresses.
func (w *writer) isStolen() bool {
	return w.main >= 0 && w.x.Sources[w.main].Origin == triage.ByLogin && w.clients >= stolenAddresses &&
		w.sources[w.main].counts[triage.Ordinary] >= stolenMessages && share(w.sources[w.main].all(), len(w.rows), sourceShare)
}

// isHealthy reports whether nothing in the queue is unusual, and nothing of it
// was left unread.
func (w *writer) isHealthy() bool {
	n := len(w.rows)
	switch {
	case n >= healthyCount, w.twice, w.opt.Cut, w.opt.Unread > 0, w.listed == n, w.arrivals.unknown > 0, w.opt.Loose:
		return false
	case w.q.Taken-w.arrivals.oldest >= healthyAge, w.main >= 0, 100*w.kinds[triage.Bounce] > healthyBounces*n, w.kinds[triage.Quarantined] > 0:
		return false
	case 100*w.largest().all() >= mainShare*n:
		return false
	}
	for s := range w.sources {
		if w.stands(int32(s)) && w.sources[s].all() >= leastOf && share(w.sources[s].all(), n, sourceShare) {
			return false
		}
	}
	for _, c := range w.found {
		if c.Side == reason.Ours && c.Confidence >= causes.Likely && (c.Urgent || share(c.Count, n, stepShare)) {
			return false
		}
	}
	return w.count(queue.Lost, queue.Incomplete, queue.Orphan) == 0
}

// count counts the messages in some states.
func (w *writer) count(states ...queue.State) int {
	n := 0
	for c := range w.sums.Cells {
		if sum := &w.sums.Cells[c]; slices.Contains(states, w.x.Cells[sum.Cell].State) {
			n += sum.N()
		}
	}
	return n
}

// largest returns the obstacle of most messages, those aside that wait for nothing
// but their turn or an operator.
func (w *writer) largest() *obstacle {
	for _, o := range w.obstacles {
		switch o.is.ID {
		case reason.TopicNeverTried, reason.TopicProcessing, reason.TopicQuarantined, reason.TopicNoReason, reason.TopicWarning,
			reason.TopicLost, reason.TopicOrphan, reason.TopicDamaged, reason.TopicNoData:
			continue
		}
		return o
	}
	return &obstacle{}
}
