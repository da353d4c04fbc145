package route

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
)

// Join puts the typed words behind the tokens. An operator in front of them
// goes on where the tokens end.
func Join(tokens, draft string) string {
	draft = strings.TrimSpace(draft)
	first, _, _ := strings.Cut(draft, " ")
	if tokens != "" && (first == "OR" || first == "AND") {
		return tokens + " " + draft
	}
	if draft == "" {
		return tokens
	}
	return filter.And(tokens, draft)
}

// SplitToken cuts a token into its key, with the colon (and a leading minus),
// and its value. Free words and groups have no key.
func SplitToken(token string) (key, value string) {
	n, err := filter.Parse(token)
	if err != nil || n == nil {
		return "", token
	}
	if n.Op == filter.NotOp {
		n = n.Args[0]
	}
	if n.Op != filter.TermOp || n.Term.Key == "" || n.Term.End != len(token) {
		return "", token
	}
	return token[:n.Term.At], token[n.Term.At:]
}
