package diagnosis

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// sentences says how many messages wait and why, where they came from and what
// else holds them up; then a sentence a host, and what was not read.
func (w *writer) sentences() [][]Phrase {
	var out []sentence
	switch {
	case len(w.rows) < tiny:
		out = w.eachObstacle()
	case w.situation == healthy:
		out = []sentence{w.nothingUnusual()}
	default:
		first := w.howMany()
		more := [...]sentence{w.ofKind(), w.fromSource(), w.heldUp()}
		for _, s := range more {
			if len(s) > 0 && wordsIn(append(out, first, s)...) <= maxWords {
				if first != nil {
					first.say(" ")
					first.add(s)
					out, first = append(out, first), nil
					continue
				}
				out = append(out, s)
			}
		}
		if first != nil {
			out = append(out, first)
		}
	}
	out = append(out, w.perHost()...)
	if s := w.notRead(); s != nil {
		out = append(out, s)
	}
	list := make([][]Phrase, len(out))
	for k := range out {
		list[k] = out[k]
	}
	return list
}

// howMany opens the answer.
func (w *writer) howMany() sentence {
	var s sentence
	n := len(w.rows)
	switch {
	case w.opt.Whole == n && n > 1:
		s.say("All " + words.Number(n) + " messages match.")
	case w.opt.Whole > 0:
		s.say(words.Number(n) + " of " + words.Plural(w.opt.Whole, "message matches", "messages match") + ".")
	case len(w.hosts) > 1:
		s.say(words.Plural(n, "message waits", "messages wait") + " on " + words.Plural(len(w.hosts), "server", "servers") + ".")
	default:
		s.say(words.Plural(n, "message waits", "messages wait") + ".")
	}
	return s
}

// ofKind says what most of the messages are, if that is unusual: waiting for
// one fault, bounces, or from one login.
func (w *writer) ofKind() sentence {
	var s sentence
	n := len(w.rows)
	switch {
	case w.situation == fault:
		s.portion(w.fault.Count, n, w.fault.Query())
		if w.faultIs("resolver") {
			s.say(verb(w.fault.Count, "goes", "go") + " to ")
			servers := 0
			for _, o := range w.obstacles {
				if w.covers(o) {
					servers, _, _ = w.serversOf(o, nil)
				}
			}
			s.say(words.Plural(servers, "domain", "domains") + " whose name lookup fails: that many do not break at once, so the fault is probably the resolver here.")
			return s
		}
		s.say(verb(w.fault.Count, "waits", "wait") + " for that: " + w.faultReason() + ".")
	case w.forged != nil:
		w.backscatter(&s)
	case w.situation == stolen:
		s.portion(w.sources[w.main].all(), n, w.sourceTerm(w.main))
		s.say(" came in through the login ")
		s.link(w.source(w.main), w.sources[w.main].all(), w.sourceTerm(w.main))
		s.say(", from " + words.Plural(w.clients, "address", "addresses") + ".")
	case w.kinds[triage.Bounce] >= bounceCount && share(w.kinds[triage.Bounce], n, bounceShare):
		s.portion(w.kinds[triage.Bounce], n, triage.KindTerm(triage.Bounce))
		s.say(" are bounces of mail that was sent from here")
		if said := w.saidMost(); said != "" {
			s.say("; most say: " + said)
		}
		s.say(".")
	}
	return s
}

// faultReason says what a fault of this server keeps from going on.
func (w *writer) faultReason() string {
	switch w.fault.Rule {
	case reason.TopicLocalDisk:
		return "nothing more can be stored until there is room"
	case reason.TopicLoad:
		return "sendmail delivers nothing while the load is above its limit"
	case "runner":
		return "no queue run tries them"
	case "submission":
		return "programs on this host cannot hand their mail in"
	case "mail-scanner":
		return "MailScanner has not picked them up"
	}
	return "they cannot go out before it is repaired"
}

// backscatter says who sends what comes back to forged senders.
func (w *writer) backscatter(s *sentence) {
	c := w.forged
	s.portion(c.Count, len(w.rows), c.Query())
	s.say(" are bounces")
	if c.Confidence < causes.Certain {
		s.say(", probably")
	}
	s.say(" to forged senders: ")
	src := w.bounceSource()
	if src >= 0 && w.x.Sources[src].Origin == triage.ByServer {
		s.say("programs on ")
		w.linkSource(s, src)
		s.say(" sent mail that other servers refused.")
		return
	}
	s.say("this server accepted mail from ")
	switch clients := c.PartsOf; {
	case clients <= 1 && src >= 0:
		w.linkSource(s, src)
	case clients <= 1:
		s.say("outside")
	default:
		s.say(words.Plural(clients, "client", "clients"))
		switch busiest := w.busiest(); {
		case busiest < 0:
		case src < 0:
			s.say(", the busiest ")
			w.linkSource(s, busiest)
		case w.stands(src):
			s.say(", mostly through ")
			w.linkSource(s, src)
		default:
			s.say(", mostly ")
			w.linkSource(s, src)
		}
		if busiest := w.busiest(); busiest >= 0 {
			s.say(" (" + words.Number(w.sources[busiest].counts[triage.Bounce]) + ")")
		}
		s.say(",")
	}
	if server := w.knowsAddresses(); server != "" {
		s.say(" for addresses that " + server + " does not have")
	} else {
		s.say(" that other servers refused")
	}
	s.say(".")
}

func (w *writer) linkSource(s *sentence, n int32) {
	noun, name := w.noun(n)
	s.say(noun)
	s.link(name, w.sources[n].counts[triage.Bounce], filter.All(w.sourceTerm(n), triage.KindTerm(triage.Bounce)))
}

// bounceSource is the source whose mail half of the bounces or more return; -1
// if there is none.
func (w *writer) bounceSource() int32 {
	best := w.busiest()
	if best >= 0 && 2*w.sources[best].counts[triage.Bounce] < w.kinds[triage.Bounce] {
		return -1
	}
	return best
}

// busiest is the known source whose mail most bounces return, -1 if none is
// known.
func (w *writer) busiest() int32 {
	best := int32(-1)
	for n := range w.sources {
		if m := w.sources[n].counts[triage.Bounce]; m > 0 && w.known(int32(n)) && (best < 0 || m > w.sources[best].counts[triage.Bounce]) {
			best = int32(n)
		}
	}
	return best
}

// fromSource says where most ordinary messages came from.
func (w *writer) fromSource() sentence {
	if w.main < 0 || w.situation == stolen {
		return nil
	}
	var s sentence
	ordinary := w.kinds[triage.Ordinary]
	n := w.sources[w.main].counts[triage.Ordinary]
	about := filter.All(w.sourceTerm(w.main), triage.KindTerm(triage.Ordinary))
	if n == ordinary {
		s.say("All ")
		s.count(n, about)
	} else {
		s.count(n, about)
		s.say(" of the ")
		s.count(ordinary, triage.KindTerm(triage.Ordinary))
	}
	through, name := w.through(w.main)
	s.say(" ordinary messages came " + through)
	s.link(name, n, about)
	if w.x.Sources[w.main].Origin == triage.ByLogin && w.clients > 1 {
		s.say(", from " + words.Plural(w.clients, "address", "addresses"))
	}
	s.say(".")
	return s
}

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
		s.say(verb(n, "is", "are") + " quarantined.")
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

// growing are the faults of this server that no sentence has said yet, however
// few messages wait for them, if they stop more and more of its mail.
func (w *writer) growing(said map[*obstacle]bool) []sentence {
	var out []sentence
	for _, c := range w.found {
		if !c.Urgent || c.Confidence < causes.Certain || !w.isActive(w.newest(c)) {
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
	if len(w.hosts) < 2 || o != w.largest() || o.is.Side != reason.Theirs && o.is.Side != reason.Network {
		return false
	}
	return len(w.atTop) == len(w.hosts)
}

// byKind are the obstacles in the order of their messages of a kind.
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
