package diagnosis

import (
	"cmp"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// step is what removes causes of a rule, what that changes, and what makes it
// sure.
type step struct{ title, changes, sure string }

const (
	byStatus = "sendmail recorded it as their status."
	byReply  = "the other servers’ replies say so."
	byFile   = "the queue files show it."
)

// steps are the steps by the rule of the cause.
var steps = map[string]step{
	reason.TopicLocalDisk:    {"Make room on the full disk", "Once there is room, the next queue run does the rest.", byStatus},
	reason.TopicLoad:         {"Bring the load of this server down", "sendmail delivers nothing above its limit; the queue runs by itself afterwards.", byStatus},
	reason.TopicLocalError:   {"Repair the fault on this server", "Mail that needs it cannot move until then.", byStatus},
	reason.TopicMailer:       {"Look at the local delivery program", "Mail to users of this server cannot move until it works.", byStatus},
	"resolver":               {"Repair name lookup on this server", "Hardly any mail leaves without it; the queue empties by itself afterwards.", "this many domains rarely fail at once; one resolver does."},
	"localhost":              {"Start the server on this host that is down", "Mail that needs it cannot move until then.", byStatus},
	"submission":             {"Start the sendmail that listens here", "Programs on this host cannot send until then.", byStatus},
	"smart-host":             {"Define the smart host", "Mail that goes through it cannot leave until then.", byStatus},
	"runner":                 {"Start the process that runs the queue", "Nothing is tried again until then.", "the queue files have the times of the last tries."},
	"mail-scanner":           {"Start MailScanner", "It passes on what it has scanned by itself.", "it takes new mail within seconds where it runs."},
	family(topicBlocklisted): {"Get this server’s address off the blocklist", "Stop what caused the listing before you ask for removal; the mail then goes out by itself.", byReply},
	"rate-limited":           {"Send less mail to these servers", "More attempts only make the limit last longer.", byReply},
	"reverse-dns":            {"Give this server’s address a proper name", "Servers that check the name take mail again once the DNS has it.", byReply},
	"sender-policy":          {"Put SPF and DKIM right", "Servers that check them take the mail again once the DNS has it.", byReply},
	"sender-domain":          {"Look up the senders’ domains", "Mail from a domain that exists goes out once its DNS works; forged mail can go.", byReply},
	"tls":                    {"Check encryption with these servers", "Mail to them goes out again once both sides agree.", byStatus},
	"login":                  {"Check the login for these servers", "Mail to them goes out again once they accept it.", byReply},
	reason.TopicQuarantined:  {"Look through the quarantine", "Nothing but an operator releases or removes these messages.", byFile},
	reason.TopicLost:         {"Look at what sendmail set aside", "It tries none of them again by itself.", byFile},
	reason.TopicDamaged:      {"Repair the damaged messages", "sendmail skips them and tells nobody.", byFile},
	reason.TopicNoData:       {"Look for the texts that are missing", "sendmail would deliver empty messages.", byFile},
}

// topicBlocklisted is the topic of replies that this server is on a blocklist.
const topicBlocklisted = "blocklisted/address"

// family returns a topic without its object.
func family(topic string) string {
	id, _, _ := strings.Cut(topic, "/")
	return id
}

// stepOf returns the step that removes a cause.
func (w *writer) stepOf(c *causes.Cause) Step {
	if c.Rule == "backscatter" {
		if src := w.bounceSource(); src >= 0 {
			return w.stopSource(src, c)
		}
		return w.refuseUnknown(c)
	}
	if c.Rule == "source" && w.main >= 0 {
		return w.stopSource(w.main, c)
	}
	step := Step{Title: shown(w.opt.Names.Text(c.Title)), Cause: c.Key(), About: c.Query(), Count: c.Count}
	var why, from, sure sentence
	w.because(&why, c)
	known, ok := steps[c.Rule]
	if ok {
		step.Title = w.in(cmp.Or(w.x.Words.Findings[c.Rule].Step, known.title))
		if len(c.Parts) > 0 { // the largest of them
			servers := shown(w.opt.Names.Text(c.Parts[0].Name))
			if others := c.PartsOf - 1; others > 0 {
				servers += " and " + words.Plural(others, "other server", "other servers")
			}
			step.Title = strings.Replace(step.Title, "these servers", servers, 1)
		}
		if c.Rule == "runner" && c.PartsOf == 1 && w.severalDirs() { // the others are run
			step.Title = "Start the process that runs " + shown(w.opt.Names.Text(c.Parts[0].Name))
			known.changes = "Nothing there is tried again until then."
		}
		why.say(" " + w.in(cmp.Or(w.x.Words.Findings[c.Rule].Ends, known.changes)))
	} else {
		known.sure = byStatus
	}
	if known.sure = w.in(known.sure); w.fromLog() {
		known.sure = inLog.Replace(known.sure)
	}
	if c.Rule == "rate-limited" && w.main >= 0 {
		through, name := w.through(w.main)
		n := w.sources[w.main].counts[triage.Ordinary]
		from.say("Most ordinary mail, ")
		from.count(n, filter.All(w.sourceTerm(w.main), triage.KindTerm(triage.Ordinary)))
		from.say(" messages, came " + through + name + w.lastCame(w.sources[w.main].last, "so start there."))
	}
	switch {
	case c.Confidence == causes.Certain:
		sure.say("Certain: " + known.sure)
	case ok && steps[c.Rule].sure == byReply:
		sure.say("Probable: it is what the other servers’ replies seem to say.")
	default:
		sure.say("Probable: " + known.sure)
	}
	for _, s := range []sentence{why, from, sure} {
		if len(s) > 0 {
			step.Text = append(step.Text, s)
		}
	}
	return step
}

// because says how many messages wait because of a cause. Where it counts bounces
// that only report it, and wait for something else, they are counted apart.
func (w *writer) because(s *sentence, c *causes.Cause) {
	n, about := c.Count, c.Query()
	quoted := 0
	for _, o := range w.obstacles {
		if c.Rule == family(topicBlocklisted) && o.is.ID == topicBlocklisted {
			n, about = o.all(), triage.ObstacleTerm(o.is)
			quoted = c.Count - n
		}
	}
	s.count(n, about)
	s.say(verb(n, "message waits", "messages wait") + " because of this")
	if quoted > 0 {
		s.say(", and ")
		s.count(quoted, filter.All(c.Query(), filter.Not(about)))
		s.say(verb(quoted, "bounce reports it", "bounces report it"))
	}
	s.say(".")
}

// inLog names the log in place of the queue files, where there is nothing but a log.
var inLog = strings.NewReplacer("the queue files show", "the mail log shows", "the queue files have", "the mail log has")

// fromLog reports whether the messages are known from a mail log only.
func (w *writer) fromLog() bool { return w.q.Flags[w.rows[0]]&queue.FromLog != 0 }

// severalDirs reports whether the messages are in several queue directories.
func (w *writer) severalDirs() bool {
	for _, i := range w.rows {
		if w.q.Dir[i] != w.q.Dir[w.rows[0]] {
			return true
		}
	}
	return false
}

// refuseUnknown returns the step against backscatter from many clients.
func (w *writer) refuseUnknown(c *causes.Cause) Step {
	step := Step{Title: "Reject unknown recipients up front", Cause: c.Key(), About: c.Query(), Count: c.Count}
	var why, sure sentence
	why.count(c.Count, step.About)
	why.say(" bounces return what was accepted here and refused later, from many clients: blocking one of them changes little.")
	why.say(" Have this server ask whether an address exists before it accepts a message; there is no point in removing the bounces before that.")
	sure.say("Probable: their recipients are at many domains, and hardly any of them has sent mail that waits here.")
	step.Text = [][]Phrase{why, sure}
	return step
}
