package parser

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxLogTurned is the size of a log that is turned round: 32 MiB.
const MaxLogTurned = 32 << 20

// turned returns a log whose newest lines come first, as journalctl -r and log servers give them, with
// its oldest lines first, and looks at it again. It returns nil for one that is too large. The error is
// that of reading; what was read before it is turned round.
func (l *loader) turned(name string, look *history.Look, r io.Reader) (io.Reader, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxLogTurned+1))
	if err != nil && len(text) == 0 {
		return nil, err
	}
	if len(text) > MaxLogTurned {
		l.limit(name, fmt.Sprintf("the newest lines of this log come first, and it is larger than %d MiB: it is not read; turn it round with tac, and add it again", MaxLogTurned>>20))
		return nil, nil
	}
	text = turnedLines(text)
	if again, ok := history.LookAt(loggers, text[:min(len(text), sniffSize)]); ok {
		*look = again
	}
	l.Problem(queue.KindNewestFirst, name, "its newest lines come first: it was read from its end, and line numbers count from there")
	return bytes.NewReader(text), err
}

// turnedLines returns the lines of a text in reverse order. Lines that begin with a blank stay behind
// the one that they belong to.
func turnedLines(text []byte) []byte {
	out := make([]byte, 0, len(text)+1)
	for end := len(text); end > 0; {
		start := end
		for start > 0 {
			start = bytes.LastIndexByte(text[:start-1], '\n') + 1
			if c := text[start]; c != ' ' && c != '\t' {
				break
			}
		}
		out = append(out, text[start:end]...)
		if text[end-1] != '\n' {
			out = append(out, '\n')
		}
		end = start
	}
	return out
}
