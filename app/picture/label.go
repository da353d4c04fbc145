package picture

import (
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
)

const ellipsis = "…"

// Cut shortens a name to n characters. It takes them from the middle and keeps the
// domain of an address or a host as far as that leaves room for a beginning.
func Cut(name string, n int) string {
	count := utf8.RuneCountInString(name)
	if count <= n || n < 3 {
		return name
	}
	tail := n / 2
	if d := utf8.RuneCountInString(domain(name)); d > tail || strings.Contains(name, "@") {
		tail = min(d, n-1-n/6) // a few characters of the beginning stay
	}
	runes := []rune(name)
	head := strings.TrimRight(string(runes[:n-1-tail]), " .")
	return head + ellipsis + strings.TrimLeft(string(runes[count-tail:]), " ")
}

// domain returns the end of a name that says whose it is: of an address from the @,
// of a host its last two labels. "" for other names.
func domain(name string) string {
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		return name[at:]
	}
	word := name[strings.LastIndexByte(name, ' ')+1:]
	last := strings.LastIndexByte(word, '.')
	if last < 0 {
		return ""
	}
	return word[strings.LastIndexByte(word[:last], '.')+1:]
}

// Count writes a number of messages for a picture: above 99,999 it is "604 k" or
// "1.2 M", never more than there are.
func Count(n int) string {
	switch {
	case n < 100_000:
		return words.Number(n)
	case n < 1_000_000:
		return words.Number(n/1000) + words.NBSP + "k"
	}
	return words.OneDigit(float64(n/100_000)/10) + words.NBSP + "M"
}
