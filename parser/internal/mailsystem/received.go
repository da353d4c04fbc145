package mailsystem

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// ServerName takes the server's own name from the first Received line, which
// this server added: "… by mail.example.org (8.15.2/8.15.2) with …", or of Postfix
// "… (Postfix) with …". What is in the bracket begins with software; "" for any.
func ServerName(c *queue.Control, software string) string {
	v, ok := c.Field("Received")
	if !ok {
		return ""
	}
	fields := strings.Fields(v)
	for k, f := range fields {
		if f == "by" && k+2 < len(fields) && strings.HasPrefix(fields[k+2], "("+software) && IsHost(fields[k+1]) {
			return strings.ToLower(fields[k+1])
		}
	}
	return ""
}

// IsHost reports whether a word can be the name of a host.
func IsHost(s string) bool {
	if len(s) > 253 || strings.Trim(s, ".") == "" {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '.' || c == '-') {
			return false
		}
	}
	return true
}

// OriginID returns the id under which this server had a message that failed: the
// first Received line of the returned message is its own, "… by
// mail.example.org (8.17.1/8.17.1) with ESMTP id 4259f7Kc031337 for …"
// (formats/sendmail.md §3.2).
func OriginID(received string) string {
	_, rest, _ := strings.Cut(received, " by ")
	_, rest, _ = strings.Cut(rest, " id ")
	id, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	return strings.TrimSuffix(id, ";")
}
