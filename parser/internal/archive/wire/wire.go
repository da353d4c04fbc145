// Package wire writes values into messages between two threads of one program that
// share no memory, and reads them there. Both sides come from one build, so there
// are no versions, and a malformed message is a bug.
package wire

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Encoder appends values to a message. The zero value is an empty one. Its methods, and
// those of Decoder, are not inlined: there are many calls, and in WebAssembly the loops
// and growing slices in them would make the page a percent larger.
type Encoder struct{ Bytes []byte }

// Int appends a number.
//
//go:noinline
func (e *Encoder) Int(n int64) { e.Bytes = binary.AppendVarint(e.Bytes, n) }

// Bool appends 0 or 1.
//
//go:noinline
func (e *Encoder) Bool(b bool) {
	var n byte
	if b {
		n = 1
	}
	e.Bytes = append(e.Bytes, n)
}

// Text appends a text.
//
//go:noinline
func (e *Encoder) Text(s string) {
	e.Int(int64(len(s)))
	e.Bytes = append(e.Bytes, s...)
}

// Data appends bytes, as Text does.
func (e *Encoder) Data(b []byte) {
	e.Int(int64(len(b)))
	e.Bytes = append(e.Bytes, b...)
}

// known are the errors that the receiver of a message checks for.
var known = []error{nil, queue.ErrLimit, io.ErrUnexpectedEOF, io.EOF}

// Error appends an error.
func (e *Encoder) Error(err error) {
	for k, is := range known {
		if err == is {
			e.Int(int64(k))
			return
		}
	}
	for k, is := range known[1:] {
		if errors.Is(err, is) {
			e.Int(-int64(k + 1))
			e.Text(err.Error())
			return
		}
	}
	e.Int(int64(len(known)))
	e.Text(err.Error())
}

// Problem appends a Problem.
func (e *Encoder) Problem(p *queue.Problem) {
	e.Text(p.File)
	e.Int(p.Offset)
	e.Int(int64(p.Line))
	e.Text(string(p.Kind))
	e.Text(p.Reason)
	e.Text(p.Bytes)
	e.Error(p.Err)
}

// Problems appends a list.
func (e *Encoder) Problems(all []queue.Problem) {
	e.Int(int64(len(all)))
	for i := range all {
		e.Problem(&all[i])
	}
}

// Decoder reads the values of a message in the order in which they were appended.
// Texts share the memory of the message.
type Decoder struct{ left string }

// NewDecoder copies a message.
func NewDecoder(message []byte) *Decoder { return &Decoder{string(message)} }

// More reports whether a value is left.
func (d *Decoder) More() bool { return d.left != "" }

// uvarint is binary.Uvarint for a string.
func (d *Decoder) uvarint() (n uint64) {
	for k, shift := 0, 0; k < len(d.left); k, shift = k+1, shift+7 {
		b := d.left[k]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			d.left = d.left[k+1:]
			return n
		}
	}
	panic("wire: a message is cut")
}

// Int reads a number.
//
//go:noinline
func (d *Decoder) Int() int64 {
	n := d.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// Bool reads what Encoder.Bool appended.
//
//go:noinline
func (d *Decoder) Bool() bool { return d.uvarint() != 0 }

// Text reads a text.
//
//go:noinline
func (d *Decoder) Text() string {
	n := d.Int()
	s := d.left[:n]
	d.left = d.left[n:]
	return s
}

// Own is Text with memory of its own.
func (d *Decoder) Own() string { return strings.Clone(d.Text()) }

// failure is an error whose type stayed on the other side.
type failure struct {
	text string
	is   error
}

// Error returns the text.
func (f failure) Error() string { return f.text }

// Unwrap returns the known error that it wraps, nil if there is none.
func (f failure) Unwrap() error { return f.is }

// Error reads an error: its text, and which of the known ones it wraps.
func (d *Decoder) Error() error {
	k := d.Int()
	switch {
	case k < 0:
		return failure{d.Own(), known[-k]}
	case k < int64(len(known)):
		return known[k]
	}
	return failure{d.Own(), nil}
}

// Problem reads a Problem, whose texts are its own.
func (d *Decoder) Problem() queue.Problem {
	return queue.Problem{
		Pos:  queue.Pos{File: d.Own(), Offset: d.Int(), Line: int(d.Int())},
		Kind: queue.Kind(d.Own()), Reason: d.Own(), Bytes: d.Own(),
		Err: d.Error(),
	}
}

// Problems reads a list, nil if it is empty.
func (d *Decoder) Problems() []queue.Problem {
	var all []queue.Problem
	for range d.Int() {
		all = append(all, d.Problem())
	}
	return all
}
