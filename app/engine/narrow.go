package engine

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// term is the word of a filter for a value that means itself; "" is none.
func term(key, value string) string {
	if value == "" && key != "reason" {
		return key + ":none"
	}
	return filter.Token(key, value)
}

// narrow adds a term to a query for the messages among those that it selects.
// Of a key with one value a message, the term takes the place of those that
// are there.
func narrow(query, key, value string) string {
	return narrowAll(query, term(key, value))
}

// narrowAll adds the words of a query that selects some of the messages of a
// first one.
func narrowAll(query, more string) string {
	for _, t := range filter.Operands(more) {
		if n, err := filter.Parse(t); err == nil && n.Op == filter.TermOp && triage.OneValue(n.Term.Key) {
			query = filter.Replace(query, t)
		} else {
			query = filter.Narrow(query, t)
		}
	}
	return query
}

// exact is the value of a term that selects one value of a key.
func exact(key, value string) string {
	switch {
	case value == "":
	case key == "from", key == "to":
		return exactAddress(value)
	case key == "queue":
		return triage.ExactDir(value)
	case key == "client", key == "helo", key == "auth", key == "script", key == "origin":
		return "=" + value
	}
	return value
}

// exactAddress is the value of a from or to term that selects one address.
func exactAddress(a string) string {
	if strings.IndexByte(a, '@') > 0 && a[0] != '=' || a == queue.NullSender {
		return a
	}
	return "=" + a
}

// bucketQueries select the messages of each age column.
func bucketQueries(query string) []string {
	out := make([]string, len(protocol.AgeBuckets)+1)
	for b := range out {
		out[b] = query
		if b > 0 {
			out[b] = filter.And(out[b], triage.AgeToken(">", protocol.AgeBuckets[b-1]))
		}
		if b < len(protocol.AgeBuckets) {
			out[b] = filter.And(out[b], triage.AgeToken("<=", protocol.AgeBuckets[b]))
		}
	}
	return out
}
