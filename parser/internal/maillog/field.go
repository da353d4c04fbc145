package maillog

import "strings"

// CutNumber cuts off the decimal number that begins a text. It reads at most 18 digits, so that
// the number fits; ok is false if there is none.
func CutNumber(text string) (n int64, rest string, ok bool) {
	const most = 18
	i := 0
	for i < len(text) && i < most && isDigit(text[i]) {
		n = n*10 + int64(text[i]-'0')
		i++
	}
	return n, text[i:], i > 0
}

// QuotedLength returns the length of the quoted string that begins a text, with both quotes; 0 if
// none begins there, or it is not closed. What may follow the quoted local part of an address
// differs: a grammar checks that itself.
func QuotedLength(text string) int {
	if !strings.HasPrefix(text, `"`) {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// IsIP reports whether a text looks like an IP address: it has only the characters of one, and a
// zone at most. It is cheaper than parsing, for texts found where mail systems write addresses.
func IsIP(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') && c != '.' && c != ':' {
			return c == '%' && i > 0 // the zone of a link-local address
		}
	}
	return strings.ContainsAny(s, ".:")
}

// Sender returns a sender as the model has it: an empty address is the null sender, "<>".
func Sender(address string) string {
	if address == "" {
		return "<>"
	}
	return address
}
