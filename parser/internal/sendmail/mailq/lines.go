package mailq

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// line is a line of the input without its line end. Its text is valid until
// the next one is read.
type line struct {
	text   []byte
	offset int64
	number int
	cut    bool // it is longer than MaxLine
}

// lines reads a listing line by line.
type lines struct {
	r      *bufio.Reader
	offset int64
	number int
}

var bom = []byte("\xef\xbb\xbf")

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReaderSize(r, MaxLine)} }

// next returns the next line, or false at the end. An error is that of the
// reader; the line before it is still given.
func (ls *lines) next() (line, bool, error) {
	text, err := ls.r.ReadSlice('\n')
	if len(text) == 0 && err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return line{}, false, err
	}
	l := line{text: text, offset: ls.offset, number: ls.number + 1}
	ls.number++
	ls.offset += int64(len(text))
	if errors.Is(err, bufio.ErrBufferFull) {
		// The slice is overwritten by what follows, so it is copied.
		l.text, l.cut = bytes.Clone(text), true
		err = ls.discard()
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	l.text = bytes.TrimSuffix(l.text, []byte("\n"))
	l.text = bytes.TrimSuffix(l.text, []byte("\r"))
	if l.number == 1 {
		l.text = bytes.TrimPrefix(l.text, bom)
	}
	return l, true, err
}

// discard drops the rest of a line.
func (ls *lines) discard() error {
	for {
		text, err := ls.r.ReadSlice('\n')
		ls.offset += int64(len(text))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
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
