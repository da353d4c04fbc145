package postfix

import (
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Body finds the body of the message in a queue file of Postfix.
func Body(file *io.SectionReader) *io.SectionReader {
	text := record.OpenText(record.At(file, file.Size()))
	return io.NewSectionReader(text, text.Body(), text.Size()-text.Body())
}

// read reads the envelope and the header in a queue file of Postfix.
func read(file *io.SectionReader, name string) (queue.Control, string, []queue.Problem) {
	msg, faults := record.Read(record.At(file, file.Size()), 0)
	return controlOf(msg), record.Envelope(record.At(file, file.Size()), mailsystem.MaxControl), problemsOf(name, faults)
}

// controlOf returns a queue file of Postfix in the terms of a control file.
func controlOf(msg *record.Message) queue.Control {
	h := readHeader(msg.Header)
	c := queue.Control{
		Version: queue.NoNumber, Created: given64(msg.Arrived), LastTry: queue.NoNumber, Attempts: queue.NoNumber, Priority: queue.NoNumber,
		Made: given64(msg.Made), BodyType: bodyType(msg.Attribute("encoding")), Sender: sender(msg), HasSender: msg.HasSender,
		EnvelopeID: msg.Attribute("envelope_id"), Auth: msg.Attribute("sasl_sender"), Header: h.Header, Complete: msg.Complete,
		Recipients: recipientsOf(msg.Recipients), Done: recipientsOf(msg.Done), Cancelled: recipientsOf(msg.Cancelled),
		Filter: msg.Filter, Redirect: msg.Redirect, VERP: msg.VERP, Bare: msg.HasContent && !msg.Empty,
	}
	if msg.Warning == -1 {
		c.Flags += "w"
	}
	if isOwnNotice(msg, h) {
		c.Flags += "r"
	}
	for _, a := range msg.Attributes {
		c.Attributes = append(c.Attributes, queue.Macro(a))
	}
	for _, same := range [...]struct{ macro, value string }{
		{"r", known(msg.Attribute("log_protocol_name"))}, {"s", known(msg.Attribute("log_helo_name"))}, {"_", submitter(msg, h)},
		{"{if_addr}", msg.Attribute("server_address")},
		{"{auth_authen}", msg.Attribute("sasl_username")}, {"{auth_type}", msg.Attribute("sasl_method")},
	} {
		if same.value != "" {
			c.Macros = append(c.Macros, queue.Macro{Name: same.macro, Value: same.value})
		}
	}
	for _, r := range msg.Other {
		c.Unknown = append(c.Unknown, queue.Line{Text: string(r.Type) + string(r.Data), Off: r.At})
	}
	return c
}

// given64 returns a number that may be absent.
func given64(n int64) int64 {
	if n == record.None {
		return queue.NoNumber
	}
	return n
}

// sender returns the envelope sender as written in SMTP.
func sender(msg *record.Message) string {
	if msg.HasSender && msg.Sender == "" {
		return queue.NullSender
	}
	return record.Quote(msg.Sender)
}

// recipientsOf gives recipients the letters by which sendmail says of what they are to
// be notified (formats/sendmail.md §2.5).
func recipientsOf(all []record.Recipient) []queue.Recipient {
	var out []queue.Recipient
	for _, r := range all {
		rc := queue.Recipient{Address: record.Quote(r.Address), Original: r.ORCPT}
		if r.Notify != 0 {
			rc.Flags = "N" + notify(r.Notify)
		}
		if r.Original != "" && !strings.EqualFold(r.Original, r.Address) {
			rc.Controlling = ":" + record.Quote(r.Original) // what it was expanded from
		}
		out = append(out, rc)
	}
	return out
}

func notify(bits int64) string {
	var letters string
	for _, b := range [...]struct {
		bit    int64
		letter string
	}{{2, "S"}, {4, "F"}, {8, "D"}} {
		if bits&b.bit != 0 {
			letters += b.letter
		}
	}
	return letters
}

// problemsOf returns the faults of a queue file as problems.
func problemsOf(file string, faults []record.Fault) []queue.Problem {
	var problems []queue.Problem
	for _, f := range faults {
		p := queue.Problem{Pos: queue.Pos{File: file, Offset: f.Offset}, Kind: queue.KindRecord, Reason: f.Reason}
		if f.Limit {
			p.Kind, p.Err = queue.KindLimit, queue.ErrLimit
		}
		problems = append(problems, p)
	}
	return problems
}
