package queue

import "strings"

// SplitAddress splits an address without angle brackets at its last @ outside
// quotes, and removes blanks, stray brackets and comments after the domain. The domain is ""
// for a local name, a file or a program (formats/sendmail.md §9, item 4).
func SplitAddress(addr string) (local, domain string) {
	quoted, at := false, -1
	for i := 0; i < len(addr); i++ {
		switch addr[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case '@':
			if !quoted {
				at = i
			}
		}
	}
	if at < 0 {
		return addr, ""
	}
	domain = addr[at+1:]
	if i := strings.IndexAny(domain, " \t("); i > 0 {
		domain = domain[:i]
	}
	return addr[:at], strings.TrimRight(domain, "> ")
}
