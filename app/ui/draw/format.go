package draw

import (
	"math"
)

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// Fraction is n of a whole as attributes such as data-v want it: "0.744".
func Fraction(n, of int) string {
	if of <= 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(n)/float64(of), 'f', 3, 64)
}

// Pieces draws a text whose varying parts are marked: <var>‹host›</var>.
func Pieces(ps []protocol.Piece) []app.UI {
	out := make([]app.UI, 0, len(ps))
	for _, p := range ps {
		if p.Var {
			out = append(out, app.Var().Text(p.String()))
		} else {
			out = append(out, app.Text(p.Text))
		}
	}
	return out
}

// Reply writes code and enhanced code with a space after them, as they are
// before a reason: "451 4.7.1 ".
func Reply(code, enhanced string) string {
	switch {
	case code == "" && enhanced == "":
		return ""
	case code == "":
		return enhanced + " "
	case enhanced == "":
		return code + " "
	}
	return code + " " + enhanced + " "
}

// Prose draws a marked text.
func Prose(s string) []app.UI {
	var out []app.UI
	for _, r := range words.Marked(s) {
		switch r.Mark {
		case words.Bold:
			out = append(out, app.B().Text(r.Text))
		case words.Code:
			out = append(out, app.Code().Text(r.Text))
		default:
			out = append(out, app.Text(r.Text))
		}
	}
	return out
}

// WholePercent writes a share without decimals; a share above zero never becomes 0%.
func WholePercent(n, of int) string {
	p := int(math.Round(100 * float64(n) / float64(max(of, 1))))
	if p == 0 && n > 0 {
		return "<" + words.NBSP + "1%"
	}
	return strconv.Itoa(p) + "%"
}
