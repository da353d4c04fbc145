package causes

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// plainRule reports all messages of a topic, however few.
type plainRule struct {
	topic      string
	one, many  string // the title after the number; if one is "", many is the whole title
	text       string // after the count; "" for a status
	advice     string
	command    string
	confidence Confidence
	urgent     bool
	reasons    string // what its reasons are called, if it lists them
}

var plainRules = [...]plainRule{
	{reason.TopicLocalDisk, "", "A disk of this server is full", "",
		"Free space or inodes on the file system that the status names or the queue is on; the next queue run does the rest.", "df -h; df -i", Certain, true, "Statuses"},
	{reason.TopicLoad, "", "The load is too high to deliver mail", "",
		"sendmail tries no message while the load is above QueueLA. Find out what makes it; the queue runs by itself afterwards.", "uptime", Certain, true, ""},
	{reason.TopicLocalError, "", "This server has a fault of its own", "",
		"Repair what the status names, then run the queue.", "sendmail -v -q", Certain, true, "Statuses"},
	{reason.TopicMailer, "", "The local delivery program defers mail", "",
		"Look in the mail log for what it says: a quota, a home directory that is not mounted, a lock.", "", Certain, false, "Statuses"},
	{reason.TopicWarning, "message hides its reason behind a delay warning", "messages hide their reasons behind a delay warning",
		"When sendmail warned the sender, the warning took the place of the status. What holds the messages up is not in what was read.",
		"The reasons are in the mail log, and in the queue files if you add them; mailq -v shows each recipient’s own. The next try writes them anew.", "mailq -v", Look, false, ""},
	{reason.TopicQuarantined, "message is quarantined", "messages are quarantined", "sendmail tries none of them until an operator releases or removes them.",
		"Read the reasons. To release all of them, take the quarantine off and run the queue.", "sendmail -qQ -Q", Certain, false, "Reasons"},
	{reason.TopicLost, "message was set aside as Qf", "messages were set aside as Qf", "sendmail did not trust the control file, or a bounce could be returned to nobody. It tries none of them again.",
		"The mail log says why. If a file is sound, rename it to qf and run the queue.", "grep Losing /var/log/mail.log", Certain, false, ""},
	{reason.TopicDamaged, "control file is damaged", "control files are damaged", "sendmail skips such a message and tells nobody.",
		"See Problems for the lines. Repair the files from a backup, or tell the senders.", "", Certain, false, ""},
	{reason.TopicNoData, "message has lost its text", "messages have lost their texts", "The df file is missing; sendmail would deliver an empty message.",
		"Look for the df files in other queue directories or a backup before the next queue run.", "", Certain, false, ""},
	{reason.TopicOrphan, "text has no control file", "texts have no control file", "sendmail does not know of them. They were just arriving, or a crash has left them.",
		"Leave young ones alone. Once nothing refers to an old one, it can be removed.", "", Look, false, ""},
}

// plain applies plainRules.
func (s *survey) plain() {
	for k := range plainRules {
		r := &plainRules[k]
		t := s.topics[r.topic]
		if t == nil || t.n == 0 {
			continue
		}
		c := &Cause{
			Rule: r.topic, Title: r.many, Advice: r.advice, Command: r.command,
			Confidence: r.confidence, Side: reason.Ours, Urgent: r.urgent, About: why(r.topic),
		}
		if t.about.Actor == smtp.Anyone {
			c.Side = ""
		}
		if r.one != "" {
			c.Class = words.UpperFirst(r.many)
			c.Title = words.Plural(t.n, r.one, r.many)
		}
		if c.Text = s.counts(&t.tally, "") + ". " + r.text; r.text == "" {
			c.Text = s.evidence(&t.tally, "")
		}
		if !s.because(c, t, r.reasons) {
			s.inDirs(c, t.dirs)
		}
		s.find(&t.tally, c)
	}
}

// because splits a cause by the reasons of its messages, and reports whether
// these are several.
func (s *survey) because(c *Cause, t *topicTally, are string) bool {
	var list []*named
	of := map[*tally]string{}
	for text, n := range t.reasons {
		if n.n > 0 {
			list = append(list, n)
			of[n.tally] = text
		}
	}
	if len(list) < 2 {
		return false
	}
	rank(list)
	c.Subtitle = words.Number(len(list)) + " " + strings.ToLower(are)
	c.split(are, list, func(n *named) Part {
		return Part{Name: shortened(strings.TrimPrefix(n.name, "Quarantined: ")), Query: filter.All(c.About, filter.Value("reason", of[n.tally]))}
	})
	return true
}
