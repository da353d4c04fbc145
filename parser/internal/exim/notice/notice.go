// Package notice reads the bounces and delay warnings of Exim up to 4.85, which are plain text: the
// addresses with what was said about each, and in a bounce a copy of the message (formats/exim.md
// §8).
package notice

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Marks of a notice. Sites can replace all of its texts.
const (
	opening = "This message was created automatically by mail delivery software"
	copied  = "------ This is a copy of "
	delayed = "    Delay reason: "
	subject = "The subject of the message is:"
	date    = "The date of the message is:"
)

// Is reports whether a body may be such a notice, and not a report in several parts, whose first line
// is a boundary.
func Is(body []byte) bool {
	if bytes.HasPrefix(body, []byte("--")) && !bytes.HasPrefix(body, []byte("---")) {
		return false
	}
	return bytes.HasPrefix(body, []byte(opening)) || bytes.HasPrefix(body, []byte(copied)) || bytes.Contains(body, []byte("\n"+copied))
}

// Parse reads a notice; body holds at least its beginning.
func Parse(body []byte) queue.Bounce {
	text := string(body[:min(len(body), dsn.MaxBytes)])
	human, returned := text, ""
	if at := strings.Index("\n"+text, "\n"+copied); at >= 0 {
		human, returned = text[:at], text[at:]
	}
	b := queue.Bounce{Addresses: []queue.BounceAddress{}, Exchanges: []queue.Exchange{}, Recipients: []queue.BounceRecipient{}}
	b.Original, b.Nested = dsn.Returned(copyOf(returned))
	p := parser{b: &b, action: "failed", status: "5.0.0"}
	if strings.Contains(human, "\n"+delayed) {
		p.action, p.status = "delayed", "4.0.0"
	}
	for n, line := range strings.Split(human, "\n") {
		if n == dsn.MaxLines {
			break
		}
		p.line(strings.TrimRight(line, "\r"))
	}
	p.end()
	return b
}

// copyOf returns what follows the line that introduces a copy, and those that say where it is cut.
func copyOf(returned string) string {
	for returned != "" {
		line, rest, _ := strings.Cut(returned, "\n")
		if line = strings.TrimRight(line, "\r"); line != "" && !strings.HasPrefix(line, "------ ") {
			return returned
		}
		returned = rest
	}
	return ""
}
