package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

func TestFormats(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"fraction", fraction(604, 812), "0.744"},
		{"fraction of nothing", fraction(0, 0), "0"},
		{"reply", reply("451", "4.7.1"), "451 4.7.1 "},
		{"reply without enhanced code", reply("550", ""), "550 "},
		{"enhanced code alone", reply("", "5.1.1"), "5.1.1 "},
		{"no reply", reply("", ""), ""},
		{"seconds left", rest(0.2), "1" + words.NBSP + "s"},
		{"minutes left", rest(200), "3" + words.NBSP + "m"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestPieces(t *testing.T) {
	ps := []protocol.Piece{{Text: "["}, {Text: "ip", Var: true}, {Text: "] <b>no</b> "}, {Text: "‹host›", Var: true}}
	html := app.HTMLString(app.P().Body(pieces(ps)...))
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
		for _, ui := range prose(tt.text) {
			got = append(got, app.HTMLString(ui))
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("prose(%q) = %s, want %s", tt.text, s, tt.want)
		}
	}
}
