package ui

import (
	"slices"
	"strings"
)

// words splits a query where the filter language does: at white space outside
// of double quotes. Each word is shown as a token.
func words(query string) []string {
	var out []string
	start, quoted := -1, false
	for i := 0; i < len(query); i++ {
		c := query[i]
		switch {
		case c == '\\' && quoted && i+1 < len(query):
			i++
		case c == '"':
			quoted = !quoted
			if start < 0 {
				start = i
			}
		case (c == ' ' || c == '\t' || c == '\n' || c == '\r') && !quoted:
			if start >= 0 {
				out = append(out, query[start:i])
				start = -1
			}
		case start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, query[start:])
	}
	return out
}

// openQuote reports whether a query ends within double quotes: a space typed
// there belongs to the word.
func openQuote(query string) bool {
	quoted := false
	for i := 0; i < len(query); i++ {
		switch {
		case query[i] == '\\' && quoted:
			i++
		case query[i] == '"':
			quoted = !quoted
		}
	}
	return quoted
}

// join puts parts of a query together.
func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		out = append(out, words(p)...)
	}
	return strings.Join(out, " ")
}

// without returns a query without its n-th word.
func without(query string, n int) string {
	w := words(query)
	if n < 0 || n >= len(w) {
		return query
	}
	return strings.Join(append(w[:n:n], w[n+1:]...), " ")
}

// splitToken cuts a word into its key, with the colon (and a leading minus),
// and its value. A free word has no key.
func splitToken(word string) (key, value string) {
	if i := strings.IndexByte(word, ':'); i > 0 && !strings.Contains(word[:i], `"`) {
		return word[:i+1], word[i+1:]
	}
	return "", word
}

// narrow adds the words of more to a query that has not got them yet. A query
// of alternatives is put in brackets first.
func narrow(query, more string) string {
	have := words(query)
	bracket := false
	for _, w := range have {
		bracket = bracket || strings.EqualFold(w, "or") || w == "|"
	}
	added := ""
	for _, w := range words(more) {
		if bracket || !slices.Contains(have, w) {
			added = join(added, w)
		}
	}
	switch {
	case added == "":
		return query
	case bracket:
		return "( " + join(query) + " ) " + added
	}
	return join(query, added)
}
