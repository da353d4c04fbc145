package picture

import (
	"math"
	"slices"
	"strconv"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// scale returns how many pixels a message gets where the kinds share that room: those
// that would be lower than markMin take theirs from what the others share.
func scale(kinds []protocol.FlowMark, room float64) float64 {
	n, most := 0, 0
	for i := range kinds {
		n += kinds[i].Count
		most = max(most, kinds[i].Count)
		if kinds[i].Count == 0 && Drawn(kinds, i) {
			room -= markMin
		}
	}
	if n == 0 {
		return 0
	}
	rest := n
	low := make([]bool, len(kinds))
	for again := true; again && rest > 0; {
		again = false
		for i, k := range kinds {
			if k.Count > 0 && !low[i] && float64(k.Count)*room/float64(rest) < markMin {
				low[i], again = true, true
				room -= markMin
				rest -= k.Count
			}
		}
	}
	s := room / float64(max(1, rest))
	if n < few {
		s = min(s, fewMax/float64(most))
	}
	return s
}

// Drawn reports whether a mark of a column is in the picture: it has messages, or
// the query names others of its column, beside which it can be chosen.
func Drawn(column []protocol.FlowMark, i int) bool {
	return column[i].Count > 0 || slices.ContainsFunc(column, func(m protocol.FlowMark) bool { return m.On })
}

// height of a mark. Whole pixels keep the edges sharp.
func height(column []protocol.FlowMark, i int, s float64) float64 {
	if !Drawn(column, i) {
		return 0
	}
	return math.Floor(max(markMin, float64(column[i].Count)*s))
}

func (f Frame) mark(column []protocol.FlowMark, i int, s float64, label int) Mark {
	m := &column[i]
	out := Mark{H: height(column, i, s), Ghost: m.Count == 0, Label: Cut(m.Name, label), Count: Count(m.Count), Note: Cut(m.Note, label+label/10), On: m.On}
	if tight := Cut(m.Name, f.Tight); f.Tight > 0 && tight != out.Label {
		out.Tight = tight
	}
	return out
}

func kind(column []protocol.FlowMark, i, of int, s float64) Mark {
	m := &column[i]
	return Mark{H: height(column, i, s), Ghost: m.Count == 0, Label: m.Name, Count: Count(m.Count), Note: share100(m.Count, of), Class: KindClass(m.Class), On: m.On}
}

// share100 returns a share in whole per cent.
func share100(n, of int) string {
	return strconv.Itoa(int(math.Round(100*float64(n)/float64(max(1, of))))) + "%"
}

// KindClass returns the class that sets the colour of a kind.
func KindClass(kind string) string {
	switch kind {
	case "bounce":
		return "kb"
	case "quarantined":
		return "kq"
	}
	return "km"
}

// StateClass returns the class that sets the colour of a state, by its name.
func StateClass(state string) string {
	switch state {
	case "unavailable":
		return "st-fail"
	case "quarantined":
		return "st-quar"
	case "held":
		return "st-held"
	case "processing":
		return "st-proc"
	case "deferred":
		return "st-defer"
	}
	return "st-lost"
}

// text places the lines of a label around the middle of its mark. A mark below
// a height has one line.
func (m *Mark) text(two, single, first, second float64) {
	middle := m.Y + m.H/2
	if m.H < two || m.Note == "" {
		m.Note = ""
		m.Base = math.Round(middle + single)
		return
	}
	m.Base, m.Base2 = math.Round(middle+first), math.Round(middle+second)
}
