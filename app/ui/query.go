package ui

import (
	"slices"
	"strings"
)

// words splits a query where the filter language does: at spaces, but not
// within a value in double quotes. Each word is shown as a token. A quote
// opens a value only at its beginning, and its end is that of the word.
func words(query string) []string {
	var out []string
	for i := 0; i < len(query); {
		if isSpace(query[i]) {
			i++
			continue
		}
		end := wordEnd(query, i)
		out = append(out, query[i:end])
		i = end
	}
	return out
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// wordEnd is where the word that begins at i ends.
func wordEnd(s string, i int) int {
	if v := valueStart(s, i); v < len(s) && s[v] == '"' {
		for k := v + 1; k < len(s); k++ {
			switch s[k] {
			case '\\':
				k++
			case '"':
				return k + 1
			}
		}
		return len(s)
	}
	for i < len(s) && !isSpace(s[i]) {
		i++
	}
	return i
}

// valueStart is where the value of the word at i begins: after a minus and
// after a key with its colon.
func valueStart(s string, i int) int {
	if i < len(s) && s[i] == '-' {
		i++
	}
	k := i
	for k < len(s) && (s[k]|0x20) >= 'a' && (s[k]|0x20) <= 'z' {
		k++
	}
	if k > i && k < len(s) && s[k] == ':' {
		return k + 1
	}
	return i
}

// openQuote reports whether a query ends within double quotes: a space typed
// there belongs to the word.
func openQuote(query string) bool {
	w := words(strings.TrimRight(query, " "))
	if len(w) == 0 {
		return false
	}
	last := w[len(w)-1]
	v := last[valueStart(last, 0):]
	if v == "" || v[0] != '"' {
		return false
	}
	for k := 1; k < len(v); k++ {
		switch v[k] {
		case '\\':
			k++
		case '"':
			return false
		}
	}
	return true
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
	if v := valueStart(word, 0); v > 1 && word[v-1] == ':' {
		return word[:v], word[v:]
	}
	return "", word
}

// narrow adds the words of more that a query has not got yet.
func narrow(query, more string) string {
	have := words(query)
	for _, w := range words(more) {
		if !slices.Contains(have, w) {
			have = append(have, w)
		}
	}
	return strings.Join(have, " ")
}
