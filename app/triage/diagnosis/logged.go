package diagnosis

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/traffic"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxLogged is how many servers get a sentence from the mail log.
const maxLogged = 2

// heldAt is a server, and how many of the messages wait for it, whatever holds
// them up.
type heldAt struct {
	name queue.Str
	n    int
}

// mainServers returns the servers that most messages wait for: the largest of each
// obstacle that has enough of them.
func (w *writer) mainServers() []heldAt {
	all := map[queue.Str]int{}
	for _, o := range w.obstacles {
		for k := range o.servers {
			all[o.servers[k].name] += o.servers[k].all()
		}
	}
	var out []heldAt
	for _, o := range w.obstacles {
		for k := range o.servers {
			s := &o.servers[k]
			named := slices.ContainsFunc(out, func(h heldAt) bool { return h.name == s.name })
			if named || !share(s.all(), len(w.rows), smallShare) && s.all() < smallCount {
				continue
			}
			out = append(out, heldAt{s.name, all[s.name]})
			break
		}
		if len(out) == maxLogged {
			break
		}
	}
	return out
}

// inTraffic says what the mail logs show beyond the queue: whether the servers
// that messages wait for accept other mail, and how often delivery is tried.
func (w *writer) inTraffic() []sentence {
	t := w.x.Traffic()
	if t == nil {
		return nil
	}
	var list []sentence
	for n, at := range w.mainServers() {
		l, ok := t.To(at.name)
		switch {
		case !ok:
		case l.Passing:
			list = append(list, w.passing(at, l))
		case n > 0 || w.situation == healthy: // of the first the line above has it
			if s := w.stopped(at, l); s != nil {
				list = append(list, s)
			}
		}
	}
	if s := w.goesOut(t); s != nil {
		list = append(list, s)
	}
	return joined(list)
}

// passing says that a server accepts mail other than what waits for it.
func (w *writer) passing(at heldAt, l traffic.Server) sentence {
	var s sentence
	s.say("Other mail to ")
	w.linkServer(&s, at)
	s.say(" goes out: " + words.Plural(l.Delivered, "delivery", "deliveries") + " in the mail log, the last " + w.moment(l.LastDelivery) + ".")
	return s
}

// stopped says since when mail to a server has failed, and that nothing has
// got through where the logs would show it; nil if they do not.
func (w *writer) stopped(at heldAt, l traffic.Server) sentence {
	if l.Since == queue.NoNumber {
		return nil
	}
	var s sentence
	t := w.x.Traffic()
	if !l.Sure || t.Delivered == 0 || !t.Whole(l.Since, w.q.Taken) {
		s.say("According to the mail log, mail that waits for ")
		w.linkServer(&s, at)
		s.say(" has failed since" + atLeast(l) + " ")
		s = append(s, Phrase{Text: words.DateNear(l.Since, w.q.Taken), Strong: true})
		s.say(".")
		return s
	}
	s.say("According to the mail log, nothing has got through to ")
	w.linkServer(&s, at)
	s.say(" since" + atLeast(l) + " ")
	s = append(s, Phrase{Text: words.DateNear(l.Since, w.q.Taken), Strong: true})
	if l.LastDelivery != queue.NoNumber {
		s.say("; the last delivery was " + w.moment(l.LastDelivery))
	} else if n := l.Deferred + l.Failed; n > 1 {
		s.say(" (" + words.Plural(n, "attempt", "attempts") + ")")
	}
	s.say(".")
	return s
}

// linkServer adds the name of a server, which leads to the messages that wait
// for it.
func (w *writer) linkServer(s *sentence, at heldAt) {
	s.link(w.server(at.name), at.n, filter.Value("server", w.q.Text(at.name)))
}

// atLeast says that failures may have begun before the log.
func atLeast(l traffic.Server) string {
	if l.Begun {
		return " at least"
	}
	return ""
}

// trafficSpan is the time before the end of the logs for which attempts are
// counted, in seconds.
const trafficSpan = 24 * 3600

// goesOut says how often delivery is tried, and with what success: of all mail,
// so only where the whole queue is meant.
func (w *writer) goesOut(t *traffic.Traffic) sentence {
	a := t.Since(trafficSpan)
	if w.opt.Whole > 0 || a.All() == 0 {
		return nil
	}
	var s sentence
	tried, from := words.Plural(a.All(), "attempt", "attempts"), words.DateNear(a.From, w.q.Taken)
	switch last := t.LastDelivery(); {
	case a.Delivered > 0:
		s.say("Of " + tried + " since " + from + ", for any mail, " + words.Number(a.Delivered) + verb(a.Delivered, "was", "were") + " successful.")
	case last != queue.NoNumber:
		s.say("No mail at all has gone out since " + words.DateNear(last, w.q.Taken) + ", in spite of " + tried + " since " + from + ".")
	default:
		s.say("The mail log has " + tried + " since " + from + ", for any mail, and none was successful.")
	}
	return s
}

// failsSince says since when mail has failed to the server that most messages
// wait for: a queue has only the arrival of its oldest message.
func (w *writer) failsSince() sentence {
	servers := w.mainServers()
	if len(servers) == 0 || w.situation == healthy {
		return nil
	}
	l, ok := w.x.Traffic().To(servers[0].name)
	if !ok || l.Passing {
		return nil
	}
	return w.stopped(servers[0], l)
}

// aloneNote says what a mail log cannot prove, where there is nothing else.
func (w *writer) aloneNote() string {
	if !w.fromLog() {
		return ""
	}
	return "All of this is from the mail log: a message that was removed by hand, or whose last lines are missing, still seems to wait, and mail that came in before the log begins is not in it."
}
