package submitter

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// Varies replaces the part of a sender's address that differs for each message
// or recipient.
const Varies = "‹id›"

// SenderOf returns the sender that an address belongs to: programs that send to many
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
		return local[:n] + Varies + domain
	}
	if eq := strings.LastIndexByte(local, '='); eq > 0 && reason.IsHost(strings.ToLower(local[eq+1:])) {
		if n := verpPrefix(local[:eq]); n > 0 {
			return local[:n] + Varies + domain
		}
	}
	return withoutIDs(local) + domain
}

// IsMailing reports whether a sender, as SenderOf returns it, is a program that
// sends to many: its addresses differ, and not because a forwarder (SRS) or the
// sender's server (BATV) rewrote them.
func IsMailing(sender string) bool {
	n := strings.Index(sender, Varies)
	return n >= 0 && strings.LastIndexByte(sender, '@') > n && sealed(sender[:n]+"x") != n
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
			b.WriteString(Varies)
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
