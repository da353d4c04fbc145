package smtp

import (
	"strings"
	"testing"
)

// sample returns a text that contains the parts of an alternative.
func sample(parts []string) string {
	return strings.NewReplacer("%", "7", "$", "").Replace(strings.Join(parts, " x "))
}

// reaches reports whether a rule decides a text with the codes that it
// requires, and returns the rule that does.
func reaches(t *table, n int, text string) (bool, *rule) {
	r := &t.rules[n]
	var last *rule
	for _, class := range []int{4, 5} {
		c, e := Code(100*class+99), Enhanced{}
		if r.codes != nil {
			c, class = r.codes[0].from, int(r.codes[0].from)/100
		}
		if r.enhanced != nil {
			e = Enhanced{class, r.enhanced[0].subject, r.enhanced[0].from}
		}
		f := t.find(c, e, class, text, false)
		if f.rule == n {
			return true, r
		}
		last = &t.rules[f.rule]
	}
	return false, last
}

// Every alternative of every rule decides some text: none is shadowed by an
// earlier rule.
func TestRulesReachable(t *testing.T) {
	table := rules()
	for n := range table.rules {
		r := &table.rules[n]
		if r.texts == nil {
			if ok, by := reaches(table, n, ""); !ok {
				t.Errorf("rule %d (%s %q) is hidden by %s %q", n, r.topic.Key(), r.says, by.topic.Key(), by.says)
			}
			continue
		}
		for _, a := range r.texts {
			parts := a.parts
			if ok, by := reaches(table, n, sample(parts)); !ok {
				t.Errorf("%q of rule %d (%s) is hidden by %s %v", parts, n, r.topic.Key(), by.topic.Key(), by.texts)
			}
		}
	}
}

// An error in a table includes its line.
func TestParseTable(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"good", "== token\nspam\t5 550,554 7.1-3\tone & two | three%\tSays\tSource\n", ""},
		{"section", "== nothing\n", `rules.tsv:1: unknown section "nothing"`},
		{"topic", "== token\n\nnothing\t-\ttext\t\tSource\n", `rules.tsv:3: unknown topic "nothing"`},
		{"columns", "spam\t-\ttext\n", "rules.tsv:1: 3 columns, want 5 or 6"},
		{"source", "spam\t-\ttext\t\t\n", "rules.tsv:1: no source"},
		{"condition", "spam\t9\ttext\t\tSource\n", `rules.tsv:1: condition "9" is neither a class, a reply code nor an enhanced code`},
		{"range", "spam\t7.5-2\ttext\t\tSource\n", `rules.tsv:1: condition "7.5-2" is neither a class, a reply code nor an enhanced code`},
		{"upper case", "spam\t-\tText\t\tSource\n", `rules.tsv:1: text "Text" is empty, in upper case or accented`},
		{"short", "spam\t-\tab\t\tSource\n", `rules.tsv:1: text "ab" does not begin with 3 plain bytes`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if _, err := parseTable(tt.text); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("parseTable(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"User  Unknown\r\n", "user unknown"},
		{"Service refusé", "service refuse"},
		{"abus d\xe9tect\xe9", "abus detecte"},
		{"PŘÍJEMCE neznámý", "prijemce neznamy"},
		{"isn’t groß", "isn't gross"},
		{"该用户不存在", "该用户不存在"},
	} {
		if got := fold(tt.in); got != tt.want {
			t.Errorf("fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
