package archive

import (
	"bytes"
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// held is the data of a member in memory.
type held struct {
	bytes.Reader
	data   []byte
	parsed any
}

// whole returns what is left of the data.
func (h *held) whole() []byte {
	left := h.data[len(h.data)-h.Len():]
	h.Reset(nil)
	return left
}

// event is one of the things that a walk reports, in order.
type event struct {
	kind eventKind
	m    Member
	held held      // of a heldMember
	r    io.Reader // of a waitingMember
	read int64     // progressed
	p    *queue.Problem
}

type eventKind uint8

const (
	heldMember    eventKind = iota // its data is in memory
	waitingMember                  // the walk waits until it is handled
	progressed
	foundProblem
)

// batch is a run of events. It goes from the walk to a parser and, in the order
// of the archive, to the handler, and back to be filled again.
type batch struct {
	events []event
	buf    []byte // of the held members
	blobs  []io.ReaderAt
	parsed chan struct{} // gets one when a parser is through
}

// hold reads a member into the batch. rest is not nil if the member is too long
// after all, or if the handler must see how it ends.
func (b *batch) hold(m Member, r io.Reader) (data []byte, rest io.Reader) {
	from := len(b.buf)
	if whole, ok := Whole(r); ok {
		b.buf = append(b.grown(len(whole)), whole...)
		return b.since(from), nil
	}
	if _, ok := r.(*part); ok {
		return nil, r // it is cut
	}
	buf := b.grown(int(max(m.Size, 0)) + 1) // one more, to see the end
	for len(buf)-from <= MaxHeld {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			if b.buf = buf; errors.Is(err, io.EOF) {
				return b.since(from), nil
			}
			return nil, io.MultiReader(bytes.NewReader(buf[from:]), failed{err})
		}
	}
	b.buf = buf
	return nil, io.MultiReader(bytes.NewReader(buf[from:]), r)
}

// since returns the bytes of buf from an offset on.
func (b *batch) since(from int) []byte { return b.buf[from:len(b.buf):len(b.buf)] }

// grown returns buf with room for n bytes more. Its content stays in place.
func (b *batch) grown(n int) []byte {
	if cap(b.buf)-len(b.buf) < n {
		grown := make([]byte, len(b.buf), max(BatchBytes, len(b.buf)+n))
		copy(grown, b.buf)
		b.buf = grown
	}
	return b.buf
}

// reset empties a batch for the walk. Memory that it grew by for one member is released.
func (b *batch) reset() {
	clear(b.events)
	b.events, b.blobs = b.events[:0], nil
	if b.buf = b.buf[:0]; cap(b.buf) > BatchBytes {
		b.buf = nil
	}
}

// failed is a reader that fails.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }
