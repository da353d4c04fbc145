package queue

import "encoding/binary"

// A sketch records which trigrams, in lower case, may begin in a piece of a
// block, so that a search need not read pieces that lack a trigram of its text.
// It has a bit for each value of a hash: an eighth of the size of the piece. A
// few in ten are set.
const (
	pieceBits  = 12
	pieceBytes = 1 << pieceBits
	sketchBits = 12
	sketchLen  = 1 << sketchBits / 64
)

// A sketch covers trigrams that begin up to overlap bytes behind its piece, so
// that it knows all of a text of up to overlap bytes that begins in the piece.
const overlap = 32

type sketch [sketchLen]uint64

// Sketch makes the sketches of one more block, and reports whether there are more to
// make. In the last block, only pieces that no longer change have one. Searches find
// the same with and without sketches, which take an eighth of the memory of the
// texts.
func (s *Strings) Sketch() bool {
	b := s.sketched
	if b == len(s.blocks) {
		return false
	}
	if b == len(s.sketches) {
		s.sketches = append(s.sketches, nil)
	}
	block, last := s.blocks[b], b == len(s.blocks)-1
	of := s.sketches[b]
	for at := len(of) << pieceBits; at < len(block); at += pieceBytes {
		end := at + pieceBytes + overlap
		if last && end+2 > len(block) {
			return false
		}
		of = append(of, sketch{})
		of[len(of)-1].add(block[at:min(end+2, len(block))])
	}
	s.sketches[b] = of
	if last {
		return false
	}
	s.sketched++
	return true
}

// add notes the trigrams of some bytes.
func (k *sketch) add(piece []byte) {
	if len(piece) < 3 {
		return
	}
	three := uint32(fold[piece[0]])<<8 | uint32(fold[piece[1]])
	for _, c := range piece[2:] {
		three = three<<8 | uint32(fold[c])
		bit := trigram(three)
		k[bit/64] |= 1 << (bit % 64)
	}
}

// trigram hashes the lower three bytes of a number.
func trigram(three uint32) uint32 { return three << 8 * 2654435769 >> (32 - sketchBits) }

// trigrams returns the hashes of a text in lower case, as many as one sketch is
// sure to cover.
func trigrams(text string) []uint32 {
	var of []uint32
	for i := 0; i+3 <= len(text) && i < overlap; i++ {
		var b [4]byte
		copy(b[1:], text[i:i+3])
		of = append(of, trigram(binary.BigEndian.Uint32(b[:])))
	}
	return of
}

// may reports whether all trigrams are in the sketch.
func (k *sketch) may(of []uint32) bool {
	for _, bit := range of {
		if k[bit/64]>>(bit%64)&1 == 0 {
			return false
		}
	}
	return true
}

// spans calls look for the parts of a block in which a text may begin, given the
// hashes of its trigrams; without a sketch that is the whole block.
func (s *Strings) spans(block int, of []uint32, look func(from, to int)) {
	var known []sketch
	if block < len(s.sketches) && len(of) > 0 {
		known = s.sketches[block]
	}
	from := -1 // of a part that has begun
	for p := range known {
		switch may := known[p].may(of); {
		case may && from < 0:
			from = p << pieceBits
		case !may && from >= 0:
			look(from, p<<pieceBits)
			from = -1
		}
	}
	if from < 0 {
		from = len(known) << pieceBits
	}
	if end := len(s.blocks[block]); from < end {
		look(from, end)
	}
}
