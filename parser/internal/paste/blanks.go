package paste

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// noBreak are the no-break spaces of 8-bit character sets, besides Latin-1's:
// those of Mac OS Roman, of the code pages of DOS, and of KOI8-R.
const noBreak = "\xca\xff\x9a"

// foreignBlank returns the byte that stands between the titles of the columns
// where a blank should, 0 if none does.
func foreignBlank(head []byte) byte {
	i := bytes.Index(head, []byte("-Q-ID-"))
	if i < 0 {
		return 0
	}
	rest := bytes.TrimLeft(head[i+len("-Q-ID-"):], "-")
	if len(rest) < 2 || rest[1] != '-' || bytes.IndexByte([]byte(noBreak), rest[0]) < 0 {
		return 0
	}
	return rest[0]
}

var (
	// column -t puts two blanks between words, and none before the first.
	tableTitles  = lazyregexp.New(`(?m)^-+Q-ID-+ {2,}-+Size-+ {2,}(?:-+Priority-+ {2,})?-+Q-Time-+ {2,}-+Sender/Recipient-+`)
	runsOfBlanks = lazyregexp.New(`[ \t]{2,}`)
)

// plainBlanks turns the blanks of Unicode, in UTF-8, and the no-break space of
// Latin-1 into spaces, and drops characters without a width. Bytes that are
// neither stay as they are.
func plainBlanks(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && n <= 1:
			if text[0] == 0xa0 {
				out = append(out, ' ')
			} else {
				out = append(out, text[0])
			}
			n = 1
		case r >= 0x80 && unicode.Is(unicode.Zs, r):
			out = append(out, ' ')
		case r == '\u2028' || r == '\u2029':
			out = append(out, ' ')
		case r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r == '\u2060', r == '\ufeff', r == '\u00ad':
		default:
			out = append(out, text[:n]...)
		}
		text = text[n:]
	}
	return out
}

// trimFrame removes the lines that are drawn at the sides of a window or
// table.
func trimFrame(text []byte) []byte {
	drawn := func(r rune) bool { return r >= '\u2500' && r <= '\u257f' }
	trimmed := bytes.TrimLeftFunc(text, drawn)
	if rest := bytes.TrimRight(trimmed, " \t"); len(rest) > 0 {
		if r, _ := utf8.DecodeLastRune(rest); drawn(r) {
			trimmed = bytes.TrimRightFunc(rest, drawn)
		}
	}
	return trimmed
}
