package triage

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Topic is the family that a reason belongs to, one of a few whatever the
// words: "Greylisted", "Connection refused". Replies have those of package
// smtp.
type Topic struct {
	ID      string // as why: in a query names it
	Title   string
	Because string // what put the reason there: `“over quota”`, `4.2.2`, `452`
}

// The topics that are no reply of another server.
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

	topicLookup     = "lookup-failed"
	topicDamaged    = "damaged"
	topicNoData     = "no-data"
	topicLoad       = "load"
	topicLost       = "lost"
	topicOrphan     = "orphan"
	topicProcessing = "processing"
)

// ownTopics are those of the texts that sendmail writes itself, and of
// messages that wait for another reason than a failure.
var ownTopics = [...]struct{ kind, id, title string }{
	{KindRefused, TopicRefused, "Connection refused"},
	{KindTimeout, TopicTimeout, "Connection timed out"},
	{KindUnreachable, TopicNoRoute, "No route to the server"},
	{KindDNS, topicLookup, "Name lookup failed"},
	{KindMap, topicLookup, "Name lookup failed"},
	{KindMailer, TopicMailer, "Local delivery failed"},
	{KindLocal, TopicLocalError, "Local: other error"},
	{KindWarning, TopicWarning, "Hidden by a delay warning"},
	{KindQuarantined, TopicQuarantined, "Quarantined"},
	{KindNeverTried, TopicNeverTried, "Not tried yet"},
	{kindUnknown, TopicNoReason, "No reason recorded"},
	{kindLost, topicLost, "Set aside by sendmail"},
	{kindOrphan, topicOrphan, "No control file"},
	{kindDamaged, topicDamaged, "Control file damaged"},
	{kindNoData, topicNoData, "Data file missing"},
	{kindLoad, topicLoad, "Load too high"},
	{kindProcessing, topicProcessing, "Being delivered"},
}

// replyTopic is that of sendmail’s own texts that say what replies say, too.
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

// topic finds the family of a reason. The status is one of those it was made
// from, as written.
func (r *Reason) topic(status string) Topic {
	quoted := "“" + words.Join(r.Text) + "”"
	text := strings.TrimPrefix(visible(status[:min(len(status), MaxStatus)], r.Cut), "Deferred: ")
	if r.Kind == KindLocal && containsAny(text, "No space left", "quota exceeded", "Insufficient disk space") {
		return Topic{TopicLocalDisk, "Local: disk full", quoted}
	}
	kind := r.Kind
	if kind == KindDeferred && strings.TrimRight(text, " ") == "Deferred" {
		kind = kindUnknown
	}
	for k := range ownTopics {
		if t := &ownTopics[k]; t.kind == kind && (kind != KindDNS || r.Class != Permanent) {
			return Topic{t.id, t.title, quoted}
		}
	}
	if t := replyTopic(kind); t != smtp.Other {
		return Topic{t.ID(), t.Title(), quoted}
	}
	e := r.Enhanced
	if !r.Code.Valid() { // a text without a code: its words alone tell
		e.Class = 4
		if r.Class == Permanent {
			e.Class = 5
		}
	}
	m := smtp.Explain(r.Code, e, text)
	if !r.Code.Valid() && (m.Topic == smtp.TryLater || m.Topic == smtp.Refused) {
		return Topic{smtp.Other.ID(), smtp.Other.Title(), quoted}
	}
	return Topic{m.Topic.ID(), m.Topic.Title(), m.Because}
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
