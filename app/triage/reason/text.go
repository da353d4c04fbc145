package reason

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/triage/reason/internal/stamp"
	"github.com/spoolscope/spoolscope/app/words"
)

// text collects the text of a reason: literal pieces and varying ones.
type text struct {
	cut     bool
	retried bool // another try follows, whatever the text says
	// addresses is how many addresses were taken off its beginning.
	addresses int

	pieces []Piece
	key    []byte

	// Where the last word begins, in key and as written: only for a cut text.
	stem   int
	tail   string
	atHost bool

	head []byte // what the key is put together in
}

// release returns t for reuse, without its status.
func (t *text) release() {
	clear(t.pieces)
	*t = text{pieces: t.pieces[:0], key: t.key[:0], head: t.head[:0]}
	spareTexts.Put(t)
}

// literal adds text that stays.
func (t *text) literal(s string) {
	if s == "" {
		return
	}
	t.key = append(t.key, s...)
	if n := len(t.pieces); n > 0 && !t.pieces[n-1].Var {
		t.pieces[n-1].Text += s
		return
	}
	t.pieces = append(t.pieces, Piece{Text: s})
}

// variable adds a part that varies.
func (t *text) variable(name string) {
	s := "‹" + name + "›"
	t.key = append(t.key, s...)
	t.pieces = append(t.pieces, Piece{Text: s, Var: true})
}

// mark records that the last word of a cut text begins here.
func (t *text) mark(tail string) {
	if t.cut {
		t.stem, t.tail = len(t.key), tail
	}
}

// host adds a host name at the end of the text.
func (t *text) host(h string) {
	t.mark(h)
	t.atHost = t.cut
	t.variable("host")
}

// asIs adds the last part of the text literally.
func (t *text) asIs(s string) {
	i := lastWord(s)
	t.literal(s[:i])
	t.mark(s[i:])
	t.literal(s[i:])
}

// lastWord returns where the last word of s begins, including blanks after it,
// because the cut may have gone through what they end.
func lastWord(s string) int {
	return strings.LastIndexByte(strings.TrimRight(s, " "), ' ') + 1
}

// MaxParts is how many varying parts of a status are recognised.
const MaxParts = 64

// maxTokens is how many words and signs of a status are looked at: those of 2 KiB of text
// are fewer.
const maxTokens = 700

// free adds the last part of the text and separates what varies in it.
func (t *text) free(s string) {
	last := len(s)
	if t.cut {
		last = lastWord(s)
		t.mark(s)
	}
	sc := scanner{text: s, cut: t.cut}
	names := len(strings.TrimRight(s, ".-_@")) // where what can only continue a name begins
	from := 0                                  // start of the literal not yet added
	flush := func(to int) {
		t.literal(s[from:to])
		from = to
	}
	parts, tokens := 0, 0
	for sc.pos < len(s) && parts < MaxParts && tokens < maxTokens {
		i := sc.pos
		if t.cut && i <= last && (i == 0 || s[i-1] == ' ') {
			t.stem, t.tail = len(t.key)+i-from, s[i:]
		}
		if s[i] == ' ' {
			sc.pos++
			continue
		}
		tokens++
		n, name := sc.next()
		if name == "" {
			sc.pos += n
			continue
		}
		if t.cut && i+n >= names {
			n = len(s) - i // the name continues
		}
		parts++
		flush(i)
		t.variable(name)
		sc.pos += n
		from = sc.pos
	}
	if !t.cut {
		// One space or none before the end does not make another group.
		s = strings.TrimRight(s, " ")
		from = min(from, len(s))
	}
	flush(len(s))
}

// scanner finds what varies in a text, token by token. What a token finds far behind
// it is kept for the next ones: a text can consist of beginnings of addresses.
type scanner struct {
	text string
	pos  int
	cut  bool

	local   int // where the local part that holds the position ends
	blank   int // the next character that ends a URL
	blocked int // where the first word about a blocklist ends, plus one; 0 before it was looked for
}

// next returns the length of the token at the position, at least 1, and its
// kind: "" for a literal.
func (sc *scanner) next() (int, string) {
	s := sc.text[sc.pos:]
	switch c := s[0]; {
	case c == '<':
		if n := sc.angle(s); n > 0 {
			return n, "address"
		}
		return 1, ""
	case c == '"':
		if n := quotedAddress(s); n > 0 {
			return n, "address"
		}
		return 1, ""
	case c == '/' || c == '.' && strings.HasPrefix(s, "./"):
		return sc.path(s)
	case c == '\\':
		if len(s) == 1 {
			return 1, ""
		}
		return 1 + wordLen(s[1:]), "" // an escape made by Visible is not a number
	case !wordByte(c) && c < utf8.RuneSelf:
		return 1, ""
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRuneInString(s)
		if !unicode.IsLetter(r) {
			return n, ""
		}
	}
	n := wordLen(s)
	if plainWord(s, n) {
		return n, ""
	}
	if n := sc.urlLen(s); n > 0 {
		return n, "url"
	}
	if n := stamp.Date(s); n > 0 {
		return n, "time"
	}
	if n := stamp.Time(s); n > 0 {
		return n, "time"
	}
	if n := ipLen(s); n > 0 {
		return n + gmailCount(sc.text, sc.pos, n), "ip"
	}
	if n, skip := sc.addressLen(s); n > 0 {
		return n, "address"
	} else if skip > 0 {
		return skip, ""
	}
	word := strings.TrimRight(s[:n], ".-_")
	if IsHost(word) {
		if sc.listed() {
			return len(word), ""
		}
		return len(word), "host"
	}
	if c := s[0]; c >= '0' && c <= '9' {
		if n, stays, ok := sc.number(s); ok {
			if stays {
				return n, ""
			}
			return n, "number"
		}
	}
	if IsID(word) {
		return len(word), "id"
	}
	if isMachine(word) {
		return len(word), "host"
	}
	return n, ""
}

// plainWord reports whether the n bytes of a word with which s begins are letters and cannot be
// the beginning of anything that varies: most words of a status are such.
func plainWord(s string, n int) bool {
	if n < len(s) {
		switch c := s[n]; {
		case c == ':' && (n+1 == len(s) || s[n+1] == ' '): // as most colons are
		case c >= utf8.RuneSelf, strings.IndexByte(joins, c) >= 0:
			return false
		}
	}
	for i := range n {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return s[0] >= 'a' || !stamp.MayBegin(s[:n])
}

// joins are the characters after which a word goes on as an address, a URL or the like.
const joins = "@:/!#%&'*=?^`{|}"

// wordByte reports whether c can be part of a name, a number or an id.
func wordByte(c byte) bool { return wordBytes[c] }

var wordBytes = func() (is [256]bool) {
	for c := range len(is) {
		is[c] = words.IsAlnum(byte(c)) || strings.IndexByte(".-_+~$", byte(c)) >= 0
	}
	return is
}()

// wordLen returns the length of the word with which s begins, at least 1.
// Letters beyond ASCII belong to words, so that no number or id is found inside
// one.
func wordLen(s string) int {
	i := 0
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if !wordByte(c) {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			break
		}
		i += n
	}
	if i == 0 {
		_, n := utf8.DecodeRuneInString(s)
		return n
	}
	return i
}

// before returns the word before the position in lower case, and where it begins: of a
// word that is longer than any that matters, its end.
func (sc *scanner) before() (word string, at int) {
	const longest = 16
	b := sc.text[:sc.pos]
	for b != "" && strings.IndexByte(" :=[(#\"'", b[len(b)-1]) >= 0 {
		b = b[:len(b)-1]
	}
	i := len(b)
	for i > max(0, len(b)-longest) && strings.IndexByte(" ([,;:\"'", b[i-1]) < 0 {
		i--
	}
	return strings.ToLower(b[i:]), i
}

// listed reports whether the name that follows is a blocklist's, which is part
// of the reason.
func (sc *scanner) listed() bool {
	word, at := sc.before()
	switch word {
	case "using", "by", "at", "in", "on", "from":
	default:
		return false
	}
	if sc.blocked == 0 {
		sc.blocked = len(sc.text) + 2            // never
		lower := strings.Map(func(r rune) rune { // byte for byte
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, sc.text)
		for _, w := range [...]string{"list", "block", "rbl", "lookup failure of"} {
			if i := strings.Index(lower, w); i >= 0 {
				sc.blocked = min(sc.blocked, i+len(w)+1)
			}
		}
	}
	return sc.blocked <= at+1
}
