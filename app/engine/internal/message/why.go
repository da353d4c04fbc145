package message

import (
	"fmt"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// why explains in plain words why a message is stuck and what happens next.
func why(c *capture.Capture, i int32) protocol.Why {
	q, x := c.Queue, c.Index
	w := protocol.Why{State: q.State[i].String(), Text: []string{}}
	say := func(format string, args ...any) { w.Text = append(w.Text, fmt.Sprintf(format, args...)) }
	r := &x.Reasons[x.Reason[i]]
	of := x.WordsOf(i)
	if q.Flags[i]&queue.FromLog != 0 {
		say("It is known **from the mail log** alone, as it stood at the end of the log. A log does not prove that it still waits.")
	}
	switch q.State[i] {
	case queue.Held:
		say("%s", of.Held)
	case queue.Quarantined:
		by := words.Literal(q.Text(q.Columns.Reason[i]))
		if by == "" {
			by = "no reason is recorded"
		}
		say("%s", strings.Replace(of.Quarantined, "%", by, 1))
	case queue.Lost:
		say("%s", of.Lost)
	case queue.Orphan:
		say("%s", of.Orphan)
	case queue.Incomplete:
		if q.Flags[i]&queue.Damaged != 0 || of == &mailsystem.Postfix {
			say("%s", of.Damaged)
		} else {
			say("%s", of.NoData)
		}
	case queue.Processing:
		say("%s", of.Processing)
		whyStatus(c, i, r, say)
	default:
		whyStatus(c, i, r, say)
	}
	if kind := q.Text(q.Bounce[i]); kind != "" {
		say("It is a %s that this server made itself; Delivery shows the mail that it is about.", capture.BounceWord(kind))
	}
	return w
}

// whyStatus explains a failure and what follows.
func whyStatus(c *capture.Capture, i int32, r *reason.Reason, say func(string, ...any)) {
	q := c.Queue
	server := words.Literal(q.Text(c.Index.Server[i]))
	status := q.Text(q.Effective[i])
	topic := &c.Index.Topics[c.Index.Reason[i]]
	if q.Flags[i]&queue.LogStatus != 0 {
		say("The queue does not record the reason; this is **from the mail log**.")
	}
	switch {
	case r.Code.Valid() && topic.Evidence == smtp.Token && c.Index.Local[c.Index.Reason[i]]:
		// This server's own reply to local programs: the fault is here, not at the next hop.
		say("This server itself answered `%s`: %s. %s", strings.TrimSpace(r.CodeText()+" "+r.EnhancedText()), words.LowerFirst(topic.Title), topic.Advice)
	case r.Code.Valid():
		code := strings.TrimSpace(r.CodeText() + " " + r.EnhancedText())
		who := "The server for **" + server + "** answered"
		if server == "" {
			who = "This server says"
		}
		say("%s `%s`: %s. %s", who, code, words.LowerFirst(topic.Short), c.Index.WordsOf(i).In(topic.Reply))
		if r.Code.Permanent() && r.Class == reason.Temporary {
			say("The server refused it for good, but %s keeps it and tries again: `soft_bounce`, or another rule here, makes such a refusal temporary.", c.Index.WordsOf(i).Name)
		}
	case status == "":
		say("No reason is recorded.")
	case reason.IsLocalhost(q.Text(c.Index.Server[i])):
		say("The server on this host that should take it does not: `%s`. It is not running, or hangs.", words.Literal(reason.Unwrapped(status)))
	default:
		say("%s", kindWords(r.Kind, server, reason.Unwrapped(status), c.Index.WordsOf(i).Name))
	}
	if reason.Suspended(status) {
		say("This message itself was not tried: after a failure, Postfix leaves the destination alone for some minutes and defers its other mail at once.")
	}
	whyNext(c, i, say)
}

// kindWords words the failures that are not a reply of the other server.
func kindWords(kind, server, status, system string) string {
	switch kind {
	case "refused":
		return "**" + server + "** refuses connections. It is down, or it blocks this server's address."
	case "timeout":
		return "**" + server + "** does not answer. It is down, unreachable, or something between drops the connection."
	case "reset":
		return "**" + server + "** closes the connection in the middle. It may be overloaded, or it blocks this server's address."
	case "unreachable":
		return "There is no way to **" + server + "**: the network here or in between does not reach it."
	case "dns", "map":
		return "The name lookup for **" + server + "** fails. Their name servers do not answer, or the resolver of this server does not work."
	case "read-error":
		return "The connection to **" + server + "** broke while waiting for an answer."
	case "tls":
		return "Encryption with **" + server + "** could not be agreed on."
	case "mailer":
		return "The local delivery program could not take it, and asked to try again later: `" + words.Literal(status) + "`."
	case "warning":
		return "It could not be sent for some time, and the sender was warned. The warning replaced the reason, which the mail log has; the next try records it again."
	case "local-error":
		return "This server has a fault of its own: `" + words.Literal(status) + "`."
	}
	return words.UpperFirst(system) + " notes: `" + words.Literal(status) + "`."
}

// whyNext says how often delivery was tried and when sendmail gives up.
func whyNext(c *capture.Capture, i int32, say func(string, ...any)) {
	q := c.Queue
	if q.Created[i] == queue.NoNumber || q.Taken == 0 || q.State[i] == queue.Unavailable {
		return
	}
	of := c.Index.WordsOf(i)
	tries := of.Name + " keeps trying"
	n := q.Attempts[i]
	if seen := history.Of(c.Index.History.Of(i)).Count; n <= 0 && seen > 0 {
		n = int32(seen)
	}
	if n > 0 {
		often := "once"
		if n > 1 {
			often = words.Number(int(n)) + " times"
		}
		tries = fmt.Sprintf("%s has tried **%s** since %s", of.Name, often, words.DateNear(q.Created[i], c.Queue.Taken))
	}
	whyFailing(c, i, say)
	whyTry(c, i, of, say)
	end := c.Index.KeptSince(i) + c.Index.KeptFor(i)
	fate := "returns it to the sender"
	if q.Flags[i]&queue.NullFrom != 0 {
		fate = "drops it, as it has no sender to return it to"
	}
	if made, ok := q.Made[i]; ok {
		say("It was requeued on %s: the time that %s keeps it counts from then.", words.DateNear(made, q.Taken), of.Name)
	}
	if end <= q.Taken {
		say("%s. With %s it is **overdue**: the next try is the last, then %s %s.", tries, limit(c, of), of.Name, fate)
		return
	}
	say("%s; with %s it gives up on **%s** and %s.", tries, limit(c, of), words.DateNear(end, c.Queue.Taken), fate)
}

// whyFailing says since when the message fails, where a log has its first failure.
func whyFailing(c *capture.Capture, i int32, say func(string, ...any)) {
	t := history.Of(c.Index.History.Of(i))
	if t.FailingSince == queue.NoNumber {
		return
	}
	text := fmt.Sprintf("According to the mail log it has failed since **%s**", words.DateNear(t.FailingSince, c.Queue.Taken))
	if t.Count > 1 {
		text += ", in " + words.Plural(t.Count, "attempt", "attempts")
	}
	if t.Last != queue.NoNumber && t.Last > t.FailingSince {
		text += fmt.Sprintf("; the last one was %s", words.DateNear(t.Last, c.Queue.Taken))
	}
	say("%s.", text)
}

// whyTry says when the next try is, where that is recorded or follows from a
// schedule.
func whyTry(c *capture.Capture, i int32, of *mailsystem.Words, say func(string, ...any)) {
	at, recorded := c.Index.NextTry(i)
	if at == 0 {
		return
	}
	by := "with default settings"
	if c.Index.Logged(i) && !recorded {
		by = "if it goes on as in the mail log"
	}
	if recorded {
		if by = "according to the time of the queue file"; of == &mailsystem.Exim {
			by = "according to the database of retry times"
		}
	}
	if at > c.Queue.Taken {
		say("The next try is **%s**, %s. %s", words.DateNear(at, c.Queue.Taken), by, of.Kept)
		return
	}
	say("It has been due since %s, %s: the next look at the queue takes it up, if there is room. %s", words.DateNear(at, c.Queue.Taken), by, of.Kept)
}

// limit says in words how long sendmail keeps a message.
func limit(c *capture.Capture, of *mailsystem.Words) string {
	switch {
	case c.Index.ReturnAfter == c.Index.Lifetime.Normal:
		return "the limit of " + words.Span(c.Index.ReturnAfter) + " in this server's `" + words.Literal(path.Base(c.Index.Lifetime.File)) + "`"
	case c.Index.ReturnAfter == c.Index.OwnReturn():
		return of.Limit
	}
	return "a limit of " + words.Span(c.Index.ReturnAfter)
}

// part returns the weightiest likely cause to which the message belongs, and
// its part in it, with a link to these messages; nil if there is none.
func part(c *capture.Capture, i int32) *protocol.TopRow {
	if c.Partly {
		return nil
	}
	in := func(n *filter.Node) bool { return c.Index.Count(n, []int32{i}) > 0 }
	for _, cause := range c.Causes() {
		n := cause.Query()
		if !in(n) {
			continue
		}
		row := &protocol.TopRow{Name: words.Visible(cause.Title), Count: cause.Count, Query: n.String()}
		if cause.PartsOf > 1 {
			for _, p := range cause.Parts {
				if in(p.Query) {
					row.Note, row.Count, row.Query = words.Visible(p.Name), p.Count, p.Query.String()
					break
				}
			}
		}
		return row
	}
	return nil
}

// maxTryMarks is how many attempts a timeline marks.
const maxTryMarks = 120

// attempts returns the times of attempts that a log has, between two times.
func attempts(events []queue.Event, from, to int64) []int64 {
	var at []int64
	for n := range events {
		if t := events[n].Time; events[n].Kind.Attempt() && t >= from && t <= to && (len(at) == 0 || t > at[len(at)-1]) {
			at = append(at, t)
		}
	}
	if len(at) > maxTryMarks {
		return nil // a bar says no more than none
	}
	return at
}

// warned returns when the sender was first warned of a delay, according to the log; queue.NoNumber if
// it has no such notice.
func warned(c *capture.Capture, i int32) int64 {
	q := c.Queue
	for _, e := range c.Index.History.Of(i) {
		if e.Kind == queue.EventNotice && e.Time != queue.NoNumber && isWarning(q.Text(e.Text), q.Flags[i]) {
			return e.Time
		}
	}
	return queue.NoNumber
}

// isWarning reports whether a notice warns the sender that a message is late. The text of sendmail's
// is the last reply, if there is one: then the flag of the message shows that the notice is a
// warning.
func isWarning(text string, flags queue.Flags) bool {
	notice, ok := strings.CutPrefix(text, "sender notify: ")
	return strings.HasPrefix(notice, "Warning: could not send message for past ") || ok && flags&queue.Warned != 0 ||
		text == "sender delay notification"
}

// timeline places the known events of a message's life between its creation and the time when
// the mail system gives it up, or that of the capture if it never does.
func timeline(c *capture.Capture, i int32) ([]protocol.Mark, float64) {
	q := c.Queue
	start := q.Created[i]
	marks := []protocol.Mark{}
	if start == queue.NoNumber || q.Taken == 0 || start > q.Taken {
		return marks, 0
	}
	until := c.GivenUp(i)
	end := max(until, q.Taken, start+1)
	place := func(t int64) float64 { return float64(t-start) / float64(end-start) }
	add := func(t int64, kind, title, note string) {
		marks = append(marks, protocol.Mark{At: t, T: place(t), Kind: kind, Title: title, Note: note})
	}
	created := words.DateNear(start, c.Queue.Taken)
	if q.Flags[i]&queue.DayOnly != 0 {
		created = "about " + created + ": the time zone is unknown"
	}
	add(start, "created", "Created", created)
	if at := warned(c, i); at >= start && at < q.Taken {
		add(at, "warned", "Sender warned", words.DateNear(at, c.Queue.Taken)+", according to the mail log")
	} else if q.Flags[i]&queue.Warned != 0 && start+4*3600 < q.Taken {
		add(start+4*3600, "warned", "Sender warned", "flag w, after 4 h by default")
	}
	for _, at := range attempts(c.Index.History.Of(i), start, q.Taken) {
		add(at, "try", "Try", words.DateNear(at, c.Queue.Taken))
	}
	if k := q.LastTry[i]; k != queue.NoNumber && k > 0 && k >= start && k <= q.Taken {
		title := "Last try"
		if n := q.Attempts[i]; n > 0 {
			title += fmt.Sprintf(", no. %d", n)
		}
		add(k, "last", title, words.DateNear(k, c.Queue.Taken))
	}
	add(q.Taken, "now", "Archive made", words.DateNear(q.Taken, c.Queue.Taken))
	if next, _ := c.Index.NextTry(i); next > q.Taken && next < end {
		add(next, "next", "Next try", words.DateNear(next, c.Queue.Taken))
	}
	if until > q.Taken {
		add(until, "end", "Gives up", words.DateNear(until, c.Queue.Taken))
	}
	return marks, place(q.Taken)
}
