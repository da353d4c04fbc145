package inflate

// fixedCodes sets the tables of fixed codes (RFC 1951 §3.2.6).
func (r *Reader) fixedCodes() {
	r.state = inCodes
	if r.fixed {
		return
	}
	r.fixed = true
	lengths := r.lengths[:maxLiterals]
	for i := range lengths {
		switch {
		case i < 144, i >= 280:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		default:
			lengths[i] = 7
		}
	}
	fill(r.literals[:], literalBits, lengths, literalEntry)
	offsets := r.lengths[:maxOffsets]
	for i := range offsets {
		offsets[i] = 5
	}
	fill(r.offsets[:], offsetBits, offsets, offsetEntry)
}

// lengthOrder is the order in which the lengths of the code for code lengths are given.
var lengthOrder = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamicCodes reads the codes of a block (§3.2.7).
func (r *Reader) dynamicCodes() {
	r.fixed = false
	if !r.need(14) {
		return
	}
	literals, offsets, given := int(r.take(5))+257, int(r.take(5))+1, int(r.take(4))+4
	if literals > 286 || offsets > 30 {
		r.corrupt()
		return
	}
	var first [len(lengthOrder)]uint8
	for _, symbol := range lengthOrder[:given] {
		if !r.need(3) {
			return
		}
		first[symbol] = uint8(r.take(3))
	}
	var table [1 << lengthBits]uint32
	if !fill(table[:], lengthBits, first[:], lengthEntry) {
		r.corrupt()
		return
	}
	lengths := r.lengths[:literals+offsets]
	for i := 0; i < len(lengths); {
		e, ok := r.symbol(table[:], lengthBits)
		if !ok {
			return
		}
		n := uint8(e >> value)
		if n < 16 {
			lengths[i] = n
			i++
			continue
		}
		repeat, more, what := 3, uint(2), uint8(0)
		switch {
		case n == 17:
			more = 3
		case n == 18:
			repeat, more = 11, 7
		case i == 0:
			r.corrupt()
			return
		default:
			what = lengths[i-1]
		}
		if !r.need(more) {
			return
		}
		if repeat += int(r.take(more)); repeat > len(lengths)-i {
			r.corrupt()
			return
		}
		for range repeat {
			lengths[i] = what
			i++
		}
	}
	if !fill(r.literals[:], literalBits, lengths[:literals], literalEntry) ||
		!fill(r.offsets[:], offsetBits, lengths[literals:], offsetEntry) {
		r.corrupt()
		return
	}
	r.state = inCodes
}

// symbol reads a symbol and its additional bits, a bit at a time if need be: the input may end
// behind it. What it returns is the entry with the length or distance as value.
func (r *Reader) symbol(table []uint32, first uint) (uint32, bool) {
	if len(r.in)-r.pos < enough {
		r.more()
	}
	for r.n < 48 && r.pos < len(r.in) {
		r.readByte()
	}
	e := table[r.bits&(1<<first-1)]
	used := uint(0)
	if e&(noSymbol|endOfBlock) == noSymbol && e>>value != 0 {
		used = uint(e & useMask)
		e = table[e>>value+uint32(r.bits>>used&(1<<(e>>codeShift&codeMask)-1))]
	}
	size := uint(e & useMask)
	switch {
	case used+size > r.n || e&(noSymbol|endOfBlock) == noSymbol && r.n < maxCode:
		r.short()
		return 0, false
	case e&(noSymbol|endOfBlock) == noSymbol:
		r.corrupt()
		return 0, false
	}
	r.take(used)
	code := uint(e >> codeShift & codeMask)
	more := r.take(size) >> code
	return e + uint32(more)<<value, true
}
