// Package dictionary finds any of many originals in a text, at the starts of words. The
// time for a text does not depend on how many originals there are: words are looked up by hash.
package dictionary

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// Kind is what an original is.
type Kind uint8

const (
	Person Kind = iota // the local part of an address
	Domain             // of an address
	Host               // a name of our side
	IPAddr
	QueueID
	Subject
	Script // the path of one
)

// Category returns the category of a Redaction that covers a kind.
func (k Kind) Category() string {
	switch k {
	case Person, Domain:
		return "addresses"
	case Host, IPAddr, Script:
		return "hosts"
	case QueueID:
		return "ids"
	}
	return "subjects"
}

// Pattern is an original to search for in texts. Its text begins and ends with a
// word, is in lower case and has single blanks.
type Pattern struct {
	text string
	Kind Kind
	Key  string // the original, by which its pseudonym is found
	rest string // of a long original: what follows text
	part bool   // it also identifies the longer names that begin with it
	head bool   // it is not looked for after a dot
}

// Dictionary finds originals at the starts of words. It holds the hash of each
// beginning of a pattern that ends with a word, so that one lookup dismisses
// nearly every word of a text, however many patterns there are.
type Dictionary struct {
	Patterns []Pattern
	at       map[uint64]int32 // by hash of a beginning: index plus one of the pattern that ends there, or 0
	seen     []uint64         // bits by hash, which save most lookups in at
}

const (
	dictBits   = 18
	maxPattern = 512 // bytes; a longer original is found by its beginning
)

// New returns a dictionary without entries.
func New() *Dictionary {
	return &Dictionary{at: map[uint64]int32{}, seen: make([]uint64, 1<<dictBits/64)}
}

// FNV-1a (RFC 9923).
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func (d *Dictionary) note(h uint64, n int32) {
	d.seen[h>>(64-dictBits)/64] |= 1 << (h >> (64 - dictBits) % 64)
	if old := d.at[h]; old == 0 {
		d.at[h] = n
	}
}

// Add adds a text; of two with the same words, the first counts.
func (d *Dictionary) Add(text string, k Kind, key string) {
	p := Pattern{text: word.Fold(text), Kind: k, Key: key}
	if p.text == "" {
		return
	}
	if len(p.text) > maxPattern {
		end := maxPattern
		for end > 0 && !(word.StartsAt(p.text, end) || word.At(p.text, end)) {
			end--
		}
		end = word.Before(p.text, end)
		p.text, p.rest = p.text[:end], p.text[end:]
	}
	d.Patterns = append(d.Patterns, p)
	n := int32(len(d.Patterns))
	h := uint64(hashStart)
	for i := 0; i < len(p.text); {
		var end int
		end, h = hashWord(p.text, i, h)
		if end == len(p.text) {
			d.note(h, n)
			return
		}
		d.note(h, 0)
		i, h = hashBetween(p.text, end, h)
	}
}

// AddPart adds a text that also identifies the longer names which begin with it.
func (d *Dictionary) AddPart(text string, k Kind, key string) {
	n := len(d.Patterns)
	if d.Add(text, k, key); len(d.Patterns) > n {
		d.Patterns[n].part = true
	}
}

// AddWhole adds a text that is not searched for after a dot, where it may be
// any part of a longer name.
func (d *Dictionary) AddWhole(text string, k Kind, key string) {
	n := len(d.Patterns)
	if d.Add(text, k, key); len(d.Patterns) > n {
		d.Patterns[n].head = true
	}
}

// Match returns the longest pattern that begins at i, the start of a word, and
// where it ends.
func (d *Dictionary) Match(s string, i int) (p *Pattern, end int) {
	start := i
	h := uint64(hashStart)
	for i < len(s) && i-start <= 2*maxPattern {
		var next int
		next, h = hashWord(s, i, h)
		bit := h >> (64 - dictBits)
		if d.seen[bit/64]&(1<<(bit%64)) == 0 {
			return p, end
		}
		n, ok := d.at[h]
		if !ok {
			return p, end
		}
		if n > 0 {
			if c := &d.Patterns[n-1]; c.is(s[start:next]) && c.endsAt(s, next) && !(c.head && start > 0 && s[start-1] == '.') {
				p, end = c, next
			}
		}
		i, h = hashBetween(s, next, h)
		if i == next {
			return p, end
		}
	}
	return p, end
}

// hashWord adds the word at i to the hash and returns where the word ends.
func hashWord(s string, i int, h uint64) (int, uint64) {
	end := word.End(s, i, len(s))
	for ; i < end; i++ {
		h = (h ^ uint64(word.LowerByte(s[i]))) * hashPrime
	}
	return end, h
}

// maxBetween is how many bytes may separate two words of a pattern.
const maxBetween = 16

// hashBetween adds what separates two words to the hash, several blanks as one,
// and returns where the next word begins: from itself if there is none, or too
// much before it.
func hashBetween(s string, from int, h uint64) (int, uint64) {
	i := from
	for i < len(s) && word.Len(s, i) == 0 {
		if i-from >= maxBetween {
			return from, h
		}
		if word.Space(s[i]) {
			for i < len(s) && word.Space(s[i]) && i-from < maxBetween {
				i++
			}
			h = (h ^ ' ') * hashPrime
			continue
		}
		h = (h ^ uint64(s[i])) * hashPrime
		i++
	}
	if i == len(s) {
		return from, h
	}
	return i, h
}

// is reports whether s is the pattern's text in any case, with any number of
// blanks for one.
func (p *Pattern) is(s string) bool {
	n, ok := p.begins(p.text, s)
	return ok && n == len(s)
}

// begins reports whether s begins with text, and how many bytes of s that is.
func (p *Pattern) begins(text, s string) (int, bool) {
	i := 0
	for k := 0; k < len(text); k++ {
		if text[k] == ' ' {
			from := i
			for i < len(s) && word.Space(s[i]) {
				i++
			}
			if i == from {
				return 0, false
			}
			continue
		}
		if i == len(s) || word.LowerByte(s[i]) != text[k] {
			return 0, false
		}
		i++
	}
	return i, true
}

// endsAt reports whether the pattern is whole if it ends at i: example.org is
// not in example.org.uk, but a server's name is in server.log and server_1.
func (p *Pattern) endsAt(s string, i int) bool {
	if p.Kind != Host && p.Kind != Domain || p.part || i+1 >= len(s) {
		return true
	}
	c := s[i]
	return c != '.' && c != '-' || !word.At(s, i+1) || strings.IndexByte(p.text, '.') < 0 && beforeFileEnd(s, i)
}

// fileEnds are the ends of file names that are not top-level domains.
const fileEnds = " csv doc docx eml gif gz htm html ics jpeg jpg json log pdf php png tar tgz txt vcf xls xlsx xml "

// beforeFileEnd reports whether a file's name ends with a dot at i and one of
// fileEnds.
func beforeFileEnd(s string, i int) bool {
	end := word.End(s, i+1, len(s))
	return s[i] == '.' && end-i <= 5 && strings.Contains(fileEnds, " "+word.Lower(s[i+1:end])+" ") && (end+1 >= len(s) || s[end] != '.' || !word.At(s, end+1))
}

// subjectHead is how much of the beginning of a subject it is found by, in bytes.
const subjectHead = 40

// AddSubject adds a subject, to be found by its beginning.
func (d *Dictionary) AddSubject(w string) {
	head := len(w)
	if head > subjectHead {
		for head = subjectHead; head < len(w) && (word.At(w, head) || !word.EndsAt(w, head)); head++ {
		}
	}
	n := len(d.Patterns)
	if d.Add(w[:head], Subject, ""); len(d.Patterns) > n {
		d.Patterns[n].rest = w[head:]
	}
}

// GoesOn returns how many bytes of s continue a long pattern.
func (p *Pattern) GoesOn(s string) int {
	if p.rest == "" {
		return 0
	}
	if n, ok := p.begins(p.rest, s); ok {
		return n
	}
	k, i := 0, 0
	for k < len(p.rest) && i < len(s) {
		switch {
		case p.rest[k] == ' ' && word.Space(s[i]):
			for i < len(s) && word.Space(s[i]) {
				i++
			}
		case word.LowerByte(s[i]) == p.rest[k]:
			i++
		default:
			return i
		}
		k++
	}
	return i
}
