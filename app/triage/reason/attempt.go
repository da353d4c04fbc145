package reason

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// attempt is a parsed line of Exim's log about one try (formats/exim.md §4.2).
type attempt struct {
	host      string // that was tried, by NormalHost
	domain    string // of the address
	transport string
	system    string // the text of a system error
	message   string // what is said beyond it
	errno     int    // of "defer (N)"; negative ones are Exim's own
	deferred  bool   // it is tried again
	failed    bool   // it is not
	expired   bool   // it was tried for too long
}

// Numbers of Exim's own for errors, in "defer (N)".
const (
	errnoLockFailed = -9
	errnoEximQuota  = -22
)

// local reports whether what failed is a delivery on this server.
func (a *attempt) local() bool {
	if a.host != "" {
		return false
	}
	switch a.errno {
	case errnoLockFailed, errnoEximQuota:
		return true
	}
	return a.errno > 0 && (a.message != "" || connectKind(a.system) == "connection")
}

var (
	logTime = lazyregexp.New(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})? (?:\[\d+\] )?(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} )?(?:(?:==|\*\*) )?`)
	// eximField is a field of such a line: one of the letters that the log has, and its value.
	eximField = lazyregexp.New(`^(R|T|H|F|P|X|CV|DN|A|L|K|Q|I|PRX|TFO|DT|QT|C|S|ST|SNI)=`)
	hostField = lazyregexp.New(`^H=(\S+?)?(?: \([^)]*\))?(?: ?\[([0-9A-Fa-f:.]+)\](?::\d+)?)?(: |:$| |$)`)
	tookTime  = lazyregexp.New(` (?:DT|QT)=[0-9hms.]+$`)
	routing   = lazyregexp.New(`^routing failed for (.*?): `)
)

// mostFields is how many fields of a line are looked at: Exim has fewer names of them.
const mostFields = 40

// attemptIn splits a line. It reports false for anything but a line of Exim's logs.
func attemptIn(s string) (a attempt, ok bool) {
	s, gaveUp := withoutTime(s)
	if m := matchAfter(routing, "routing failed for ", s); m != nil {
		return attempt{message: s[len(m[0]):], domain: domainOf(m[1]), failed: true}, true
	}
	start := fieldsAt(s)
	if start < 0 {
		if address, message, ok := strings.Cut(s, ": "); ok && gaveUp && message != "" && !strings.HasPrefix(address, " ") {
			return attempt{message: message, domain: domainOf(address), failed: true}, true
		}
		return a, false
	}
	a.domain = domainOf(strings.TrimSpace(s[:start]))
	rest := s[start:]
	fields := 0
	for rest != "" && fields < mostFields {
		if errno, after, ok := deferralIn(rest); ok {
			a.errno, rest = errno, after
			a.deferred, fields = true, fields+1
			if a.errno > 0 {
				a.system, rest = systemText(strings.TrimPrefix(rest, ": "))
			}
		} else if host, after, ok := usualHost(rest); ok {
			a.host, rest = NormalHost(host), after
			fields++
		} else if m := matchAfter(hostField, "H=", rest); m != nil {
			a.host = m[1]
			if a.host == "" || strings.HasPrefix(a.host, "[") {
				a.host = m[2]
			}
			a.host = NormalHost(a.host)
			fields++
			rest = rest[len(m[0])-len(strings.TrimSpace(m[3])):]
			if m[3] == ": " || m[3] == ":" {
				rest = ":" + strings.TrimPrefix(strings.TrimPrefix(rest, ":"), " ")
				rest = strings.Replace(rest, ":", ": ", 1)
			}
		} else if name := fieldName(rest); name != "" {
			value := rest[len(name):]
			end := fieldEnd(value)
			if name == "T=" {
				a.transport = value[:end]
			}
			fields++
			rest = value[end:]
		} else {
			break
		}
		if after, ok := strings.CutPrefix(rest, ": "); ok {
			rest = after
			break
		}
		rest = strings.TrimPrefix(rest, " ")
	}
	a.message = rest
	if strings.Contains(rest, "T=") {
		a.message = tookTime().ReplaceAllString(rest, "")
	}
	a.failed = !a.deferred && start > 0
	return a, fields > 0 && (a.message != "" || a.system != "")
}

// The expressions are tried only where they can match: a queue may have a status of its own for each
// message.

// withoutTime removes what a log has before a line: time, process, id and mark. It reports whether
// the mark is that of an address that Exim gave up, behind which there may be no fields.
func withoutTime(s string) (rest string, gaveUp bool) {
	if s == "" {
		return s, false
	}
	rest = s
	if isDigit(s[0]) {
		rest = s[len(logTime().FindString(s)):]
		gaveUp = strings.HasSuffix(s[:len(s)-len(rest)], "** ")
	}
	for _, mark := range [...]string{"** ", "== "} {
		if after, ok := strings.CutPrefix(rest, mark); ok {
			rest, gaveUp = after, mark == "** "
		}
	}
	return rest, gaveUp
}

// matchAfter matches an expression against a text with the same beginning, nil for others.
func matchAfter(of lazyregexp.Regexp, begin, s string) []string {
	if !strings.HasPrefix(s, begin) {
		return nil
	}
	return of().FindStringSubmatch(s)
}

// deferralIn cuts "defer (N)" off the beginning of a text, where "routing" may precede it.
func deferralIn(s string) (errno int, rest string, ok bool) {
	number, ok := strings.CutPrefix(strings.TrimPrefix(s, "routing "), "defer (")
	digits, rest, closed := strings.Cut(number, ")")
	if !ok || !closed || strings.HasPrefix(digits, "+") {
		return 0, s, false
	}
	errno, err := strconv.Atoi(digits)
	return errno, rest, err == nil
}

// usualHost cuts "H=NAME [ADDRESS]" off the beginning of a text, of which what a colon or a blank
// introduces is left, the colon too. hostField knows the rarer forms.
func usualHost(s string) (name, rest string, ok bool) {
	host, ok := strings.CutPrefix(s, "H=")
	end := strings.IndexAny(host, " [:(")
	if !ok || end <= 0 || !strings.HasPrefix(host[end:], " [") {
		return "", s, false
	}
	address, after, ok := strings.Cut(host[end+len(" ["):], "]")
	if !ok || address == "" || strings.Trim(address, "0123456789abcdefABCDEF:.") != "" {
		return "", s, false
	}
	if after != "" && after[0] != ' ' && !strings.HasPrefix(after, ": ") {
		return "", s, false
	}
	return host[:end], after, true
}

// fieldName returns the name that a text begins with, with the sign behind it, "" if it is none of a log.
func fieldName(s string) string {
	const longest = 3
	if at := strings.IndexByte(s[:min(len(s), longest+1)], '='); at <= 0 {
		return ""
	}
	return eximField().FindString(s)
}

// fieldsAt finds where the fields of a line begin, -1 if it has none: behind the address.
func fieldsAt(s string) int {
	if strings.IndexByte(s, '=') < 0 && strings.IndexByte(s, '(') < 0 {
		return -1 // each field has the one, a deferral the other
	}
	if strings.HasPrefix(s, "H=") || strings.HasPrefix(s, "R=") {
		return 0
	}
	if _, _, ok := deferralIn(s); ok {
		return 0
	}
	best := -1
	for _, sign := range [...]string{" R=", " F=<", " Q=", " routing defer (", " defer ("} {
		if i := strings.Index(s, sign); i > 0 && (best < 0 || i+1 < best) {
			best = i + 1
		}
	}
	if best < 0 || !strings.ContainsAny(s[:best], "@<|/") && strings.Contains(strings.TrimSpace(s[:best]), " ") {
		return -1
	}
	return best
}

// fieldEnd returns where the value of a field ends.
func fieldEnd(value string) int {
	close := byte(' ')
	switch {
	case strings.HasPrefix(value, "<"):
		close = '>'
	case strings.HasPrefix(value, `"`):
		close = '"'
	}
	if close != ' ' {
		if i := strings.IndexByte(value[1:], close); i >= 0 {
			return i + 2
		}
	}
	end := strings.IndexByte(value, ' ')
	if end < 0 {
		return len(value)
	}
	if end > 0 && value[end-1] == ':' {
		end--
	}
	return end
}

// systemText cuts a system error's text off what follows it.
func systemText(s string) (text, rest string) {
	end := len(s)
	for _, sign := range [...]string{" H=", " DT=", ": "} {
		if i := strings.Index(s, sign); i >= 0 {
			end = min(end, i)
		}
	}
	return s[:end], s[end:]
}

// domainOf returns the domain of the address that a line begins with.
func domainOf(s string) string {
	if i := strings.IndexByte(s, ' '); i > 0 && !strings.HasPrefix(s, `"`) && strings.Contains(s[:i], "@") {
		s = s[:i]
	}
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return ""
	}
	return NormalHost(strings.Trim(s[at+1:], ">:"))
}
