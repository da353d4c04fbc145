package window

import (
	"maps"

	"github.com/spoolscope/spoolscope/app/protocol"
)

const (
	ChunkRows = 100 // rows asked for at once
	MaxChunks = 32  // kept; those farthest from the view go first
)

// Key says which list it is.
type Key struct {
	Query string
	Sort  string
	Desc  bool
}

// Chunks holds the rows of a list that are known, by position / ChunkRows. It
// is a value: With returns a changed copy, so that a view that holds the old
// one stays as it was drawn.
type Chunks map[int][]protocol.Row

// At returns the row at position n, if it is known.
func (c Chunks) At(n int) (protocol.Row, bool) {
	if row := c.Row(n); row != nil {
		return *row, true
	}
	return protocol.Row{}, false
}

// Row returns the row at position n, nil if it is not known. It never changes:
// while the pointer is the same, so is the row.
func (c Chunks) Row(n int) *protocol.Row {
	if n < 0 {
		return nil
	}
	rows := c[n/ChunkRows]
	if i := n % ChunkRows; i < len(rows) {
		return &rows[i]
	}
	return nil
}

// Missing returns the first chunk that rows first ≤ n < end need and that is not
// known.
func (c Chunks) Missing(first, end int) (chunk int, ok bool) {
	for n := max(0, first) / ChunkRows; n*ChunkRows < end; n++ {
		if _, known := c[n]; !known {
			return n, true
		}
	}
	return 0, false
}

// With adds the rows of a chunk and drops those that are too far from the
// position seen now to be kept.
func (c Chunks) With(chunk int, rows []protocol.Row, seen int) Chunks {
	next := maps.Clone(c)
	if next == nil {
		next = make(Chunks)
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
