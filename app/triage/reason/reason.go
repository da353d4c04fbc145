package reason

import (
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Class is how the mail system treats a status.
type Class uint8

// The classes.
const (
	Unknown   Class = iota // no status, a mere warning, or an unknown text
	Temporary              // it tries again
	Permanent              // only a bounce can follow
)

// String returns unknown, temporary or permanent.
func (c Class) String() string {
	switch c {
	case Temporary:
		return "temporary"
	case Permanent:
		return "permanent"
	}
	return "unknown"
}

// The kinds of reasons: which family of status texts matched
// (formats/sendmail.md §6). They are stable: filters and exports name them.
const (
	KindReply       = "reply"       // what the other server said
	KindRefused     = "refused"     // connection refused
	KindTimeout     = "timeout"     // connection or answer timed out
	KindReset       = "reset"       // connection reset or closed early
	KindUnreachable = "unreachable" // no route in the network
	KindConnection  = "connection"  // another system error with a host
	KindReadError   = "read-error"  // the connection broke while waiting for an answer
	KindDNS         = "dns"         // a name server did not answer, or badly
	KindMap         = "map"         // a lookup in a map that asks the DNS failed for now
	KindTLS         = "tls"         // encryption, or what is demanded of it
	KindAuth        = "auth"        // a login at the other server failed
	KindMailer      = "mailer"      // a local delivery program failed for now
	KindLocal       = "local-error" // something on this server, or a map of its own
	KindLoop        = "loop"        // mail that goes round in circles
	KindFailed      = "failed"      // sendmail's own permanent texts
	KindDeferred    = "deferred"    // deferred, with free text or nothing
	KindWarning     = "warning"     // the sender was warned; hides the reason until the next try
	KindQuarantined = "quarantined" // kept by a filter, a rule or an operator
	KindNeverTried  = "never-tried" // no status
	KindLiteral     = "literal"     // none of these
)

// The kinds of messages without a status that counts.
const (
	KindUnknown    = "unknown" // tried, but nothing was noted
	KindLost       = "lost"
	KindOrphan     = "orphan"
	KindDamaged    = "damaged"
	KindNoData     = "no-data"
	KindLoad       = "load"
	KindProcessing = "processing"
)

// Reason is a status with its varying parts taken out. Messages with the same
// Key and the same server are stuck for the same reason.
type Reason struct {
	Kind     string // one of the Kind constants
	Class    Class
	Code     smtp.Code     // 0 none
	Enhanced smtp.Enhanced // zero value none
	Server   string        // the server that the status blames, by NormalHost; "" if none
	Domain   string        // what a lookup was about, by NormalHost; "" if none
	System   string        // the mail system that uses these words: "postfix"; "" if any could
	Text     []Piece       // without "Deferred: " and codes; never nil
	Key      string        // codes or class, and Text
	Cut      bool          // the status may go on: mailq cut it

	// For a cut reason, Key up to its last word, and that word as written: a
	// word at the cut may be half of anything.
	stem, tail string
	atHost     bool // the cut is in or after the name in Server
	framed     bool // the text around a reply says what it is about
	ours       bool // the server that spoke runs on this host
}

// Piece is a part of a text. A varying part reads ‹address›, ‹ip›, ‹host›,
// ‹id›, ‹number›, ‹url›, ‹time›, ‹path› or ‹key›.
type Piece = words.Piece

// MaxStatus is how many bytes of a status Parse reads. A longer status is
// treated as cut there, or at the last blank before.
const MaxStatus = 2048

// shorten returns the beginning of a status that is longer than MaxStatus, up to a blank: half a name
// is not recognised as one, and would stay when names are redacted.
func shorten(status string) string {
	s := status[:MaxStatus]
	if at := strings.LastIndexByte(s, ' '); at > MaxStatus/2 {
		return s[:at]
	}
	return s
}

// Option changes how Parse reads a status.
type Option uint8

// The options.
const (
	// Cut marks the status as possibly cut at its end, as mailq does silently after
	// 60 or, with -v, 100 bytes (formats/sendmail.md §5.3).
	Cut Option = 1 << iota
	// WillRetry marks the status as one after which the mail system tries again,
	// whatever its text says: Postfix records its decision separately from the text,
	// and keeps mail that was refused with a 5xx if so configured (soft_bounce).
	WillRetry
)

// spareTexts are reused: a queue can have a status of its own for each message.
var spareTexts = sync.Pool{New: func() any { return new(text) }}

// Parse takes apart a status as it appears in a control file (M line), in
// mailq's brackets, or in a transcript as sendmail's own verdict. Status ""
// means never tried. Bytes that are not UTF-8 are read as ISO 8859-1.
func Parse(status string, opts ...Option) Reason {
	t := spareTexts.Get().(*text)
	defer t.release()
	for _, o := range opts {
		t.cut = t.cut || o&Cut != 0
		t.retried = t.retried || o&WillRetry != 0
	}
	if len(status) > MaxStatus {
		status, t.cut = shorten(status), true
	}
	s := Visible(status, t.cut)
	if len(s) > MaxStatus { // of what is not seen, each byte is several
		s, t.cut = strings.ToValidUTF8(shorten(s), ""), true
	}
	if len(s) != len(status) { // the reason keeps it, without what it was put together in
		s = strings.Clone(s)
	}
	r := Reason{Cut: t.cut}
	t.parse(&r, s)
	if t.retried && r.Class == Permanent {
		r.Class = Temporary
	}
	t.finish(&r)
	return r
}

// mostAddresses is how many addresses with an error each are taken off the beginning of a text.
const mostAddresses = 3

// parse applies the rules of formats/sendmail.md §6.5, after those of Exim and Postfix, which never
// write "Deferred: ". The order of sendmail's does not matter, since each looks at the beginning.
func (t *text) parse(r *Reason, s string) {
	if s == "" || s == " " || s == "queued" { // the last is in sendmail's log for mail that it only queued
		r.Kind = KindNeverTried
		t.literal("Not tried yet")
		t.cut, r.Cut = false, false
		return
	}
	if q, ok := strings.CutPrefix(strings.TrimSpace(s), "QUARANTINE: "); ok {
		r.System = ofSendmail
		t.quarantined(r, q)
		return
	}
	if strings.HasPrefix(s, "Warning: ") {
		r.Kind, r.System = KindWarning, ofSendmail
		t.asIs(s)
		return
	}
	if Suspended(s) {
		s, t.retried = unwrapped(s), true
		r.System = ofPostfix
	}
	body, deferred := strings.CutPrefix(s, "Deferred: ")
	if !deferred {
		if t.exim(r, s) || t.postfix(r, unwrapped(s)) {
			return
		}
		if strings.TrimRight(s, " ") == "Deferred" {
			r.Kind, r.Class, r.System = KindDeferred, Temporary, ofSendmail
			t.literal("Deferred")
			return
		}
		// An error raised for a recipient begins with the address.
		if rest, ok := withoutAddress(s); ok && t.addresses < mostAddresses && !startsWithCode(s) {
			t.addresses++
			t.parse(r, rest)
			return
		}
	}
	if deferred {
		r.Class, r.System = Temporary, ofSendmail
	}
	if reply, ok := smtp.ParseReply(body); ok && reply.Code >= 400 {
		t.reply(r, reply, deferred)
		return
	}
	if t.own(r, body, deferred) {
		return
	}
	if deferred {
		r.Kind = KindDeferred
	} else {
		r.Kind = KindLiteral
	}
	if t.retried {
		r.Class = Temporary
	}
	t.free(body)
}

// startsWithCode reports whether a text begins with the code of a failure,
// whose reply may begin with an address: "550 5.1.1 <a@b>... User unknown".
func startsWithCode(s string) bool {
	reply, ok := smtp.ParseReply(s)
	return ok && reply.Code >= 400
}

// Quarantined returns the reason of a message that was quarantined with reason
// q, as in the q line of its control file.
func Quarantined(q string, opts ...Option) Reason {
	if strings.TrimSpace(q) == "" {
		return Reason{Kind: KindQuarantined, Key: "Quarantined", Text: []Piece{{Text: "Quarantined"}}}
	}
	r := Parse("QUARANTINE: "+q, opts...)
	r.System = "" // mail is put aside in all of them
	return r
}

func (t *text) quarantined(r *Reason, q string) {
	r.Kind = KindQuarantined
	t.literal("Quarantined: ")
	t.free(q)
}

// reply takes apart a reply: the other server's after "Deferred: ", or one of
// sendmail's own from a transcript.
func (t *text) reply(r *Reason, reply smtp.Reply, deferred bool) {
	r.Kind, r.Code, r.Enhanced = KindReply, reply.Code, reply.Enhanced
	r.Class = Permanent
	if r.Code.Temporary() {
		r.Class = Temporary
	}
	if aboutTLS(r.Code, reply.Text) {
		r.Kind = KindTLS
	} else if !deferred && t.own(r, reply.Text, false) {
		return
	} else if !deferred && (strings.HasPrefix(reply.Text, `"|`) || strings.HasPrefix(reply.Text, "|")) {
		r.Kind = KindMailer // a program of this server, in place of an address
	} else if rest, ok := withoutAddress(reply.Text); ok && !deferred && strings.HasPrefix(rest, "reply: read error from ") && t.own(r, rest, false) {
		return
	}
	r.Server = namesItself(r.Code, reply.Text)
	t.free(reply.Text)
}

// namesItself returns the server's name if a reply begins with it, as RFC 5321
// §4.2.2 has it for 421 and §4.3.1 for greetings.
func namesItself(c smtp.Code, s string) string {
	word, rest, _ := strings.Cut(s, " ")
	if !IsHost(strings.TrimSuffix(word, ".")) {
		return ""
	}
	if c == 421 || strings.HasPrefix(rest, "ESMTP") || strings.HasPrefix(rest, "SMTP") {
		return NormalHost(word)
	}
	return ""
}

// finish gives the reason its text and key.
func (t *text) finish(r *Reason) {
	head := t.head[:0]
	switch {
	case r.Kind == KindNeverTried || r.Kind == KindQuarantined || r.Kind == KindWarning:
	case r.Code != 0:
		head = append(append(head, r.Code.String()...), ' ')
		if !r.Enhanced.IsZero() {
			head = append(append(head, r.Enhanced.String()...), ' ')
		}
	default:
		head = append(append(head, r.Class.String()...), ": "...)
	}
	r.Text = append(make([]Piece, 0, len(t.pieces)), t.pieces...)
	stem := len(head) + t.stem
	head = append(head, t.key...)
	key := string(head)
	if t.cut {
		r.stem, r.tail, r.atHost = key[:stem], t.tail, t.atHost
	}
	r.Key = strings.TrimRight(key, " ")
	t.head = head
}

// NormalHost normalises a host name as groups and filters compare it: lower
// case, without the final dot; for "[192.0.2.1]" and "[IPv6:2001:db8::1]" the
// address.
func NormalHost(h string) string {
	h = strings.TrimSuffix(h, ".")
	if strings.HasPrefix(h, "[") { // the closing one may be cut off
		h = strings.TrimSuffix(h[1:], "]")
		if len(h) > 5 && strings.EqualFold(h[:5], "IPv6:") {
			h = h[5:]
		}
	}
	return strings.ToLower(h)
}
