package inflate

import "encoding/binary"

// decode decodes symbols of a block until it ends or much is decoded.
func (r *Reader) decode() {
	for r.err == nil && r.state == inCodes && r.to < history+fresh {
		if len(r.in)-r.pos < enough {
			r.more()
		}
		if len(r.in)-r.pos >= enough {
			r.decodeFast()
		} else {
			r.decodeLast()
		}
	}
}

// decodeFast decodes while there is enough input for any symbol, without looking whether there is.
func (r *Reader) decodeFast() {
	in, out := r.in, &r.out
	literals, offsets := &r.literals, &r.offsets
	bits, n, pos, to := r.bits, r.n, r.pos, r.to
	last := len(in) - enough
	for pos <= last && to < history+fresh {
		bits |= binary.LittleEndian.Uint64(in[pos:]) << (n & 63)
		pos += int(63-n) >> 3
		n |= 56

		// 56 bits hold two literals and a length, with a code of 15 bits at most and 5 more.
		e := literals[bits&(1<<literalBits-1)]
		if e&literal != 0 {
			bits >>= e & useMask
			n -= uint(e & useMask)
			out[to] = byte(e >> value)
			to++
			e = literals[bits&(1<<literalBits-1)]
			if e&literal != 0 {
				bits >>= e & useMask
				n -= uint(e & useMask)
				out[to] = byte(e >> value)
				to++
				e = literals[bits&(1<<literalBits-1)]
			}
		}
		if e&noSymbol != 0 {
			if e&endOfBlock == 0 && e>>value != 0 {
				bits >>= e & useMask
				n -= uint(e & useMask)
				e = literals[(e>>value+uint32(bits)&(1<<(e>>codeShift&codeMask)-1))&uint32(len(literals)-1)]
			}
			if e&noSymbol != 0 {
				bits >>= e & useMask
				n -= uint(e & useMask)
				if e&endOfBlock != 0 {
					r.state = betweenBlocks
				} else {
					r.bits, r.n, r.pos = bits, n, pos
					r.corrupt()
				}
				break
			}
		}
		more := bits
		bits >>= e & useMask
		n -= uint(e & useMask)
		if e&literal != 0 {
			out[to] = byte(e >> value)
			to++
			continue
		}
		length := int(e>>value) + int(more&(1<<(e&useMask)-1)>>(e>>codeShift&codeMask))

		// A distance has a code of 15 bits at most and 13 more.
		bits |= binary.LittleEndian.Uint64(in[pos:]) << (n & 63)
		pos += int(63-n) >> 3
		n |= 56
		e = offsets[bits&(1<<offsetBits-1)]
		if e&noSymbol != 0 {
			if e>>value != 0 {
				bits >>= e & useMask
				n -= uint(e & useMask)
				e = offsets[(e>>value+uint32(bits)&(1<<(e>>codeShift&codeMask)-1))&uint32(len(offsets)-1)]
			}
			if e&noSymbol != 0 {
				r.bits, r.n, r.pos = bits, n, pos
				r.corrupt()
				break
			}
		}
		more = bits
		bits >>= e & useMask
		n -= uint(e & useMask)
		distance := int(e>>value) + int(more&(1<<(e&useMask)-1)>>(e>>codeShift&codeMask))
		if distance > to {
			r.bits, r.n, r.pos = bits, n, pos
			r.corrupt()
			break
		}
		repeat(out, to, distance, length)
		to += length
	}
	r.to = to
	if r.err == nil {
		r.bits, r.n, r.pos = bits, n, pos
	}
}

// repeat copies length bytes from a distance before to, and perhaps some more bytes behind them. What is
// copied may be the source of the rest.
func repeat(out *[outSize]byte, to, distance, length int) {
	from, end := to-distance, to+length
	if distance < 8 {
		if distance == 1 {
			pattern := uint64(out[from]) * 0x0101010101010101
			for ; to < end; to += 8 {
				binary.LittleEndian.PutUint64(out[to:], pattern)
			}
			return
		}
		for ; to < end; to++ {
			out[to] = out[from]
			from++
		}
		return
	}
	for ; to < end; to += 8 {
		binary.LittleEndian.PutUint64(out[to:], binary.LittleEndian.Uint64(out[from:]))
		from += 8
	}
}

// decodeLast decodes a symbol where little input is left.
func (r *Reader) decodeLast() {
	e, ok := r.symbol(r.literals[:], literalBits)
	switch {
	case !ok:
	case e&endOfBlock != 0:
		r.state = betweenBlocks
	case e&literal != 0:
		r.out[r.to] = byte(e >> value)
		r.to++
	default:
		length := int(e >> value)
		if e, ok = r.symbol(r.offsets[:], offsetBits); !ok {
			return
		}
		distance := int(e >> value)
		if distance > r.to {
			r.corrupt()
			return
		}
		repeat(&r.out, r.to, distance, length)
		r.to += length
	}
}
