package browser

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/hack-pad/safejs"
)

// kept holds the decoded streams that the page keeps for the worker, by number
// from -1 down.
type kept struct {
	streams map[int]*keptStream
}

// keptStream is a list of consecutive blobs.
type keptStream struct {
	pieces []piece
	size   int64
	lost   bool // a piece was not stored, so nothing is added behind it
}

type piece struct {
	start int64
	blob  safejs.Value
}

func (k *kept) init() error {
	k.clear()
	return nil
}

func (k *kept) clear() { k.streams = make(map[int]*keptStream) }

// blobOf copies a buffer into a blob.
func blobOf(buffer safejs.Value) (safejs.Value, error) {
	size := numberOf(get(buffer, "byteLength"))
	blob, err := get(safejs.Global(), "Blob").New([]any{buffer})
	if err != nil {
		return blob, err
	}
	if got := numberOf(get(blob, "size")); got != size {
		return blob, fmt.Errorf("the browser stored only %d of %d bytes", got, size)
	}
	return blob, nil
}

// add appends a piece to a stream, which begins with its first piece.
func (k *kept) add(number int, blob safejs.Value) {
	s := k.streams[number]
	if s == nil {
		s = new(keptStream)
		k.streams[number] = s
	}
	if s.lost {
		return
	}
	s.pieces = append(s.pieces, piece{s.size, blob})
	s.size += numberOf(get(blob, "size"))
}

// lose drops a piece that was not stored, and all behind it.
func (k *kept) lose(number int, blob safejs.Value) {
	s := k.streams[number]
	if s == nil {
		return
	}
	if i := slices.IndexFunc(s.pieces, func(p piece) bool { return p.blob.Equal(blob) }); i >= 0 {
		s.size, s.pieces, s.lost = s.pieces[i].start, s.pieces[:i], true
	}
}

// part returns a blob of n bytes of a stream, which may span several pieces.
func (k *kept) part(number int, from, n int64) (safejs.Value, error) {
	s := k.streams[number]
	if s == nil || from < 0 || n < 0 || from+n > s.size {
		return safejs.Undefined(), errors.New("this part of the archive is no longer available")
	}
	first := sort.Search(len(s.pieces), func(i int) bool { return s.pieces[i].start > from }) - 1
	var parts []any
	for _, p := range s.pieces[max(first, 0):] {
		if p.start >= from+n {
			break
		}
		part, err := p.blob.Call("slice", max(from-p.start, 0), from+n-p.start)
		if err != nil {
			return safejs.Undefined(), err
		}
		parts = append(parts, part)
	}
	if len(parts) == 1 {
		return parts[0].(safejs.Value), nil
	}
	return get(safejs.Global(), "Blob").New(parts)
}

// forget drops all streams up to this number.
func (k *kept) forget(number int) {
	for n := range k.streams {
		if n >= number {
			delete(k.streams, n)
		}
	}
}

// drop drops one stream.
func (k *kept) drop(number int) { delete(k.streams, number) }
