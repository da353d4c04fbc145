package diagnosis

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// sampled is how many bounces are searched for what servers said, spread over
// all of them: only the most common reply is named, without a count.
const sampled = 20_000

// eachBounce yields bounces spread evenly over all.
func (w *writer) eachBounce(yield func(i int32) bool) {
	step, k := w.kinds[triage.Bounce]/sampled+1, 0
	for _, i := range w.rows {
		if w.x.Kind(i) != triage.Bounce {
			continue
		}
		if k++; k%step == 0 && !yield(i) {
			return
		}
	}
}

// knowsAddresses returns the server that knows the addresses which this one does
// not, if most bounces say so.
func (w *writer) knowsAddresses() string {
	by := map[queue.Str]int{}
	all := 0
	unknown := w.x.Saying(smtp.UnknownUser.Key())
	for i := range w.eachBounce {
		all++
		for k, r := range w.x.Said(i) {
			if unknown.Has(r) {
				by[w.q.ReplyHost[k]]++
				break
			}
		}
	}
	for host, n := range by {
		if 2*n > all && host != 0 {
			return w.server(host)
		}
	}
	return ""
}

// saidMost returns in a few words what most bounces say, "" if they do not agree.
func (w *writer) saidMost() string {
	by := map[string]int{}
	all := 0
	for i := range w.eachBounce {
		all++
		for _, r := range w.x.Said(i) {
			by[w.x.Topics[r].Title]++
			break
		}
	}
	for title, n := range by {
		if 2*n > all {
			return words.LowerFirst(title)
		}
	}
	return ""
}

// backscatter says who sends the mail that is returned to forged senders.
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

// bounceSource returns the source whose mail half of the bounces or more return; -1
// if there is none.
func (w *writer) bounceSource() int32 {
	best := w.busiest()
	if best >= 0 && 2*w.sources[best].counts[triage.Bounce] < w.kinds[triage.Bounce] {
		return -1
	}
	return best
}

// busiest returns the known source whose mail most bounces return, -1 if none is
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
