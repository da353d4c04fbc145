package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// cutSeverity removes the word that Postfix puts before warnings and errors.
func cutSeverity(text string) (severity bool, rest string) {
	if text == "" {
		return false, text
	}
	switch text[0] {
	case 'w', 'e', 'f', 'p':
		for _, word := range [...]string{"warning: ", "error: ", "fatal: ", "panic: "} {
			if rest, ok := strings.CutPrefix(text, word); ok {
				return true, rest
			}
		}
	}
	return false, text
}

// corrupt returns the id in the queue manager's warning that it put a file aside.
func corrupt(text string) string {
	after, ok := strings.CutPrefix(text, `saving corrupt file "`)
	if !ok {
		return ""
	}
	id, _, ok := strings.Cut(after, `" from queue "`)
	if !ok || !queue.IsPostfixLogID(id) {
		return ""
	}
	return id
}
