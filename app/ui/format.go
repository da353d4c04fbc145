package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// fraction is n of a whole as attributes such as data-v want it: "0.744".
func fraction(n, of int) string {
	if of <= 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(n)/float64(of), 'f', 3, 64)
}

// pieces draws a text whose varying parts are set apart: <var>‹host›</var>.
func pieces(ps []protocol.Piece) []app.UI {
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

// reply writes code and enhanced code with a space after them, as they stand
// before a reason: "451 4.7.1 ".
func reply(code, enhanced string) string {
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

// prose draws a marked text.
func prose(s string) []app.UI {
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
