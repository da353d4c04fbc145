package queue

import (
	"bytes"
	"hash/maphash"
	"unsafe"
)

// Str is an interned string: equal strings have equal numbers. 0 is "".
type Str uint32

// Strings interns byte strings. They are stored one after the other in large
// blocks without pointers, so the garbage collector has nothing to scan.
type Strings struct {
	seed   maphash.Seed
	blocks [][]byte
	at     []strAt
	slots  []uint32 // open addressing: Str, 0 = free
	tags   []uint8  // by slot: bits of the hash, which save comparing most texts

	size   int64 // bytes in blocks
	wide   []Str // those of the first looked strings with bytes beyond ASCII
	looked int

	sketches [][]sketch // by block and piece; as far as they were made
	sketched int        // blocks with all their sketches
}

// strAt locates a string in one word: block, offset, length.
type strAt uint64

const (
	strBlockBits = 20 // a block holds 1 MiB, or one longer string
	strLenBits   = 26
	strBlock     = 1 << strBlockBits
)

// MaxString is the length to which strings are cut: 32 MiB, longer than any
// control file that is read.
const MaxString = 1 << (strLenBits - 1)

// NewStrings makes an empty table, which contains only "".
func NewStrings() *Strings {
	return &Strings{seed: maphash.MakeSeed(), at: make([]strAt, 1, 1024), slots: make([]uint32, 2048), tags: make([]uint8, 2048)}
}

// Len returns the number of distinct strings, including "".
func (s *Strings) Len() int { return len(s.at) }

// Size returns roughly how many bytes the table takes.
func (s *Strings) Size() int64 { return s.size + int64(len(s.at))*16 }

// Get returns the string of a number. It shares the table's memory: a block
// never moves or changes, and most callers only read the string.
func (s *Strings) Get(n Str) string {
	if n == 0 || int(n) >= len(s.at) {
		return ""
	}
	b := s.bytes(n)
	return unsafe.String(&b[0], len(b))
}

// Append appends a string to dst, so that a search over many strings need not
// allocate each of them.
func (s *Strings) Append(dst []byte, n Str) []byte {
	if n == 0 || int(n) >= len(s.at) {
		return dst
	}
	return append(dst, s.bytes(n)...)
}

func (s *Strings) bytes(n Str) []byte {
	a := s.at[n]
	off := uint64(a>>strLenBits) % strBlock
	return s.blocks[a>>(strLenBits+strBlockBits)][off : off+uint64(a%(1<<strLenBits))]
}

// Add returns the number of a string, a new one the first time.
func (s *Strings) Add(v string) Str {
	if v == "" {
		return 0
	}
	v = v[:min(len(v), MaxString)]
	n, slot, tag := s.find(v)
	if n != 0 {
		return n
	}
	n = s.put(v)
	s.slots[slot], s.tags[slot] = uint32(n), tag
	if len(s.at) > len(s.slots)/4*3 {
		s.grow()
	}
	return n
}

// Find returns the number of a string that was added before.
func (s *Strings) Find(v string) (Str, bool) {
	if v == "" {
		return 0, true
	}
	n, _, _ := s.find(v[:min(len(v), MaxString)])
	return n, n != 0
}

// find looks a string up; if absent, it returns 0 and where to insert it.
func (s *Strings) find(v string) (n Str, slot uint64, tag uint8) {
	mask := uint64(len(s.slots) - 1)
	h := maphash.String(s.seed, v)
	tag = uint8(h >> 56)
	for i := h & mask; ; i = (i + 1) & mask {
		n := Str(s.slots[i])
		if n == 0 || s.tags[i] == tag && string(s.bytes(n)) == v {
			return n, i, tag
		}
	}
}

func (s *Strings) put(v string) Str {
	last := len(s.blocks) - 1
	if last < 0 || cap(s.blocks[last])-len(s.blocks[last]) < len(v) {
		s.blocks = append(s.blocks, make([]byte, 0, max(strBlock, len(v))))
		s.size += int64(max(strBlock, len(v)))
		last++
	}
	b := s.blocks[last]
	s.at = append(s.at, strAt(last)<<(strLenBits+strBlockBits)|strAt(len(b))<<strLenBits|strAt(len(v)))
	s.blocks[last] = append(b, v...)
	return Str(len(s.at) - 1)
}

func (s *Strings) grow() {
	s.slots, s.tags = make([]uint32, len(s.slots)*2), make([]uint8, len(s.slots)*2)
	mask := uint64(len(s.slots) - 1)
	for n := 1; n < len(s.at); n++ {
		h := maphash.Bytes(s.seed, s.bytes(Str(n)))
		i := h & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i], s.tags[i] = uint32(n), uint8(h>>56)
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
