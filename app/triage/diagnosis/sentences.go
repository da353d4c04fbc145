package diagnosis

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
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
	out = append(out, w.inTraffic()...)
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
	case w.twice:
		s.say("Two captures of one server are shown together, with " + words.Plural(n, "message", "messages") + " in all: what is in both counts twice.")
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

// faultReason says what a fault of this server stops.
func (w *writer) faultReason() string {
	switch w.fault.Rule {
	case reason.TopicLocalDisk:
		return "nothing more can be stored until there is room"
	case reason.TopicLoad:
		return w.in("sendmail delivers nothing while the load is above its limit")
	case "runner":
		return "no queue run tries them"
	case "submission":
		return "programs on this host cannot submit mail"
	case "mail-scanner":
		return "MailScanner has not picked them up"
	}
	return "they cannot go out before it is repaired"
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
