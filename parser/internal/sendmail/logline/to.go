package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fields are those of a line about recipients, in the order in which sendmail writes them (§2.2).
var fields = [...]string{
	"[more]", "ctladdr=", "delay=", "xdelay=", "mailer=", "tls_verify=", "pri=", "quarantine=", "relay=", "dsn=", "ntries=", "stage=", "reply=", "stat=",
}

// The fields that matter, as indexes in fields.
const (
	controlField    = 1
	delayField      = 2
	mailerField     = 4
	quarantineField = 7
	relayField      = 8
	dsnField        = 9
	replyField      = 12
	statField       = 13
)

// to reads what follows "to=" in the line about an attempt for recipients (§2.2).
func to(text string, e *maillog.Entry) bool {
	rest := recipients(text, e)
	var value [len(fields)]string
	for k := 0; k < len(fields) && rest != ""; {
		k = fieldAt(rest, k)
		if k == len(fields) {
			break
		}
		rest = rest[len(", ")+len(fields[k]):]
		if k >= replyField {
			value[k] = rest
			break
		}
		end := fieldEnd(rest, k)
		value[k], rest = rest[:end], rest[end:]
		k++
	}
	e.Status = value[dsnField]
	e.Delay = duration(value[delayField])
	e.Peer, e.IP = host(value[relayField])
	reply, stat := "", value[statField]
	if value[replyField] != "" {
		reply, stat = replied(value[replyField], e.Status)
	}
	if stat == "" {
		e.Text = unescape(text)
		return rest != "" || e.Delay >= 0
	}
	stat, reply = unescape(stat), unescape(reply)
	e.Kind = kindOf(e.Status, stat, e.Peer, e.IP, value[mailerField] != "")
	said := strings.TrimPrefix(stat, "Deferred: ")
	e.Code, _ = maillog.Reply(said)
	e.Text = stat
	if reply != "" && !strings.Contains(stat, reply) {
		e.Code, _ = maillog.Reply(reply)
		if e.Kind != queue.EventDelivered {
			e.Text = reply
		}
	}
	if sent, ok := strings.CutPrefix(stat, "Sent ("); ok && e.Kind == queue.EventDelivered {
		e.Other = maillog.NextID(sent)
	}
	return true
}

// recipients reads a list of addresses, joined by commas without a blank, and returns what follows
// it. A comma within angle brackets or quotes is part of an address.
func recipients(text string, e *maillog.Entry) (rest string) {
	from := 0
	for {
		n, open := comma(text[from:])
		if n < 0 {
			return lastRecipient(text[from:], open, e)
		}
		if n > 0 {
			e.Recipients = append(e.Recipients, unescape(text[from:from+n]))
		}
		if from += n; strings.HasPrefix(text[from:], ", ") {
			return text[from:]
		}
		from++
	}
}

// lastRecipient reads an address that no comma ends. One that is not closed, as its brackets or
// quotes are open, is cut by its fields.
func lastRecipient(text string, open bool, e *maillog.Entry) (rest string) {
	if open {
		if at := strings.Index(text, ", delay="); at >= 0 {
			e.Recipients = append(e.Recipients, unescape(text[:at]))
			return text[at:]
		}
	}
	if text != "" {
		e.Recipients = append(e.Recipients, unescape(text))
	}
	return ""
}

// comma finds the first comma of a text that is neither in angle brackets nor in quotes. Without
// one it is -1, and open says whether brackets or quotes are not closed.
func comma(text string) (at int, open bool) {
	quoted, bracket := false, false
	for n := 0; n < len(text); n++ {
		switch c := text[n]; {
		case c == '\\':
			n++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			bracket = true
		case c == '>':
			bracket = false
		case c == ',' && !bracket:
			return n, false
		}
	}
	return -1, quoted || bracket
}

// fieldAt finds the field that begins a text, from the k-th on.
func fieldAt(text string, k int) int {
	if !strings.HasPrefix(text, ", ") {
		return len(fields)
	}
	for ; k < len(fields); k++ {
		if strings.HasPrefix(text[2:], fields[k]) {
			return k
		}
	}
	return k
}

// quarantined ends the line of a message that is in quarantine: none of them is tried.
const quarantined = ", stat=quarantined"

// fieldEnd finds where the value of field k ends. An address, and why a message is in quarantine, are
// what others wrote, and may hold the next field.
func fieldEnd(text string, k int) int {
	switch k {
	case controlField:
		if end := addressEnd(text); end >= 0 && fieldAt(text[end:], k+1) < len(fields) {
			return end
		}
	case quarantineField:
		if strings.HasSuffix(text, quarantined) {
			return len(text) - len(quarantined)
		}
	}
	return nextField(text, k+1)
}

// nextField finds where the next of the fields from the k-th on begins.
func nextField(text string, k int) int {
	for at := 0; ; at += len(", ") {
		n := strings.Index(text[at:], ", ")
		if n < 0 {
			return len(text)
		}
		at += n
		if fieldAt(text[at:], k) < len(fields) {
			return at
		}
	}
}

// replied cuts what follows "reply=" into the reply and what follows "stat=". A reply may hold
// ", stat=Sent" itself: the status code decides which words can follow.
func replied(text, dsn string) (reply, stat string) {
	best := -1
	for at := 0; ; {
		n := strings.Index(text[at:], ", stat=")
		if n < 0 {
			break
		}
		n += at
		at = n + len(", stat=")
		if best < 0 {
			best = n
		}
		if agrees(dsn, text[at:]) {
			best = n
			break
		}
	}
	if best < 0 {
		return text, ""
	}
	return text[:best], text[best+len(", stat="):]
}

// agrees reports whether a status can go with an enhanced status code.
func agrees(dsn, stat string) bool {
	sent, deferred := strings.HasPrefix(stat, "Sent"), strings.HasPrefix(stat, "Deferred")
	switch first(dsn) {
	case '2':
		return sent
	case '4':
		return deferred
	case '5':
		return !sent && !deferred
	}
	return true
}

func first(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

// kindOf returns what became of the recipients. A message that was refused on arrival never got a
// mailer.
func kindOf(dsn, stat, peer, ip string, mailer bool) queue.EventKind {
	switch first(dsn) {
	case '2':
		return queue.EventDelivered
	case '4':
		return deferral(peer, ip, stat)
	case '5':
		return queue.EventFailed
	}
	switch {
	case stat == "queued":
		return queue.EventQueued
	case stat == "quarantined":
		return queue.EventHeld
	case stat == "discarded":
		return queue.EventDiscarded
	case strings.HasPrefix(stat, "Sent"):
		return queue.EventDelivered
	case strings.HasPrefix(stat, "Deferred"), strings.HasSuffix(stat, ": deferred"):
		return deferral(peer, ip, stat)
	case !mailer:
		return queue.EventRejected
	}
	return queue.EventFailed
}

// deferral distinguishes an attempt from the repeated failure of a server that was found dead earlier
// in the same queue run: in that case the line has the server's name, with its final dot, and no
// address.
func deferral(peer, ip, stat string) queue.EventKind {
	if ip == "" && strings.HasSuffix(peer, ".") && !strings.HasPrefix(stat, "Deferred: Name server") {
		return queue.EventNotTried
	}
	return queue.EventDeferred
}

// duration reads "[days+]hh:mm:ss" in seconds; -1 if it is not a duration.
func duration(s string) int32 {
	days, rest := int64(0), s
	if before, after, ok := strings.Cut(s, "+"); ok {
		n, left, ok := maillog.CutNumber(before)
		if !ok || left != "" || n > 20000 {
			return -1
		}
		days, rest = n, after
	}
	if len(rest) != 8 || rest[2] != ':' || rest[5] != ':' {
		return -1
	}
	h, _, ok1 := maillog.CutNumber(rest[:2])
	m, _, ok2 := maillog.CutNumber(rest[3:5])
	sec, _, ok3 := maillog.CutNumber(rest[6:])
	if !ok1 || !ok2 || !ok3 {
		return -1
	}
	return int32(((days*24+h)*60+m)*60 + sec)
}
