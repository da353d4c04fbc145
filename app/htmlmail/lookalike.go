package htmlmail

import (
	"strings"
	"unicode"
)

// scripts are those that names of hosts are written in. Han, Kana and Hangul are
// mixed in ordinary names and count as one.
var scripts = []struct {
	name  string
	table []*unicode.RangeTable
}{
	{"Latin", []*unicode.RangeTable{unicode.Latin}},
	{"Cyrillic", []*unicode.RangeTable{unicode.Cyrillic}},
	{"Greek", []*unicode.RangeTable{unicode.Greek}},
	{"Armenian", []*unicode.RangeTable{unicode.Armenian}},
	{"Hebrew", []*unicode.RangeTable{unicode.Hebrew}},
	{"Arabic", []*unicode.RangeTable{unicode.Arabic}},
	{"East Asian", []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}},
}

// likeLatin maps letters of other scripts to the Latin letters that they look like.
var likeLatin = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'һ': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'ӏ': 'l', 'м': 'm', 'н': 'h', 'о': 'o',
	'р': 'p', 'ԛ': 'q', 'г': 'r', 'ѕ': 's', 'т': 't', 'ԝ': 'w', 'х': 'x', 'у': 'y', 'ү': 'y',
	'α': 'a', 'ε': 'e', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x', 'γ': 'y',
	'օ': 'o', 'ս': 'u', 'ո': 'n', 'հ': 'h', 'ց': 'g', 'զ': 'q',
	'ı': 'i', 'ɑ': 'a', 'ɡ': 'g', 'ⅼ': 'l', '℮': 'e',
}

// disguise says what is odd about the letters of a host, as shown: that it mixes
// scripts, or consists of letters that look like Latin ones. "" if nothing is.
func disguise(host string) string {
	labels := strings.Split(host, ".")
	for i, label := range labels {
		var seen []string
		alike, plain := true, true
		var latin strings.Builder
		for _, r := range strings.ToLower(label) {
			if r >= 0x80 {
				plain = false
			}
			if script := scriptOf(r); script != "" && (len(seen) == 0 || seen[len(seen)-1] != script) && !contains(seen, script) {
				seen = append(seen, script)
			}
			like, ok := likeLatin[r]
			switch {
			case ok:
				latin.WriteRune(like)
			case r < 0x80:
				latin.WriteRune(r)
			default:
				alike = false
			}
		}
		switch {
		case plain:
		case len(seen) > 1:
			return "mixes " + strings.Join(seen, " and ") + " letters"
		case alike:
			labels[i] = latin.String()
			return "looks like " + strings.Join(labels, ".") + " but is written in other letters"
		}
	}
	return ""
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func scriptOf(r rune) string {
	for _, s := range scripts {
		if unicode.In(r, s.table...) {
			return s.name
		}
	}
	return ""
}
