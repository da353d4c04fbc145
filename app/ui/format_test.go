package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// spaces makes no-break spaces visible.
func spaces(s string) string { return strings.ReplaceAll(s, nbsp, "_") }

func TestFormats(t *testing.T) {
	const taken, day = 1773303240, 86400 // Thu 12 Mar 2026 08:14 UTC
	tests := []struct{ name, got, want string }{
		{"number", number(3412), "3,412"},
		{"number of three digits", number(999), "999"},
		{"large number", number(43188224), "43,188,224"},
		{"negative number", number(-1234), "-1,234"},
		{"short number", shortNumber(99_999), "99,999"},
		{"thousands", shortNumber(123_456), "123_K"},
		{"nearly a million", shortNumber(999_500), "1.0_M"},
		{"millions", shortNumber(1_234_567), "1.2_M"},
		{"one", plural(1, "message", "messages"), "1 message"},
		{"many", plural(3412, "message", "messages"), "3,412 messages"},
		{"bytes", bytes(812), "812_B"},
		{"kilobytes", bytes(4198), "4.1_KB"},
		{"no digit for a whole number", bytes(52 << 10), "52_KB"},
		{"megabytes", bytes(43_201_331), "41.2_MB"},
		{"no digit above a hundred", bytes(182 << 20), "182_MB"},
		{"nearly the next unit", bytes(1<<20 - 1), "1_MB"},
		{"petabytes", bytes(1 << 50), "1024_TB"},
		{"unknown size", bytes(-1), "unknown"},
		{"minutes", age(26*60 + 59), "26_m"},
		{"seconds", age(59), "0_m"},
		{"hours", age(9*3600 + 12*60), "9_h_12_m"},
		{"whole hours", age(4 * 3600), "4_h"},
		{"days", age(4*day + 21*3600 + 59*60), "4_d_21_h"},
		{"whole days", age(2 * day), "2_d"},
		{"clock that was wrong", age(-840), "0_m"},
		{"unknown age", age(-1), "unknown"},
		{"within a week", date(taken-4*day-21*3600-360, taken), "Sat 7 Mar, 11:08 UTC"},
		{"a month before", date(taken-28*day, taken), "12 Feb 2026, 08:14 UTC"},
		{"capture unknown", date(taken, 0), "12 Mar 2026, 08:14 UTC"},
		{"date unknown", date(0, taken), "unknown"},
		{"captured", captured(taken), "12 Mar 2026 08:14 UTC"},
		{"percent", percent(2118, 3412), "62.1%"},
		{"percent of nothing", percent(0, 0), "0%"},
		{"fraction", fraction(604, 812), "0.744"},
		{"reply", reply("451", "4.7.1"), "451 4.7.1 "},
		{"reply without enhanced code", reply("550", ""), "550 "},
		{"no reply", reply("", ""), ""},
		{"seconds left", rest(0.2), "1_s"},
		{"minutes left", rest(200), "3_m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := spaces(tt.got); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPieces(t *testing.T) {
	ps := []protocol.Piece{{Text: "["}, {Text: "ip", Var: true}, {Text: "] <b>no</b> "}, {Text: "‹host›", Var: true}}
	if got, want := plain(ps), "[‹ip›] <b>no</b> ‹host›"; got != want {
		t.Errorf("plain = %q, want %q", got, want)
	}
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
		{"an open ` mark", "an open `| mark"},
		{"one * star **and** more", "one *| star |<b>and</b>| more"},
		{"``empty", "`|`|empty"},
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
