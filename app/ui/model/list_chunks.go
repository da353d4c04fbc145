package model

import (
	"maps"

	"github.com/spoolscope/spoolscope/app/protocol"
)

const (
	ChunkRows = 200 // rows asked for at once
	MaxChunks = 16  // kept; those farthest from the view go first
)

// listKey says which list it is.
type listKey struct {
	Query string
	Sort  string
	Desc  bool
}

// chunks holds the rows of a list that are known, by position / chunkRows. It
// is a value: with returns a changed copy, so that a view that holds the old
// one stays as it was drawn.
type chunks map[int][]protocol.Row

// At returns the row at position n, if it is known.
func (c chunks) At(n int) (protocol.Row, bool) {
	if n < 0 {
		return protocol.Row{}, false
	}
	rows := c[n/ChunkRows]
	if i := n % ChunkRows; i < len(rows) {
		return rows[i], true
	}
	return protocol.Row{}, false
}

// missing is the first chunk that rows first ≤ n < end need and that is not
// known.
func (c chunks) missing(first, end int) (chunk int, ok bool) {
	for n := max(0, first) / ChunkRows; n*ChunkRows < end; n++ {
		if _, known := c[n]; !known {
			return n, true
		}
	}
	return 0, false
}

// with adds the rows of a chunk and drops those that are too far from the
// position seen now to be kept.
func (c chunks) with(chunk int, rows []protocol.Row, seen int) chunks {
	next := maps.Clone(c)
	if next == nil {
		next = make(chunks)
	}
	next[chunk] = rows
	here := seen / ChunkRows
	for len(next) > MaxChunks {
		far, dist := -1, -1
		for k := range next {
			if d := max(k-here, here-k); d > dist || d == dist && k > far {
				far, dist = k, d
			}
		}
		delete(next, far)
	}
	return next
}
