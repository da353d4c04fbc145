package record

import "strings"

// Quote writes an address as lists and logs show it, and as SMTP has it: files
// have local parts without quotes (formats/postfix.md §3.4).
func Quote(address string) string {
	at := strings.LastIndexByte(address, '@')
	local, domain := address, ""
	if at >= 0 {
		local, domain = address[:at], address[at:]
	}
	if isDotAtom(local) {
		return address
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(local) {
		if c := local[i]; c == '"' || c == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(local[i])
	}
	b.WriteByte('"')
	b.WriteString(domain)
	return b.String()
}

// Unquote undoes Quote: it returns a local part as in files.
func Unquote(address string) string {
	at := strings.LastIndexByte(address, '@')
	local, domain := address, ""
	if at >= 0 {
		local, domain = address[:at], address[at:]
	}
	if len(local) < 2 || local[0] != '"' || local[len(local)-1] != '"' {
		return address
	}
	local = local[1 : len(local)-1]
	var b strings.Builder
	for i := 0; i < len(local); i++ {
		if local[i] == '\\' && i+1 < len(local) {
			i++
		}
		b.WriteByte(local[i])
	}
	b.WriteString(domain)
	return b.String()
}

// isDotAtom recognises words of RFC 5322 with dots between them. Bytes beyond ASCII
// are letters.
func isDotAtom(s string) bool {
	before := byte('.')
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.' && before == '.':
			return false
		case c == '.', c >= 0x80, '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
		case strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0:
		default:
			return false
		}
		before = c
	}
	return before != '.' || s == ""
}
