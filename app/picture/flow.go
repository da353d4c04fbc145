package picture

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Heights and distances of a flow, in pixels.
const (
	markMin   = 16.0  // of a mark that has messages
	kindsMax  = 250.0 // of all kinds together, without the gaps
	fewMax    = 56.0  // of one kind in a picture of few messages
	few       = 10    // messages
	gap       = 7.0   // between two marks, at least
	sourceGap = 29.0  // between two sources, at most
	kindGap   = 35.0  // between two kinds
	sideGap   = 17.0  // between the last mark of a side and the head of the next
	headRoom  = 21.0  // from the head of a side to its first mark
	flowTop   = 30.0  // of the highest mark or head: above are the names of the columns
	flowEnd   = 6.0   // below the lowest
	noteFrom  = 34.0  // height of a mark with a second line
	bigFrom   = 44.0  // of a kind with one
)

// Frame is where the columns of a flow stand, in percent of its width, and how
// long their labels may be, in characters.
type Frame struct {
	Source, Kind, KindEnd, Obstacle float64
	SourceLabel, ObstacleLabel      int
	Tight                           int // of a second set of labels for a narrow picture; 0 for none
}

// The frames: a screen has room for long bands, the page of a report does not.
var (
	Screen = Frame{Source: 18, Kind: 43, KindEnd: 56, Obstacle: 80, SourceLabel: 26, ObstacleLabel: 30, Tight: 18}
	Paper  = Frame{Source: 26, Kind: 43, KindEnd: 59, Obstacle: 74, SourceLabel: 20, ObstacleLabel: 23}
)

// Flow is a protocol.Flow, laid out. Marks and bands are those of the answer, in
// its order; what is not Drawn has no height.
type Flow struct {
	Frame
	Height                    float64
	Sources, Kinds, Obstacles []Mark
	In, Out                   []Band
	Sides                     []Side
}

// Mark is a rectangle with its label.
type Mark struct {
	Y, H  float64 // H is 0 for what is not drawn
	Label string
	Tight string // the label where the picture is narrow; "" if Label fits there
	Count string
	Note  string  // the second line, or of a kind its share; "" without
	Class string  // of a kind and of an obstacle: sets the colour
	Base  float64 // where the first line of text stands
	Base2 float64 // and the second
	On    bool
	Ghost bool // no messages, but there to be chosen
}

// Band joins two marks: from Y1 to Y2, H1 and H2 high at its ends.
type Band struct {
	From, To       int
	Y1, H1, Y2, H2 float64
	Class          string
}

// Side is the head of the obstacles at which the same side must act.
type Side struct {
	Name, Icon string
	Count      string  // "" for a single mark, which says it
	Y          float64 // top of its icon
}

// LayFlow lays a flow out.
func LayFlow(f *protocol.Flow, frame Frame) Flow {
	s := scale(f.Kinds)
	p := Flow{Frame: frame}
	for i := range f.Sources {
		p.Sources = append(p.Sources, frame.mark(f.Sources, i, s, frame.SourceLabel))
	}
	for i := range f.Kinds {
		p.Kinds = append(p.Kinds, kind(f.Kinds, i, f.Matched, s))
	}
	for i := range f.Obstacles {
		m := frame.mark(f.Obstacles, i, s, frame.ObstacleLabel)
		m.Class = StateClass(f.Obstacles[i].State)
		p.Obstacles = append(p.Obstacles, m)
	}

	sources, kinds := total(p.Sources, gap), total(p.Kinds, kindGap)
	obstacles := p.stackObstacles(f.Obstacles, 0)
	room := max(sources, kinds, obstacles)
	p.Height = flowTop + room + flowEnd
	p.Sides = nil
	p.stackObstacles(f.Obstacles, math.Floor((room-obstacles)/2))
	stack(p.Sources, room, gap, sourceGap)
	stack(p.Kinds, room, kindGap, kindGap)
	for _, column := range [][]Mark{p.Sources, p.Obstacles} {
		for i := range column {
			column[i].text(noteFrom, 4, -3, 12)
		}
	}
	for i := range p.Kinds {
		p.Kinds[i].text(bigFrom, 4, -4, 14)
	}

	p.In, p.Out = bands(f.In, p.Sources, p.Kinds), bands(f.Out, p.Kinds, p.Obstacles)
	for i := range p.In {
		p.In[i].Class = p.Kinds[p.In[i].To].Class
	}
	for i := range p.Out {
		p.Out[i].Class = p.Kinds[p.Out[i].From].Class
	}
	return p
}

// scale is how many pixels a message gets: kinds that would be lower than
// markMin take theirs from what the others share.
func scale(kinds []protocol.FlowMark) float64 {
	n, most, room := 0, 0, kindsMax
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

// share100 is a share in whole per cent.
func share100(n, of int) string {
	return strconv.Itoa(int(math.Round(100*float64(n)/float64(max(1, of))))) + "%"
}

// KindClass is the class that sets the colour of a kind.
func KindClass(kind string) string {
	switch kind {
	case "bounce":
		return "kb"
	case "quarantined":
		return "kq"
	}
	return "km"
}

// StateClass is the class that sets the colour of a state, by its name.
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

// total is the height of a column with gaps of that size.
func total(column []Mark, gap float64) float64 {
	sum, n := 0.0, 0
	for i := range column {
		if column[i].H > 0 {
			sum += column[i].H
			n++
		}
	}
	return sum + gap*float64(max(0, n-1))
}

// stack puts the marks of a column below each other, in the middle of room.
func stack(column []Mark, room, least, most float64) {
	n := 0
	for i := range column {
		if column[i].H > 0 {
			n++
		}
	}
	free := least
	if n > 1 {
		free = min(most, (room-total(column, 0))/float64(n-1))
	}
	y := flowTop + (room-total(column, free))/2
	for i := range column {
		if column[i].H > 0 {
			column[i].Y = math.Round(y)
			y += column[i].H + free
		}
	}
}

// stackObstacles puts the obstacles below each other, side by side, from so far
// below the top, and returns how high they are together.
func (p *Flow) stackObstacles(marks []protocol.FlowMark, from float64) float64 {
	y, side := flowTop+from, ""
	counts := map[string][2]int{}
	for i := range marks {
		if p.Obstacles[i].H > 0 {
			c := counts[marks[i].Side]
			counts[marks[i].Side] = [2]int{c[0] + 1, c[1] + marks[i].Count}
		}
	}
	for i := range p.Obstacles {
		m := &p.Obstacles[i]
		if m.H == 0 {
			continue
		}
		if here := marks[i].Side; len(p.Sides) == 0 || here != side {
			if len(p.Sides) > 0 {
				y += sideGap - gap
			}
			name, icon := SideWords(here)
			head := Side{Name: name, Icon: icon, Y: y}
			if c := counts[here]; c[1] > 0 && (c[0] > 1 || icon != "") {
				head.Count = Count(c[1])
			}
			p.Sides, side = append(p.Sides, head), here
			y += headRoom
		}
		m.Y = y
		y += m.H + gap
	}
	return max(0, y-gap-flowTop-from)
}

// SideWords names the side that must act, and its icon, if it has one.
func SideWords(side string) (name, icon string) {
	switch side {
	case "here", "ours":
		return "Fix on this server", "here"
	case "theirs":
		return "Their side", "there"
	case "network":
		return "Network or DNS", "net"
	}
	return "Other", ""
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

// bands joins the marks of two columns. At either end the bands of a mark share
// its height in the order of the other column, so that none cross there.
func bands(list []protocol.FlowBand, left, right []Mark) []Band {
	out := make([]Band, len(list))
	for i, b := range list {
		out[i] = Band{From: b.From, To: b.To}
	}
	place := func(marks []Mark, end func(*protocol.FlowBand) (at, order int), set func(b *Band, y, h float64)) {
		byMark := make([][]int, len(marks))
		for i := range list {
			if at, _ := end(&list[i]); list[i].Count > 0 {
				byMark[at] = append(byMark[at], i)
			}
		}
		for at, of := range byMark {
			slices.SortStableFunc(of, func(a, b int) int {
				_, x := end(&list[a])
				_, y := end(&list[b])
				return cmp.Compare(x, y)
			})
			counts := make([]int, len(of))
			for k, i := range of {
				counts[k] = list[i].Count
			}
			y := marks[at].Y
			for k, h := range share(marks[at].H, counts) {
				set(&out[of[k]], y, h)
				y += h
			}
		}
	}
	place(left, func(b *protocol.FlowBand) (int, int) { return b.From, b.To }, func(b *Band, y, h float64) { b.Y1, b.H1 = y, h })
	place(right, func(b *protocol.FlowBand) (int, int) { return b.To, b.From }, func(b *Band, y, h float64) { b.Y2, b.H2 = y, h })
	return out
}

// BandsAt are the bands with messages that meet the n-th one at its left or its
// right end, from the highest to the lowest.
func BandsAt(list []protocol.FlowBand, n int, left bool) []int {
	var out []int
	order := func(i int) int { return list[i].From }
	for i := range list {
		b := &list[i]
		if b.Count > 0 && (left && b.From == list[n].From || !left && b.To == list[n].To) {
			out = append(out, i)
		}
	}
	if left {
		order = func(i int) int { return list[i].To }
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(order(a), order(b)) })
	return out
}

// share divides a height by counts, each part at least 1 px where there is room
// for that.
func share(height float64, counts []int) []float64 {
	least := min(1, height/float64(max(1, len(counts))))
	out := make([]float64, len(counts))
	rest, n := height, 0
	for _, c := range counts {
		n += c
	}
	// What is raised to the least takes from the others, which may fall below it.
	for again := true; again && n > 0; {
		again = false
		for i, c := range counts {
			if out[i] == 0 && rest*float64(c)/float64(n) < least {
				out[i], again = least, true
				rest -= least
				n -= c
				break
			}
		}
	}
	for i, c := range counts {
		if out[i] == 0 && n > 0 {
			out[i] = rest * float64(c) / float64(n)
		}
	}
	return out
}
