// Package hints reads what Exim remembers between deliveries: when a host or an address may be
// tried again, and which messages wait for a host (formats/exim.md §5).
package hints

import (
	"bytes"
	"encoding/binary"
)

// Format is the kind of database in which hints are kept. It depends on how Exim was built.
type Format uint8

// The formats. Only the first is read.
const (
	BerkeleyHash Format = iota
	BerkeleyOther
	GDBM
	TDB
	SQLite
	Unknown
	Empty // no records yet
)

// String names the format.
func (f Format) String() string {
	return [...]string{"Berkeley DB", "another form of Berkeley DB", "GDBM", "TDB", "SQLite", "a format that is not known", "an empty file"}[f]
}

// Offsets of the fields of the first page.
const (
	magicAt    = 12
	pageSizeAt = 20
	typeAt     = 25
)

const (
	magicHash  = 0x00061561
	magicBtree = 0x00053162
)

// formatOf recognises a database.
func formatOf(b []byte) (Format, binary.ByteOrder) {
	switch {
	case len(b) == 0:
		return Empty, nil
	case bytes.HasPrefix(b, []byte("SQLite format 3\x00")):
		return SQLite, nil
	case bytes.HasPrefix(b, []byte("TDB file")):
		return TDB, nil
	case len(b) < typeAt+1:
		return Unknown, nil
	}
	for _, order := range [...]binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		switch first := order.Uint32(b); {
		case first&^0xff == 0x13579a00:
			return GDBM, nil
		case first == magicHash, first == magicBtree: // of version 1.85
			return BerkeleyOther, nil
		}
		switch order.Uint32(b[magicAt:]) {
		case magicHash:
			return BerkeleyHash, order
		case magicBtree:
			return BerkeleyOther, nil
		}
	}
	return Unknown, nil
}

// Kinds of pages, and of items on them.
const (
	pageHashUnsorted = 2
	pageOverflow     = 7
	pageHash         = 13

	itemHere     = 1 // the bytes follow
	itemOverflow = 3 // they are on pages of their own
)

const pageHeader = 26

// MaxItem is the number of bytes that are read of a key or a value.
const MaxItem = 1 << 20

// records calls each with all keys and values of a hash, in the order of the pages: how the keys
// are hashed does not matter. It reports false if a part of the file could not be read.
func records(b []byte, order binary.ByteOrder, each func(key, value []byte)) (whole bool) {
	size := int(order.Uint32(b[pageSizeAt:]))
	const least, most = 512, 64 << 10
	if size < least || size > most || size&(size-1) != 0 {
		return false
	}
	h := hash{b: b, order: order, size: size, left: len(b)}
	whole = len(b)%size == 0
	for at := size; at+size <= len(b); at += size {
		page := b[at : at+size]
		if t := page[typeAt]; t != pageHash && t != pageHashUnsorted {
			continue
		}
		whole = h.page(page, each) && whole
	}
	return whole
}

type hash struct {
	b     []byte
	order binary.ByteOrder
	size  int
	left  int // bytes that may still be copied from overflow pages, each of which belongs to one item
}

// page reads the pairs of a page: items follow each other from its end.
func (h *hash) page(page []byte, each func(key, value []byte)) (whole bool) {
	n := int(h.order.Uint16(page[20:]))
	table := pageHeader + 2*n
	if table > len(page) || n%2 != 0 {
		return false
	}
	whole = true
	end := len(page)
	var key []byte
	for i := range n {
		start := int(h.order.Uint16(page[pageHeader+2*i:]))
		if start < table || start >= end {
			return false
		}
		item, ok := h.item(page[start:end])
		end = start
		switch {
		case i%2 == 0:
			key = item
			if !ok {
				key = nil
			}
		case ok && key != nil:
			each(key, item)
		default:
			whole = false
		}
	}
	return whole
}

// item returns the bytes of a key or a value.
func (h *hash) item(b []byte) ([]byte, bool) {
	switch b[0] {
	case itemHere:
		return b[1:], true
	case itemOverflow:
		if len(b) < 12 {
			return nil, false
		}
		return h.overflow(h.order.Uint32(b[4:]), int64(h.order.Uint32(b[8:])))
	}
	return nil, false
}

// overflow collects a long item from the chain of its pages.
func (h *hash) overflow(page uint32, length int64) ([]byte, bool) {
	if length > MaxItem || length > int64(h.left) {
		return nil, false
	}
	h.left -= int(length)
	item := make([]byte, 0, length)
	for int64(len(item)) < length {
		at := int64(page) * int64(h.size)
		if page == 0 || at+int64(h.size) > int64(len(h.b)) {
			return nil, false
		}
		p := h.b[at : at+int64(h.size)]
		n := int(h.order.Uint16(p[22:]))
		if p[typeAt] != pageOverflow || n == 0 || n > h.size-pageHeader {
			return nil, false
		}
		item = append(item, p[pageHeader:pageHeader+min(n, int(length)-len(item))]...)
		page = h.order.Uint32(p[16:])
	}
	return item, true
}
