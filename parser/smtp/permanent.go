package smtp

import "strings"

// permanentTexts are the beginnings of sendmail's own texts for permanent
// failures, without its codes (formats/sendmail.md §6.4).
var permanentTexts = []string{
	"Access denied", "Address ", "Bad usage", "Can't create output", "Cannot mail directly to ", "Cannot open input",
	"Cannot send 8-bit data", "Cannot send message ", "Command line usage error", "Data format error",
	"Domain name required", "Eight bit data not allowed", "Headers too large", "Host does not accept mail",
	"Host unknown", "Insufficient permission", "Internal error", "Invalid host name", "List:; syntax illegal",
	"Local configuration error", "Mailbox disabled", "Message exceeds maximum", "Message is too large", "Rejected: ",
	"Relaying denied", "Remote protocol error", "SMTPUTF8 required", "Server does not support Deliver By",
	"Service unavailable", "System file missing", "Too many hops", "Unable to deliver mail", "Unbalanced ",
	"Unrecognized host name", "User has moved", "User unknown", "aliasing/forwarding loop broken",
	"delivery time expired", "unknown mailer error",
}

// Permanent reports whether a status of a queued message says that trying again
// cannot help: a reply of class 5, or one of sendmail's own permanent texts. A
// status that begins with "Deferred" is temporary whatever follows
// (formats/sendmail.md §6.5).
func Permanent(status string) bool {
	if strings.HasPrefix(status, "Deferred") {
		return false
	}
	if r, ok := ParseReply(status); ok && r.Code.Valid() {
		return r.Code.Permanent()
	}
	if i := strings.Index(status, "... "); i > 0 && !strings.ContainsAny(status[:i], " ") {
		return Permanent(status[i+4:])
	}
	for _, t := range permanentTexts {
		if strings.HasPrefix(status, t) {
			return true
		}
	}
	return strings.Contains(status, "mail loops back to me")
}
