package parser

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/history"
)

// finish does what needs the whole input: bounces without a control file,
// linked directories, which folder is which queue, listings, states, order.
func (l *loader) finish() {
	l.followDirLinks()
	l.Places.Locate(l.Poll)
	l.followDataDirs()
	for _, i := range slices.Sorted(maps.Keys(l.unsure)) {
		if !l.Poll.More() {
			break
		}
		l.confirm(i)
	}
	l.finishSpools()
	l.Places.LeaveOut()
	l.joinListings()
	l.readLogs()
	l.addTold()
	l.settings.Lifetimes()
	l.Taken, l.TakenBy = l.capture()
	l.setStates()
	l.order()
	history.Reasons(l.Queue, l.Poll)
	l.report()
	l.Problems.Sort()
}

// order sorts the messages by host, queue and id.
func (l *loader) order() {
	rank := make([]int, len(l.Dirs))
	byPlace := make([]int, len(l.Dirs))
	for d := range byPlace {
		byPlace[d] = d
	}
	slices.SortStableFunc(byPlace, func(a, b int) int {
		x, y := &l.Dirs[a], &l.Dirs[b]
		if c := strings.Compare(x.Host, y.Host); c != 0 {
			return c
		}
		return strings.Compare(x.Path, y.Path)
	})
	for r, d := range byPlace {
		rank[d] = r
		if r > 0 {
			if a, b := &l.Dirs[byPlace[r-1]], &l.Dirs[d]; a.Host == b.Host && a.Path == b.Path {
				rank[d] = rank[byPlace[r-1]]
			}
		}
	}
	keys := make([]placeOfRow, 0, l.Len())
	for i := range int32(l.Len()) {
		if l.counts(i) {
			keys = append(keys, placeOfRow{rank: int32(rank[l.Dir[i]]), row: i, id: idStart(l.Text(l.ID[i]))})
		}
	}
	slices.SortFunc(keys, func(a, b placeOfRow) int {
		switch {
		case !l.Poll.More():
			return 0 // which ends the sort soon
		case a.rank != b.rank:
			return cmp.Compare(a.rank, b.rank)
		case a.id[0] != b.id[0]:
			return cmp.Compare(a.id[0], b.id[0])
		case a.id[1] != b.id[1]:
			return cmp.Compare(a.id[1], b.id[1])
		}
		return cmp.Or(l.Strings.Compare(l.ID[a.row], l.ID[b.row]), cmp.Compare(a.row, b.row))
	})
	l.Order = make([]int32, len(keys))
	for n, k := range keys {
		l.Order[n] = k.row
	}
}

// placeOfRow is what decides a row's place in the order: its queue directory,
// and its id, whose first bytes are kept as numbers, which compare faster.
type placeOfRow struct {
	rank, row int32
	id        [2]uint64
}

func idStart(id string) [2]uint64 {
	var b [16]byte
	copy(b[:], id)
	return [2]uint64{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// counts reports whether a row is a message.
func (l *loader) counts(i int32) bool {
	if _, ok := l.Places.LeftOut(l.Dir[i]); ok || l.Dropped(i) {
		return false
	}
	return !l.odd[i] || l.Control[i].Size >= 0
}
