package logline

import (
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
)

// cutField cuts " NAME=VALUE" off a text. A value ends at a blank, unless it is quoted or an address
// in angle brackets.
func cutField(text string) (name, value, rest string, ok bool) {
	if text == "" || text[0] != ' ' {
		return "", "", text, false
	}
	n := 1
	for n < len(text) && (text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] >= '0' && text[n] <= '9' || text[n] == '*') {
		n++
	}
	if n == 1 || n >= len(text) || text[n] != '=' {
		return "", "", text, false
	}
	name, value = text[1:n], text[n+1:]
	end := 0
	switch {
	case strings.HasPrefix(value, `"`):
		if end = maillog.QuotedLength(value); end == 0 {
			end = len(value) // cut short
		}
	case strings.HasPrefix(value, `<"`):
		end = 1 + maillog.QuotedLength(value[1:])
	}
	for end < len(value) && value[end] != ' ' && (value[end] != ':' || end+1 < len(value) && value[end+1] != ' ') {
		end++
	}
	return name, value[:end], value[end:], true
}

// cutHost cuts "NAME [IP]:PORT" off what follows "H=". A server's name may have "DS" behind it, and
// a client's its HELO name in brackets.
func cutHost(text string) (name, ip, rest string, ok bool) {
	at := 0
	for at < len(text) && text[at] != ' ' && text[at] != '(' && text[at] != '[' {
		at++
	}
	name, rest = text[:at], text[at:]
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, " DS"), " ")
	if strings.HasPrefix(rest, "(") {
		helo := strings.Index(rest, ") [")
		if helo < 0 {
			return "", "", text, false
		}
		rest = rest[helo+len(") "):]
	}
	end := strings.IndexByte(rest, ']')
	if end < 0 || rest[0] != '[' || !maillog.IsIP(rest[1:end]) {
		return "", "", text, false
	}
	ip, rest = rest[1:end], rest[end+1:]
	if port, found := strings.CutPrefix(rest, ":"); found {
		if _, after, ok := maillog.CutNumber(port); ok {
			rest = after
		}
	}
	return name, ip, strings.TrimPrefix(rest, "*"), true
}

// duration reads "1d4h59m58s" or "0.456s" in whole seconds; -1 if it is not a duration.
func duration(s string) int32 {
	s, _, _ = strings.Cut(s, " ")
	total := int64(0)
	if s == "" {
		return -1
	}
	for s != "" {
		n, rest, ok := maillog.CutNumber(s)
		if !ok || n > math.MaxInt32 {
			return -1
		}
		if fraction, found := strings.CutPrefix(rest, "."); found {
			_, rest, _ = maillog.CutNumber(fraction)
		}
		if rest == "" {
			return -1
		}
		unit := int64(0)
		switch rest[0] {
		case 'w':
			unit = 7 * 24 * 60 * 60
		case 'd':
			unit = 24 * 60 * 60
		case 'h':
			unit = 60 * 60
		case 'm':
			unit = 60
		case 's':
			unit = 1
		default:
			return -1
		}
		if total += n * unit; total > math.MaxInt32 {
			return -1
		}
		s = rest[1:]
	}
	return int32(total)
}

// setReply reads the codes of a reply that a text quotes in Exim's words: "SMTP error from remote
// mail server after RCPT TO:<X>: 550 …". X may be anything.
func setReply(text string, e *maillog.Entry) {
	after := text
	for _, begins := range [...]string{"SMTP error from remote mail server after ", "LMTP error after ", "PRDR error after "} {
		var found bool
		if after, found = strings.CutPrefix(text, begins); found {
			break
		}
	}
	if len(after) == len(text) {
		return
	}
	for _, command := range [...]string{"RCPT TO:", "MAIL FROM:"} {
		stage := strings.TrimPrefix(after, "pipelined ")
		if address, found := strings.CutPrefix(stage, command); found {
			if _, rest, ok := cutAddress(address, ": ", " "); ok {
				after = rest
			}
		}
	}
	for {
		i := strings.Index(after, ": ")
		if i < 0 {
			return
		}
		after = after[i+len(": "):]
		if code, status := maillog.Reply(after); code != 0 {
			e.Code, e.Status = code, status
			return
		}
	}
}

// withoutTimes takes off how long a delivery took, which some servers log at the end.
func withoutTimes(text string) string {
	for {
		i := strings.LastIndexByte(text, ' ')
		if i < 0 || !strings.HasPrefix(text[i+1:], "DT=") && !strings.HasPrefix(text[i+1:], "QT=") || duration(text[i+len(" DT="):]) < 0 {
			return text
		}
		text = text[:i]
	}
}
