package words

import (
	"strings"
	"testing"
)

// shown makes no-break spaces visible.
func shown(s string) string { return strings.ReplaceAll(s, NBSP, "_") }

func TestNumbers(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"zero", Number(0), "0"},
		{"three digits", Number(999), "999"},
		{"four digits", Number(3412), "3,412"},
		{"six digits", Number(123456), "123,456"},
		{"eight digits", Number(int64(43188224)), "43,188,224"},
		{"negative", Number(-999), "-999"},
		{"negative of four digits", Number(-1234), "-1,234"},
		{"negative of six digits", Number(-123456), "-123,456"},
		{"smallest", Number(int64(-1 << 63)), "-9,223,372,036,854,775,808"},
		{"short as it is", Short(99_999), "99,999"},
		{"short thousands", Short(123_456), "123_K"},
		{"nearly a million", Short(999_500), "1.0_M"},
		{"millions", Short(1_234_567), "1.2_M"},
		{"none", Plural(0, "message", "messages"), "0 messages"},
		{"one", Plural(1, "message", "messages"), "1 message"},
		{"many", Plural(int32(3412), "message", "messages"), "3,412 messages"},
		{"percent", Percent(2118, 3412), "62.1%"},
		{"whole percent", WholePercent(2118, 3412), "62%"},
		{"percent of nothing", Percent(0, 0), "0%"},
		{"bytes", Size(812), "812_B"},
		{"kilobytes", Size(4198), "4.1_KB"},
		{"no digit for a whole number", Size(52 << 10), "52_KB"},
		{"megabytes", Size(43_201_331), "41.2_MB"},
		{"no digit above a hundred", Size(182 << 20), "182_MB"},
		{"nearly the next unit", Size(1<<20 - 1), "1_MB"},
		{"petabytes", Size(1 << 50), "1024_TB"},
		{"unknown size", Size(-1), "unknown"},
	} {
		if got := shown(tt.got); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTimes(t *testing.T) {
	const taken, day = 1773303240, 86400 // Thu 12 Mar 2026 08:14 UTC
	for _, tt := range []struct{ name, got, want string }{
		{"minutes", Age(26*60 + 59), "26_m"},
		{"seconds", Age(59), "0_m"},
		{"hours", Age(9*3600 + 12*60), "9_h_12_m"},
		{"whole hours", Age(4 * 3600), "4_h"},
		{"days", Age(4*day + 21*3600 + 59*60), "4_d_21_h"},
		{"days and minutes", Age(2*day + 59*60), "2_d"},
		{"thousands of days", Age(1234 * day), "1,234_d"},
		{"wrong clock", Age(-840), "0_m"},
		{"unknown age", Age(-1), "unknown"},
		{"wrong clock by a second", Span(-1), "0_m"},
		{"breakable", Breakable(Span(9*3600 + 12*60)), "9 h 12 m"},
		{"date", Date(taken), "12 Mar 2026 08:14 UTC"},
		{"unknown date", Date(0), "unknown"},
		{"within a week", DateNear(taken-4*day-21*3600-360, taken), "Sat 7 Mar 11:08 UTC"},
		{"within a week to come", DateNear(taken+day, taken), "Fri 13 Mar 08:14 UTC"},
		{"a month before", DateNear(taken-28*day, taken), "12 Feb 2026 08:14 UTC"},
		{"capture unknown", DateNear(taken, 0), "12 Mar 2026 08:14 UTC"},
		{"near, unknown", DateNear(0, taken), "unknown"},
		{"short", DateShort(taken), "12 Mar 08:14"},
		{"exact", DateExact(taken), "Thu 12 Mar 2026 08:14:00 UTC"},
		{"long", DateLong(taken), "Thursday 12 March 2026, 08:14 UTC"},
		{"sortable", DateSortable(taken), "2026-03-12 08:14 UTC"},
	} {
		if got := shown(tt.got); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct{ in, upper, lower string }{
		{"", "", ""},
		{"deferred by them", "Deferred by them", "deferred by them"},
		{"Deferred", "Deferred", "deferred"},
		{"SMTP replies", "SMTP replies", "SMTP replies"},
		{"éclair", "Éclair", "éclair"},
		{"Ärger", "Ärger", "ärger"},
		{"4 messages", "4 messages", "4 messages"},
		{"\xff", "\xff", "\xff"},
	} {
		if got := UpperFirst(tt.in); got != tt.upper {
			t.Errorf("UpperFirst(%q) = %q, want %q", tt.in, got, tt.upper)
		}
		if got := LowerFirst(tt.in); got != tt.lower {
			t.Errorf("LowerFirst(%q) = %q, want %q", tt.in, got, tt.lower)
		}
	}
}

func TestMarked(t *testing.T) {
	for _, tt := range []struct{ in, runs, unmarked string }{
		{"", "", ""},
		{"plain", "plain", "plain"},
		{"the `df` file, **all** of it", "the |<df>| file, |[all]| of it", `the "df" file, all of it`},
		{"**first** and `last`", "[first]| and |<last>", `first and "last"`},
		{"an open ` mark", "an open ` mark", "an open ` mark"},
		{"an open ** mark", "an open ** mark", "an open ** mark"},
		{"one * star **and** more", "one * star |[and]| more", "one * star and more"},
		{"``empty", "``empty", "``empty"},
		{"****empty", "****empty", "****empty"},
		{"`a **b** c`", "<a **b** c>", `"a **b** c"`},
		{"é`ü`é", "é|<ü>|é", `é"ü"é`},
	} {
		var runs []string
		for _, r := range Marked(tt.in) {
			switch r.Mark {
			case Bold:
				runs = append(runs, "["+r.Text+"]")
			case Code:
				runs = append(runs, "<"+r.Text+">")
			default:
				runs = append(runs, r.Text)
			}
		}
		if got := strings.Join(runs, "|"); got != tt.runs {
			t.Errorf("Marked(%q) = %s, want %s", tt.in, got, tt.runs)
		}
		if got := Unmarked(tt.in); got != tt.unmarked {
			t.Errorf("Unmarked(%q) = %q, want %q", tt.in, got, tt.unmarked)
		}
	}
}

func TestLiteral(t *testing.T) {
	hostile := "**`\x1b[1m` \u202e**"
	for _, text := range []string{"**" + Literal(hostile) + "**", "`" + Literal(hostile) + "`"} {
		if runs := Marked(text); len(runs) != 1 || runs[0].Mark == Plain {
			t.Errorf("Marked(%q) = %v, want one run: text of the queue must not end a mark", text, runs)
		}
	}
}

func TestJoin(t *testing.T) {
	pieces := []Piece{{Text: "["}, {Text: "ip", Var: true}, {Text: "] <b>no</b> "}, {Text: "‹host›", Var: true}}
	if got, want := Join(pieces), "[‹ip›] <b>no</b> ‹host›"; got != want {
		t.Errorf("Join = %q, want %q", got, want)
	}
	if got := Join(nil); got != "" {
		t.Errorf("Join(nil) = %q, want nothing", got)
	}
}
