package redact

import "strings"

// kind is what an original is.
type kind uint8

const (
	person kind = iota // the local part of an address
	domain             // of an address
	host               // a name of our side
	ipAddr
	queueID
	subject
	script // the path of one
)

// category is the category of a Redaction that covers a kind.
func (k kind) category() string {
	switch k {
	case person, domain:
		return "addresses"
	case host, ipAddr, script:
		return "hosts"
	case queueID:
		return "ids"
	}
	return "subjects"
}

// pattern is an original to search for in texts. Its text begins and ends with a
// word, is in lower case and has single blanks.
type pattern struct {
	text string
	kind kind
	key  string // the original, by which its pseudonym is found
	rest string // of a long original: what follows text
	part bool   // it also identifies the longer names that begin with it
	head bool   // it is not looked for after a dot
}

// dictionary finds originals at the starts of words. It holds the hash of each
// beginning of a pattern that ends with a word, so that one lookup dismisses
// nearly every word of a text, however many patterns there are.
type dictionary struct {
	patterns []pattern
	at       map[uint64]int32 // by hash of a beginning: index plus one of the pattern that ends there, or 0
	seen     []uint64         // bits by hash, which save most lookups in at
}

const (
	dictBits   = 18
	maxPattern = 512 // bytes; a longer original is found by its beginning
)

func newDictionary() *dictionary {
	return &dictionary{at: map[uint64]int32{}, seen: make([]uint64, 1<<dictBits/64)}
}

// FNV-1a (RFC 9923).
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func (d *dictionary) note(h uint64, n int32) {
	d.seen[h>>(64-dictBits)/64] |= 1 << (h >> (64 - dictBits) % 64)
	if old := d.at[h]; old == 0 {
		d.at[h] = n
	}
}

// add adds a text; of two with the same words the first counts.
func (d *dictionary) add(text string, k kind, key string) {
	p := pattern{text: foldWords(text), kind: k, key: key}
	if p.text == "" {
		return
	}
	if len(p.text) > maxPattern {
		end := maxPattern
		for end > 0 && !(isWordStart(p.text, end) || isWord(p.text, end)) {
			end--
		}
		end = wordBefore(p.text, end)
		p.text, p.rest = p.text[:end], p.text[end:]
	}
	d.patterns = append(d.patterns, p)
	n := int32(len(d.patterns))
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

// addPart adds a text that also identifies the longer names which begin with it.
func (d *dictionary) addPart(text string, k kind, key string) {
	n := len(d.patterns)
	if d.add(text, k, key); len(d.patterns) > n {
		d.patterns[n].part = true
	}
}

// addWhole adds a text that is not looked for after a dot, where it may be any
// part of a longer name.
func (d *dictionary) addWhole(text string, k kind, key string) {
	n := len(d.patterns)
	if d.add(text, k, key); len(d.patterns) > n {
		d.patterns[n].head = true
	}
}

// match returns the longest pattern that begins at i, the start of a word, and
// where it ends.
func (d *dictionary) match(s string, i int) (p *pattern, end int) {
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
			if c := &d.patterns[n-1]; c.is(s[start:next]) && c.endsAt(s, next) && !(c.head && start > 0 && s[start-1] == '.') {
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
	end := wordEnd(s, i, len(s))
	for ; i < end; i++ {
		h = (h ^ uint64(lowerByte(s[i]))) * hashPrime
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
	for i < len(s) && wordLen(s, i) == 0 {
		if i-from >= maxBetween {
			return from, h
		}
		if space(s[i]) {
			for i < len(s) && space(s[i]) && i-from < maxBetween {
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
func (p *pattern) is(s string) bool {
	n, ok := p.begins(p.text, s)
	return ok && n == len(s)
}

// begins reports whether s begins with text, and how many bytes of s that is.
func (p *pattern) begins(text, s string) (int, bool) {
	i := 0
	for k := 0; k < len(text); k++ {
		if text[k] == ' ' {
			from := i
			for i < len(s) && space(s[i]) {
				i++
			}
			if i == from {
				return 0, false
			}
			continue
		}
		if i == len(s) || lowerByte(s[i]) != text[k] {
			return 0, false
		}
		i++
	}
	return i, true
}

// endsAt reports whether the pattern is whole if it ends at i: example.org is
// not in example.org.uk, but a server's name is in server.log and server_1.
func (p *pattern) endsAt(s string, i int) bool {
	if p.kind != host && p.kind != domain || p.part || i+1 >= len(s) {
		return true
	}
	c := s[i]
	return c != '.' && c != '-' || !isWord(s, i+1) || strings.IndexByte(p.text, '.') < 0 && beforeFileEnd(s, i)
}

// fileEnds are the ends of file names that are no top-level domains.
const fileEnds = " csv doc docx eml gif gz htm html ics jpeg jpg json log pdf php png tar tgz txt vcf xls xlsx xml "

// beforeFileEnd reports whether a file's name ends with a dot at i and one of
// fileEnds.
func beforeFileEnd(s string, i int) bool {
	end := wordEnd(s, i+1, len(s))
	return s[i] == '.' && end-i <= 5 && strings.Contains(fileEnds, " "+lower(s[i+1:end])+" ") && (end+1 >= len(s) || s[end] != '.' || !isWord(s, end+1))
}
