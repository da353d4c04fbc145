package smtp

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// rulesText is the table of what servers say; its header explains the columns.
//
//go:embed rules.tsv
var rulesText string

// Evidence is what a meaning rests on, the surest last.
type Evidence uint8

// The kinds of evidence.
const (
	NoEvidence Evidence = iota // nothing more specific than "temporary" or "permanent"
	Words                      // words with other uses, or a reply code used for anything
	Registered                 // an enhanced code of the registry that names the cause
	Token                      // a provider's own code or sentence, or a code with one meaning
)

// section is a part of the table; rules of an earlier one are tried first.
type section uint8

const (
	tokens section = iota
	sureCodes
	phrases
	registry
	words
	leftovers
)

var sections = map[string]section{
	"token": tokens, "code": sureCodes, "phrase": phrases, "registry": registry, "word": words, "reply": leftovers,
}

// evidence returns what a rule of the section proves.
func (s section) evidence() Evidence {
	switch s {
	case tokens, sureCodes:
		return Token
	case registry:
		return Registered
	case phrases, words:
		return Words
	}
	return NoEvidence
}

// rule is a line of the table.
type rule struct {
	section  section
	topic    Topic
	class    int8          // 4 or 5; 0 for either
	codes    []codeRange   // reply codes, nil for any
	enhanced []detailRange // subject and details, nil for any
	texts    []alternative // nil if the codes decide
	says     string
	source   string
	advice   string // "" for the topic's
}

type codeRange struct{ from, to Code }

type detailRange struct{ subject, from, to int }

// fits reports whether a reply has the codes that the rule requires.
func (r *rule) fits(c Code, e Enhanced, class int) bool {
	if r.class != 0 && int(r.class) != class {
		return false
	}
	if r.codes != nil {
		ok := false
		for _, k := range r.codes {
			ok = ok || c >= k.from && c <= k.to
		}
		if !ok {
			return false
		}
	}
	if r.enhanced == nil {
		return true
	}
	for _, k := range r.enhanced {
		if !e.IsZero() && e.Subject == k.subject && e.Detail >= k.from && e.Detail <= k.to {
			return true
		}
	}
	return false
}

// table is the parsed rules with their indexes.
type table struct {
	rules []rule
	// bare are the rules without a text, in order; words find a rule by the
	// first three bytes of its text's first part.
	bare   []int
	starts map[[startLen]byte][]start
	// longest is the length of the longest plain beginning of a text.
	longest int
}

// startLen is how many bytes of a text's first part are its index.
const startLen = 3

// alternative is a text of a rule, all parts of which must occur.
type alternative struct {
	parts []string
	guess bool // ordinary words, which prove nothing
}

// start is one alternative of a rule.
type start struct {
	rule int
	alternative
	plain string // the beginning of its first part, up to what stands for other bytes
}

// rules is the table, parsed on first use. It is part of the program, and so is
// a fault in it.
var rules = sync.OnceValue(func() *table {
	t, err := parseTable(rulesText)
	if err != nil {
		panic(err)
	}
	return t
})

// parseTable reads the table. An error includes the line.
func parseTable(text string) (*table, error) {
	t := &table{starts: map[[startLen]byte][]start{}}
	at, known := section(0), false
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if name, ok := strings.CutPrefix(line, "== "); ok {
			if at, known = sections[name]; !known {
				return nil, fmt.Errorf("rules.tsv:%d: unknown section %q", n, name)
			}
			continue
		}
		r, err := parseRule(line)
		if err != nil {
			return nil, fmt.Errorf("rules.tsv:%d: %w", n, err)
		}
		r.section = at
		t.add(r)
	}
	return t, nil
}

// add appends a rule and indexes it.
func (t *table) add(r rule) {
	n := len(t.rules)
	t.rules = append(t.rules, r)
	if r.texts == nil {
		t.bare = append(t.bare, n)
	}
	for _, a := range r.texts {
		key := [startLen]byte([]byte(a.parts[0]))
		plain, _, _ := strings.Cut(strings.ReplaceAll(a.parts[0], "$", "%"), "%")
		t.starts[key] = append(t.starts[key], start{n, a, plain})
		t.longest = max(t.longest, len(plain))
	}
}

// parseRule reads a line: topic, when, text, says, source and advice.
func parseRule(line string) (rule, error) {
	f := strings.Split(line, "\t")
	if len(f) < 5 || len(f) > 6 {
		return rule{}, fmt.Errorf("%d columns, want 5 or 6", len(f))
	}
	topic, ok := topicOf(f[0])
	if !ok {
		return rule{}, fmt.Errorf("unknown topic %q", f[0])
	}
	r := rule{topic: topic, says: f[3], source: f[4]}
	if len(f) == 6 {
		r.advice = f[5]
	}
	if r.source == "" {
		return rule{}, fmt.Errorf("no source")
	}
	if err := r.when(f[1]); err != nil {
		return rule{}, err
	}
	if f[2] == "" {
		return r, nil
	}
	for one := range strings.SplitSeq(f[2], "|") {
		var parts []string
		text, guess := strings.CutSuffix(strings.TrimSpace(one), " ?")
		for part := range strings.SplitSeq(text, "&") {
			part = strings.TrimSpace(part)
			if part == "" || part != fold(part) {
				return rule{}, fmt.Errorf("text %q is empty, in upper case or accented", part)
			}
			parts = append(parts, part)
		}
		if len(parts[0]) < startLen || strings.ContainsAny(parts[0][:startLen], "%$") {
			return rule{}, fmt.Errorf("text %q does not begin with %d plain bytes", parts[0], startLen)
		}
		r.texts = append(r.texts, alternative{parts, guess})
	}
	return r, nil
}

// when reads the conditions of a rule.
func (r *rule) when(text string) error {
	if text == "-" {
		return nil
	}
	for word := range strings.FieldsSeq(text) {
		if word == "4" || word == "5" {
			r.class = int8(word[0] - '0')
			continue
		}
		for item := range strings.SplitSeq(word, ",") {
			if item == "-" {
				continue
			}
			first, last, isRange := strings.Cut(item, "-")
			subject, detail, isEnhanced := strings.Cut(first, ".")
			if !isEnhanced {
				detail = first
			}
			from, err1 := strconv.Atoi(detail)
			to, err2 := from, error(nil)
			if isRange {
				to, err2 = strconv.Atoi(last)
			}
			sub, err3 := 0, error(nil)
			if isEnhanced {
				sub, err3 = strconv.Atoi(subject)
			}
			if err1 != nil || err2 != nil || err3 != nil || to < from || !isEnhanced && !Code(from).Valid() {
				return fmt.Errorf("condition %q is neither a class, a reply code nor an enhanced code", item)
			}
			if isEnhanced {
				r.enhanced = append(r.enhanced, detailRange{sub, from, to})
			} else {
				r.codes = append(r.codes, codeRange{Code(from), Code(to)})
			}
		}
	}
	return nil
}
