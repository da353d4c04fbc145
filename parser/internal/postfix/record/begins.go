package record

import "bytes"

// Begins reports whether a file begins like a queue file: with sizes or a time of arrival,
// and a second record of an envelope (formats/postfix.md §2.5).
func Begins(head []byte) bool {
	r := NewReader(InMemory(head))
	first, ok := r.next()
	if !ok || len(first.Data) == 0 || len(bytes.Trim(first.Data, "-0123456789 ")) > 0 {
		return false
	}
	switch first.Type {
	case size:
		const field, most = 16, 6
		if n := len(first.Data) + 1; n%field != 0 || n/field > most {
			return false
		}
	case time:
	default:
		return false
	}
	second, ok := r.next()
	if !ok {
		return false
	}
	switch second.Type {
	case time, fullName, sender, attribute, long, inspector, warning, verp, redirect, killed, pointer:
		return len(second.Data) > 0 || second.Type == sender
	}
	return false
}
