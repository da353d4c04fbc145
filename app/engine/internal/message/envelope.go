package message

import (
	"fmt"
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// envelopeFlags describe the letters of the F record (formats/sendmail.md
// §2.5).
var envelopeFlags = map[byte]string{
	'w': "sender warned", 'r': "bounce or receipt made here", '8': "8-bit text", 'b': "Bcc header is removed",
	'd': "return option given", 'n': "do not return the text", 's': "recipients were split", 'e': "needs SMTPUTF8",
}

// envelope lists what the control file says about how the message arrived.
func envelope(c *capture.Capture, i int32, control queue.Control) []protocol.Fact {
	q := c.Queue
	var out []protocol.Fact
	add := func(name, value, note string) {
		if value != "" {
			out = append(out, protocol.Fact{Name: name, Value: value, Note: note})
		}
	}
	switch {
	case q.Flags[i]&queue.NullFrom != 0:
		add("Sender", "<>", "empty: a bounce or notice")
	case q.Flags[i]&queue.HasSender != 0:
		add("Sender", words.Visible(triage.Bare(q.Text(q.Sender[i]))), "")
	}
	if v := q.Text(q.Client[i]); v != "" {
		name, note := capture.ClientName(v)
		add("Client", words.Visible(name), words.Visible(note))
	}
	add("Protocol", words.Visible(control.Macro("r")), protocolNote(control.Macro("r")))
	add("HELO name", words.Visible(control.Macro("s")), "")
	add("Login", words.Visible(q.Text(q.Auth[i])), "")
	add("Came in on", words.Visible(control.Macro("{if_addr}")), "")
	if s := q.Size[i]; s >= 0 {
		add("Size", words.Size(s), words.Number(s)+" bytes, "+c.Index.WordsOf(i).Sized)
	}
	if b := q.Text(q.BodyType[i]); b != "" {
		add("Body type", words.Visible(b), "")
	}
	if q.Attempts[i] >= 0 {
		add("Tries", words.Number(q.Attempts[i]), "")
	}
	if control.Flags != "" {
		out = append(out, protocol.Fact{Name: "Flags", Tags: flagTags(control.Flags)})
	}
	if p := q.Priority[i]; p != queue.NoNumber {
		add("Priority", words.Number(p), priorityNote(c, i))
	}
	add(quarantineReason(c.Index.WordsOf(i)), words.Visible(q.Text(q.Columns.Reason[i])), "")
	add("Content filter", words.Visible(control.Filter), "passes through it")
	add("Redirected to", words.Visible(control.Redirect), "in place of all recipients")
	add("Sender’s delimiters", words.Visible(control.VERP), "for an address of its own for each recipient (VERP)")
	out = append(out, finished(control.Done, "Done", "delivered, or returned to the sender")...)
	out = append(out, finished(control.Cancelled, "Taken out", "by a mail filter")...)
	add("Envelope ID", words.Visible(control.EnvelopeID), "given by the sender")
	if d := control.DeliverBy; d != nil {
		add("Deliver by", fmt.Sprintf("%s seconds after it came", words.Number(d.Seconds)), "")
	}
	if v, ok := control.Field("Message-Id"); ok {
		out = append(out, protocol.Fact{Name: "Message-ID", Value: words.Visible(strings.TrimSpace(v)), Mono: true})
	}
	if v := q.Dirs[q.Dir[i]]; v.Host != "" {
		add("Host", words.Visible(v.Host), "")
	}
	if out == nil {
		out = []protocol.Fact{}
	}
	return out
}

// finished lists some of the recipients that are no longer tried.
func finished(all []queue.Recipient, name, note string) (out []protocol.Fact) {
	const most = 20
	for _, r := range all[:min(len(all), most)] {
		why := note
		if r.Status != "" {
			why = words.Visible(r.Status)
		}
		out = append(out, protocol.Fact{Name: name, Value: words.Visible(triage.Bare(r.Address)), Note: why})
	}
	if n := len(all) - most; n > 0 {
		out = append(out, protocol.Fact{Name: name, Value: fmt.Sprintf("and %s more", words.Number(n))})
	}
	return out
}

func flagTags(flags string) []protocol.Fact {
	tags := []protocol.Fact{}
	for k := 0; k < len(flags); k++ {
		means := envelopeFlags[flags[k]]
		if means == "" {
			means = "unknown"
		}
		tags = append(tags, protocol.Fact{Name: words.Visible(flags[k : k+1]), Value: means})
	}
	return tags
}

func protocolNote(p string) string {
	var notes []string
	if strings.HasPrefix(p, "ESMTP") {
		if strings.Contains(p[5:], "S") {
			notes = append(notes, "encrypted")
		}
		if strings.Contains(p[5:], "A") {
			notes = append(notes, "logged in")
		}
	}
	return strings.Join(notes, ", ")
}

// priorityNote compares a priority with the others': a larger number waits
// longer.
func priorityNote(c *capture.Capture, i int32) string {
	q := c.Queue
	if len(q.Order) < 10 {
		return ""
	}
	lower, all := 0, 0
	for _, k := range q.Order {
		if q.Priority[k] != queue.NoNumber {
			all++
			if q.Priority[k] < q.Priority[i] {
				lower++
			}
		}
	}
	return fmt.Sprintf("later than %d%% of the queue", lower*100/all)
}

// listed returns what a listing says about a message.
func listed(c *capture.Capture, i int32) []protocol.Fact {
	q := c.Queue
	out := []protocol.Fact{}
	if q.Listing[i] < 0 {
		return out
	}
	l := &q.Listed[q.Listing[i]]
	add := func(name, value, note string) {
		if value != "" {
			out = append(out, protocol.Fact{Name: name, Value: value, Note: note})
		}
	}
	add("Listing", words.Visible(q.Listings[l.Listing].File), fmt.Sprintf("line %s", words.Number(l.Line)))
	add("Mark", string(rune(l.Mark)), markWords[l.Mark])
	if l.Size != queue.NoNumber {
		add("Size", words.Number(l.Size), "")
	}
	if l.Priority != queue.NoNumber {
		add("Priority", words.Number(l.Priority), "")
	}
	add("Status", words.Visible(q.Text(l.Status)), cutNote(l.Cut))
	add(quarantineReason(c.Index.WordsOf(i)), words.Visible(q.Text(l.Reason)), "")
	if l.Age >= 0 {
		add("Age", words.Age(int64(l.Age)), "as printed")
	}
	add("Login", words.Visible(q.Text(l.Login)), "gave the sender address")
	add("Remark", words.Visible(q.Text(l.Remark)), "")
	if l.Mark == ' ' {
		out = append(out[:1], out[2:]...)
	}
	return out
}

var markWords = map[byte]string{
	'*': "being delivered at that moment", '-': "too young to be tried again", 'X': "the load is too high for its priority",
	'?': "lost", ' ': "",
	queue.MarkHold: "on hold", queue.MarkDeferred: "deferred", queue.MarkIncoming: "incoming", queue.MarkMaildrop: "in the maildrop",
	queue.MarkFrozen: "frozen", queue.MarkUnreadable: "Exim cannot read its file",
}

func cutNote(cut bool) string {
	if cut {
		return "mailq may have cut it here"
	}
	return ""
}

// differs describes where listing and files disagree; the files are trusted.
func differs(c *capture.Capture, i int32) []string {
	q := c.Queue
	out := []string{}
	if q.Listing[i] < 0 || q.Flags[i]&queue.NoControl != 0 || q.Control[i].Size < 0 {
		return out
	}
	l := &q.Listed[q.Listing[i]]
	if l.Size >= 0 && q.Size[i] >= 0 && !l.SameSize(q.Size[i]) {
		out = append(out, fmt.Sprintf("The listing says %s bytes, the %s has %s.", words.Number(l.Size), sized(c, i), words.Number(q.Size[i])))
	}
	told, status := q.Text(l.Status), q.Text(q.Status[i])
	if l.Remark == 0 && told != status && !(l.Cut && strings.HasPrefix(status, told)) {
		out = append(out, fmt.Sprintf("The listing says “%s”, the control file “%s”.", words.Visible(told), words.Visible(status)))
	}
	sort.Strings(out)
	return out
}

// quarantineReason names the reason why a message waits for an operator.
func quarantineReason(of *mailsystem.Words) string {
	if of == &mailsystem.Sendmail {
		return "Quarantine reason"
	}
	return words.UpperFirst(of.Aside) + " because"
}

// sized returns what the size of a message covers: with Exim, text and header together.
func sized(c *capture.Capture, i int32) string {
	if of := c.Index.WordsOf(i); of != &mailsystem.Exim {
		return of.Text
	}
	return "message"
}
