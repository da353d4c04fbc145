package mailq

import "github.com/spoolscope/spoolscope/parser/internal/paste"

// line is a line of the text. Its bytes are valid until the next one is read.
type line struct {
	text   []byte // without what the transport added, and blanks at its end
	length int    // with these blanks
	raw    []byte // as it is in the text
	offset int64
	number int
	cut    bool // it is longer than MaxLine
}

func lineOf(l paste.Line) line {
	return line{text: l.Text, length: len(l.Text), raw: l.Raw, offset: l.Offset, number: l.Number, cut: l.Cut}
}

// indent returns the width of the leading white space, with tabs to every
// eighth column, and what follows it.
func indent(text []byte) (int, []byte) {
	width := 0
	for i, c := range text {
		switch c {
		case ' ':
			width++
		case '\t':
			width += 8 - width%8
		default:
			return width, text[i:]
		}
	}
	return width, nil
}
