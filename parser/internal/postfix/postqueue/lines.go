package postqueue

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/paste"
)

// line is a line of postqueue -j with its line feed, or a piece of a long one.
type line struct {
	text   []byte
	offset int64
	number int
	starts bool   // it is the first piece
	host   string // see paste.Line
}

// lines returns one after the other. With an error it returns the last one.
type lines func() (line, error)

// asWritten returns the lines unchanged: objects may be megabytes long.
func asWritten(r *bufio.Reader) lines {
	next := line{number: 1, starts: true}
	return func() (line, error) {
		text, err := r.ReadSlice('\n')
		l := next
		l.text = text
		next.offset += int64(len(text))
		if next.starts = err == nil; next.starts {
			next.number++
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			err = nil
		}
		return l, err
	}
}

// pasted returns the lines of a text that passed through other programs, without what
// these added.
func (p *parser) pasted(r io.Reader) lines {
	input := paste.NewReader(r)
	return func() (line, error) {
		l, err := input.Next()
		if err != nil {
			if cleaned, ok := input.Cleaned(p.File); ok {
				p.Problems.Add(cleaned)
			}
			return line{offset: input.Offset(), host: p.Out.Host}, err
		}
		if l.Cut {
			p.Problems.Add(l.Shortened(p.File))
		}
		return line{text: append(l.Text[:len(l.Text):len(l.Text)], '\n'), offset: l.Offset, number: l.Number, starts: true, host: l.Host}, nil
	}
}

// cleaned returns the beginning of a text without what other programs added to it.
func cleaned(head []byte) []byte {
	var out []byte
	for lines := paste.Head(bytes.Clone(head)); ; {
		l, err := lines.Next()
		if err != nil {
			return out
		}
		out = append(append(out, l.Text...), '\n')
	}
}
