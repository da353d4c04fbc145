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
	for d := range s.dirs {
		t := &s.dirs[d].unscanned
		if t.n == 0 {
			continue
		}
		s.find(t, &Cause{
			Rule: "mail-scanner", Confidence: Likely, Side: reason.Ours, Urgent: true,
			Title:   words.Plural(t.n, "message waits", "messages wait") + " for MailScanner",
			Text:    s.counts(t, "") + ". MailScanner takes mail from this queue within seconds, and moves what it has scanned to mqueue.",
			Advice:  "MailScanner is not running, or hangs: look at its log and start it. Do not run this queue with sendmail, which would deliver mail that was not scanned.",
			Command: "systemctl status mailscanner",
			About:   filter.All(why(reason.TopicNeverTried), triage.AgeTerm(">", longHeld), s.inDir(d)),
		})
	}
}
