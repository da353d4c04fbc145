package causes

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
)

// scanner finds mail that MailScanner has not picked up. sendmail only fills
// that queue; running it would deliver unscanned mail.
func (s *survey) scanner() {
	var sum tally
	var found []placed
	for d := range s.dirs {
		t := &s.dirs[d].unscanned
		if t.n == 0 {
			continue
		}
		sum.merge(t)
		found = append(found, placed{&named{s.q.Dirs[d].Path, t}, d, filter.All(why(reason.TopicNeverTried), triage.AgeTerm(">", longHeld), s.inDir(d))})
	}
	if len(found) == 0 {
		return
	}
	c := &Cause{
		Rule: "mail-scanner", Confidence: Likely, Side: reason.Ours, Urgent: true, Class: "Messages wait for MailScanner",
		Title:   words.Plural(sum.n, "message waits", "messages wait") + " for MailScanner",
		Text:    s.counts(&sum, "") + ". MailScanner takes mail from this queue within seconds, and moves what it has scanned to mqueue.",
		Advice:  "MailScanner is not running, or hangs: look at its log and start it. Do not run this queue with sendmail, which would deliver mail that was not scanned.",
		Command: "systemctl status mailscanner",
	}
	if len(found) > 1 {
		c.Subtitle = words.Number(len(found)) + " queue directories"
	}
	s.each(c, "Queue directories", found, func(p placed) Part { return Part{Name: p.name, Note: s.onHost(p.dir)} })
	s.find(&sum, c)
}
