package diagnosis

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// headline says who does what, in one sentence without a full stop.
func (w *writer) headline() string {
	n := len(w.rows)
	switch w.situation {
	case few:
		return w.fewHeadline()
	case fault:
		return w.faultHeadline()
	case backscatter:
		if src := w.bounceSource(); src >= 0 {
			if w.x.Sources[src].Origin == triage.ByServer {
				return "Programs on this server send mail that comes back as bounces to forged senders"
			}
			_, name := w.noun(src)
			if w.opt.Whole > 0 {
				return "Mail through " + name + " comes back as bounces to forged senders"
			}
			return "Mail through " + name + " fills the queue with bounces to forged senders"
		}
		if w.opt.Whole > 0 {
			return "Mail for unknown addresses was accepted here and comes back as bounces to forged senders"
		}
		return "Mail for unknown addresses comes back and fills the queue with bounces to forged senders"
	case stolen:
		did := "has filled the queue"
		if w.opt.Whole > 0 {
			did = "sent most of what matches"
		}
		return "The login " + w.source(w.main) + ", probably stolen, " + did + " from " + words.Plural(w.clients, "address", "addresses")
	case oneSource:
		through, name := w.through(w.main)
		return w.part(w.sources[w.main].all(), "came", "came") + " in " + through + name
	case oneObstacle:
		n := w.largest().all()
		if _, top, _ := w.serversOf(w.largest(), nil); share(top.all(), len(w.rows), mainShare) {
			n = top.all()
		}
		return w.part(n, w.doing(w.largest(), 0), w.doing(w.largest(), 1))
	case broken:
		return words.Number(w.count(broke...)) + " of " + words.Number(n) + w.in(" messages are damaged or set aside, and sendmail does not send them")
	case held:
		if all := w.x.Words.Findings[reason.TopicQuarantined].Headline; all != "" {
			return words.Number(w.kinds[triage.Quarantined]) + " of " + words.Number(n) + " " + all
		}
		return words.Number(w.kinds[triage.Quarantined]) + " of " + words.Number(n) + w.in(" messages are quarantined, and only an operator can release or remove them")
	case returned:
		return "Bounces of mail that was sent from here make up " + amount(w.kinds[triage.Bounce], n) + " of " + w.whole()
	case healthy:
		return "Nothing unusual in " + w.whole()
	}
	if o := w.largest(); o.all() > 0 {
		text := words.Number(o.all()) + " of " + words.Plural(n, "message", "messages") + verb(o.all(), w.doing(o, 0), w.doing(o, 1))
		if whole := "No single cause: " + text; len(strings.Fields(whole)) <= maxHeadline {
			return whole
		}
		return text
	}
	return words.Plural(n, "message waits", "messages wait") + ", and hardly any of them says what for"
}

// whole returns what the answer is about.
func (w *writer) whole() string {
	if w.opt.Whole > 0 {
		return "what matches"
	}
	return "the queue"
}

// part returns a share of the whole that does something: "Half of the queue waits";
// of few messages, "8 of 20 messages wait".
func (w *writer) part(n int, one, many string) string {
	whole := len(w.rows)
	switch {
	case n == whole && w.opt.Whole > 0:
		return "All " + words.Number(n) + " messages that match " + many
	case n == whole:
		return "The whole queue " + one
	case whole < leastOf:
		return words.Number(n) + " of " + words.Number(whole) + " messages " + many
	}
	return words.UpperFirst(amount(n, whole)) + " of " + w.whole() + " " + one
}

// faultHeadline returns the headline where a fault of this server stops its mail.
func (w *writer) faultHeadline() string {
	wait := words.Plural(w.fault.Count, "message waits", "messages wait")
	switch w.fault.Rule {
	case "resolver":
		servers := 0
		for _, o := range w.obstacles {
			if w.covers(o) {
				servers, _, _ = w.serversOf(o, nil)
			}
		}
		return "Name lookup on this server is probably broken: " + words.Plural(w.fault.Count, "message", "messages") + " to " +
			words.Plural(servers, "domain", "domains") + " wait for it"
	case reason.TopicLocalDisk:
		return "A disk of this server is full, and " + wait + " for room on it"
	case reason.TopicLoad:
		return "The load of this server is too high, and " + wait + " until it falls"
	case "localhost":
		return "A server on this host accepts no connections, and " + wait + " for it"
	case "smart-host":
		return "A smart host is not defined, and " + wait + " for it"
	case "submission":
		return "sendmail on this host accepts no mail from its own programs, and " + wait
	case "runner":
		return "Nothing runs the queue, and " + wait + " for the next try"
	case "mail-scanner":
		return "MailScanner does not pick up its mail, and " + wait + " for it"
	}
	return words.Visible(w.opt.Names.Text(w.fault.Title)) + ", and " + wait + " for that"
}

// amount returns a share of a whole, or the number if there is no word for it.
func amount(n, of int) string {
	if name := shareName(n, of); name != "" {
		return name
	}
	return words.Number(n) + " of " + words.Number(of)
}

// doing returns what happens to the messages of an obstacle: "waits for 3 servers
// that refuse connections" or, of many, "wait for ...".
func (w *writer) doing(o *obstacle, many int) string {
	h := w.wordsOf(o)
	verb := h.verb[many]
	if h.alone {
		return verb
	}
	servers, top, named := w.serversOf(o, nil)
	switch {
	case w.situation == oneObstacle && share(top.all(), len(w.rows), mainShare):
		return verb + " " + w.server(top.name) + h.one
	case servers == 1 && named == o.all():
		return verb + " " + w.server(top.name) + h.one
	case servers > 0:
		return verb + " " + words.Plural(servers, h.noun[0], h.noun[1]) + h.many
	}
	return verb + " " + h.noun[1] + h.many
}

// fewHeadline returns the headline of a handful of messages.
func (w *writer) fewHeadline() string {
	n := len(w.rows)
	text := words.Plural(n, "message waits", "messages wait")
	switch {
	case w.kinds[triage.Quarantined] == n:
		return words.Plural(n, "message is", "messages are") + w.in(" quarantined")
	case w.count(broke...) == n:
		return words.Plural(n, "message is", "messages are") + " damaged or set aside"
	case w.opt.Whole > 0:
		text = words.Plural(n, "message matches", "messages match")
	}
	age := w.q.Taken - w.arrivals.oldest
	switch {
	case w.arrivals.unknown > 0 || w.arrivals.dayOnly || w.q.Taken == 0 || w.opt.Loose || w.opt.Cut || w.opt.Unread > 0:
		return text
	case age < healthyAge && n == 1:
		return text + ", and not for long"
	case age < healthyAge:
		return text + ", none for long"
	case n == 1:
		return text + ", for " + words.Span(age) + " so far"
	}
	return text + ", the oldest for " + words.Span(age)
}

func (w *writer) faultIs(rule string) bool { return w.fault != nil && w.fault.Rule == rule }

// covers reports whether the fault of the situation is what an obstacle is
// about.
func (w *writer) covers(o *obstacle) bool { return w.fault != nil && isAbout(w.fault, o) }

// isAbout reports whether a cause is that of an obstacle.
func isAbout(c *causes.Cause, o *obstacle) bool {
	switch c.Rule {
	case "resolver":
		return o.is.ID == reason.TopicLookup
	case "localhost", "submission":
		return o.is.ID == reason.ObstacleLocalServer
	case "smart-host":
		return o.is.ID == reason.ObstacleSmartHost
	}
	return o.is.ID == c.Rule
}

// isGreylisting reports whether an obstacle is one that passes by itself.
func isGreylisting(o *obstacle) bool { return strings.HasPrefix(o.is.ID, smtp.Greylisted.Key()) }
