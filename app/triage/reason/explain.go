package reason

import (
	"cmp"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Explanation is what is known about one status or reply, without a queue.
type Explanation struct {
	Text     string // the status without its surroundings
	System   string // the mail system that wrote it, by its form: "postfix"; "" if any could have
	Reason   Reason
	Topic    Topic
	Known    bool   // a rule or one of the mail systems' own texts fits
	Meaning  string // in a few words
	Standard string // the codes' meanings in the standards, "" without codes
	Advice   string // what to do
	Source   string // whose words they are; "" if the mail system's own or nobody's
	Lasts    string // how long it lasts, and what the server does next
	Delete   string // whether deleting the message is safe
}

// Explain explains a status as a queue records it or mailq shows it, a line of a log about a
// delivery, or a reply with all its lines as a log or a bounce has it. Its surroundings are
// removed: brackets, "<<< ", the name of the mail system's field.
func Explain(text string) Explanation {
	line, in := fromLog(strings.TrimSpace(text))
	return explain(line, in)
}

// explain explains a text from a log, with further facts from there.
func explain(text string, in logged) Explanation {
	status := bareStatus(text)
	var opts []Option
	if isCut(text, status) {
		opts = append(opts, Cut)
	}
	r := Parse(status, opts...)
	x := Explanation{Text: status, System: cmp.Or(in.system, r.System)}
	// A queue has it: Postfix tries again whatever the code says (soft_bounce).
	queued := x.System == ofPostfix && strings.HasPrefix(strings.TrimSpace(text), "(") && in.system == ""
	if r.Class == Permanent && (queued || in.end == goesOn || in.end == forbidden || in.end == notNow) {
		r = Parse(status, append(opts, WillRetry)...)
	}
	switch in.end {
	case over, notTaken:
		r.Class = Permanent
	case goesOn, forbidden, notNow:
		r.Class = Temporary
	}
	x.Reason, x.Topic = r, r.Topic(status, in.here || toSelf(text))
	if t, ok := beyond(status, in.dsn); ok {
		x.Topic = t
	}
	switch {
	case in.end.refused():
		return x.refused(in)
	case in.end == forbidden:
		x.Topic = own(TopicLocalError, x.Topic.Because)
	}
	x.Known = x.Topic.ID != TopicOther
	advice := x.Topic.Advice
	of := mailsystem.By(x.System)
	x.Topic.Say(of)
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
	if r.Kind == KindDNS && !r.Code.Valid() {
		x.Meaning, x.Advice = x.Topic.Short, x.Topic.Step
	}
	if f := of.Findings[x.Topic.ID]; f.Advice != "" && x.Advice == advice && !x.Topic.Own() && !x.Topic.stepped {
		x.Advice = f.Advice
	}
	if x.Topic.ID == TopicLookup && IsUnqualified(cmp.Or(r.Domain, r.Server)) {
		x.Meaning, x.Topic.Actor, x.Advice = "The smart host is not defined", smtp.Us, of.Findings[ObstacleSmartHost].Advice
	}
	x.onThisHost()
	x.Lasts, x.Delete = x.future(of, in.end == over)
	return x
}

// onThisHost completes the explanation where a program on this host takes no connections.
func (x *Explanation) onThisHost() {
	switch x.Topic.ID {
	case TopicRefused, TopicTimeout, TopicNoRoute, smtp.Connection.ID():
	default:
		return
	}
	if !IsLocalhost(x.Reason.Server) {
		return
	}
	x.Topic.Actor = smtp.Us
	x.Meaning = "A server on this host does not answer: " + words.LowerFirst(x.Topic.Title)
	x.Advice = "A filter or delivery program that listens on this host is not running, or hangs. Start it again; `ss -ltn` shows what listens."
	if x.System == ofSendmail {
		x.Advice = "The sendmail that takes mail from programs on this host, or a filter here, is not running, or hangs. Start it; `ss -ltn` shows what listens. Then run that queue: `sendmail -Ac -q` for the one of programs."
	}
}

// refused completes the explanation of what this server refused to accept.
func (x Explanation) refused(in logged) Explanation {
	x.Topic = refusalTopic(x.Topic, x.Text, in.end)
	x.Known = true
	x.Meaning, x.Advice = "Refused by this server", x.Topic.Advice
	if title := refusalTitle(&x.Topic); title != "" {
		x.Meaning += ": " + title
	}
	if r := &x.Reason; r.Code.Valid() {
		m := r.Meaning(x.Text)
		x.Standard = m.Standard
		if m.Detail != "" {
			x.Standard += "; " + m.Detail
		}
	}
	x.Lasts = "For good: the sender is notified, or their server returns it."
	if in.end == notNow {
		x.Lasts = "Temporary: the server that sent it keeps the message and tries again."
	}
	x.Delete = "Nothing to delete: the message never came into this server’s queue."
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

// toSelf reports whether a transcript, or the output of sendmail -v, shows a connection to this host.
func toSelf(text string) bool {
	return containsAny(text, "Connecting to [127.0.0.1]", "Connecting to localhost", "while talking to [127.0.0.1]", "while talking to localhost")
}

// bareStatus removes what surrounds a status, and joins the lines of a reply.
func bareStatus(text string) string {
	if !strings.Contains(text, "\n") { // a web page may have joined the lines of a transcript
		text = strings.NewReplacer(" <<< ", "\n<<< ", " >>> ", "\n>>> ").Replace(text)
	}
	var lines []string
	for line := range strings.Lines(text) {
		line, _ = fromLog(strings.TrimSpace(line))
		line = strings.TrimSpace(strings.TrimPrefix(line, "<<< "))
		for _, field := range []string{"stat=", "Diagnostic-Code: SMTP;", "Diagnostic-Code: smtp;", "Diagnostic-Code: X-Postfix;", "reason:", "(reason:", "M"} {
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

// future says how long the failure lasts, and whether the message can be deleted. Given up
// says that the mail system has returned the message already.
func (x *Explanation) future(of *mailsystem.Words, givenUp bool) (lasts, delete string) {
	who := "the server"
	if x.System != "" {
		who = of.Name
	}
	limit := " until its limit (by default " + of.Keeps + ")"
	again := who + " tries again by itself" + limit + ", then returns the message to its sender."
	temporary := x.Reason.Class == Temporary
	switch {
	case givenUp:
		lasts = "For good: " + who + " has given up and tells the sender."
	case x.Reason.Class == Permanent:
		lasts = "Permanent. The next try returns the message to its sender; trying again does not help."
	case temporary && x.Topic.Actor == smtp.Time:
		lasts = "Temporary, and mostly over within minutes or hours. " + words.UpperFirst(again)
	case temporary:
		lasts = "Temporary: " + again + " It lasts until somebody acts."
	case x.Reason.Kind == KindQuarantined:
		lasts = "For good: the server does not try a quarantined message until an operator releases it."
	case x.Reason.Kind == KindWarning, x.Reason.Kind == KindNeverTried:
		lasts = words.UpperFirst(again)
	default:
		lasts = "Not known: the text does not say whether it is temporary. " + words.UpperFirst(who) + " keeps a message that it can try again," + limit + "."
	}
	switch {
	case givenUp:
		delete = "Not needed: the queue keeps the message only for other recipients that still wait."
	case x.Topic.ID == "spam" || x.Topic.ID == "no-bounces":
		delete = "Look at the message first. Spam and bounces to forged senders can be deleted; nobody waits for them. Other mail would be lost without anybody being told."
	case x.Reason.Class == Permanent:
		delete = "Not needed: the server removes it once it has returned it. If you delete it now, the sender is never told; that is right only for spam and for bounces to forged senders."
	default:
		delete = "No: it may still be delivered, and if it is deleted nobody is told. Only spam and bounces to forged senders can go."
	}
	return lasts, delete
}
