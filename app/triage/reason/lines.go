package reason

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// ReplyLines returns the lines of a whole reply as received, varying parts marked.
func ReplyLines(reply string) [][]Piece {
	var out [][]Piece
	for line := range strings.SplitSeq(reply, "\n") {
		// Whatever its codes are: what follows them is free text.
		codes, text := "", line
		if r, ok := smtp.ParseReply(line); ok {
			at := max(strings.LastIndex(line, r.Text), 0)
			if r.Text == "" {
				at = len(line)
			}
			codes, text = line[:at], r.Text
		}
		pieces := Parse("Deferred: 450 4.0.0 " + text).Text
		if codes != "" {
			pieces = append([]Piece{{Text: codes}}, pieces...)
		}
		out = append(out, pieces)
	}
	return out
}
