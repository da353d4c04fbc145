package triage

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	// longHeld: a message that was not tried for so long, in seconds, waits
	// for a queue run that does not come.
	longHeld = 3600
	// stopped: sendmail is mostly told to run the queue every 5 to 60 minutes.
	stopped = 4 * 3600
	// leastExpiring and expiringPercent: so many messages, and so large a part
	// of the queue, are worth a word before they are returned.
	leastExpiring   = 10
	expiringPercent = 10
	// soon is how long before its end, in seconds, a message is expiring.
	soon = 86400
)

// plainRule makes a finding of all messages of a topic, however few.
type plainRule struct {
	topic      string
	one, many  string // the title after the number; one "": many is all of it
	text       string // after the count; "": a status
	advice     string
	command    string
	confidence Confidence
	urgent     bool
}

var plainRules = [...]plainRule{
	{TopicLocalDisk, "", "A disk of this server is full", "",
		"Free space or inodes on the file system that the status names or the queue is on; the next queue run does the rest.", "df -h; df -i", Certain, true},
	{topicLoad, "", "The load is too high to deliver mail", "",
		"sendmail tries no message while the load is above QueueLA. Find out what makes it; the queue runs by itself afterwards.", "uptime", Certain, true},
	{TopicLocalError, "", "This server has a fault of its own", "",
		"Repair what the status names, then run the queue.", "sendmail -v -q", Certain, true},
	{TopicMailer, "", "The local delivery program puts mail off", "",
		"Look in the mail log for what it says: a quota, a home directory that is not mounted, a lock.", "", Certain, false},
	{TopicQuarantined, "message is quarantined", "messages are quarantined", "sendmail tries none of them until an operator releases or removes them.",
		"Read the reasons. To release all of them, take the quarantine off and run the queue.", "sendmail -qQ -Q", Certain, false},
	{topicLost, "message is set aside as Qf", "messages are set aside as Qf", "sendmail did not trust the control file, or a bounce could be returned to nobody. It tries none of them again.",
		"The mail log says why. If a file is sound, rename it to qf and run the queue.", "grep Losing /var/log/mail.log", Certain, false},
	{topicDamaged, "control file is damaged", "control files are damaged", "sendmail skips such a message and tells nobody.",
		"See Problems for the lines. Repair the files from a backup, or tell the senders.", "", Certain, false},
	{topicNoData, "message has lost its text", "messages have lost their texts", "The df file is missing; sendmail would deliver an empty message.",
		"Look for the df files in other queue directories or a backup before the next queue run.", "", Certain, false},
	{topicOrphan, "text has no control file", "texts have no control file", "sendmail does not know of them. They were just arriving, or a crash has left them.",
		"Leave young ones alone. Once nothing refers to an old one, it can be removed.", "", Look, false},
}

// plain follows the table.
func (s *survey) plain() {
	for k := range plainRules {
		r := &plainRules[k]
		t := s.topics[r.topic]
		if t == nil || t.n == 0 {
			continue
		}
		c := s.find(&t.tally, &Cause{
			Rule: r.topic, Title: r.many, Advice: r.advice, Command: r.command,
			Confidence: r.confidence, Side: Ours, Urgent: r.urgent, Query: why(r.topic),
		})
		if r.one != "" {
			c.Title = words.Plural(t.n, r.one, r.many)
		}
		if c.Text = s.counts(&t.tally, "") + ". " + r.text; r.text == "" {
			c.Text = s.evidence(&t.tally, "")
		}
	}
}

// dirQuery selects the messages of a queue directory.
func (s *survey) dirQuery(d int) string {
	dir := &s.q.Dirs[d]
	query := filter.Token("queue", ExactDir(dir.Path))
	for k := range s.q.Dirs {
		if s.q.Dirs[k].Host != dir.Host {
			return filter.Token("host", dir.Host) + " " + query
		}
	}
	return query
}

// localhost finds programs on this host that refuse connections: sendmail
// itself, for the submission queue, or a filter.
func (s *survey) localhost() {
	for d := range s.dirs {
		for _, l := range s.dirs[d].local.ranked(s.q) {
			c := s.find(l.tally, &Cause{
				Rule: "localhost", Title: "A server on this host refuses connections", Text: s.evidence(l.tally, ""),
				Advice:  "A filter or delivery program that listens on this host is not running. Start it.",
				Command: "ss -ltn", Confidence: Certain, Side: Ours, Urgent: true,
				Query: why(TopicRefused) + " " + filter.Token("server", l.name) + " " + s.dirQuery(d),
			})
			if s.q.Dirs[d].Client {
				c.Rule, c.Title = "submission", "sendmail on this host does not take mail from its own programs"
				c.Advice = "The submission queue hands its mail to the sendmail that listens on this host, which refuses. Start it, then run that queue."
				c.Command = "sendmail -Ac -q -v"
			}
		}
	}
}

// runner finds queue directories that have not been run for hours.
func (s *survey) runner() {
	for d := range s.dirs {
		w := &s.dirs[d].waiting
		if w.last == 0 || s.q.Taken-w.last < stopped || w.n < leastMessages {
			continue
		}
		s.find(w, &Cause{
			Rule: "runner", Confidence: Likely, Side: Ours, Urgent: true,
			Title:  "Nothing in " + s.q.Dirs[d].Path + " was tried for " + words.Span(s.q.Taken-w.last),
			Text:   s.counts(w, " there") + "; the last try of any was " + words.DateNear(w.last, s.q.Taken) + ".",
			Advice: "The process that runs the queue is not there, or hangs. Look for it and start it.", Command: "pgrep -a sendmail",
			Query: s.dirQuery(d) + " (state:deferred OR state:held OR state:unavailable OR state:processing)",
		})
	}
}

// neverTried finds messages that no queue run has picked up.
func (s *survey) neverTried() {
	if s.late.n < leastMessages {
		return
	}
	s.find(&s.late, &Cause{
		Rule: "never-tried", Confidence: Look, Side: Ours,
		Title:   words.Plural(s.late.n, "message has", "messages have") + " never been tried",
		Text:    s.counts(&s.late, "") + ". Young mail waits for the next run, but not for more than an hour.",
		Advice:  "Check that sendmail runs the queue (-q with a time), and whether it is told to queue only.",
		Command: "sendmail -v -q",
		Query:   why(TopicNeverTried) + " " + AgeToken(">", longHeld),
	})
}

// expiring finds mail that is returned soon.
func (s *survey) expiring() {
	t := &s.expire
	if t.n < leastExpiring || 100*t.n < expiringPercent*s.n {
		return
	}
	s.find(t, &Cause{
		Rule: "expiring", Confidence: Look,
		Title:  words.Plural(t.n, "message reaches", "messages reach") + " " + words.Span(s.x.ReturnAfter) + " within a day",
		Text:   s.counts(t, "") + ". sendmail then gives up and returns it, if that is the limit: the queue does not record it.",
		Advice: "Remove what holds them up first, then run the queue, or raise the limit.", Command: "sendmail -v -q",
		Query: "state:deferred " + AgeToken(">", s.x.ReturnAfter-soon),
	})
}

// why selects the messages of a topic.
func why(topic string) string { return "why:" + topic }
