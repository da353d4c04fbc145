package draw

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Whole returns a text in which a name with a hyphen, such as mx-in.example.org,
// is not divided between two lines where it fits on one: browsers break lines
// after hyphens.
func Whole(text string) []app.UI {
	var out []app.UI
	from := 0
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], ' ')
		if end < 0 {
			end = len(text) - at
		}
		if IsWhole(text[at : at+end]) {
			if from < at {
				out = append(out, app.Text(text[from:at]))
			}
			out = append(out, app.Span().Class("whole").Text(text[at:at+end]))
			from = at + end
		}
		at += end + 1
	}
	if from < len(text) {
		out = append(out, app.Text(text[from:]))
	}
	return out
}

// IsWhole reports whether a text is a single name with a hyphen.
func IsWhole(text string) bool {
	name := strings.TrimRight(text, ".,;:")
	return strings.Contains(name, "-") && strings.Contains(name, ".") && !strings.Contains(name, " ")
}
