package diagnosis

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
)

// fewClauses is how many obstacles of a handful of messages get their words.
const fewClauses = 4

// eachObstacle has a sentence for each obstacle of a handful of messages.
func (w *writer) eachObstacle() []sentence {
	var out []sentence
	rest := 0
	for k, o := range w.obstacles {
		if k >= fewClauses && len(w.obstacles) > fewClauses {
			rest += o.all()
			continue
		}
		w.names = 0 // each may name its server
		s := w.holds(o, nil)
		s.say(".")
		out = append(out, s)
	}
	if rest > 0 {
		var s sentence
		s.say(words.Number(rest) + verb(rest, "waits", "wait") + " for other reasons.")
		out = append(out, s)
	}
	return joined(out)
}

// joined makes one paragraph of several sentences.
func joined(list []sentence) []sentence {
	if len(list) == 0 {
		return nil
	}
	var s sentence
	for k, t := range list {
		if k > 0 {
			s.say(" ")
		}
		s.add(t)
	}
	return []sentence{s}
}

// nothingUnusual says what was examined.
func (w *writer) nothingUnusual() sentence {
	s := w.howMany()
	servers, most := w.perServer()
	if servers > 1 {
		s.say(" They wait for " + words.Plural(servers, "server", "servers") + ", none for more than " + words.Number(most) + " of them.")
	}
	if n := w.untried(); n > 0 {
		s.say(" ")
		s.count(n, filter.Value("obstacle", reason.TopicNeverTried))
		s.say(verb(n, "has", "have") + " not been tried yet.")
	}
	switch n := w.kinds[triage.Bounce]; {
	case n > 0:
		s.say(" ")
		s.count(n, triage.KindTerm(triage.Bounce))
		s.say(verb(n, "is a bounce", "are bounces") + w.in("; none is quarantined."))
	default:
		s.say(" There are no bounces and no quarantined messages.")
	}
	return s
}

// untried counts the messages that were not tried yet.
func (w *writer) untried() int {
	for _, o := range w.obstacles {
		if o.is.ID == reason.TopicNeverTried {
			return o.all()
		}
	}
	return 0
}

// perServer counts the servers that messages wait for, and the messages of the
// one that most wait for.
func (w *writer) perServer() (servers, most int) {
	by := map[string]int{}
	for _, o := range w.obstacles {
		for _, s := range o.servers {
			by[w.q.Text(s.name)] += s.all()
		}
	}
	for _, n := range by {
		most = max(most, n)
	}
	return len(by), most
}

// perHost has a sentence for each of several hosts.
func (w *writer) perHost() []sentence {
	if len(w.hosts) < 2 {
		return nil
	}
	var out []sentence
	for k, h := range w.hosts {
		if k == maxHosts {
			rest := 0
			for _, o := range w.hosts[k:] {
				rest += o.all()
			}
			var s sentence
			s.say("The other " + words.Plural(len(w.hosts)-k, "host has ", "hosts have ") + words.Plural(rest, "message", "messages") + ".")
			return append(out, s)
		}
		out = append(out, w.onHost(h))
	}
	return out
}

// countTop counts by host the messages that wait for the one server that holds
// up most.
func (w *writer) countTop() {
	o := w.largest()
	if len(o.servers) == 0 || !share(o.servers[0].all(), len(w.rows), smallShare) {
		return
	}
	w.top, w.atTop = o.servers[0], map[string]int{}
	for _, i := range w.rows {
		if w.x.Server[i] == w.top.name && w.x.ObstacleOf(i).ID == o.is.ID {
			w.atTop[w.q.Dirs[w.q.Dir[i]].Host]++
		}
	}
}

// onHost says what waits on one host.
func (w *writer) onHost(h *hostTally) sentence {
	var s sentence
	about := hostTerm(h)
	s.link(w.host(h.name), h.all(), about)
	s.say(": ")
	s.link(words.Plural(h.all(), "message", "messages"), h.all(), about)
	switch n := h.counts[triage.Bounce]; {
	case n == h.all():
		s.say(", all bounces")
	case n > 0:
		s.say(", ")
		s.count(n, filter.All(about, triage.KindTerm(triage.Bounce)))
		s.say(" of them bounces")
	}
	if n := w.atTop[h.name]; n > 0 {
		s.say("; ")
		s.count(n, filter.All(about, triage.ObstacleTerm(w.largest().is), filter.Value("server", w.q.Text(w.top.name))))
		s.say(verb(n, "waits", "wait") + " for " + w.server(w.top.name))
	}
	if h.oldest != 0 && w.q.Taken != 0 && !w.opt.Loose {
		s.say("; the oldest came in " + w.moment(h.oldest))
	}
	s.say(".")
	return s
}

func hostTerm(h *hostTally) *filter.Node {
	if h.name == "" {
		return filter.Word("host", "none")
	}
	return filter.Value("host", h.name)
}

// notRead says what the answer does not take into account, so that nobody
// takes silence for good news.
func (w *writer) notRead() sentence {
	var s sentence
	say := func(text string) {
		if len(s) > 0 {
			s.say(" ")
		}
		s.say(text)
	}
	if w.opt.Cut {
		say("The queue was not read to its end, so messages may be missing.")
	}
	if n := w.opt.Unread; n > 0 {
		say(words.Plural(n, "file or line", "files or lines") + " could not be read or understood: see Problems.")
	}
	if note := w.aloneNote(); note != "" {
		say(note)
	}
	if w.opt.Loose {
		say("The time of the capture is unknown, so everything may be older than it looks.")
	}
	return s
}

// sortedBy returns a copy of obstacles, the largest by a number first.
func sortedBy(list []*obstacle, n func(*obstacle) int) []*obstacle {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b *obstacle) int { return cmp.Compare(n(b), n(a)) })
	return out
}
