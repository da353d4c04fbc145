package picture

import (
	"math"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Heights and distances of a flow, in pixels.
const (
	markMin  = 16.0 // of a mark that has messages
	fewMax   = 56.0 // of one kind in a picture of few messages
	few      = 10   // messages
	flowTop  = 30.0 // of the highest mark or head: above are the names of the columns
	flowEnd  = 6.0  // below the lowest
	noteFrom = 34.0 // height of a mark with a second line
	bigFrom  = 44.0 // of a kind with one
)

// Frame is where the columns of a flow are, in percent of its width, and how
// long their labels may be, in characters.
type Frame struct {
	Source, Kind, KindEnd, Obstacle float64
	SourceLabel, ObstacleLabel      int
	Tight                           int // of a second set of labels for a narrow picture; 0 for none
	Spacing
}

// Spacing holds the distances of a flow that depend on how much room it has, in
// pixels.
type Spacing struct {
	Kinds     float64 // of all kinds together, without the gaps
	Gap       float64 // between two marks, at least
	SourceGap float64 // between two sources, at most
	KindGap   float64 // between two kinds
	SideGap   float64 // between the last mark of a side and the head of the next
	HeadRoom  float64 // from the head of a side to its first mark
}

// The frames: a screen has room for long bands. The first page of a report does
// not, and has to hold the timeline as well.
var (
	Screen = Frame{Source: 18, Kind: 42, KindEnd: 55, Obstacle: 77, SourceLabel: 26, ObstacleLabel: 30, Tight: 18,
		Spacing: Spacing{Kinds: 250, Gap: 7, SourceGap: 29, KindGap: 35, SideGap: 17, HeadRoom: 21}}
	Paper = Frame{Source: 25, Kind: 42, KindEnd: 56, Obstacle: 71, SourceLabel: 20, ObstacleLabel: 29,
		Spacing: Spacing{Kinds: 190, Gap: 3, SourceGap: 18, KindGap: 22, SideGap: 9, HeadRoom: 19}}
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
	s := scale(f.Kinds, frame.Spacing.Kinds)
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

	sources, kinds := total(p.Sources, frame.Gap), total(p.Kinds, frame.KindGap)
	obstacles := p.stackObstacles(f.Obstacles, 0)
	room := max(sources, kinds, obstacles)
	p.Height = flowTop + room + flowEnd
	p.Sides = nil
	p.stackObstacles(f.Obstacles, math.Floor((room-obstacles)/2))
	stack(p.Sources, room, frame.Gap, frame.SourceGap)
	stack(p.Kinds, room, frame.KindGap, frame.KindGap)
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
