package smtp

import (
	"bytes"
	"strings"
)

// maxText is how much of a reply's text is examined, in bytes. RFC 5321
// §4.5.3.1.5 allows 512 a line.
const maxText = 1024

// maxAlike is how many words that begin alike are examined: each can begin a hundred texts.
const maxAlike = 32

// found is a rule and the evidence for it.
type found struct {
	rule int    // index in the table
	text string // the words; "" if the codes decided
	cut  bool   // only the beginning of the words was found
	weak bool   // the words are ordinary ones
	bare int    // the rule for the codes alone
}

// find returns the first rule that fits a reply of class 4 or 5. If the text
// may be cut at its end, the beginning of a rule's words there is enough,
// provided that no other rule's words begin like that.
func (t *table) find(c Code, e Enhanced, class int, text string, cut bool) found {
	var buf [maxText]byte
	text = text[:min(len(text), maxText)]
	if c == 421 || c == 554 {
		text = withoutName(text)
	}
	folded := appendFolded(buf[:0], blankAddresses(text))
	best := found{rule: len(t.rules), bare: len(t.rules)}
	for _, n := range t.bare {
		if t.rules[n].fits(c, e, class) {
			best.rule, best.bare = n, n
			break
		}
	}
	var without lacking
	var seen [1 << 10]uint8 // words that begin alike
	for i := 0; i+startLen <= len(folded); i++ {
		if !startsWord(folded, i) {
			continue
		}
		alike := &seen[(int(folded[i])<<6^int(folded[i+1])<<3^int(folded[i+2]))%len(seen)]
		if *alike == maxAlike {
			continue
		}
		*alike++
		starts := t.starts[[startLen]byte(folded[i:i+startLen])]
		for k := range starts {
			s := &starts[k]
			if s.rule > best.rule || s.rule == best.rule && (!best.weak || s.guess) {
				break // in the order of the rules
			}
			if len(folded)-i < len(s.plain) || string(folded[i:i+len(s.plain)]) != s.plain { // as most
				continue
			}
			if n := matchAt(folded[i:], s.parts[0]); n > 0 && t.rules[s.rule].fits(c, e, class) && without.has(folded, s.parts[1:]) {
				best.rule, best.text, best.weak = s.rule, wordsAt(folded[i:], n), s.guess
				break
			}
		}
	}
	if cut && t.rules[best.rule].section > sureCodes {
		// A tail that is the whole of some rule's words needs nothing more.
		if f := t.findCut(folded, c, e, class); f.rule >= 0 && f.rule < best.rule && f.text != best.text+"…" {
			best.rule, best.text, best.cut, best.weak = f.rule, f.text, true, false
		}
	}
	return best
}

// withoutName removes the server's name at the beginning of a reply (RFC 5321
// §4.2.3 and §4.3.1): it carries no meaning, whatever its words.
func withoutName(s string) string {
	name, rest, ok := strings.Cut(s, " ")
	dots := 0
	for i := range len(name) {
		b := name[i]
		if b == '.' {
			dots++
		} else if !isDigit(b) && b != '-' && (b|' ' < 'a' || b|' ' > 'z') {
			return s
		}
	}
	if !ok || dots == 0 {
		return s
	}
	return rest
}

// shortTail is how many bytes of a rule's words must be at the end of a cut
// text to be taken for their beginning.
const shortTail = 10

// findCut looks at the end of a cut text for the beginning of a rule's words;
// the longest match decides. The rule is -1 if there is none.
func (t *table) findCut(folded []byte, c Code, e Enhanced, class int) found {
	var without lacking
	for i := max(0, len(folded)-t.longest); i+startLen <= len(folded); i++ {
		if !startsWord(folded, i) {
			continue
		}
		tail := folded[i:]
		if len(tail) < shortTail && tail[0] != '[' && tail[0] != '(' {
			break
		}
		best, topic, agreed := -1, Other, true
		for _, s := range t.starts[[startLen]byte(tail[:startLen])] {
			r := &t.rules[s.rule]
			if len(s.plain) <= len(tail) || s.plain[:len(tail)] != string(tail) || !r.fits(c, e, class) || !without.has(folded, s.parts[1:]) {
				continue
			}
			if best < 0 {
				best, topic = s.rule, r.topic
			}
			agreed = agreed && r.topic == topic
		}
		if best >= 0 {
			if !agreed {
				return found{rule: -1}
			}
			return found{rule: best, text: string(tail) + "…"}
		}
	}
	return found{rule: -1}
}

// startsWord reports whether a part can begin at i. Scripts without spaces,
// which begin at U+3000, have no words to begin.
func startsWord(s []byte, i int) bool {
	return s[i] != ' ' && (i == 0 || !isWord(s[i-1]) || !isWord(s[i]) || s[i] >= 0xe3)
}

func isWord(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }

// matchAt returns how many bytes of s the part matches, 0 if it does not.
func matchAt(s []byte, part string) int {
	i := 0
	for k := 0; k < len(part); k++ {
		switch part[k] {
		case '%':
			from := i
			for i < len(s) && isDigit(s[i]) {
				i++
			}
			if i == from {
				return 0
			}
		case '$':
			if i < len(s) && isWord(s[i]) {
				return 0
			}
		default:
			if i >= len(s) || s[i] != part[k] {
				return 0
			}
			i++
		}
	}
	return i
}

// wordsAt returns the first n bytes of s and the rest of the last word.
func wordsAt(s []byte, n int) string {
	for n < len(s) && isWord(s[n]) && isWord(s[n-1]) {
		n++
	}
	if n < len(s) && (s[0] == '[' && s[n] == ']' || s[0] == '(' && s[n] == ')') {
		n++
	}
	return string(s[:n])
}

// lacking are parts that a text was searched for in vain: a rule's first words can be
// in it hundreds of times.
type lacking map[string]bool

// has reports whether all parts occur somewhere in s, which is always the same text.
func (l *lacking) has(s []byte, parts []string) bool {
	for _, p := range parts {
		if (*l)[p] {
			return false
		}
		if !contains(s, p) {
			if *l == nil {
				*l = lacking{}
			}
			(*l)[p] = true
			return false
		}
	}
	return true
}

func contains(s []byte, part string) bool {
	for i := 0; i < len(s); {
		k := bytes.IndexByte(s[i:], part[0])
		if k < 0 {
			return false
		}
		i += k
		if startsWord(s, i) && matchAt(s[i:], part) > 0 {
			return true
		}
		i++
	}
	return false
}
