// Package lzma packs data as small as the LZMA format can, for the single
// file: every byte there is mailed about, and packing may take seconds.
//
// The format is that of .lzma files ("LZMA alone"), as the public domain LZMA
// specification of 7-Zip describes it: a header of 13 bytes, then one range
// coded stream whose length is in the header. Of its parameters lc is 3, lp
// and pb are 0, because WebAssembly is not aligned to anything. What unpacks
// it in the browser, unlzma.js, reads these parameters only; others read all.
//
// The packer weighs all ways to write the next few thousand bytes by the bits
// they cost and takes the cheapest (parse.go), which takes some 30 % off what
// gzip leaves of a Go module.
package lzma

import "encoding/binary"

// HeaderSize is how many bytes come before the range coded stream.
const HeaderSize = 13

// window is how far back a match may reach, as the header says it, in bytes.
const window = 64 << 20

// Pack compresses data. The same data gives the same bytes.
func Pack(data []byte) []byte {
	e := &encoder{data: data, model: newModel()}
	e.out = append(e.out, literalContext)
	e.out = binary.LittleEndian.AppendUint32(e.out, window)
	e.out = binary.LittleEndian.AppendUint64(e.out, uint64(len(data)))
	e.coder.init()
	e.parse()
	e.coder.flush()
	return e.out
}

// encoder writes operations and keeps the state that the reader will be in.
type encoder struct {
	coder
	data  []byte
	pos   int // what is written of data
	model *model
	state state
	reps  [4]uint32
}

// An op is what the stream is made of: a literal, a match of a distance used
// lately, or a match of a new distance.
type op struct {
	back   uint32 // literal, 0 to 3 for a distance in reps, or the distance + newDistance
	length int32  // in bytes; a repeated match of one byte is written without a length
}

const (
	literal     = 1<<32 - 1
	newDistance = 4
)

// write encodes one operation.
func (e *encoder) write(o op) {
	m := e.model
	switch {
	case o.back == literal:
		e.bit(&m.isMatch[e.state], 0)
		e.literal()
	case o.back >= newDistance:
		e.bit(&m.isMatch[e.state], 1)
		e.bit(&m.isRep[e.state], 0)
		e.length(&m.matchLen, o.length)
		e.distance(o.back-newDistance, o.length)
	default:
		e.bit(&m.isMatch[e.state], 1)
		e.bit(&m.isRep[e.state], 1)
		e.repeated(o)
	}
	e.state, e.reps = e.state.after(o), repsAfter(e.reps, o)
	e.pos += int(o.length)
}

// literal encodes the next byte. After a match its bits are predicted by the
// byte that the last distance points to: it differs, or it would be matched.
func (e *encoder) literal() {
	probs := e.model.literalsAfter(e.data, e.pos)
	sym := uint32(e.data[e.pos]) | 0x100
	if e.state < afterMatch {
		for sym < 0x10000 {
			e.bit(&probs[sym>>8], sym>>7&1)
			sym <<= 1
		}
		return
	}
	predicted := uint32(e.data[e.pos-int(e.reps[0])-1])
	offset := uint32(0x100)
	for sym < 0x10000 {
		predicted <<= 1
		e.bit(&probs[offset+predicted&offset+sym>>8], sym>>7&1)
		sym <<= 1
		offset &= ^(predicted ^ sym)
	}
}

func (e *encoder) repeated(o op) {
	m := e.model
	if o.back == 0 {
		e.bit(&m.isRep0[e.state], 0)
		if o.length == 1 {
			e.bit(&m.isRep0Long[e.state], 0)
			return
		}
		e.bit(&m.isRep0Long[e.state], 1)
	} else {
		e.bit(&m.isRep0[e.state], 1)
		if o.back == 1 {
			e.bit(&m.isRep1[e.state], 0)
		} else {
			e.bit(&m.isRep1[e.state], 1)
			e.bit(&m.isRep2[e.state], o.back-2)
		}
	}
	e.length(&m.repLen, o.length)
}

func (e *encoder) length(m *lengthModel, length int32) {
	switch n := uint32(length - minLength); {
	case n < 8:
		e.bit(&m.choice, 0)
		e.tree(m.low[:], n, 3)
	case n < 16:
		e.bit(&m.choice, 1)
		e.bit(&m.choice2, 0)
		e.tree(m.mid[:], n-8, 3)
	default:
		e.bit(&m.choice, 1)
		e.bit(&m.choice2, 1)
		e.tree(m.high[:], n-16, 8)
	}
}

func (e *encoder) distance(dist uint32, length int32) {
	m := e.model
	slot := slotOf(dist)
	e.tree(m.slot[lengthContext(length)][:], slot, 6)
	if slot < 4 {
		return
	}
	n := int(slot>>1 - 1)
	base := (2 | slot&1) << n
	rest := dist - base
	if slot < 14 {
		e.reverseTree(m.special[base-slot:], rest, n)
		return
	}
	e.direct(rest>>4, n-4)
	e.reverseTree(m.align[:], rest&15, 4)
}
