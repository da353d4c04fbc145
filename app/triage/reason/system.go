package reason

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// The mail systems, by the names that mailsystem has for them.
const (
	ofSendmail = "sendmail"
	ofPostfix  = "postfix"
	ofExim     = "exim"
)

// Say words a topic for a mail system: its name, its own title, and its own advice in place of
// the general one of the topic.
func (t *Topic) Say(of *mailsystem.Words) {
	general := t.general()
	for _, text := range []*string{&t.Title, &t.Short, &t.Advice, &t.Step, &t.Reply} {
		*text = of.In(*text)
	}
	f := of.Findings[t.ID]
	if f.Status != "" {
		t.Title, t.Short = f.Status, f.Status
	}
	if f.Advice != "" && general {
		t.Advice, t.Step, t.Reply = f.Advice, f.Advice, f.Advice
	}
}

// general reports whether the advice is that of one of the mail system's own topics, and not of
// a text.
func (t *Topic) general() bool {
	return slices.ContainsFunc(OwnTopics[:], func(o ownTopic) bool { return o.ID == t.ID && o.Advice == t.Advice })
}
