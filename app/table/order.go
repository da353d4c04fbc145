package table

import (
	"cmp"
	"slices"
)

// entry is a message, or one of its recipients or replies, in the order in which
// it is written.
type entry struct {
	rank    int32 // of the text by which the table is sorted
	row     int32
	piece   uint32 // the place of a recipient or a reply in its pool
	created int64
}

// sorted sorts entries by a text, then by time, then in their original order. A
// redacted file is sorted by the pseudonyms: the order of the originals would
// betray them.
func sorted(entries []entry, text func(*entry) string) []entry {
	known := map[string]int32{}
	for n := range entries {
		s := text(&entries[n])
		number, ok := known[s]
		if !ok {
			number = int32(len(known))
			known[s] = number
		}
		entries[n].rank = number
	}
	names := make([]string, 0, len(known))
	for s := range known {
		names = append(names, s)
	}
	slices.Sort(names)
	rank := make([]int32, len(names))
	for n, s := range names {
		rank[known[s]] = int32(n)
	}
	for n := range entries {
		entries[n].rank = rank[entries[n].rank]
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.created, b.created)) })
	return entries
}

// messages returns the messages by next hop and time of arrival, those without
// first.
func (r *rows) messages() []entry {
	list := make([]entry, len(r.Rows))
	for n, i := range r.Rows {
		list[n] = entry{row: i, created: firstSecond - 1}
		if created := known(r.Index.Queue.Created[i]); created != nil {
			list[n].created = int64(*created) / 1000
		}
	}
	return sorted(list, func(e *entry) string { return r.read.Server(e.row) })
}

// recipients returns the recipients by domain.
func (r *rows) recipients() []entry {
	return sorted(r.pieces(r.Index.Queue.Recipients), func(e *entry) string { return r.read.Recipient(e.piece).Domain })
}

// replies returns the replies by server.
func (r *rows) replies() []entry {
	return sorted(r.pieces(r.Index.Queue.Replies), func(e *entry) string { return r.read.Reply(e.piece).Server })
}

// pieces lists the recipients or the replies of all messages.
func (r *rows) pieces(of func(row int32) (from, to uint32)) []entry {
	n := 0
	for _, i := range r.Rows {
		from, to := of(i)
		n += int(to - from)
	}
	list := make([]entry, 0, n)
	for _, i := range r.Rows {
		from, to := of(i)
		for k := from; k < to; k++ {
			list = append(list, entry{row: i, piece: k})
		}
	}
	return list
}
