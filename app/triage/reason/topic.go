package reason

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Topic is the family that a reason belongs to, one of a few whatever the
// words: "Greylisted", "Connection refused". Replies have those of package
// smtp.
type Topic struct {
	ID       string // the family, as why: in a query names it: "rate-limited"
	Key      string // the topic itself, with its object where a family has more than one: "rate-limited/mailbox"
	Title    string
	Short    string // what this very reply says in a few words, Title for other texts
	Because  string // what put the reason there: `“over quota”`, `4.2.2`, `452`
	Evidence smtp.Evidence
	Actor    smtp.Actor // who must act
	Advice   string
	Step     string // Advice for this very reply
	Reply    string // Step, after whether trying again helps
	stepped  bool   // Advice is for a text of a mail system's own
}

// Own reports whether the topic belongs to the mail system’s own texts.
func (t *Topic) Own() bool {
	return slices.ContainsFunc(OwnTopics[:], func(o ownTopic) bool { return o.ID == t.ID })
}

// Is reports whether name names the topic or its family.
func (t *Topic) Is(name string) bool { return name == t.ID || name == t.Key }

// Guessed reports whether the topic rests on words alone, or on a code that
// servers use for anything.
func (t *Topic) Guessed() bool {
	switch t.ID {
	case smtp.TryLater.ID(), smtp.Refused.ID(), TopicOther: // they only say that no reason was given
		return false
	}
	return t.Evidence == smtp.Words || t.Evidence == smtp.NoEvidence
}

// Side returns where the topic’s fault can be removed.
func (t *Topic) Side() Side {
	switch t.Actor {
	case smtp.Us:
		return Ours
	case smtp.Postmaster, smtp.Recipient, smtp.Time:
		return Theirs
	case smtp.Network:
		return Network
	case smtp.Sender, smtp.DomainOwner:
		return Senders
	}
	return ""
}

// The topics that are not replies of another server.
const (
	TopicRefused     = "connection-refused"
	TopicTimeout     = "connection-timeout"
	TopicNoRoute     = "no-route"
	TopicMailer      = "local-mailer"
	TopicLocalDisk   = "local-disk"
	TopicLocalError  = "local-error"
	TopicWarning     = "delay-warning"
	TopicNoReason    = "no-reason"
	TopicNeverTried  = "never-tried"
	TopicQuarantined = "quarantined"
	TopicOther       = "other" // no topic fits

	TopicLookup     = "lookup-failed"
	TopicDamaged    = "damaged"
	TopicNoData     = "no-data"
	TopicLoad       = "load"
	TopicLost       = "lost"
	TopicOrphan     = "orphan"
	TopicProcessing = "processing"
)

// ownTopic is a topic of the texts that sendmail writes itself, or of messages
// that wait for another reason than a failure.
type ownTopic struct {
	ID, title string
	actor     smtp.Actor
	Advice    string
}

// OwnTopics are the topics of what sendmail says itself.
var OwnTopics = [...]ownTopic{
	{TopicRefused, "Connection refused", smtp.Postmaster, "Nothing listens there, or it blocks this server’s address. Try it from here; if it answers others, ask its postmaster."},
	{TopicTimeout, "Connection timed out", smtp.Network, "The server is down, or a firewall on the way drops the connection. Try it from here and from elsewhere."},
	{TopicNoRoute, "No route to the server", smtp.Network, "Check this server’s routes, addresses and firewall."},
	{TopicLookup, "Name lookup failed", smtp.Postmaster, "The domain’s name servers give no answer, or the name is mistyped. If many domains fail, the resolver here is at fault."},
	{TopicMailer, "Local delivery failed", smtp.Us, "Look in the mail log for what the local delivery program says: a quota, a home directory that is not mounted, a lock."},
	{TopicLocalDisk, "Local: disk full", smtp.Us, "Free space or inodes on the file system that the status names or the queue is on; the next queue run does the rest."},
	{TopicLocalError, "Local: other error", smtp.Us, "Repair what the status names, then run the queue."},
	{TopicWarning, "Hidden by a delay warning", smtp.Anyone, "The warning to the sender replaced the reason. The mail log has it; mailq -v shows each recipient’s own, and the next try records it again."},
	{TopicQuarantined, "Quarantined", smtp.Us, "Read the reason, then release the message or remove it."},
	{TopicNeverTried, "Not tried yet", smtp.Time, "It waits for the next queue run. After more than an hour, check that sendmail runs the queue."},
	{TopicNoReason, "No reason recorded", smtp.Anyone, "The mail log has the replies."},
	{TopicLost, "Set aside by sendmail", smtp.Us, "The mail log says why. If the file is sound, rename it to qf and run the queue."},
	{TopicOrphan, "No control file", smtp.Us, "Leave young ones alone; an old one that nothing refers to can be removed."},
	{TopicDamaged, "Control file damaged", smtp.Us, "Repair the file from a backup, or tell the sender."},
	{TopicNoData, "Data file missing", smtp.Us, "Look for the df file in other queue directories or a backup before the next queue run."},
	{TopicLoad, "Load too high", smtp.Us, "sendmail delivers nothing while the load is above its limit. Find out what makes it; the queue runs by itself afterwards."},
	{TopicProcessing, "Being delivered", smtp.Time, "A delivery was going on when the listing was made."},
}

// topicOfKind is the topic of each kind of sendmail’s own texts.
var topicOfKind = map[string]string{
	KindRefused: TopicRefused, KindTimeout: TopicTimeout, KindUnreachable: TopicNoRoute, KindDNS: TopicLookup, KindMap: TopicLookup,
	KindMailer: TopicMailer, KindLocal: TopicLocalError, KindWarning: TopicWarning, KindQuarantined: TopicQuarantined, KindNeverTried: TopicNeverTried,
	KindUnknown: TopicNoReason, KindLost: TopicLost, KindOrphan: TopicOrphan, KindDamaged: TopicDamaged, KindNoData: TopicNoData,
	KindLoad: TopicLoad, KindProcessing: TopicProcessing,
}

// own is one of ownTopics, for a reason that sendmail’s own words give.
func own(id, because string) Topic {
	for k := range OwnTopics {
		if t := &OwnTopics[k]; t.ID == id {
			return Topic{ID: id, Key: id, Title: t.title, Short: t.title, Because: because, Evidence: smtp.Token, Actor: t.actor, Advice: t.Advice, Step: t.Advice, Reply: t.Advice}
		}
	}
	panic("triage: no topic " + id)
}

// OfReply returns a topic of package smtp.
func OfReply(t smtp.Topic, because string, e smtp.Evidence) Topic {
	return Topic{ID: t.ID(), Key: t.Key(), Title: t.Title(), Short: t.Title(), Because: because, Evidence: e, Actor: t.Actor(), Advice: t.Advice(), Step: t.Advice(), Reply: t.Advice()}
}

// replyTopic returns that of sendmail’s own texts that say what replies say, too.
func replyTopic(kind string) smtp.Topic {
	switch kind {
	case KindReset, KindReadError, KindConnection:
		return smtp.Connection
	case KindLoop:
		return smtp.Loop
	case KindTLS:
		return smtp.TLS
	case KindAuth:
		return smtp.Login
	}
	return smtp.Other
}

// Topic finds the family of a reason. The status is one of those it was made
// from, as written; submitted means that it is in a queue for submission, where
// the server that replies is the one on this host.
func (r *Reason) Topic(status string, submitted bool) Topic {
	t := withStep(r.said(status), spoken(status))
	if (submitted || r.ours) && r.Code.Valid() {
		if id, ok := ourOwn(t, status); ok {
			local := own(id, t.Because)
			if containsAny(status, "collect: Cannot write") { // the words say more than the topic
				local.Advice, local.Step, local.Reply = t.Step, t.Step, t.Step
			}
			return local
		}
	}
	return t
}

// ourOwn returns the topic of a fault that a reply reports when this server gave it.
func ourOwn(t Topic, status string) (string, bool) {
	switch t.ID {
	case smtp.DiskFull.ID():
		return TopicLocalDisk, true
	case smtp.Busy.ID():
		if containsAny(status, "load") {
			return TopicLoad, true
		}
		return TopicLocalError, true
	case smtp.TheirFault.ID(), smtp.TryLater.ID(), smtp.Connection.ID(), smtp.Policy.ID(), smtp.Refused.ID():
		return TopicLocalError, true
	}
	return "", false
}

// said returns the topic of a status, whoever gave it.
func (r *Reason) said(status string) Topic {
	quoted := "“" + words.Join(r.Text) + "”"
	text := spoken(Visible(status[:min(len(status), MaxStatus)], r.Cut))
	if r.Kind == KindMailer && containsAny(text, "No space left") || r.Kind == KindLocal && containsAny(text, "No space left", "quota exceeded", "Insufficient disk space") {
		return own(TopicLocalDisk, quoted)
	}
	kind := r.Kind
	if kind == KindDeferred && strings.TrimRight(text, " ") == "Deferred" {
		kind = KindUnknown
	}
	if m, ok := eximMeaning(words.Join(r.Text)); ok && !r.Code.Valid() {
		return OfReply(m, quoted, smtp.Token)
	}
	if kind == KindFailed && !r.Code.Valid() && strings.TrimRight(text, ". ") == "Service unavailable" { // sendmail's word for any refusal
		topic := OfReply(smtp.Refused, quoted, smtp.Token)
		topic.Advice = "sendmail writes this for a refusal for which it has no other word. The reply itself is in the bounce, and in the mail log from LogLevel 10 on."
		topic.Step, topic.Reply, topic.stepped = topic.Advice, topic.Advice, true
		return topic
	}
	if kind == KindMailer { // what the program says may be about the mailbox
		if m := r.explain(text); m.Topic == smtp.UnknownUser || m.Topic == smtp.MailboxFull {
			return OfReply(m.Topic, m.Because, m.Evidence)
		}
	}
	if id := topicOfKind[kind]; id != "" && (kind != KindDNS || r.Class != Permanent) {
		return own(id, quoted)
	}
	m := r.explain(text)
	// What replies say about encryption may be about the sender’s domain.
	if t := replyTopic(kind); t != smtp.Other && (kind != KindTLS || r.framed || !r.Code.Valid() || r.Code == 403) {
		topic := OfReply(t, quoted, smtp.Token)
		if m.Topic == t && r.Code.Valid() {
			topic.Short, topic.Step, topic.Reply = m.Short, m.Step, m.Advice
		}
		return topic
	}
	if !r.Code.Valid() && (m.Topic == smtp.TryLater || m.Topic == smtp.Refused) {
		if t, ok := r.verdict(text, quoted); ok {
			return t
		}
		return OfReply(smtp.Other, quoted, smtp.NoEvidence)
	}
	topic := OfReply(m.Topic, m.Because, m.Evidence)
	if r.Code.Valid() || kind == KindDNS { // which has its words with its code or without
		topic.Short, topic.Step, topic.Reply = m.Short, m.Step, m.Advice
	}
	return topic
}

// explain is Meaning, for texts without a code, too: their words alone tell.
func (r *Reason) explain(text string) smtp.Meaning {
	if r.Code.Valid() {
		return r.Meaning(text)
	}
	e := r.Enhanced
	e.Class = 4
	if r.Class == Permanent {
		e.Class = 5
	}
	if r.Cut {
		return smtp.ExplainCut(r.Code, e, text)
	}
	return smtp.Explain(r.Code, e, text)
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
