package reason

import "github.com/spoolscope/spoolscope/parser/smtp"

// verdicts are the texts by which sendmail sums up what another server or a delivery program
// refused, with the code that each stands for by itself (sysexits.c). Its log and queue have
// nothing else of it.
var verdicts = map[string]smtp.Enhanced{
	"Service unavailable":     {Class: 5},
	"Insufficient permission": {Class: 5},
	"Data format error":       {Class: 5, Subject: 6},
	"User unknown":            {Class: 5, Subject: 1, Detail: 1},
	"Host unknown":            {Class: 5, Subject: 1, Detail: 2},
}

const verdictStep = "This is how sendmail sums up a refusal. The other server’s own words are in the bounce that went to the sender."

// verdict returns the topic of one of sendmail's summaries that says no more than that mail was refused.
func (r *Reason) verdict(text, because string) (Topic, bool) {
	if _, ok := verdicts[text]; !ok || r.Kind != KindFailed || r.Code.Valid() {
		return Topic{}, false
	}
	t := OfReply(smtp.Refused, because, smtp.Token)
	t.Advice, t.Step, t.Reply = verdictStep, verdictStep, verdictStep
	return t, true
}

// beyond returns the topic of a code that a log has beside a summary, if it says more: "dsn=5.1.8,
// stat=User unknown" is about the sender's domain.
func beyond(text string, dsn smtp.Enhanced) (Topic, bool) {
	usual, ok := verdicts[text]
	if !ok || dsn.Class != 5 || dsn == usual || dsn.Subject == 0 && dsn.Detail == 0 {
		return Topic{}, false
	}
	m := smtp.Explain(0, dsn, "")
	if m.Topic == smtp.Refused || m.Topic == smtp.Other {
		return Topic{}, false
	}
	t := OfReply(m.Topic, m.Because, m.Evidence)
	t.Short, t.Step, t.Reply = m.Short, m.Step, m.Advice
	return t, true
}
