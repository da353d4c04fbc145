package picture

import (
	"math"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// total returns the height of a column with gaps of that size.
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

// stackObstacles puts the obstacles below each other, side by side, from a
// distance below the top, and returns their height together.
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
				y += p.SideGap - p.Gap
			}
			name, icon := SideWords(here)
			head := Side{Name: name, Icon: icon, Y: y}
			if c := counts[here]; c[1] > 0 && (c[0] > 1 || icon != "") {
				head.Count = Count(c[1])
			}
			p.Sides, side = append(p.Sides, head), here
			y += p.HeadRoom
		}
		m.Y = y
		y += m.H + p.Gap
	}
	return max(0, y-p.Gap-flowTop-from)
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
