package redact

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// assignIDs numbers the ids in their order.
func (rd *Redactor) assignIDs(set map[string]bool) {
	if !rd.hide.IDs {
		return
	}
	for _, id := range rd.ids {
		rd.idUsed[id] = true
	}
	n := 0
	for _, id := range slices.Sorted(maps.Keys(set)) {
		for rd.ids[id] == "" {
			n++
			if v := idLike(id, n); !rd.idUsed[v] && !set[v] && rd.ids[v] == "" {
				rd.ids[id], rd.idUsed[v] = v, true
			}
		}
	}
}

// newID gives a pseudonym to an id that is not in the queue.
func (rd *Redactor) newID(id string) string {
	for n := rd.digest("id", id); ; n++ {
		v := idLike(id, int(n%1e9))
		if _, original := rd.ids[v]; !rd.idUsed[v] && !original {
			rd.ids[id], rd.idUsed[v] = v, true
			return v
		}
	}
}

// idLike returns pseudonym number n in the form of id: the time that id begins
// with stays, since the message states it anyway and a listing's years are
// derived from it; sequence number and process are replaced
// (formats/sendmail.md §1.3), of Postfix's microseconds and file
// (formats/postfix.md §1.3).
func idLike(id string, n int) string {
	info, ok := queue.DecodeID(id, queue.AnyVersion, 0)
	if !ok {
		info, ok = queue.DecodePostfixID(id)
	}
	if !ok {
		info, ok = queue.DecodeEximID(id)
	}
	switch {
	case !ok:
		return fmt.Sprintf("id%08d", n)
	case info.Era == queue.Era812:
		return fmt.Sprintf("%s00%06d", id[:6], n)
	case info.Era == queue.Era810:
		return fmt.Sprintf("%s0%05d", id[:6], n)
	case info.Era == queue.EraExim16:
		return fmt.Sprintf("%s-%06d-%02d", id[:6], n%1e6, n/1e6%100)
	case info.Era == queue.EraExim23:
		return fmt.Sprintf("%s-%011d-0000", id[:6], n)
	case info.Era == queue.EraLong:
		return fmt.Sprintf("%s0000z%d", id[:6], n)
	case info.Era == queue.EraShort:
		return fmt.Sprintf("00000%05d", n)
	case info.Era == queue.Era87:
		return fmt.Sprintf("%sAA%05d", id[:1], n)
	}
	return fmt.Sprintf("AA%05d", n)
}

// idAt returns the pseudonym of a word that is an id, or of the id in the name of
// a queue file, before which skip bytes stay.
func (rd *Redactor) idAt(word string) (skip int, with string) {
	if v := rd.ids[word]; v != "" {
		return 0, v
	}
	if len(word) > 2 && word[1] == 'f' {
		if v := rd.ids[word[2:]]; v != "" {
			return 2, v
		}
	}
	return 0, ""
}
