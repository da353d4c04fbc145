package logline

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// delivered reads "ADDR[ <X>][ F=<S>] R=R T=T H=NAME [IP] … C="REPLY" QT= DT=".
func delivered(text string, e *maillog.Entry) bool {
	// An address has more behind these words, a domain at least.
	for _, words := range [...]string{":blackhole: ", "discarded (", "blackhole (", "discarded"} {
		after, found := strings.CutPrefix(text, words)
		if !found || words == "discarded" && after != "" {
			continue
		}
		e.Kind, e.Text = queue.EventDiscarded, text
		if who, rest, ok := cutAddress(after, marks[:]...); ok && words == ":blackhole: " {
			e.Recipients = append(e.Recipients, who)
			e.Text = strings.TrimPrefix(rest, " ")
		}
		return true
	}
	who, rest, ok := cutRecipient(text)
	if !ok {
		return false
	}
	e.Kind, e.Text = queue.EventDelivered, ""
	e.Recipients = append(e.Recipients, who)
	transport := ""
	for rest != "" {
		name, value, after, ok := cutField(rest)
		if !ok {
			rest = skipWord(rest)
			continue
		}
		switch name {
		case "T":
			transport = value
		case "H":
			if host, ip, after, ok := cutHost(rest[len(" H="):]); ok {
				e.Peer, e.IP, rest = host, ip, after
				continue
			}
			e.Peer = value
		case "C":
			e.Text = unquoted(value)
			e.Code, e.Status = maillog.Reply(e.Text)
			e.Other = maillog.NextID(e.Text)
		case "QT":
			e.Delay = duration(value)
		}
		rest = after
	}
	if e.Peer == "" {
		e.Peer = transport
	}
	return true
}

// skipWord steps over a word that is not a field, such as K or PRDR.
func skipWord(text string) string {
	if i := strings.IndexByte(text[1:], ' '); i >= 0 {
		return text[1+i:]
	}
	return ""
}

// unquoted returns what a quoted value says.
func unquoted(value string) string {
	value = strings.TrimPrefix(value, `"`)
	if n := len(value); n > 0 && value[n-1] == '"' {
		value = value[:n-1]
	}
	if strings.IndexByte(value, '\\') < 0 {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' && i+1 < len(value) && (value[i+1] == '"' || value[i+1] == '\\') {
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// attempt is what follows the address of a recipient who did not get the message.
type attempt struct {
	errno      int // negative ones are Exim's own
	errnoGiven bool
	system     string // the error of the system
	said       string // why, in Exim's words or a server's
	host, ip   string
}

// attemptOf reads "[Q=] [R=] [T=] [routing] defer (N)[: ERROR][ H=NAME [IP]][ DT=][: TEXT]", or
// without "defer (N)" of a failure.
func attemptOf(rest string) (a attempt) {
	for rest != "" {
		switch {
		case strings.HasPrefix(rest, " : "), strings.HasPrefix(rest, ": "): // the former since 4.98
			said := strings.TrimPrefix(strings.TrimPrefix(rest, " "), ": ")
			if a.errnoGiven && a.errno > 0 && a.system == "" {
				// The error of the system; a host, a time and a text may follow it.
				end := len(said)
				for _, mark := range [...]string{" H=", " DT=", ": "} {
					if i := strings.Index(said[:end], mark); i >= 0 {
						end = i
					}
				}
				a.system, rest = said[:end], said[end:]
				continue
			}
			a.said = said
			return a
		case strings.HasPrefix(rest, " routing defer ("):
			rest = rest[len(" routing"):]
			continue
		case strings.HasPrefix(rest, " defer ("):
			number, after, ok := strings.Cut(rest[len(" defer ("):], ")")
			digits, negative := strings.CutPrefix(number, "-")
			n, err := strconv.ParseUint(digits, 10, 31)
			if !ok || err != nil || a.errnoGiven {
				return a
			}
			a.errno, a.errnoGiven, rest = int(n), true, after
			if negative {
				a.errno = -a.errno
			}
			continue
		}
		name, _, after, ok := cutField(rest)
		if !ok {
			if rest[0] != ' ' {
				return a
			}
			rest = skipWord(rest)
			continue
		}
		if name == "H" {
			if host, ip, after, ok := cutHost(rest[len(" H="):]); ok {
				a.host, a.ip, rest = host, ip, after
				continue
			}
		}
		rest = after
	}
	return a
}

func (a *attempt) set(rest string, e *maillog.Entry) {
	e.Peer, e.IP = a.host, a.ip
	e.Text = withoutTimes(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(rest, " "), ":"), " "))
	setReply(a.said, e)
}

// forged reports whether an address whose quotes are not logged looks like more than an address: in
// a line that ends with the words of a server, that may be the address's doing or the server's.
func forged(who string) bool {
	return maillog.QuotedLength(who) > 0 && strings.Contains(who, ": ")
}

// deferred reads a recipient who will be tried again.
func deferred(text string, e *maillog.Entry) bool {
	who, rest, ok := cutRecipient(text)
	if !ok || forged(who) {
		return false
	}
	a := attemptOf(rest)
	if !a.errnoGiven {
		return false // cut short
	}
	e.Kind = queue.EventDeferred
	const notTime = -52 // and what is less: it is not time to try
	if a.errno <= notTime {
		e.Kind = queue.EventNotTried
	}
	e.Recipients = append(e.Recipients, who)
	a.set(rest, e)
	return true
}

// failed reads a recipient who will not get the message.
func failed(text string, e *maillog.Entry) bool {
	e.Kind = queue.EventFailed
	who, rest, ok := cutRecipient(text)
	if !ok {
		return true // "** mua_wrapper is set but …"
	}
	if forged(who) {
		e.Kind = queue.EventNoted
		return false
	}
	a := attemptOf(rest)
	e.Recipients = append(e.Recipients, who)
	a.set(rest, e)
	for _, words := range [...]string{"retry timeout exceeded", "retry time not reached for any host after a long failure period", "all hosts"} {
		if strings.HasPrefix(a.said, words) && (words != "all hosts" || strings.Contains(a.said, " have been failing for a long time")) {
			e.Kind = queue.EventExpired
		}
	}
	return true
}

// byHost reads "H=NAME [IP]…": what one of several servers answered, or that a message from a client
// was refused.
func byHost(text string, e *maillog.Entry) bool {
	name, ip, rest, ok := cutHost(text)
	if !ok {
		return false
	}
	e.Peer, e.IP = name, ip
	for {
		_, value, after, ok := cutField(rest)
		if !ok {
			break
		}
		if strings.HasPrefix(rest, " F=<") {
			e.Sender = maillog.Sender(strings.TrimSuffix(strings.TrimPrefix(value, "<"), ">"))
		}
		rest = after
	}
	e.Text = withoutTimes(strings.TrimPrefix(strings.TrimPrefix(rest, ":"), " "))
	if isRejection(e.Text) {
		e.Kind = queue.EventRejected
	}
	setReply(e.Text, e)
	return true
}
