package reason

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Explanation is what is known about one status or reply, without a queue.
type Explanation struct {
	Text     string // the status without its surroundings
	Reason   Reason
	Topic    Topic
	Known    bool   // a rule or one of sendmail's own texts fits
	Meaning  string // in a few words
	Standard string // the codes' meanings in the standards, "" without codes
	Advice   string // what to do
	Source   string // whose words they are; "" if sendmail's or nobody's
	Lasts    string // how long it lasts, and what the server does next
	Delete   string // whether deleting the message is safe
}

// Explain explains a status as a queue records it or mailq shows it, or a reply
// with all its lines as a log or a bounce has it. Its surroundings are removed:
// brackets, "<<< ", the name of the mail system's field.
func Explain(text string) Explanation {
	status := bareStatus(text)
	var opts []Option
	if isCut(text, status) {
		opts = append(opts, Cut)
	}
	r := Parse(status, opts...)
	x := Explanation{Text: status, Reason: r, Topic: r.Topic(status, false)}
	x.Known = x.Topic.ID != TopicOther
	x.Meaning, x.Advice = x.Topic.Title, x.Topic.Advice
	if r.Code.Valid() {
		m := r.Meaning(status)
		x.Standard = m.Standard
		if m.Detail != "" {
			x.Standard += "; " + m.Detail
		}
		if m.Topic.Key() == x.Topic.Key {
			x.Meaning, x.Source = m.Short, m.Source
			x.Advice = m.Step
		}
		x.Known = m.Evidence != smtp.NoEvidence
	}
	x.Lasts, x.Delete = x.future()
	return x
}

// mailqStatus is how many bytes of a status mailq shows.
const mailqStatus = 60

// isCut reports whether a status seems to have been cut, by mailq, which does so
// silently, or by whoever copied its column: it fills the column, or its bracket
// is not closed.
func isCut(text, status string) bool {
	text = strings.TrimSpace(text)
	return len(status) == mailqStatus || strings.HasPrefix(text, "(") && !strings.HasSuffix(text, ")")
}

// bareStatus removes what surrounds a status, and joins the lines of a reply.
func bareStatus(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		line = fromLog(strings.TrimSpace(line))
		line = strings.TrimSpace(strings.TrimPrefix(line, "<<< "))
		for _, field := range []string{"stat=", "Diagnostic-Code: SMTP;", "Diagnostic-Code: smtp;", "reason:", "(reason:", "M"} {
			if rest, ok := strings.CutPrefix(line, field); ok && (field != "M" || strings.HasPrefix(rest, "Deferred") || smtpCode(rest)) {
				line = strings.TrimSpace(rest)
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	if n := len(lines); n == 1 {
		return unbracketed(lines[0])
	}
	deferred, isDeferred := strings.CutPrefix(lines[0], "Deferred: ")
	lines[0] = deferred
	if all := smtp.Answers(lines); len(all) > 0 {
		// The first failure that is not an echo is the reason.
		for _, a := range all {
			if (a.Code.Temporary() || a.Code.Permanent()) && !a.Echo {
				s := strings.TrimSpace(a.Code.String() + " " + a.Enhanced.String())
				s += " " + a.Text
				if isDeferred {
					s = "Deferred: " + s
				}
				return s
			}
		}
	}
	lines[0] = unbracketed(lines[0])
	if isDeferred {
		lines[0] = "Deferred: " + lines[0]
	}
	return strings.Join(lines, " ")
}

// unbracketed removes the brackets that mailq puts around a status; the last
// one may be cut off.
func unbracketed(s string) string {
	if rest, ok := strings.CutPrefix(s, "("); ok {
		return strings.TrimSuffix(rest, ")")
	}
	return s
}

func smtpCode(s string) bool {
	r, ok := smtp.ParseReply(s)
	return ok && r.Code.Valid()
}

// future says how long the failure lasts, and whether the message can be
// deleted.
func (x *Explanation) future() (lasts, delete string) {
	temporary := x.Reason.Class == Temporary
	switch {
	case x.Reason.Class == Permanent:
		lasts = "Permanent. The next queue run returns the message to its sender; trying again does not help."
	case temporary && x.Topic.Actor == smtp.Time:
		lasts = "Temporary, and mostly over within minutes or hours. The server tries again by itself until its limit (5 days by default), then returns the message to its sender."
	case temporary:
		lasts = "Temporary: the server tries again by itself until its limit (5 days by default), then returns the message to its sender. It lasts until somebody acts."
	case x.Reason.Kind == KindQuarantined:
		lasts = "For good: the server does not try a quarantined message until an operator releases it."
	case x.Reason.Kind == KindWarning, x.Reason.Kind == KindNeverTried:
		lasts = "The server tries again by itself until its limit (5 days by default), then returns the message to its sender."
	default:
		lasts = "Not known: the text does not say whether it is temporary. The server keeps a message that it can try again, until its limit (5 days by default)."
	}
	switch {
	case x.Topic.ID == "spam" || x.Topic.ID == "no-bounces":
		delete = "Look at the message first. Spam and bounces to forged senders can be deleted; nobody waits for them. Other mail would be lost without anybody being told."
	case x.Reason.Class == Permanent:
		delete = "Not needed: the server removes it once it has returned it. If you delete it now, the sender is never told; that is right only for spam and for bounces to forged senders."
	default:
		delete = "No: it may still be delivered, and if it is deleted nobody is told. Only spam and bounces to forged senders can go."
	}
	return lasts, delete
}
