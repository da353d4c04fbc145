package diagnosis

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// heldUp names the largest obstacles, and what is quarantined or damaged. Where
// the queue is full of bounces to nobody, only those of other mail matter.
func (w *writer) heldUp() sentence {
	var kind *triage.Kind
	whole := len(w.rows)
	if w.forged != nil {
		k := triage.Ordinary
		kind, whole = &k, w.kinds[triage.Ordinary]
	}
	var clauses []sentence
	said := map[*obstacle]bool{}
	remarks := ""
	for _, o := range w.byKind(kind) {
		n := of(&o.counts, kind)
		if len(clauses) == maxObstacles || n < smallCount && !share(n, whole, smallShare) {
			break
		}
		if o.is.ID == reason.TopicQuarantined || w.covers(o) {
			continue
		}
		c := w.holds(o, kind)
		if isGreylisting(o) && !w.longGreylisting() {
			remarks += " Greylisting usually ends by the third try."
		}
		if len(clauses) == 0 && w.everywhere(o) {
			remarks += " Mail of " + allHosts(len(w.hosts)) + " waits for " + w.server(w.top.name) + ", so the fault is not at one of them."
		}
		clauses = append(clauses, c)
		said[o] = true
	}
	var s sentence
	for k, c := range clauses {
		switch {
		case k > 0:
			s.say(", and ")
		case kind != nil:
			s.say("Of the ")
			s.count(whole, triage.KindTerm(*kind))
			s.say(" ordinary messages, ")
		}
		s.add(c)
	}
	if len(clauses) > 0 {
		s.say("." + remarks)
	}
	for _, c := range w.growing(said) {
		if len(s) > 0 {
			s.say(" ")
		}
		s.add(c)
		s.say(".")
	}
	if n := w.kinds[triage.Quarantined]; n > 0 && w.fault == nil {
		if len(s) > 0 {
			s.say(" ")
		}
		s.count(n, triage.KindTerm(triage.Quarantined))
		s.say(verb(n, "is", "are") + w.in(" quarantined."))
	}
	if n := w.count(broke...); n > 0 {
		if len(s) > 0 {
			s.say(" ")
		}
		s.count(n, filter.Any(filter.Value("state", queue.Lost.String()), filter.Value("state", queue.Incomplete.String())))
		s.say(verb(n, "is", "are") + " damaged or set aside and will not be sent: see Problems.")
	}
	return s
}

// growing returns the faults of this server that no sentence has said yet, however
// few messages wait for them, if they stop more and more of its mail.
func (w *writer) growing(said map[*obstacle]bool) []sentence {
	var out []sentence
	for _, c := range w.found {
		if !c.Urgent || c.Confidence < causes.Certain || !w.isActive(c.Newest) {
			continue
		}
		for _, o := range w.obstacles {
			if isAbout(c, o) && !said[o] && !w.covers(o) {
				said[o] = true
				out = append(out, w.holds(o, nil))
			}
		}
	}
	return out
}

func allHosts(n int) string {
	if n == 2 {
		return "both hosts"
	}
	return "all " + words.Number(n) + " hosts"
}

// everywhere reports whether the server that holds up most of an obstacle, on
// the other side, does so to each of several hosts.
func (w *writer) everywhere(o *obstacle) bool {
	if len(w.hosts) < 2 || w.twice || o != w.largest() || o.is.Side != reason.Theirs && o.is.Side != reason.Network {
		return false
	}
	return len(w.atTop) == len(w.hosts)
}

// byKind returns the obstacles in the order of their messages of a kind.
func (w *writer) byKind(kind *triage.Kind) []*obstacle {
	if kind == nil {
		return w.obstacles
	}
	return sortedBy(w.obstacles, func(o *obstacle) int { return o.counts[*kind] })
}

// longGreylisting reports whether greylisting lasts for longer than it should.
func (w *writer) longGreylisting() bool {
	for _, c := range w.found {
		if c.Rule == "greylisted-long" {
			return true
		}
	}
	return false
}
