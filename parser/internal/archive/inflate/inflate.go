// Package inflate decodes deflate (RFC 1951) and gzip (RFC 1952). It gives all that stands before
// damage, and leaves its source just behind the end of the data.
//
// For an archive on the disk, decoding is the longest part of a load. This decoder is twice as fast as general
// libraries in Go: it reads eight bytes at a time out of the buffer of its source, and one look
// into a table gives the base and the number of additional bits of a length.
package inflate

import (
	"bufio"
	"compress/flate"
	"io"
)

// The window of decoded bytes: what was decoded lately, to be copied from, and behind it what is
// decoded before it moves to the front.
const (
	history  = 32 << 10 // the largest distance of a copy
	fresh    = 64 << 10
	longest  = 258 // the longest copy
	overhang = 16  // bytes that a copy may write beyond its end
	// reserve is the room behind the place up to which an iteration may begin: two literals and a copy.
	reserve = 2 + longest + overhang
	outSize = history + fresh + reserve
)

// enough are the bytes of input that one iteration may look at.
const enough = 16

// Reader decodes a deflate stream.
type Reader struct {
	src  *bufio.Reader
	fail error // of src, once it gave all

	// The input at hand is a view of the buffer of src.
	in   []byte
	pos  int
	bits uint64 // read but not used, the next one lowest
	n    uint   // how many
	read int64  // bytes of src before in

	out  [outSize]byte
	to   int // decoded up to here
	from int // given to the caller up to here

	state  state
	final  bool
	stored int   // bytes left of a stored block
	err    error // after what is decoded

	literals literalTable
	offsets  offsetTable
	fixed    bool // the tables are those of fixed codes
	lengths  [maxLiterals + maxOffsets]uint8
}

type state uint8

const (
	betweenBlocks state = iota
	inStored
	inCodes
)

// NewReader decodes what follows in src.
func NewReader(src *bufio.Reader) *Reader {
	r := new(Reader)
	r.Reset(src)
	return r
}

// Reset makes r decode what follows in src.
func (r *Reader) Reset(src *bufio.Reader) {
	r.src, r.fail, r.err = src, nil, nil
	r.in, r.pos, r.bits, r.n, r.read = nil, 0, 0, 0, 0
	r.to, r.from = 0, 0
	r.state, r.final, r.stored = betweenBlocks, false, 0
}

// Read implements io.Reader. At the end of the data it returns io.EOF, where the source ends
// before it io.ErrUnexpectedEOF, and flate.CorruptInputError where it is damaged.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for r.from == r.to {
		if r.err != nil {
			return 0, r.err
		}
		r.step()
		r.leave()
	}
	n := copy(p, r.out[r.from:r.to])
	r.from += n
	return n, nil
}

// step decodes some more.
func (r *Reader) step() {
	if r.to > history+fresh-1 {
		copy(r.out[:history], r.out[r.to-history:r.to])
		r.to, r.from = history, history
	}
	switch r.state {
	case betweenBlocks:
		if r.final {
			r.err = io.EOF
			return
		}
		r.begin()
	case inStored:
		r.store()
	case inCodes:
		r.decode()
	}
}

// leave steps over what was used of the source.
func (r *Reader) leave() {
	r.unread()
	_, _ = r.src.Discard(r.pos) // it is in the buffer
	r.read += int64(r.pos)
	r.in, r.pos = nil, 0
}

// unread gives whole bytes back that were read but not used.
func (r *Reader) unread() {
	r.pos -= int(r.n >> 3)
	r.n &= 7
	r.bits &= 1<<r.n - 1
}

// more makes at least enough bytes of input available, or all that there are. It reports whether
// there are more than those that were in bits, which it gives back.
func (r *Reader) more() bool {
	had := int(r.n >> 3)
	r.leave()
	if _, err := r.src.Peek(enough); err != nil {
		r.fail = err
	}
	r.in, _ = r.src.Peek(r.src.Buffered())
	return len(r.in) > had
}

// readByte reads a byte more into bits.
func (r *Reader) readByte() {
	r.bits |= uint64(r.in[r.pos]) << r.n
	r.pos++
	r.n += 8
}

// need reads bits until there are n of them, at most 56. It reports whether the input has so many.
func (r *Reader) need(n uint) bool {
	for r.n < n {
		if r.pos == len(r.in) && !r.more() {
			r.short()
			return false
		}
		r.readByte()
	}
	return true
}

// take returns the next n bits, which were needed.
func (r *Reader) take(n uint) uint {
	v := uint(r.bits & (1<<n - 1))
	r.bits >>= n
	r.n -= n
	return v
}

// short ends the data because the input ended, which is used to its end.
func (r *Reader) short() {
	r.pos, r.bits, r.n = len(r.in), 0, 0
	r.err = io.ErrUnexpectedEOF
	if r.fail != nil && r.fail != io.EOF {
		r.err = r.fail
	}
}

// corrupt ends the data at damage.
func (r *Reader) corrupt() {
	r.unread()
	r.err = flate.CorruptInputError(r.read + int64(r.pos))
}

// begin reads the header of a block (RFC 1951 §3.2.3).
func (r *Reader) begin() {
	if !r.need(3) {
		return
	}
	r.final = r.take(1) == 1
	switch r.take(2) {
	case 0:
		r.beginStored()
	case 1:
		r.fixedCodes()
	case 2:
		r.dynamicCodes()
	default:
		r.corrupt()
	}
}

// beginStored reads the length of a stored block (§3.2.4).
func (r *Reader) beginStored() {
	r.take(r.n & 7) // to the next byte
	if !r.need(32) {
		return
	}
	n, inverse := r.take(16), r.take(16)
	if n != ^inverse&0xffff {
		r.corrupt()
		return
	}
	r.stored, r.state = int(n), inStored
}

// store copies from a stored block.
func (r *Reader) store() {
	r.unread() // what is left are whole bytes
	if r.stored > 0 && r.pos == len(r.in) && !r.more() {
		r.short()
		return
	}
	n := copy(r.out[r.to:history+fresh], r.in[r.pos:min(r.pos+r.stored, len(r.in))])
	r.pos += n
	r.to += n
	if r.stored -= n; r.stored == 0 {
		r.state = betweenBlocks
	}
}
