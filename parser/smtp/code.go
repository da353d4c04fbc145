// Package smtp knows SMTP replies: the three-digit codes of RFC 5321 §4.2 and
// its extensions, the enhanced codes of RFC 3463 and RFC 5248, and what they
// mean to a mail administrator.
//
// It reads what servers really send, as sendmail keeps it
// (formats/sendmail.md §7), which is more than the grammars of those RFCs
// allow; each such divergence is marked QUIRK where it is handled. Where code
// and enhanced code disagree, the code decides.
package smtp

import "strconv"

// Code is a reply code of three digits, such as 451. 0 means none.
type Code int

// Valid reports whether c is a code that a server can give: 200 to 599.
func (c Code) Valid() bool { return c >= 200 && c <= 599 }

// Temporary reports whether sending again later may help (4xx).
func (c Code) Temporary() bool { return c >= 400 && c <= 499 }

// Permanent reports whether the server has refused for good (5xx).
func (c Code) Permanent() bool { return c >= 500 && c <= 599 }

// String returns the digits, or "" for no code.
func (c Code) String() string {
	if c == 0 {
		return ""
	}
	return strconv.Itoa(int(c))
}

// Default returns the enhanced code that sendmail assigns to a reply without
// one; atRcpt says that it answered RCPT. Code 0 means no reply at all. The
// result is the zero Enhanced for codes that are not failures
// (formats/sendmail.md §6.5).
func Default(c Code, atRcpt bool) Enhanced {
	switch c {
	case 0:
		return Enhanced{4, 4, 2}
	case 450:
		return Enhanced{4, 2, 0}
	case 451:
		return Enhanced{4, 3, 0}
	case 452:
		return Enhanced{4, 3, 1}
	case 500:
		return Enhanced{5, 5, 2}
	case 501, 504:
		return Enhanced{5, 5, 4}
	case 502, 503:
		return Enhanced{5, 5, 1}
	case 550:
		if atRcpt {
			return Enhanced{5, 1, 1}
		}
		return Enhanced{5, 2, 0}
	case 551:
		return Enhanced{5, 1, 6}
	case 552:
		return Enhanced{5, 2, 2}
	case 553:
		if atRcpt {
			return Enhanced{5, 1, 3}
		}
		return Enhanced{5, 1, 0}
	}
	switch {
	case c.Temporary():
		return Enhanced{4, 0, 0}
	case c.Permanent(): // 554 among them
		return Enhanced{5, 0, 0}
	}
	return Enhanced{}
}
