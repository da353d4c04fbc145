package queue

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// Set is a set of interned strings. Strings interned after it was made are not
// Known to it.
type Set struct {
	bits []uint64
	n    int
}

// Has reports whether a string is in the set.
func (s *Set) Has(n Str) bool {
	return int(n) < s.n && s.bits[n/64]>>(n%64)&1 != 0
}

// Known reports whether a string was interned when the set was made.
func (s *Set) Known(n Str) bool { return int(n) < s.n }

// Containing finds the strings whose lower case, as of strings.ToLower,
// contains a text, which must be in lower case and not "". It scans them in
// memory order, which is faster than examining each, and leaves out what
// sketches rule out.
func (s *Strings) Containing(text string) Set {
	set := Set{bits: make([]uint64, (len(s.at)+63)/64), n: len(s.at)}
	s.findWide()
	if !wide(text) {
		first, of, move := 1, trigrams(text), moves(text)
		for b, block := range s.blocks {
			end := s.firstBehind(b, first)
			s.spans(b, of, func(from, to int) {
				s.search(&set, block[:min(to+len(text)-1, len(block))], from, text, &move, first, end)
			})
			first = end
		}
	}
	// Letters beyond ASCII may become others in lower case: the Kelvin sign a k.
	for _, n := range s.wide {
		if strings.Contains(strings.ToLower(s.Get(n)), text) {
			set.bits[n/64] |= 1 << (n % 64)
		}
	}
	return set
}

// firstBehind returns the first string stored after a block.
func (s *Strings) firstBehind(block, from int) int {
	return from + sort.Search(len(s.at)-from, func(k int) bool {
		return int(s.at[from+k]>>(strLenBits+strBlockBits)) > block
	})
}

// fold maps letters to lower case.
var fold = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
		if 'A' <= c && c <= 'Z' {
			t[c] += 'a' - 'A'
		}
	}
	return t
}()

// moves returns how far Horspool's algorithm moves a text, by the byte under its last one.
func moves(text string) (move [256]int) {
	last := len(text) - 1
	for c := range move {
		move[c] = len(text)
		if k := strings.LastIndexByte(text[:last], fold[c]); k >= 0 {
			move[c] = last - k
		}
	}
	return move
}

// search finds a text in a block, from an offset on, among the strings from to
// end.
func (s *Strings) search(set *Set, block []byte, at int, text string, move *[256]int, from, end int) {
	last := len(text) - 1
	for i := at + last; i < len(block); {
		c := block[i]
		if fold[c] != text[last] || !folds(block[i-last:i], text) {
			i += move[c]
			continue
		}
		from += sort.Search(end-from, func(k int) bool { return s.endOf(from+k) > i-last })
		if from == end {
			return
		}
		to := s.endOf(from)
		if i >= to { // it spans the end of a string
			i++
			continue
		}
		set.bits[from/64] |= 1 << (from % 64)
		i = to + last
	}
}

// endOf returns where a string ends in its block.
func (s *Strings) endOf(n int) int {
	a := s.at[n]
	return int(uint64(a>>strLenBits)%strBlock + uint64(a%(1<<strLenBits)))
}

// folds reports whether text begins with b in lower case.
func folds(b []byte, text string) bool {
	for i, c := range b {
		if fold[c] != text[i] {
			return false
		}
	}
	return true
}

const highBits = 0x8080808080808080

func wide(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 }) >= 0
}

// findWide notes the strings with bytes beyond ASCII among those interned since
// the last call.
func (s *Strings) findWide() {
	for first := max(s.looked, 1); first < len(s.at); {
		b := int(s.at[first] >> (strLenBits + strBlockBits))
		end := s.firstBehind(b, first)
		block := s.blocks[b]
		for i := int(uint64(s.at[first]>>strLenBits) % strBlock); i < len(block); {
			if i+8 <= len(block) {
				high := binary.LittleEndian.Uint64(block[i:]) & highBits
				if high == 0 {
					i += 8
					continue
				}
				i += bits.TrailingZeros64(high) / 8
			} else if block[i] < 0x80 {
				i++
				continue
			}
			first += sort.Search(end-first, func(k int) bool { return s.endOf(first+k) > i })
			s.wide = append(s.wide, Str(first))
			i = s.endOf(first)
		}
		first = end
	}
	s.wide = slices.Clip(s.wide)
	s.looked = len(s.at)
}
