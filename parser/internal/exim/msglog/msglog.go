// Package msglog reads the log that Exim keeps of one message (formats/exim.md §4.2). It has why
// each recipient waits, which the spool itself does not: the last attempt at a recipient counts.
package msglog

import (
	"iter"
	"strconv"
	"strings"
)

// None is an absent time.
const None = -1 << 63

// Log is what a log says. Its times are those of the server's clock as if that were UTC, unless
// Zoned.
type Log struct {
	Received int64  // when the message arrived
	Sender   string // of the envelope, "<>" for a bounce, "" unknown
	Origin   string // of a bounce or notice: the id of the message that it is about
	LastTry  int64  // when it was tried last
	Zoned    bool   // the times have zones, and are Unix seconds
	Frozen   string // why the message was frozen, as Exim wrote it, "" if it was not or no line says it
	Lines    int

	said    map[string]*said  // by recipient
	order   []string          // in which they were first named
	members map[string]string // what is said last of an address that a recipient became
	became  []string          // these, in the order of their first lines
}

// Said is the last thing that the log says about a recipient that did not get the message.
type Said struct {
	Text   string // from "R=" on; behind it the host that refused, if that has a line of its own
	Tries  int
	Failed bool // it will not be tried again
}

// said is what is known about a recipient while a log is read.
type said struct {
	Said
	direct int // attempts at the recipient itself, not at what it became
}

// Of returns what is said about a recipient, by the address in the envelope.
func (l *Log) Of(address string) (Said, bool) {
	s, ok := l.said[address]
	if !ok {
		return Said{}, false
	}
	return s.Said, true
}

// All yields the addresses of which something is said: first those that recipients became, which
// may be recipients themselves since (one_time), then the recipients in the order of their first
// lines.
func (l *Log) All() iter.Seq2[string, Said] {
	return func(yield func(string, Said) bool) {
		for _, address := range l.became {
			if !yield(address, Said{Text: l.members[address]}) {
				return
			}
		}
		for _, address := range l.order {
			if !yield(address, l.said[address].Said) {
				return
			}
		}
	}
}

// Tries returns how often the message was tried: the maximum over its recipients.
func (l *Log) Tries() int {
	n := 0
	for _, s := range l.said {
		n = max(n, s.Tries)
	}
	return n
}

// Tried reports whether there was any attempt, even one that was skipped as not due.
func (l *Log) Tried() bool { return l.LastTry != None || len(l.said) > 0 }

// MaxRecipients is how many recipients are kept.
const MaxRecipients = 200_000

// Parse reads a log. Lines that are not understood are skipped: anything may be logged.
func Parse(text string) *Log {
	l := &Log{Received: None, LastTry: None}
	var h host
	var clock stamps
	var tries map[[2]string]int // of a recipient, and of each address that it became
	for line := range strings.Lines(text) {
		l.Lines++
		line = strings.TrimRight(line, "\r\n")
		at, zoned, rest, timed := clock.cut(line)
		if timed {
			l.Zoned = l.Zoned || zoned
			line = rest
		}
		if frozen, ok := frozenIn(line); ok {
			l.Frozen = frozen
			continue
		}
		switch after, ok := strings.CutPrefix(line, "Received from "); {
		case ok:
			if l.Received == None && timed {
				l.Received = at
			}
			if l.Sender == "" {
				l.Sender, _, _ = strings.Cut(after, " ")
			}
			if l.Origin == "" {
				l.Origin = originIn(after)
			}
			continue
		case strings.HasPrefix(line, "H="):
			h = hostIn(line)
			l.tried(at, timed)
			continue
		}
		a, ok := addressIn(line)
		if !ok {
			continue
		}
		l.tried(at, timed)
		if a.text == "" {
			continue // delivered
		}
		s := l.said[a.top]
		if s == nil {
			if len(l.said) == MaxRecipients {
				continue
			}
			if l.said == nil {
				l.said = map[string]*said{}
			}
			s = &said{}
			l.said[a.top] = s
			l.order = append(l.order, a.top)
		}
		s.Text, s.Failed = h.with(a), !a.deferred
		if a.address == a.top {
			s.direct++
			s.Tries = max(s.Tries, s.direct)
			continue
		}
		if len(l.members) < MaxRecipients || l.members[a.address] != "" {
			if l.members == nil {
				l.members = map[string]string{}
			}
			if _, ok := l.members[a.address]; !ok {
				l.became = append(l.became, a.address)
			}
			l.members[a.address] = s.Text
		}
		if tries == nil {
			tries = map[[2]string]int{}
		}
		n := tries[[2]string{a.top, a.address}] + 1
		tries[[2]string{a.top, a.address}] = n
		s.Tries = max(s.Tries, n)
	}
	return l
}

func (l *Log) tried(at int64, timed bool) {
	if timed {
		l.LastTry = max(l.LastTry, at)
	}
}

// host reads a line about a host that did not take the message.
type host struct{ name, why string }

// hostIn cuts "H=NAME [IP]:PORT WHY", where a port may be missing.
func hostIn(line string) host {
	at := strings.Index(line, " [")
	end := strings.IndexByte(line[max(at, 0):], ']') + max(at, 0)
	if at < 0 || end <= at {
		return host{}
	}
	name, why, ok := strings.Cut(line[end:], " ")
	if !ok {
		return host{}
	}
	return host{line[:end] + name, why}
}

// with returns what is said about an address. Of an error of the system the line has no host;
// the line before it has.
func (h host) with(a address) string {
	if h.name == "" || a.system == "" || a.system != h.why {
		return a.text
	}
	return a.text + " " + h.name
}

// address is a line about an address.
type address struct {
	address  string
	top      string // the recipient that it comes from
	text     string // from "R=" on, "" if it got the message
	system   string // the text of a system error that ends the line
	deferred bool
}

// addressIn splits a line about an address.
func addressIn(line string) (a address, ok bool) {
	if after, ok := strings.CutPrefix(line, "routing failed for "); ok {
		who, _, ok := strings.Cut(after, ": ")
		a.address, a.top = cutTop(who)
		a.text = line
		return a, ok
	}
	end := endOfAddress(line)
	if end < 0 {
		return a, false
	}
	a.address, a.top = cutTop(line[:end])
	if rest, delivered := strings.CutPrefix(line[end:], ": "); delivered {
		return a, strings.HasSuffix(rest, " transport succeeded") || strings.HasSuffix(rest, " router succeeded")
	}
	a.text = withoutTimes(line[end+1:])
	rest := a.text
	for field(rest) {
		_, after, _ := strings.Cut(rest, " ")
		rest = after
	}
	rest = strings.TrimPrefix(rest, "routing ")
	number, ok := strings.CutPrefix(rest, "defer (")
	if !ok {
		return a, true
	}
	a.deferred = true
	digits, after, _ := strings.Cut(number, ")")
	if n, err := strconv.Atoi(digits); err == nil && n > 0 {
		a.system = strings.TrimPrefix(after, ": ")
	}
	return a, true
}

// endOfAddress finds where what happened to an address begins: at the first of its fields, at the
// word "defer", or at a colon. It is -1 in lines about something else.
func endOfAddress(line string) int {
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case ':':
			if strings.HasPrefix(line[i+1:], " ") {
				return i
			}
		case ' ':
			rest := line[i+1:]
			if field(rest) && (rest[0] != 'F' || rest[2] == '<') || strings.HasPrefix(rest, "defer (") || strings.HasPrefix(rest, "routing defer (") {
				return i
			}
		}
	}
	return -1
}

// field reports whether a text begins with one of the fields before what happened.
func field(s string) bool {
	return len(s) > 2 && s[1] == '=' && (s[0] == 'R' || s[0] == 'T' || s[0] == 'Q' || s[0] == 'F')
}

// withoutTimes takes off how long a delivery took, which some servers log at the end.
func withoutTimes(s string) string {
	for {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !strings.HasPrefix(s[i+1:], "DT=") && !strings.HasPrefix(s[i+1:], "QT=") {
			return s
		}
		s = s[:i]
	}
}

// cutTop splits "ADDRESS <RECIPIENT>". Without the second one, the first is the recipient.
func cutTop(s string) (addr, top string) {
	if strings.HasSuffix(s, ">") {
		if i := strings.LastIndex(s, " <"); i > 0 {
			return s[:i], s[i+2 : len(s)-1]
		}
	}
	return s, s
}

// frozenIn returns why a message was frozen, if a line says so.
func frozenIn(line string) (why string, ok bool) {
	if after, ok := strings.CutPrefix(line, "*** Frozen"); ok {
		after = strings.TrimSpace(after)
		if inner, ok := strings.CutPrefix(after, "("); ok {
			after = strings.TrimSuffix(inner, ")")
		}
		if after == "" {
			after = "frozen"
		}
		return after, true
	}
	return line, strings.HasPrefix(line, "frozen by ")
}

// originIn returns the id of the message that a bounce or notice is about.
func originIn(received string) string {
	_, rest, ok := strings.Cut(received, "<> R=")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, " ")
	return id
}
