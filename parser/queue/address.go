package queue

import "strings"

// SplitAddress splits an address without angle brackets at its last @ outside
// quotes, and removes blanks and stray brackets after the domain. The domain is ""
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
	return addr[:at], strings.TrimRight(addr[at+1:], "> ")
}
