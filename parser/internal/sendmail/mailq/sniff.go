package mailq

import (
	"bytes"

	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Format is the mail system whose queue listing a text is.
type Format int

// The formats.
const (
	None Format = iota
	Sendmail
	Postfix
	Exim
	Qmail
	OpenSMTPD
	Exchange
	NumFormats
)

var formatNames = [...]string{"none", "sendmail", "postfix", "exim", "qmail", "opensmtpd", "exchange"}

// String returns the name of the mail system, "none" for None.
func (f Format) String() string { return formatNames[f] }

// Title returns the mail system's name as its authors write it.
func (f Format) Title() string {
	switch f {
	case Postfix:
		return "Postfix"
	case Exim:
		return "Exim"
	case Exchange:
		return "Exchange"
	case OpenSMTPD:
		return "OpenSMTPD"
	}
	return f.String()
}

// MaxSniff is how many bytes Sniff looks at.
const MaxSniff = 64 << 10

// Sniff returns the format of a text by its first bytes: the first line decides
// that occurs only in a listing of one of the systems, or that sendmail prints
// in place of one. "Mail queue is empty" is printed by old sendmail and by Postfix alike and
// counts as sendmail's. A text with a NUL byte is not a listing, unless it is
// UTF-16.
func Sniff(prefix []byte) Format {
	prefix = prefix[:min(len(prefix), MaxSniff)]
	if !paste.IsWide(prefix) {
		if prefix = withoutHoles(prefix); bytes.IndexByte(prefix, 0) >= 0 {
			return None
		}
	}
	lines := paste.Head(prefix)
	for {
		l, err := lines.Next()
		if err != nil {
			return None
		}
		if f := formatOf(bytes.TrimRight(l.Text, " \t\r\n")); f != None {
			return f
		}
	}
}

// withoutHoles removes the holes that a log has at its start when it was
// truncated while it was written, and at its end after a system crash.
func withoutHoles(text []byte) []byte {
	const least = 16
	if rest := bytes.TrimLeft(text, "\x00"); len(text)-len(rest) >= least {
		text = rest
	}
	if rest := bytes.TrimRight(text, "\x00"); len(text)-len(rest) >= least {
		text = rest
	}
	return text
}

// formatOf returns the mail system that alone prints such a line.
func formatOf(text []byte) Format {
	if f := foreign(text); f != None {
		return f
	}
	switch it := classify(text); it.kind {
	case first:
		if queue.IsSendmailID(string(it.text)) {
			return Sendmail
		}
	case odd:
		if queue.IsSendmailID(string(it.text)) {
			return Sendmail
		}
	case noise:
		if IsRefused(text) {
			return Sendmail
		}
	case unknown:
		if at, ok := salvage(text); ok && at >= 0 || IsRefused(text) || collapsed(text) != nil {
			return Sendmail
		}
	default:
		if it.kind.frame() {
			return Sendmail
		}
	}
	return None
}

var (
	qmailLine     = lazyregexp.New(`^\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [A-Z]{3}  #\d+  \d+  <|^messages in queue: \d+$`)
	opensmtpdLine = lazyregexp.New(`^[0-9a-f]{16}\|(?:local|inet[46])\|(?:mta|mda|bounce)\|`)
	exchangeLine  = lazyregexp.New(`^Identity +DeliveryType +Status +MessageCount`)
)

// foreign returns the other mail system that alone prints such a line.
func foreign(text []byte) Format {
	switch {
	case isPostfix(text):
		return Postfix
	case isExim(text):
		return Exim
	case len(text) < 8:
	case '0' <= text[0] && text[0] <= '9' && bytes.Contains(text, []byte("  #")), bytes.HasPrefix(text, []byte("messages in queue: ")):
		if qmailLine().Match(text) {
			return Qmail
		}
	case len(text) > 20 && text[16] == '|':
		if opensmtpdLine().Match(text) {
			return OpenSMTPD
		}
	case text[0] == 'I':
		if exchangeLine().Match(text) {
			return Exchange
		}
	}
	return None
}

// isPostfix recognises the title, the entries and the end of postqueue -p, and postqueue -j,
// also as jq prints it.
func isPostfix(text []byte) bool {
	if bytes.HasPrefix(bytes.TrimLeft(text, "-"), []byte("Queue ID-")) || isPostfixEntry(text) {
		return true
	}
	if bytes.HasPrefix(text, []byte("-- ")) && bytes.Contains(text, []byte("bytes in ")) {
		return bytes.HasSuffix(text, []byte(" Request.")) || bytes.HasSuffix(text, []byte(" Requests."))
	}
	text = bytes.TrimLeft(text, "[, \t")
	return bytes.HasPrefix(text, []byte(`"queue_name": "`)) || bytes.HasPrefix(text, []byte("{")) &&
		bytes.Contains(text, []byte(`"queue_name":`)) && bytes.Contains(text, []byte(`"queue_id":`))
}

// isPostfixEntry recognises an entry's first line by its id and its time, which has seconds
// unlike that of sendmail.
func isPostfixEntry(text []byte) bool {
	const id, size, sender, words = 0, 1, 6, 7 // between them weekday, month, day and time
	if i := bytes.IndexByte(text, ':'); i < 0 || i+3 >= len(text) || text[i+3] != ':' {
		return false
	}
	f := bytes.Fields(text)
	if len(f) < words || !measure(f[size], "") || len(f[sender]) == 0 {
		return false
	}
	_, ok := ParseDate(bytes.Join(f[2:sender], []byte(" ")))
	return ok && queue.IsPostfixID(string(bytes.TrimRight(f[id], "*!#")))
}

// measure reports whether the text is a number with at most one unit.
func measure(text []byte, units string) bool {
	text = bytes.TrimRight(text, units)
	return len(text) > 0 && len(bytes.Trim(text, "0123456789.")) == 0
}
