package main

import "encoding/binary"

// hash builds a hash database of Berkeley DB 5. All its records are in one bucket, an unordered
// chain of pages (formats/exim.md §5.1).
type hash struct {
	pages   [][]byte
	records int
	low     int // where the data of the last page begins
	items   int // of it
}

const (
	hashPage   = 4096
	hashHeader = 26
)

func newHash() *hash {
	return &hash{pages: [][]byte{make([]byte, hashPage), newPage(1, 0)}, low: hashPage}
}

// newPage makes an empty page of the bucket, chained to the page before it
// unless that is 0.
func newPage(number, before int) []byte {
	const unsorted = 2
	p := make([]byte, hashPage)
	binary.LittleEndian.PutUint32(p[8:], uint32(number))
	binary.LittleEndian.PutUint32(p[12:], uint32(before))
	binary.LittleEndian.PutUint16(p[22:], hashPage)
	p[25] = unsorted
	return p
}

// add adds a record. A zero byte follows the key.
func (h *hash) add(key string, value []byte) {
	if need := len(key) + len(value) + 7; h.low-need < hashHeader+2*(h.items+2) {
		before := len(h.pages) - 1
		binary.LittleEndian.PutUint32(h.pages[before][16:], uint32(len(h.pages)))
		h.pages = append(h.pages, newPage(len(h.pages), before))
		h.low, h.items = hashPage, 0
	}
	p := h.pages[len(h.pages)-1]
	for _, item := range [...][]byte{append([]byte(key), 0), value} {
		const here = 1
		h.low -= len(item) + 1
		p[h.low] = here
		copy(p[h.low+1:], item)
		binary.LittleEndian.PutUint16(p[hashHeader+2*h.items:], uint16(h.low))
		h.items++
	}
	binary.LittleEndian.PutUint16(p[20:], uint16(h.items))
	binary.LittleEndian.PutUint16(p[22:], uint16(h.low))
	h.records++
}

// bytes completes the first page, which says where the only bucket begins, and returns the file.
func (h *hash) bytes() []byte {
	p := h.pages[0]
	for at, n := range map[int]uint32{
		12: 0x061561, 16: 9, 20: hashPage, 32: uint32(len(h.pages) - 1), 40: uint32(h.records), 44: uint32(h.records),
		76: 1, 88: uint32(h.records), 92: fnv("%$sniglet^&\x00"), 96: 1,
	} {
		binary.LittleEndian.PutUint32(p[at:], n)
	}
	p[25] = 8 // its kind
	var b []byte
	for _, p := range h.pages {
		b = append(b, p...)
	}
	return b
}

// fnv returns the hash of a string by which Berkeley DB checks that a file was made with its default
// hash function.
func fnv(s string) uint32 {
	n := uint32(0)
	for i := range len(s) {
		n = n*16777619 ^ uint32(s[i])
	}
	return n
}
