package inflate

import "math/bits"

// A table gives for the next bits of the input an entry:
//
//	bits  0 to  5  how many bits to use, those of the code and the additional ones of a length or distance
//	bits  8 to 11  how many of them are the code's
//	bit  13        the end of the block
//	bit  14        no symbol: the end of the block, a code that is longer, or none
//	bit  15        a literal
//	bits 16 to 31  the literal, or length or distance without the additional bits
//
// For a code that is longer than the bits that a table is looked up by, bits 16 to 31 are where
// a second table begins, 8 to 11 the bits that it is looked up by, and 0 to 5 those to use first.
const (
	endOfBlock = 1 << 13
	noSymbol   = 1 << 14
	literal    = 1 << 15
)

const (
	useMask   = 63
	codeShift = 8
	codeMask  = 15
	value     = 16
)

// Limits of codes (RFC 1951 §3.2.7), and sizes of tables: a power of two that is above the most
// entries that such codes can need.
const (
	maxLiterals = 288
	maxOffsets  = 32
	maxCode     = 15

	literalBits = 11
	offsetBits  = 8
	lengthBits  = 7
)

type (
	literalTable [4096]uint32
	offsetTable  [512]uint32
)

// Bases and additional bits of the symbols of lengths from 257 on, and of distances (§3.2.5).
var (
	lengthBase = [...]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthMore = [...]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	offsetBase = [...]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
	offsetMore = [...]uint8{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}
)

// literalEntry is the entry of a symbol of literals and lengths, without its code.
func literalEntry(symbol int) uint32 {
	switch k := symbol - 257; {
	case symbol < 256:
		return literal | uint32(symbol)<<value
	case symbol == 256:
		return noSymbol | endOfBlock
	case k < len(lengthBase):
		return uint32(lengthBase[k])<<value | uint32(lengthMore[k])
	}
	return noSymbol
}

// offsetEntry is that of a symbol of distances.
func offsetEntry(symbol int) uint32 {
	if symbol < len(offsetBase) {
		return uint32(offsetBase[symbol])<<value | uint32(offsetMore[symbol])
	}
	return noSymbol
}

// lengthEntry is that of a symbol of code lengths.
func lengthEntry(symbol int) uint32 { return uint32(symbol) << value }

// fill makes the table of a code that is given by the length of each symbol's code, 0 if it has
// none. The table is looked up by so many bits first. It reports whether the lengths are those of a
// code: all strings of bits have a meaning, unless there is no symbol, or one with a code of one bit.
func fill(table []uint32, first uint, lengths []uint8, entry func(int) uint32) bool {
	var count [maxCode + 1]int
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	left, used, longest := 1, 0, uint(0)
	for n := 1; n <= maxCode; n++ {
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
		if used += count[n]; count[n] > 0 {
			longest = uint(n)
		}
	}
	if left > 0 && (used > 1 || longest > 1) {
		return false
	}
	for i := range table[:1<<first] {
		table[i] = noSymbol
	}
	if used == 0 {
		return true
	}

	// The symbols in the order of their codes (§3.2.2).
	var next [maxCode + 1]int
	for n := 1; n < maxCode; n++ {
		next[n+1] = next[n] + count[n]
	}
	var sorted [maxLiterals]uint16
	for symbol, n := range lengths {
		if n > 0 {
			sorted[next[n]] = uint16(symbol)
			next[n]++
		}
	}

	code, size := uint(0), uint(1)
	free := 1 << first // where the next second table begins
	prefix, second, start := -1, uint(0), 0
	for i, symbol := range sorted[:used] {
		n := uint(lengths[symbol])
		code <<= n - size
		size = n
		reversed := int(bits.Reverse16(uint16(code)) >> (16 - n))
		code++
		e := entry(int(symbol))
		if n <= first {
			e += uint32(n)<<codeShift | uint32(n)
			for at := reversed; at < 1<<first; at += 1 << n {
				table[at] = e
			}
			continue
		}
		if low := reversed & (1<<first - 1); low != prefix {
			prefix, start, second = low, free, secondBits(sorted[i:used], lengths, first, n)
			free += 1 << second
			table[low] = noSymbol | uint32(start)<<value | uint32(second)<<codeShift | uint32(first)
		}
		e += uint32(n-first)<<codeShift | uint32(n-first)
		for at := reversed >> first; at < 1<<second; at += 1 << (n - first) {
			table[start+at] = e
		}
	}
	return true
}

// secondBits returns by how many bits a second table is looked up: it holds all codes with the
// same first bits as that of the first of these symbols, which has n bits.
func secondBits(symbols []uint16, lengths []uint8, first, n uint) uint {
	size := n - first
	room := 1 << size
	for _, symbol := range symbols {
		m := uint(lengths[symbol]) - first
		for ; size < m; size++ {
			room <<= 1
		}
		if room -= 1 << (size - m); room == 0 {
			break
		}
	}
	return size
}
