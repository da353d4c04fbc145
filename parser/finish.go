package parser

import (
	"cmp"
	"encoding/binary"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// finish does what needs the whole: bounces whose control file came late,
// linked directories, which folder is which queue, listings, states, order.
func (l *loader) finish() {
	l.followDirLinks()
	places := l.placeFolders()
	l.followDataDirs(places)
	for _, i := range slices.Sorted(maps.Keys(l.bounces)) {
		l.bounce(i, l.bounces[i])
	}
	l.bounces = nil
	l.readLater()
	out := l.leftOut(places)
	l.filed = len(l.Dirs)
	l.joinListings(places, out)
	l.Taken, l.TakenBy = l.capture()
	l.setStates(out)
	l.order(out)
	l.report(places, out)
	l.Problems.Sort()
}

// readLater reads bounces again that did not fit into memory while they
// waited for their control file.
func (l *loader) readLater() {
	for _, i := range slices.Sorted(maps.Keys(l.later)) {
		f := l.Data[i]
		at := l.blob(f.Blob)
		if at == nil || l.Flags[i]&queue.MadeHere == 0 {
			continue
		}
		start := make([]byte, min(f.Size, dsn.MaxBytes))
		n, err := at.ReadAt(start, f.Offset)
		if err != nil && err != io.EOF {
			continue
		}
		l.bounce(i, pendingBounce{l.FileName(f), start[:n]})
	}
	l.later = nil
}

// placeFolders works out host and path of every folder.
func (l *loader) placeFolders() []place.Place {
	var headings []string
	for _, in := range l.Listings {
		for _, q := range in.Queues {
			if q.Path != "" && !slices.Contains(headings, q.Path) {
				headings = append(headings, q.Path)
			}
		}
	}
	places := place.Layout(l.standing(), headings)
	for from, to := range l.linked { // no folder of its own any more
		places[from] = place.Place{Root: places[to].Root}
	}
	own := map[place.Root]string{}
	for d, p := range places {
		if name := l.Dirs[d].Name; name != "" && own[p.Root] == "" {
			own[p.Root] = name
		}
	}
	given := map[place.Root]string{} // by what collected the files, or a file of the server
	for d, p := range places {
		if given[p.Root] == "" {
			given[p.Root] = l.collected(place.Folder{Archive: l.placed[d].Archive, Path: p.Root.Folder})
		}
	}
	names := place.NameHosts(places, own, given)
	for d, p := range places {
		dir := &l.Dirs[d]
		dir.Host, dir.Path, dir.Client, dir.Scanned = names[p.Root], p.Path, place.IsClient(p.Path), place.IsScanned(p.Path)
	}
	return places
}

// exclusion tells why a directory is not counted, by index in Dirs.
type exclusion map[uint16]string

// rootPath is a directory of a server.
type rootPath struct {
	root place.Root
	path string
}

// leftOut finds folders inside a queue directory that sendmail does not look
// at: copies and messages put aside by hand. A directory that a listing names,
// or whose name says qd, is a queue; without any listing, one is left out if
// all its messages are copies of those above it.
func (l *loader) leftOut(places []place.Place) exclusion {
	out := exclusion{}
	direct := map[rootPath]uint16{} // directories that hold control files themselves
	listed := map[place.Root]bool{} // roots with a sure place
	for d, p := range places {
		direct[rootPath{p.Root, p.Path}] = uint16(d)
		listed[p.Root] = listed[p.Root] || p.Sure
	}
	full := make([]bool, len(l.Dirs))
	for i, d := range l.Dir {
		full[d] = full[d] || l.Control[i].Size >= 0
	}
	var rows map[uint16][]int32
	for d, p := range places {
		above, ok := above(p, direct, full)
		if p.Sure || !ok || strings.HasPrefix(path.Base(p.Path), "qd") {
			continue
		}
		if listed[p.Root] {
			out[uint16(d)] = "no listing names it"
			continue
		}
		if rows == nil {
			rows = map[uint16][]int32{}
			for i := range int32(l.Len()) {
				rows[l.Dir[i]] = append(rows[l.Dir[i]], i)
			}
		}
		copies := true
		for _, i := range rows[uint16(d)] {
			if _, ok := l.Find(above, l.Text(l.ID[i])); !ok {
				copies = false
				break
			}
		}
		if copies {
			out[uint16(d)] = "it holds copies of messages in the queue above it"
		}
	}
	return out
}

// above finds the queue directory with control files that a folder lies in.
func above(p place.Place, direct map[rootPath]uint16, full []bool) (uint16, bool) {
	for up := path.Dir(p.Path); len(place.Components(strings.Trim(up, "/"))) >= p.Top; up = path.Dir(up) {
		if d, ok := direct[rootPath{p.Root, up}]; ok && full[d] {
			return d, true
		}
		if up == "/" || up == "." {
			break
		}
	}
	return 0, false
}

// order sorts the messages that count by host, queue and id.
func (l *loader) order(out exclusion) {
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
		if l.counts(i, out) {
			keys = append(keys, placeOfRow{rank: int32(rank[l.Dir[i]]), row: i, id: idStart(l.Text(l.ID[i]))})
		}
	}
	slices.SortFunc(keys, func(a, b placeOfRow) int {
		switch {
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
// and its id, whose first bytes make numbers that are compared faster.
type placeOfRow struct {
	rank, row int32
	id        [2]uint64
}

func idStart(id string) [2]uint64 {
	var b [16]byte
	copy(b[:], id)
	return [2]uint64{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// counts tells whether a row is a message.
func (l *loader) counts(i int32, out exclusion) bool {
	if _, ok := out[l.Dir[i]]; ok || l.moved[i] {
		return false
	}
	return !l.odd[i] || l.Control[i].Size >= 0
}
