package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Keys are the keys of the filter, in the order in which help lists them.
var Keys = []string{"state", "host", "server", "code", "reason", "reply", "remote", "id", "from", "to", "domain", "client", "queue", "kind", "age", "why", "said", "origin", "auth"}

// Term is one word of a query.
type Term struct {
	Key   string // "" for a free word
	Value string
	Not   bool
	Pos   int // byte offset in the query
}

// SyntaxError tells where a query is not understood.
type SyntaxError struct {
	Pos  int // byte offset
	Text string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at %d: %s", e.Pos+1, e.Text) }

// ParseQuery splits a query into terms. Words are separated by spaces; a value
// with spaces stands in double quotes, in which \" and \\ are meant literally;
// a minus before a word negates it.
func ParseQuery(text string) ([]Term, error) {
	var terms []Term
	for i := 0; i < len(text); {
		if text[i] == ' ' || text[i] == '\t' {
			i++
			continue
		}
		t := Term{Pos: i}
		if text[i] == '-' && i+1 < len(text) && text[i+1] != ' ' {
			t.Not = true
			i++
		}
		end := i
		for end < len(text) && isKeyByte(text[end]) {
			end++
		}
		if end > i && end < len(text) && text[end] == ':' {
			if key := strings.ToLower(text[i:end]); slices.Contains(Keys, key) {
				t.Key, i = key, end+1
			} else if rest, _, _ := strings.Cut(text[end:], " "); !strings.ContainsAny(rest, "@/.") {
				return nil, &SyntaxError{t.Pos, fmt.Sprintf("%q is no key; keys are %s", key, strings.Join(Keys, ", "))}
			}
		}
		start := i
		v, next, err := value(text, i)
		if err != nil {
			return nil, err
		}
		if next == i {
			return nil, &SyntaxError{i, "a value is missing after " + t.Key + ":"}
		}
		t.Value, i = v, next
		if t.Key == "state" {
			if _, ok := queue.ParseState(strings.ToLower(v)); !ok {
				return nil, &SyntaxError{start, fmt.Sprintf("%q is no state", v)}
			}
		}
		if t.Key == "age" {
			if _, err := parseAge(strings.ToLower(v)); err != nil {
				return nil, &SyntaxError{start, err.Error()}
			}
		}
		terms = append(terms, t)
	}
	return terms, nil
}

func isKeyByte(c byte) bool { c |= 0x20; return 'a' <= c && c <= 'z' }

// value reads a word or a quoted text.
func value(text string, i int) (string, int, error) {
	if i >= len(text) || text[i] != '"' {
		end := strings.IndexAny(text[i:], " \t")
		if end < 0 {
			return text[i:], len(text), nil
		}
		return text[i : i+end], i + end, nil
	}
	var b strings.Builder
	for k := i + 1; k < len(text); k++ {
		switch text[k] {
		case '\\':
			if k+1 < len(text) {
				k++
			}
			b.WriteByte(text[k])
		case '"':
			return b.String(), k + 1, nil
		default:
			b.WriteByte(text[k])
		}
	}
	return "", 0, &SyntaxError{i, "the closing quote is missing"}
}

// Token writes a term so that ParseQuery reads it back.
func Token(key, value string) string {
	if value == "" || strings.ContainsAny(value, " \t\"\\") {
		value = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	return key + ":" + value
}
