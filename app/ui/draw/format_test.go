package draw

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
)

func TestFormats(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"fraction", Fraction(604, 812), "0.744"},
		{"fraction of nothing", Fraction(0, 0), "0"},
		{"reply", Reply("451", "4.7.1"), "451 4.7.1 "},
		{"reply without enhanced code", Reply("550", ""), "550 "},
		{"enhanced code alone", Reply("", "5.1.1"), "5.1.1 "},
		{"no reply", Reply("", ""), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestPieces(t *testing.T) {
	ps := []protocol.Piece{{Text: "["}, {Text: "ip", Var: true}, {Text: "] <b>no</b> "}, {Text: "‹host›", Var: true}}
	html := app.HTMLString(app.P().Body(Pieces(ps)...))
	for _, want := range []string{"<var>‹ip›</var>", "&lt;b&gt;no&lt;/b&gt;", "<var>‹host›</var>"} {
		if !strings.Contains(html, want) {
			t.Errorf("pieces drawn as %s, want %s in it", html, want)
		}
	}
}

func TestProse(t *testing.T) {
	tests := []struct{ text, want string }{
		{"plain", "plain"},
		{"the `df` file, **all** of it", "the |<code>df</code>| file, |<b>all</b>| of it"},
		{"an open ` mark", "an open ` mark"},
		{"one * star **and** more", "one * star |<b>and</b>| more"},
		{"``empty", "``empty"},
	}
	for _, tt := range tests {
		var got []string
		for _, ui := range Prose(tt.text) {
			got = append(got, app.HTMLString(ui))
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("prose(%q) = %s, want %s", tt.text, s, tt.want)
		}
	}
}
