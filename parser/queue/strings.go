package queue

import (
	"bytes"
	"hash/maphash"
)

// Str is an interned string: equal strings have equal numbers. 0 is "".
type Str uint32

// Strings interns byte strings. They lie one after the other in large blocks
// without pointers, so the garbage collector has nothing to walk.
type Strings struct {
	seed   maphash.Seed
	blocks [][]byte
	at     []strAt
	slots  []uint32 // open addressing: Str, 0 = free
}

// strAt is where a string lies: block and offset, and its length.
type strAt struct {
	block, off, len uint32
}

const strBlock = 1 << 20 // a block holds this many bytes, or one longer string

// NewStrings makes an empty table that holds "".
func NewStrings() *Strings {
	return &Strings{seed: maphash.MakeSeed(), at: make([]strAt, 1, 1024), slots: make([]uint32, 2048)}
}

// Len is the number of different strings, "" among them.
func (s *Strings) Len() int { return len(s.at) }

// Get returns the string of a number.
func (s *Strings) Get(n Str) string {
	if n == 0 || int(n) >= len(s.at) {
		return ""
	}
	return string(s.bytes(n))
}

func (s *Strings) bytes(n Str) []byte {
	a := s.at[n]
	return s.blocks[a.block][a.off : a.off+a.len]
}

// Add returns the number of a string, a new one the first time.
func (s *Strings) Add(v string) Str {
	if v == "" {
		return 0
	}
	mask := uint64(len(s.slots) - 1)
	for i := maphash.String(s.seed, v) & mask; ; i = (i + 1) & mask {
		n := s.slots[i]
		if n == 0 {
			n = s.put(v)
			s.slots[i] = n
			if len(s.at)*2 > len(s.slots) {
				s.grow()
			}
			return Str(n)
		}
		if string(s.bytes(Str(n))) == v {
			return Str(n)
		}
	}
}

// Find returns the number of a string that was added before.
func (s *Strings) Find(v string) (Str, bool) {
	if v == "" {
		return 0, true
	}
	mask := uint64(len(s.slots) - 1)
	for i := maphash.String(s.seed, v) & mask; ; i = (i + 1) & mask {
		n := s.slots[i]
		if n == 0 {
			return 0, false
		}
		if string(s.bytes(Str(n))) == v {
			return Str(n), true
		}
	}
}

func (s *Strings) put(v string) uint32 {
	last := len(s.blocks) - 1
	if last < 0 || cap(s.blocks[last])-len(s.blocks[last]) < len(v) {
		s.blocks = append(s.blocks, make([]byte, 0, max(strBlock, len(v))))
		last++
	}
	b := s.blocks[last]
	s.at = append(s.at, strAt{uint32(last), uint32(len(b)), uint32(len(v))})
	s.blocks[last] = append(b, v...)
	return uint32(len(s.at) - 1)
}

func (s *Strings) grow() {
	s.slots = make([]uint32, len(s.slots)*2)
	mask := uint64(len(s.slots) - 1)
	for n := 1; n < len(s.at); n++ {
		i := maphash.Bytes(s.seed, s.bytes(Str(n))) & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = uint32(n)
	}
}

// Compare orders two interned strings by their bytes.
func (s *Strings) Compare(a, b Str) int {
	if a == b {
		return 0
	}
	if a == 0 {
		return -1
	}
	if b == 0 {
		return 1
	}
	return bytes.Compare(s.bytes(a), s.bytes(b))
}
