package picture

import "strconv"

// FlowSteps is in how many steps the picture can be drawn: the marks of sources and
// kinds, those of obstacles, the bands.
const FlowSteps = 3

// Draw makes the picture. Its links have the Ref of their mark or band.
func (p *Flow) Draw() Element { return p.DrawUpTo(FlowSteps) }

// DrawUpTo is Draw up to one of its steps.
func (p *Flow) DrawUpTo(step int) Element {
	high := num(p.Height)
	root := el("svg", "flow", "width", "100%", "height", high)
	in := stretched(percent(p.Source), "0", percent(p.Kind-p.Source), 100, p.Height)
	out := stretched(percent(p.KindEnd), "0", percent(p.Obstacle-p.KindEnd), 100, p.Height)
	if step >= FlowSteps {
		in, out = in.with(p.drawBands(p.In, "i", "s", "k")...), out.with(p.drawBands(p.Out, "u", "k", "o")...)
	}
	root.Body = append(root.Body,
		el("text", "ch", "x", percent(p.Source), "dx", "10", "y", "12", "text-anchor", "end").says("Where it came from"),
		el("text", "ch", "x", percent(p.Kind), "y", "12").says("What it is"),
		el("text", "ch", "x", percent(p.Obstacle), "y", "12").says("What holds it up"),
		in, out)
	for i := range p.Sources {
		root.Body = append(root.Body, p.drawSource(i))
	}
	for i := range p.Kinds {
		root.Body = append(root.Body, p.drawKind(i))
	}
	if step < 2 {
		return root
	}
	for i := range p.Obstacles {
		root.Body = append(root.Body, p.drawObstacle(i))
	}
	for i := range p.Sides {
		root.Body = append(root.Body, p.drawSide(&p.Sides[i])...)
	}
	return root
}

// stretched returns a nested svg whose contents take its width, whatever that is.
func stretched(x, y, width string, units, height float64) Element {
	return el("svg", "", "x", x, "y", y, "width", width, "height", num(height),
		"viewBox", "0 0 "+num(units)+" "+num(height), "preserveAspectRatio", "none")
}

func (p *Flow) drawBands(bands []Band, column, from, to string) []Element {
	var out []Element
	for i := range bands {
		b := &bands[i]
		d := "M0 " + num(b.Y1) + "C50 " + num(b.Y1) + " 50 " + num(b.Y2) + " 100 " + num(b.Y2) +
			"v" + num(b.H2) + "C50 " + num(b.Y2+b.H2) + " 50 " + num(b.Y1+b.H1) + " 0 " + num(b.Y1+b.H1) + "z"
		e := el("a", "rib "+ref(from, b.From)+" "+ref(to, b.To)+" "+b.Class).with(el("path", "", "d", d))
		e.Ref = ref(column, i)
		if b.H1 == 0 {
			e = e.hidden()
		}
		out = append(out, e)
	}
	return out
}

// drawSource draws a mark with its label on the left.
func (p *Flow) drawSource(i int) Element {
	m := &p.Sources[i]
	x := percent(p.Source)
	label := m.label()
	label = append(label, el("tspan", "b", "dx", "4").says(" "+m.Count))
	return m.link("fn fs "+ref("s", i), ref("s", i),
		el("rect", "hit", "x", "0", "y", num(m.Y), "width", x, "height", num(m.H)),
		el("rect", "node", "x", x, "y", num(m.Y), "width", "10", "height", num(m.H), "rx", "2"),
		el("text", "", "x", x, "dx", "-10", "y", num(m.Base), "text-anchor", "end").with(label...),
		m.note(x, "-10", "end"))
}

func (p *Flow) drawObstacle(i int) Element {
	m := &p.Obstacles[i]
	x := percent(p.Obstacle)
	label := append([]Element{el("tspan", "b").says(m.Count + " ")}, m.label()...)
	label[1].Attrs = append(label[1].Attrs, Attr{"dx", "3"})
	if len(label) > 2 {
		label[2].Attrs = append(label[2].Attrs, Attr{"dx", "3"})
	}
	return m.link("fn fo "+ref("o", i)+" "+m.Class, ref("o", i),
		el("rect", "hit", "x", x, "y", num(m.Y), "width", percent(100-p.Obstacle), "height", num(m.H)),
		el("rect", "node", "x", x, "y", num(m.Y), "width", "10", "height", num(m.H), "rx", "2"),
		el("text", "", "x", x, "dx", "18", "y", num(m.Base)).with(label...),
		m.note(x, "18", "start"))
}

// label returns the name of a mark, whole and cut for a narrow picture.
func (m *Mark) label() []Element {
	if m.Tight == "" {
		return []Element{el("tspan", "").says(m.Label)}
	}
	return []Element{el("tspan", "whole").says(m.Label), el("tspan", "tight").says(m.Tight)}
}

func (m *Mark) note(x, dx, anchor string) Element {
	e := el("text", "sub", "x", x, "dx", dx, "y", num(m.Base2), "text-anchor", anchor).says(" " + m.Note)
	if m.Note == "" {
		return e.hidden()
	}
	return e
}

func (p *Flow) drawKind(i int) Element {
	m := &p.Kinds[i]
	x, inside := percent(p.Kind), "10"
	// A space before text on a line of its own is invisible, and keeps it apart
	// where the text is read out.
	one := el("text", "", "x", x, "dx", inside, "y", num(m.Base)).says(m.Label)
	two := el("text", "big", "x", x, "dx", inside, "y", num(m.Base2)).says(" " + m.Count).
		with(el("tspan", "pc", "dx", "3").says(" " + m.Note))
	if m.Note == "" {
		one.Body = []Element{el("tspan", "b", "dx", "3").says(" " + m.Count)}
		two = two.hidden()
	}
	return m.link("fn fk "+ref("k", i)+" "+m.Class, ref("k", i),
		el("rect", "node", "x", x, "y", num(m.Y), "width", percent(p.KindEnd-p.Kind), "height", num(m.H), "rx", "3"),
		one, two)
}

func (m *Mark) link(class, ref string, body ...Element) Element {
	if m.Ghost {
		class += " ghost"
	}
	e := el("a", class).with(body...)
	e.Ref = ref
	if m.H == 0 {
		return e.hidden()
	}
	return e
}

// sideIcons are drawn here, not referred to: in a report there is nothing to
// refer to.
var sideIcons = map[string]string{
	"here":  "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5v.01M5 11v.01M8 5h3M8 11h3",
	"there": "M8 2.25a5.75 5.75 0 1 0 0 11.5 5.75 5.75 0 0 0 0-11.5zM2.25 8h11.5M8 2.25c-4 3.5-4 8 0 11.5M8 2.25c4 3.5 4 8 0 11.5",
	"net":   "M4 5.75a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM12 13.75a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM4 5.75V9a3 3 0 0 0 3 3h3.25",
}

func (p *Flow) drawSide(s *Side) []Element {
	x := percent(p.Obstacle)
	icon := el("svg", "icon fh", "x", x, "y", num(s.Y), "width", "13", "height", "13", "viewBox", "0 0 16 16").
		with(el("path", "", "d", sideIcons[s.Icon]))
	if s.Icon == "" {
		icon = icon.hidden()
	}
	text := el("text", "fh", "x", x, "dx", "18", "y", num(s.Y+11)).says(s.Name)
	if s.Count != "" {
		text.Body = []Element{el("tspan", "b", "dx", "3").says(" " + s.Count)}
	}
	return []Element{icon, text}
}

// ref names the n-th thing of a column.
func ref(column string, n int) string { return column + strconv.Itoa(n+1) }
