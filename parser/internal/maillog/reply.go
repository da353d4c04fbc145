package maillog

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Reply reads the codes that begin a server's reply: "450 4.7.1 Greylisted", "550-5.1.1 no such
// user". They are 0 and "" where there are none. It allocates nothing.
func Reply(text string) (code uint16, status string) {
	if len(text) < 3 || text[0] < '2' || text[0] > '5' || !isDigit(text[1]) || !isDigit(text[2]) {
		return 0, ""
	}
	code = uint16(text[0]-'0')*100 + uint16(text[1]-'0')*10 + uint16(text[2]-'0')
	if len(text) == 3 {
		return code, ""
	}
	if text[3] != ' ' && text[3] != '-' {
		return 0, ""
	}
	return code, Status(text[4:])
}

// Status returns the enhanced status code that begins a text (RFC 3463 §2), "" if none does.
func Status(text string) string {
	if text == "" || text[0] != '2' && text[0] != '4' && text[0] != '5' {
		return ""
	}
	at := 1
	for range 2 { // subject and detail
		const most = 3 // digits
		if at >= len(text) || text[at] != '.' {
			return ""
		}
		at++
		from := at
		for at < len(text) && at-from < most && isDigit(text[at]) {
			at++
		}
		if at == from {
			return ""
		}
	}
	if at < len(text) && (isDigit(text[at]) || text[at] == '.') {
		return "" // an IP address, or a version
	}
	return text[:at]
}

// NextID returns the id under which the next server claims to have accepted a message, in the
// words of Postfix, Exim and sendmail; "" if there is none.
func NextID(reply string) string {
	best := ""
	for from := 0; from < len(reply); {
		end := from
		for end < len(reply) && isIDByte(reply[end]) {
			end++
		}
		word := reply[from:end]
		switch before, after := reply[:from], reply[end:]; {
		case word == "":
			end++
		case strings.HasSuffix(before, "queued as "), strings.HasSuffix(before, "id="):
			if queue.IsPostfixID(word) || queue.IsEximID(word) || queue.IsSendmailID(word) {
				best = word // a filter repeats what its own next server said: the last one counts
			}
		case strings.HasPrefix(after, " Message accepted for delivery") && queue.IsSendmailID(word):
			return word
		}
		from = end
	}
	return best
}

func isIDByte(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '-'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
