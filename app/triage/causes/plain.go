package causes

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// plainRule reports all messages of a topic, however few. Its words are those of
// the mail system, unless they are the same for all.
type plainRule struct {
	topic      string
	words      mailsystem.Finding
	confidence Confidence
	urgent     bool
	reasons    string // the name of its reasons, if it lists them
}

var plainRules = [...]plainRule{
	{reason.TopicLocalDisk, mailsystem.Finding{
		Many:   "A disk of this server is full",
		Advice: "Free space or inodes on the file system that the status names or the queue is on; the next queue run does the rest.", Command: "df -h; df -i",
	}, Certain, true, "Statuses"},
	{reason.TopicLoad, mailsystem.Finding{}, Certain, true, ""},
	{reason.TopicLocalError, mailsystem.Finding{}, Certain, true, "Statuses"},
	{reason.TopicMailer, mailsystem.Finding{
		Many:   "The local delivery program defers mail",
		Advice: "Look in the mail log for what it says: a quota, a home directory that is not mounted, a lock.",
	}, Certain, false, "Statuses"},
	{reason.TopicWarning, mailsystem.Finding{}, Look, false, ""},
	{reason.TopicQuarantined, mailsystem.Finding{}, Certain, false, "Reasons"},
	{reason.TopicLost, mailsystem.Finding{}, Certain, false, ""},
	{reason.TopicDamaged, mailsystem.Finding{}, Certain, false, ""},
	{reason.TopicNoData, mailsystem.Finding{}, Certain, false, ""},
	{reason.TopicOrphan, mailsystem.Finding{}, Look, false, ""},
}

// wordsFor returns the words for a cause of a rule.
func (s *survey) wordsFor(rule string) mailsystem.Finding {
	for _, w := range [...]*mailsystem.Words{s.words, &mailsystem.Several, &mailsystem.Sendmail} {
		if f, ok := w.Findings[rule]; ok {
			return f
		}
	}
	return mailsystem.Finding{}
}

// plain applies plainRules.
func (s *survey) plain() {
	for k := range plainRules {
		r := &plainRules[k]
		t := s.topics[r.topic]
		if t == nil || t.n == 0 {
			continue
		}
		f := r.words
		if f.Many == "" {
			f = s.wordsFor(r.topic)
		}
		c := &Cause{
			Rule: r.topic, Title: f.Many, Advice: f.Advice, Command: f.Command,
			Confidence: r.confidence, Side: reason.Ours, Urgent: r.urgent, About: why(r.topic),
		}
		if t.about.Actor == smtp.Anyone {
			c.Side = ""
		}
		if f.One != "" {
			c.Class = words.UpperFirst(f.Many)
			c.Title = words.Plural(t.n, f.One, f.Many)
		}
		if c.Text = s.counts(&t.tally, "") + ". " + f.Text; f.Text == "" {
			c.Text = s.evidence(&t.tally, "")
		}
		if r.topic == reason.TopicQuarantined {
			c.Text += s.frozenBounces(t.n)
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
		name := strings.TrimPrefix(strings.TrimPrefix(n.name, "Quarantined: "), "Frozen: ")
		return Part{Name: shortened(name), Query: filter.All(c.About, filter.Value("reason", of[n.tally]))}
	})
	return true
}
