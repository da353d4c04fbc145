package paste

import (
	"bytes"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

var (
	// more and its translations, with the line that follows glued to it.
	morePrompt = lazyregexp.New(`^[ \t]*-- ?(?:(?i:more|mehr|weiter|plus|suite|más|altro|meer|mais|więcej|continua)) ?--(?: ?\((?:\d{1,3} ?%|Next file: [^()]*|END|EOF)\))*`)
	// less, in its three styles.
	lessPrompt = lazyregexp.New(`^(?:\(?(?:END|FIN|ENDE|FINE)\)?|lines \d+-\d+(?:/\d+)?(?: \(?(?:\d+%|byte \d+(?:/\d+)?(?: \d+%)?|END|FIN)\)?)*(?: \(press .*\))?|\S+ lines \d+-\d+(?:/\d+)? \S*|~|:)[ \t]*$`)
	// A prompt of less before the line that replaced it.
	lessColon = lazyregexp.New(`^:([ \t]{0,1}[0-9A-Za-z]{7,18}[*X?-]?[ \t]+-?[0-9]|[ \t]{2,})`)
	fence     = lazyregexp.New("^[ \t]*(?:```+|~~~+)[A-Za-z0-9_+-]*[ \t]*$")
	// A terminal shows the brackets of a paste when its escape is lost.
	bracketed = lazyregexp.New(`^(?:\^\[)?\[?20[01]~|\[?20[01]~$`)
)

// cutPager takes a pager's prompt, a fence of Markdown or the mark of a paste
// off a line.
func cutPager(text []byte) (rest []byte, found bool) {
	if len(text) == 0 {
		return text, false
	}
	switch c := text[0]; c {
	case '-', ' ', '\t':
		if c == '-' || bytes.Contains(text, []byte("--")) {
			if m := morePrompt().Find(text); m != nil {
				return text[len(m):], true
			}
		}
	case ':':
		if m := lessColon().FindSubmatchIndex(text); m != nil {
			return text[m[2]:], true
		}
	case '`':
		if fence().Match(text) {
			return nil, true
		}
	}
	if bytes.HasSuffix(text, []byte("~")) || bytes.Contains(text, []byte("00~")) {
		if loc := bracketed().FindIndex(text); loc != nil {
			return append(append([]byte(nil), text[:loc[0]]...), text[loc[1]:]...), true
		}
		if fence().Match(text) {
			return nil, true
		}
	}
	if mayBeLess(text) && lessPrompt().Match(text) {
		return nil, true
	}
	return text, false
}

// mayBeLess reports whether lessPrompt is worth trying: it is slow, and most
// lines begin with something else.
func mayBeLess(text []byte) bool {
	return bytes.IndexByte([]byte("(EF~:"), text[0]) >= 0 || bytes.Contains(text, []byte("lines "))
}

// cutQuote removes the marks of a quotation: "> > ".
func cutQuote(text []byte) []byte {
	for {
		rest := text
		if len(rest) > 0 && rest[0] == ' ' {
			rest = rest[1:]
		}
		if len(rest) == 0 || rest[0] != '>' {
			return text
		}
		rest = rest[1:]
		if len(rest) > 0 && rest[0] == ' ' {
			rest = rest[1:]
		}
		text = rest
	}
}
