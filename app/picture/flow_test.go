package picture

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/spoolscope/spoolscope/app/picture/picturetest"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// flows returns the extremes, and many at random.
func flows(t *testing.T) map[string]*protocol.Flow {
	out := map[string]*protocol.Flow{
		"sample":                picturetest.Flow(t),
		"none":                  {},
		"one message":           answer([][]int{{1}}, [][]int{{1}}, "theirs"),
		"three messages":        answer([][]int{{0, 2}, {1, 0}}, [][]int{{0, 1}, {2, 0}}, "theirs", "network"),
		"filtered to one":       answer([][]int{{0, 0, 0}, {0, 7, 0}, {0, 0, 0}}, [][]int{{0, 0}, {7, 0}, {0, 0}}, "here", "theirs"),
		"one chosen of several": on(answer([][]int{{0, 0}, {40, 7}, {0, 0}}, [][]int{{40, 0, 0}, {5, 2, 0}}, "here", "here", "theirs"), 1),
		"a kind chosen":         onKind(answer([][]int{{40, 0, 0}, {3, 0, 0}}, [][]int{{40, 3}, {0, 0}, {0, 0}}, "here", "theirs")),
		"one of a million":      answer([][]int{{1, 0, 0}, {0, 999_998, 1}}, [][]int{{1, 0}, {1, 999_997}, {0, 1}}, "here", "other"),
		"all sides alike":       answer([][]int{{25, 25}}, [][]int{{5, 5, 5, 10}, {5, 5, 5, 10}}, "here", "theirs", "network", "other"),
		"sources are taller": answer([][]int{{9, 1, 0}, {8, 1, 1}, {7, 1, 1}, {6, 1, 1}, {5, 1, 1}, {4, 1, 1}, {3, 1, 1}, {2, 1, 1}, {1, 1, 1}},
			[][]int{{45}, {9}, {8}}, "theirs"),
	}
	r := rand.New(rand.NewPCG(1, 2))
	sides := []string{"here", "here", "theirs", "theirs", "theirs", "network", "network", "network", "other"}
	for n := range 200 {
		count := func() int {
			if r.IntN(3) == 0 {
				return 0
			}
			return int(math.Pow(10, r.Float64()*6))
		}
		kinds := 1 + r.IntN(3)
		obstacles := sides[r.IntN(5):]
		sources, byKind := make([][]int, 1+r.IntN(10)), make([][]int, kinds)
		for i := range sources {
			for range kinds {
				sources[i] = append(sources[i], count())
			}
		}
		for k := range byKind { // each kind's messages are spread over the obstacles
			byKind[k] = make([]int, len(obstacles))
			left := 0
			for i := range sources {
				left += sources[i][k]
			}
			for o := range obstacles {
				n := r.IntN(left + 1)
				if o == len(obstacles)-1 {
					n = left
				}
				byKind[k][o] = n
				left -= n
			}
		}
		out["random "+string(rune('a'+n%26))+string(rune('a'+n/26))] = answer(sources, byKind, obstacles...)
	}
	return out
}

func TestFlow(t *testing.T) {
	for name, f := range flows(t) {
		t.Run(name, func(t *testing.T) {
			for _, frame := range []Frame{Screen, Paper} {
				checkFlow(t, f, LayFlow(f, frame), frame.Spacing)
			}
		})
	}
}

// checkFlow asserts what holds for every flow.
func checkFlow(t *testing.T, f *protocol.Flow, p Flow, apart Spacing) {
	t.Helper()
	kinds := 0.0
	for i := range p.Kinds {
		kinds += p.Kinds[i].H
	}
	if kinds > apart.Kinds {
		t.Errorf("the kinds take %g px, want %g at most", kinds, apart.Kinds)
	}
	for _, c := range []struct {
		name     string
		answer   []protocol.FlowMark
		marks    []Mark
		in, out  []Band
		from, to func(Band) int
		apart    float64
	}{
		{"source", f.Sources, p.Sources, nil, p.In, nil, func(b Band) int { return b.From }, apart.Gap},
		{"kind", f.Kinds, p.Kinds, p.In, p.Out, func(b Band) int { return b.To }, func(b Band) int { return b.From }, apart.KindGap - 1},
		{"obstacle", f.Obstacles, p.Obstacles, p.Out, nil, func(b Band) int { return b.To }, nil, apart.Gap},
	} {
		low := 0.0 // end of the mark before
		for i, m := range c.marks {
			n := c.answer[i].Count
			switch {
			case Drawn(c.answer, i) != (m.H > 0), m.H > 0 && m.H < markMin, m.Ghost != (n == 0):
				t.Errorf("%s %d of %d messages is %g px high, ghost %t", c.name, i, n, m.H, m.Ghost)
			case m.H == 0:
				continue
			case m.Y < flowTop || m.Y+m.H > p.Height-flowEnd+1:
				t.Errorf("%s %d is at %g to %g, the picture ends at %g", c.name, i, m.Y, m.Y+m.H, p.Height)
			case low > 0 && m.Y-low < c.apart:
				t.Errorf("%s %d begins at %g, %g px after the one before, want %g", c.name, i, m.Y, m.Y-low, c.apart)
			case f.Matched < few && m.H > fewMax:
				t.Errorf("%s %d is %g px high in a picture of %d messages", c.name, i, m.H, f.Matched)
			}
			low = m.Y + m.H
			if m.Base < m.Y+8 || m.Base > low || m.Note != "" && (m.Base2 < m.Base+12 || m.Base2 > low) {
				t.Errorf("%s %d at %g to %g has text at %g and %g", c.name, i, m.Y, low, m.Base, m.Base2)
			}
			if m.Ghost {
				continue
			}
			checkEnds(t, c.name, i, m, c.in, c.from, func(b Band) (y, h float64, order int) { return b.Y2, b.H2, b.From })
			checkEnds(t, c.name, i, m, c.out, c.to, func(b Band) (y, h float64, order int) { return b.Y1, b.H1, b.To })
		}
	}
	for i, b := range p.In {
		if (f.In[i].Count == 0) != (b.H1 == 0) || (f.In[i].Count == 0) != (b.H2 == 0) {
			t.Errorf("band %d of %d messages is %g and %g high", i, f.In[i].Count, b.H1, b.H2)
		}
	}
}

// checkEnds asserts that the bands at one side of a mark fill it from top to
// bottom, in the order of the other column.
func checkEnds(t *testing.T, name string, i int, m Mark, bands []Band, at func(Band) int, end func(Band) (y, h float64, order int)) {
	t.Helper()
	if bands == nil {
		return
	}
	y := m.Y
	for range bands {
		for order, before := 0, -1; order < 20; order++ {
			for _, b := range bands {
				top, h, o := end(b)
				if at(b) != i || o != order || h == 0 || o <= before {
					continue
				}
				before = o
				if math.Abs(top-y) > .01 {
					t.Errorf("%s %d: a band begins at %g, want %g", name, i, top, y)
				}
				if h < 1 {
					t.Errorf("%s %d: a band is %g px high", name, i, h)
				}
				y += h
			}
		}
		break
	}
	if math.Abs(y-m.Y-m.H) > .01 {
		t.Errorf("%s %d is %g px high, its bands are %g", name, i, m.H, y-m.Y)
	}
}

// Each side of the obstacles has a heading, with the sum of its obstacles.
func TestSides(t *testing.T) {
	p := LayFlow(picturetest.Flow(t), Screen)
	want := []Side{
		{Name: "Fix on this server", Icon: "here", Count: "1,173"}, {Name: "Their side", Icon: "there", Count: "1,097"},
		{Name: "Network or DNS", Icon: "net", Count: "822"}, {Name: "Other"},
	}
	if len(p.Sides) != len(want) {
		t.Fatalf("%d sides, want %d", len(p.Sides), len(want))
	}
	for i, s := range p.Sides {
		s.Y = 0
		if s != want[i] {
			t.Errorf("side %d is %+v, want %+v", i, s, want[i])
		}
	}
	if first := p.Obstacles[0]; first.Y != p.Sides[0].Y+Screen.HeadRoom {
		t.Errorf("the first obstacle is at %g, its head at %g", first.Y, p.Sides[0].Y)
	}
}

// A filter does not change the tree: the same elements stay in the same places,
// and those without messages are not displayed.
func TestFilteredFlowKeepsItsTree(t *testing.T) {
	whole, part := answer([][]int{{5, 90}, {40, 2}}, [][]int{{45}, {92}}, "theirs"), answer([][]int{{5, 0}, {0, 0}}, [][]int{{5}, {0}}, "theirs")
	a, b := LayFlow(whole, Screen), LayFlow(part, Screen)
	if x, y := shape(a.Draw()), shape(b.Draw()); x != y {
		t.Errorf("the tree was\n%s\nand is\n%s", x, y)
	}
}

// shape returns a tree without the parts that may change.
func shape(e Element) string {
	out := e.Tag + e.Ref
	if e.Tag == "text" {
		return out
	}
	for _, c := range e.Body {
		out += "(" + shape(c) + ")"
	}
	return out
}
