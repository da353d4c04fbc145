package pictures

import (
	"strconv"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// place is the mark or band of a flow that has the focus, or had it last.
type place struct {
	ref string // as in picture.Element; "" for the first
	hub string // the mark from which the arrows came to a band
}

// stop returns the mark that Tab reaches: the last one that had the focus, if it is still there.
func (p place) stop(f *protocol.Flow) string {
	if kind, n := splitRef(p.ref); present(f, kind, n) {
		return p.ref
	}
	for i := range f.Sources {
		if picture.Drawn(f.Sources, i) {
			return joinRef('s', i)
		}
	}
	return ""
}

func joinRef(kind byte, n int) string { return string(kind) + strconv.Itoa(n+1) }

func splitRef(ref string) (kind byte, n int) {
	if ref == "" {
		return 0, 0
	}
	n, _ = strconv.Atoi(ref[1:])
	return ref[0], n - 1
}

// present reports whether a mark or band is in the picture.
func present(f *protocol.Flow, kind byte, n int) bool {
	if marks := column(f, kind); marks != nil {
		return n >= 0 && n < len(marks) && picture.Drawn(marks, n)
	}
	list := bandsOf(f, kind)
	return n >= 0 && n < len(list) && list[n].Count > 0
}

func column(f *protocol.Flow, kind byte) []protocol.FlowMark {
	switch kind {
	case 's':
		return f.Sources
	case 'k':
		return f.Kinds
	case 'o':
		return f.Obstacles
	}
	return nil
}

func bandsOf(f *protocol.Flow, kind byte) []protocol.FlowBand {
	switch kind {
	case 'i':
		return f.In
	case 'u':
		return f.Out
	}
	return nil
}

// next returns where a key leads: up and down within a column, or among the
// bands of the mark that the arrows came from; left and right from a mark to a
// band and on to the mark at its other end. No ref is nowhere.
func (p place) next(f *protocol.Flow, key string) place {
	kind, n := splitRef(p.ref)
	if !present(f, kind, n) {
		return place{}
	}
	if list := bandsOf(f, kind); list != nil {
		left, right := byte('s'), byte('k')
		if kind == 'u' {
			left, right = 'k', 'o'
		}
		from, end := joinRef(left, list[n].From), joinRef(right, list[n].To)
		switch key {
		case "ArrowLeft":
			return place{ref: from}
		case "ArrowRight":
			return place{ref: end}
		}
		hub := from
		if p.hub == end {
			hub = end
		}
		return place{along(picture.BandsAt(list, n, hub == from), kind, n, key), hub}
	}
	switch key {
	case "ArrowLeft", "ArrowRight":
		right := key == "ArrowRight"
		bands := byte('i')
		if kind == 'o' || kind == 'k' && right {
			bands = 'u'
		}
		if kind == 's' && !right || kind == 'o' && right {
			return place{}
		}
		list := bandsOf(f, bands)
		for i := range list {
			if list[i].Count > 0 && (right && list[i].From == n || !right && list[i].To == n) {
				return place{joinRef(bands, picture.BandsAt(list, i, right)[0]), p.ref}
			}
		}
		return place{}
	}
	var marks []int
	for i := range column(f, kind) {
		if picture.Drawn(column(f, kind), i) {
			marks = append(marks, i)
		}
	}
	return place{ref: along(marks, kind, n, key)}
}

// along returns the neighbour in a list of places, its first or its last.
func along(places []int, kind byte, at int, key string) string {
	now := 0
	for i, p := range places {
		if p == at {
			now = i
		}
	}
	switch key {
	case "ArrowUp":
		now = max(0, now-1)
	case "ArrowDown":
		now = min(len(places)-1, now+1)
	case "Home":
		now = 0
	case "End":
		now = len(places) - 1
	default:
		return ""
	}
	return joinRef(kind, places[now])
}
