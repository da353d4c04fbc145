package diagnosis

import (
	"cmp"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// first chooses what to do before anything else: to distinguish two captures of one server, a source
// that is still sending, then the largest cause on this server, unless all are small.
func (w *writer) first() Step {
	if w.twice {
		return compareFirst()
	}
	if w.situation == stolen {
		if s := w.stopSource(w.main, w.causeOf(w.main)); w.isActive(w.sources[w.main].last) {
			return s
		}
	}
	var largest *causes.Cause
	for _, c := range w.here() {
		if w.isActive(c.Newest) {
			return w.stepOf(c)
		}
		if largest == nil || c.Count > largest.Count {
			largest = c
		}
	}
	switch {
	case w.situation == stolen && (largest == nil || !largest.Urgent):
		return w.stopSource(w.main, w.causeOf(w.main))
	case largest != nil:
		return w.stepOf(largest)
	case w.listed == len(w.rows):
		return w.addFiles()
	}
	return w.nothing()
}

// compareFirst returns the step of distinguishing two captures of one server.
func compareFirst() Step {
	var s sentence
	s.say("They show what came, went and stayed in between. Shown together, ages and times are counted to the later capture. Open one of the two alone to see its queue.")
	return Step{Title: "Compare the two captures", Text: [][]Phrase{s}, Compare: true}
}

// here returns the causes on this server that are certain and large enough to
// come first, what waits for an operator last: it does not grow by itself.
func (w *writer) here() []*causes.Cause {
	var out, held []*causes.Cause
	for _, c := range w.found {
		switch {
		case c.Side != reason.Ours || c.Confidence < causes.Likely || !share(c.Count, len(w.rows), stepShare):
		case !c.Urgent && w.dwarfed(c): // it would draw attention from what matters
		case c.Rule == reason.TopicQuarantined:
			held = append(held, c)
		default:
			out = append(out, c)
		}
	}
	return append(out, held...)
}

// dwarfed reports whether the queue is about something on the other side or in
// between, beside which a cause on this server is small.
func (w *writer) dwarfed(c *causes.Cause) bool {
	o := w.largest()
	if w.situation != oneObstacle || o.is.Side != reason.Theirs && o.is.Side != reason.Network {
		return false
	}
	return dwarf*c.Count < o.all()
}

// newest returns when the newest of some messages came in, 0 if unknown.
func (w *writer) newest(about *filter.Node) int64 {
	selected, err := w.x.Select(about)
	if err != nil {
		return 0
	}
	var among []bool
	if w.opt.Whole > 0 {
		among = make([]bool, w.q.Len())
		for _, i := range w.rows {
			among[i] = true
		}
	}
	newest := int64(0)
	for _, i := range selected {
		if t := w.q.Created[i]; t != queue.NoNumber && t > newest && (among == nil || among[i]) {
			newest = t
		}
	}
	return newest
}

// isActive reports whether a time is within the hour before the capture.
func (w *writer) isActive(t int64) bool {
	return t != 0 && w.q.Taken != 0 && w.q.Taken-t <= active
}

// causeOf returns the cause that is about one source of ordinary mail, nil if there
// is none.
func (w *writer) causeOf(n int32) *causes.Cause {
	for _, c := range w.found {
		if (c.Rule == "source" || c.Rule == "mailing") && c.Count > 0 && c.Count == w.sources[n].counts[triage.Ordinary]+w.sources[n].counts[triage.Quarantined] {
			return c
		}
	}
	return nil
}

// stopSource returns the step of stopping a source that sends what nobody wants.
func (w *writer) stopSource(n int32, c *causes.Cause) Step {
	t := &w.sources[n]
	name := w.source(n)
	step := Step{Count: t.all(), About: w.sourceTerm(n)}
	if c != nil {
		step.Cause = c.Key()
	}
	var why, sure sentence
	returned := t.counts[triage.Bounce] > 0
	switch origin := w.x.Sources[n].Origin; origin {
	case triage.ByLogin:
		step.Title = "Lock the login " + name
		sure.say("Probable: " + words.Plural(t.counts[triage.Ordinary], "message carries", "messages carry") + " this login")
		if n == w.main && w.clients > 1 {
			sure.say(", from " + words.Number(w.clients) + " addresses; a person uses a few")
		}
		sure.say(".")
	case triage.ByScript:
		step.Title = "Stop " + name
		sure.say("Certain: the script is named in the header of every one of them.")
	case triage.ByServer:
		return w.findSender(n, c)
	default:
		step.Title = "Stop the mail from " + name
		sure.say("Probable: the headers inside the bounces name it as the client that submitted the mail.")
	}
	why.count(step.Count, step.About)
	switch {
	case returned && t.counts[triage.Ordinary] == 0:
		why.say(verb(step.Count, "of the waiting messages returns its mail", "of the waiting messages return its mail"))
	case returned:
		why.say(" of the waiting messages are from it or return its mail")
	default:
		why.say(verb(step.Count, "of the waiting messages is from it", "of the waiting messages are from it"))
	}
	why.say(w.lastCame(t.last, stillSending))
	step.Text = [][]Phrase{why, sure}
	return step
}

// stillSending follows the time of a source's last message.
const stillSending = "so it is still sending: stop it before you clean up, or the queue fills up again."

// findSender returns the step where bounces return mail that was submitted on this
// server: its other mail, of cron and of users, is not to blame.
func (w *writer) findSender(n int32, c *causes.Cause) Step {
	about := c.Query()
	if all := filter.All(c.Query(), w.sourceTerm(n)); w.x.Count(all, w.rows) > 0 {
		about = all
	}
	step := Step{Title: "Find what sends forged mail on this server", Cause: c.Key(), About: about, Count: w.x.Count(about, w.rows)}
	var why, sure sentence
	why.count(step.Count, about)
	why.say(verb(step.Count, "bounce returns", "bounces return") + " mail that was submitted on this server" + w.lastCame(w.newest(about), stillSending))
	sure.say("Probable: the headers inside the bounces say so.")
	step.Text = [][]Phrase{why, sure}
	return step
}

// lastCame ends a sentence with when the last message came in, and with what
// follows from that if it was within the last hour.
func (w *writer) lastCame(last int64, active string) string {
	switch {
	case last == 0:
		return "."
	case w.isActive(last):
		return "; the last came in " + w.moment(last) + ", " + active
	}
	return "; the last came in " + w.moment(last) + "."
}

// addFiles returns the step where there is nothing but a listing, or a mail log.
func (w *writer) addFiles() Step {
	step := Step{Title: "Add the queue files", Command: w.x.Words.Collect}
	lacks := "A listing has no clients, logins, scripts, replies inside bounces or message texts, so it cannot show where the mail came from."
	if w.fromLog() {
		lacks = "A mail log has no scripts, replies inside bounces or message texts, and it does not prove that these messages still wait."
	}
	for _, text := range []string{
		lacks,
		"Pack the queue directory on the server and open it here, too.",
	} {
		step.Text = append(step.Text, []Phrase{{Text: text}})
	}
	return step
}

// nothing says when to look again, and what to do then.
func (w *writer) nothing() Step {
	step := Step{Title: "Nothing"}
	say := func(text string) { step.Text = append(step.Text, []Phrase{{Text: text}}) }
	n := len(w.rows)
	if w.opt.Cut || w.opt.Unread > 0 {
		step.Title = "Look at Problems"
		say("What was not read may change this answer. Nothing else here comes first.")
		return step
	}
	o := w.largest()
	switch {
	case w.situation == healthy:
		say("Looked at: bounces, senders and clients, refused connections, DNS, limits, quarantine, damaged files.")
		say(w.in("sendmail tries ") + allOf(n) + " again by itself. Look again if " + theyWait(n) + " after 12 h.")
	case o.is == nil:
		say("Nothing on " + w.ours() + " holds up much of " + w.whole() + ". Look again after the next queue run.")
	case isGreylisting(o):
		say("Greylisting passes by itself. Look again after the next queue run; after 6 h, ask their postmaster.")
	case o.is.Side == reason.Network && share(o.all(), n, mainShare):
		step.Title = w.otherSide(o, say)
		say(w.in("sendmail retries by itself. Look again in an hour."))
	case n < tiny:
		say(w.in("sendmail tries ") + allOf(n) + " again by itself. Look again if " + theyWait(n) + " after 6 h.")
	default:
		say("Nothing on " + w.ours() + " holds up much of " + w.whole() + w.in(", and sendmail retries by itself."))
		say("Look again in 6 h; if the same servers still hold it up, ask their postmasters.")
	}
	return step
}

// otherSide returns the title of the step where most mail waits for something between
// this server and others. say gets what follows from the outcome.
func (w *writer) otherSide(o *obstacle, say func(string)) string {
	many, one := "these servers", ""
	if o.is.ID == reason.TopicLookup {
		many = "these domains"
	}
	if servers, top, _ := w.serversOf(o, nil); servers > 0 && share(top.all(), o.all(), mainShare) {
		one = w.server(top.name)
	}
	name := cmp.Or(one, many)
	if o.is.ID == reason.TopicLookup {
		say("If another network finds " + name + ", the fault is in the resolver of " + w.ours() + " or on the way to it. If not, it is in their DNS, and only they can mend it.")
		return "Look up " + name + " from another network"
	}
	say("If another network reaches " + name + ", a firewall or a provider in between blocks " + w.ours() + ". If not, the fault is theirs, and the mail goes out by itself once it is mended.")
	return "Try to reach " + name + " from another network"
}

// in returns a text that was written for sendmail, with the name of the mail system.
func (w *writer) in(text string) string { return w.x.Words.In(text) }

// ours returns the servers that have the queue.
func (w *writer) ours() string {
	if len(w.hosts) > 1 && !w.twice {
		return "these servers"
	}
	return "this server"
}

func allOf(n int) string {
	switch n {
	case 1:
		return "it"
	case 2:
		return "both"
	}
	return "all " + words.Number(n)
}

func theyWait(n int) string {
	if n == 1 {
		return "it still waits"
	}
	return "they still wait"
}
