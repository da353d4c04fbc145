package paste

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

var bom = []byte("\xef\xbb\xbf")

// rawLine is a line of the input. Its text is nil at the end.
type rawLine struct {
	text   []byte
	offset int64
	cut    bool
}

// octets reads the lines of a text in which a byte is a character or part of
// one.
type octets struct {
	r     *bufio.Reader
	at    int64
	delim byte
}

func (o *octets) offset() int64 { return o.at }

func (o *octets) next() (rawLine, error) {
	text, err := o.r.ReadSlice(o.delim)
	if len(text) == 0 && err != nil {
		return rawLine{}, notEnd(err)
	}
	l := rawLine{text: text, offset: o.at}
	o.at += int64(len(text))
	if errors.Is(err, bufio.ErrBufferFull) {
		// What follows overwrites the slice, so it is copied.
		l.text, l.cut = bytes.Clone(text), true
		err = o.discard()
	}
	if n := len(l.text) - 1; l.text[n] == o.delim {
		l.text = l.text[:n]
	}
	return l, notEnd(err)
}

// discard drops the rest of a line.
func (o *octets) discard() error {
	for {
		text, err := o.r.ReadSlice(o.delim)
		o.at += int64(len(text))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

func notEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
