package submitter

import (
	"net/netip"
	"strings"
)

// ScriptOf returns the script that a header names, whatever line of it called mail()
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
