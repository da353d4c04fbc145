package smtp

import (
	"strings"
	"unicode/utf8"
)

// fold makes a text comparable with the table: lower case, without accents,
// white space and line ends as one blank, bytes that are not UTF-8 read as ISO
// 8859-1.
func fold(s string) string { return string(appendFolded(make([]byte, 0, len(s)+8), s)) }

// appendFolded appends the folded text.
func appendFolded(to []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'A' && c <= 'Z':
				to = append(to, c+'a'-'A')
			case c <= ' ':
				if len(to) > 0 && to[len(to)-1] != ' ' {
					to = append(to, ' ')
				}
			default:
				to = append(to, c)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = rune(c)
		}
		i += n
		if plain := withoutAccent(r); plain != "" {
			to = append(to, plain...)
		} else {
			to = utf8.AppendRune(to, lower(r))
		}
	}
	for len(to) > 0 && to[len(to)-1] == ' ' {
		to = to[:len(to)-1]
	}
	return to
}

// lower returns the small letter of a capital one, Greek or Cyrillic, without the dots of the Cyrillic io.
func lower(r rune) rune {
	switch {
	case r >= 'Α' && r <= 'Ω', r >= 'А' && r <= 'Я':
		return r + 'α' - 'Α'
	case r == 'Ё', r == 'ё':
		return 'е'
	}
	return r
}

// latin has the letters of ISO 8859-1 from U+00C0 on, and latinA those of
// Latin Extended-A from U+0100 on, without their accents.
const (
	latin  = "aaaaaaaceeeeiiiidnoooooxouuuuypsaaaaaaaceeeeiiiidnooooo ouuuuypy"
	latinA = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
)

// withoutAccent returns a letter's plain form, "" if it has none.
func withoutAccent(r rune) string {
	switch {
	case r == 'ß':
		return "ss"
	case r == '\u00a0':
		return " "
	case r == '‘' || r == '’':
		return "'"
	case r >= 0xc0 && r < 0x100 && r != 0xd7 && r != 0xf7:
		return latin[r-0xc0 : r-0xc0+1]
	case r >= 0x100 && r < 0x100+rune(len(latinA)):
		return latinA[r-0x100 : r-0x100+1]
	}
	return ""
}

// blankAddresses removes words with an @, so that an address such as
// abuse@throttle.example is not taken for part of the message. URLs stay: their
// words are significant.
func blankAddresses(s string) string {
	if strings.IndexByte(s, '@') < 0 {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		if strings.Contains(w, "://") {
			continue
		}
		if at := strings.IndexByte(w, '@'); at >= 0 {
			// What follows the address may say something: "<a@b>:".
			end := strings.IndexAny(w[at:], ">:,;)")
			if end < 0 {
				end = len(w) - at
			}
			start := strings.LastIndexAny(w[:at], "<(,;:=") + 1
			words[i] = w[:start] + "@" + w[at+end:] // "<>" is the null sender
		}
	}
	return strings.Join(words, " ")
}
