package triage

import (
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// varies replaces the part of a sender's address that differs for each message
// or recipient.
const varies = "‹id›"

// SenderOf is the sender that an address belongs to: programs that send to many
// give each message an address of its own to tell where a bounce comes from
// (VERP, SRS, BATV), and those are one. Other addresses stay as they are.
//
//	bounce+123-ann=example.net@lists.example  bounce+‹id›@lists.example
//	news-48291-7@shop.example                 news-‹id›-7@shop.example
func SenderOf(addr string) string {
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return addr
	}
	local, domain := addr[:at], addr[at:]
	if n := sealed(local); n > 0 {
		return local[:n] + varies + domain
	}
	if eq := strings.LastIndexByte(local, '='); eq > 0 && reason.IsHost(strings.ToLower(local[eq+1:])) {
		if n := verpPrefix(local[:eq]); n > 0 {
			return local[:n] + varies + domain
		}
	}
	return withoutIDs(local) + domain
}

// sealed returns the length of the prefix that SRS or BATV put before a local
// part; 0 if none.
func sealed(local string) int {
	for _, p := range [...]string{"srs0", "srs1", "prvs", "msprvs1", "btv1"} {
		if len(local) > len(p)+1 && strings.EqualFold(local[:len(p)], p) && strings.IndexByte("=+-", local[len(p)]) >= 0 {
			return len(p) + 1
		}
	}
	return 0
}

// verpPrefix returns how much of a local part precedes the recipient's address
// written into it: up to the first plus, the first number, or the last dash.
func verpPrefix(s string) int {
	if i := strings.IndexByte(s, '+'); i > 0 {
		return i + 1
	}
	for i := 1; i < len(s); i++ {
		if s[i-1] == '-' && isDigit(s[i]) {
			return i
		}
	}
	return strings.LastIndexByte(s, '-') + 1
}

// leastID is the number of digits from which a number inside a local part is an
// id.
const leastID = 5

// withoutIDs replaces the ids in a local part that also has words: a number
// alone is somebody's address.
func withoutIDs(local string) string {
	var b strings.Builder
	ids, names := 0, 0
	for rest := local; rest != ""; {
		n := strings.IndexAny(rest, "-+=._")
		word := rest
		if n >= 0 {
			word = rest[:n]
		}
		switch {
		case len(word) >= leastID && strings.Trim(word, "0123456789") == "", reason.IsID(word):
			ids++
			b.WriteString(varies)
		default:
			if strings.Trim(word, "0123456789") != "" {
				names++
			}
			b.WriteString(word)
		}
		rest = rest[len(word):]
		if rest != "" {
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	if ids == 0 || names == 0 {
		return local
	}
	return b.String()
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// ScriptOf is the script that a header names, whatever line of it called mail()
// and whoever asked for the page:
//
//	33:mailer.php(215) : eval()'d code        33:mailer.php
//	shop.example/send.php for 192.0.2.1       shop.example/send.php
func ScriptOf(header string) string {
	s := header
	if i := strings.Index(s, " for "); i > 0 && isIPList(s[i+5:]) {
		s = s[:i]
	}
	for i := 1; i < len(s); i++ {
		if s[i] != '(' {
			continue
		}
		end := strings.IndexByte(s[i:], ')')
		if end > 1 && strings.Trim(s[i+1:i+end], "0123456789") == "" && (i+end+1 == len(s) || s[i+end+1] == ' ') {
			return strings.TrimRight(s[:i], " ")
		}
	}
	return strings.TrimRight(s, " ")
}

// isIPList reports whether s is one or more IP addresses, separated by commas.
func isIPList(s string) bool {
	for part := range strings.SplitSeq(s, ",") {
		if _, err := netip.ParseAddr(strings.TrimSpace(part)); err != nil {
			return false
		}
	}
	return true
}

// sources finds the login and script behind each distinct text.
func (x *Index) sources() {
	q := x.Queue
	of := func(col []queue.Str, f func(string) string) []queue.Str {
		out := make([]queue.Str, len(col))
		known := map[queue.Str]queue.Str{}
		for i, s := range col {
			if s == 0 {
				continue
			}
			n, ok := known[s]
			if !ok {
				n = q.Strings.Add(f(q.Text(s)))
				known[s] = n
			}
			out[i] = n
		}
		return out
	}
	x.Script = of(q.Script, ScriptOf)
	x.Login = of(q.Auth, strings.ToLower)
}
