package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/naming"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/content"
)

// persons are the names of people beside their addresses in the header of a
// message, which its text may have in a greeting, a signature or a line such as
// "Anna Berg wrote:".
type persons struct {
	words map[string]string // word of a name in lower case: the local part of the address
}

// minName is the length of the shortest word of a name that is searched for,
// in letters.
const minName = 3

// maxPersonWords bounds the words that are searched for in one message.
const maxPersonWords = 400

// note takes a field that has addresses.
func (p *persons) note(value string) {
	value = content.DecodeHeader(value, nil)
	done := 0
	for {
		i := strings.IndexByte(value[done:], '<')
		if i < 0 {
			return
		}
		name := value[done : done+i]
		end := strings.IndexByte(value[done+i:], '>')
		if end < 0 {
			return
		}
		local := word.Lower(splitAddress(value[done+i : done+i+end+1]).local)
		if c := strings.LastIndexByte(name, ','); c >= 0 && strings.IndexByte(name, '"') < 0 {
			name = name[c+1:]
		}
		for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) {
			w = strings.ToLower(w)
			if utf8.RuneCountInString(w) < minName || vocabulary.IsCommon(w) || len(p.words) >= maxPersonWords || local == "" || naming.IsRole(local) || hostname.IsPseudonym(local) {
				continue
			}
			if p.words == nil {
				p.words = map[string]string{}
			}
			if p.words[w] == "" {
				p.words[w] = local
			}
		}
		done += i + end + 1
	}
}

// replace replaces the names in a text by the pseudonyms of their addresses: a
// word that is written as a name, with an upper-case letter, and those beside it.
func (p *persons) replace(rd *Redactor, s string) string {
	if len(p.words) == 0 || !rd.hide.Addresses {
		return s
	}
	var spans []span
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			i += n
			continue
		}
		end := i
		for end < len(s) {
			c, k := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(c) && c != '-' && c != '\'' {
				break
			}
			end += k
		}
		word := strings.TrimRight(s[i:end], "-'")
		if local := p.words[strings.ToLower(word)]; local != "" && unicode.IsUpper(r) && (end == len(s) || s[end] != '@') {
			if k := len(spans) - 1; k >= 0 && spans[k].kind == dictionary.Person && p.between(s[spans[k].to:i]) {
				spans[k].to = i + len(word) // the other half of a name
			} else {
				spans = append(spans, span{from: i, to: i + len(word), kind: dictionary.Person, with: rd.local(local)})
			}
		}
		i = end
	}
	return replace(s, slices.Clip(spans))
}

// between reports whether a text can separate two words of one name.
func (p *persons) between(s string) bool {
	return len(s) <= 4 && strings.Trim(s, " ,.\n\r>") == "" && strings.Count(s, "\n") < 2
}
