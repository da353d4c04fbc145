package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// DropArt shows mail of each state on its way, some of it stuck.
func DropArt() app.UI {
	el := func(tag string, attrs ...string) app.HTMLElem {
		e := app.Elem(tag).XMLNS(SVGNamespace)
		for i := 0; i+1 < len(attrs); i += 2 {
			e.Attr(attrs[i], attrs[i+1])
		}
		return e
	}
	line := func(state, d string) app.HTMLElem {
		return el("path", "stroke", "var(--"+state+"-fill)", "d", d)
	}
	return el("svg", "class", "drop-art", "viewBox", "0 0 256 84", "aria-hidden", "true").Body(
		el("g", "stroke-width", "2.5").Body(
			line("defer", "M18 21.5h38c38 0 46-12.5 84-12.5h104"),
			line("fail", "M18 29.5h38c40 0 46-7.5 84-7.5h74"),
			line("quar", "M18 37.5h38c42 0 46-2.5 84-2.5h49"),
			line("held", "M18 45.5h38c42 0 46 3 84 3h34"),
			line("proc", "M18 53.5h38c40 0 46 8 84 8h17"),
			line("lost", "M18 61.5h38c38 0 46 13.5 84 13.5h7").Attr("stroke-dasharray", "5 5")),
		el("g", "fill", "var(--surface)", "stroke", "var(--ink-3)", "stroke-linejoin", "round").Body(
			el("rect", "x", "8", "y", "5", "width", "56", "height", "10", "rx", "3"),
			el("rect", "x", "8", "y", "69", "width", "56", "height", "10", "rx", "3")),
		el("g", "fill", "var(--surface)", "stroke-linejoin", "round").Body(
			el("circle", "cx", "247", "cy", "9", "r", "4.5", "stroke", "var(--defer-fill)"),
			line("fail", "m219 18 7 8m0-8-7 8"),
			line("quar", "m194 30 5 5-5 5-5-5z"),
			line("held", "M177 44.5v8m5-8v8"),
			line("proc", "m160 57 7 4.5-7 4.5z"),
			line("lost", "M152 75h.01").Attr("stroke-width", "4")),
	)
}
