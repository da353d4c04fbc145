package capture

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// NarrowReason selects the messages of one state and reason.
func NarrowReason(query, state string, r *triage.Reason) string {
	query = Narrow(query, "state", state)
	query = Narrow(query, "reason", words.Join(r.Text))
	return Narrow(query, "code", CodeToken(r))
}

// NarrowServer selects the messages that one server is responsible for, or
// with "" those of none.
func NarrowServer(query, server string) string {
	return Narrow(query, "server", server)
}

// CodeToken is the value of a code token that selects a reason's codes.
func CodeToken(r *triage.Reason) string {
	c, en := r.CodeText(), r.EnhancedText()
	switch {
	case c == "":
		return "" // none
	case en == "":
		return c + " none"
	}
	return c + " " + en
}

// Term is the word of a filter for a value that means itself; "" is none.
func Term(key, value string) string {
	if value == "" && key != "reason" {
		return key + ":none"
	}
	return filter.Token(key, value)
}

// Narrow adds a term to a query for the messages among those that it selects.
// Of a key with one value a message, the term takes the place of those that
// are there.
func Narrow(query, key, value string) string {
	return NarrowAll(query, Term(key, value))
}

// NarrowAll adds the words of a query that selects some of the messages of a
// first one.
func NarrowAll(query, more string) string {
	for _, t := range filter.Operands(more) {
		if n, err := filter.Parse(t); err == nil && n.Op == filter.TermOp && triage.OneValue(n.Term.Key) {
			query = filter.Replace(query, t)
		} else {
			query = filter.Narrow(query, t)
		}
	}
	return query
}

// Exact is the value of a term that selects one value of a key.
func Exact(key, value string) string {
	switch {
	case value == "":
	case key == "from", key == "to":
		return ExactAddress(value)
	case key == "queue":
		return triage.ExactDir(value)
	case key == "client", key == "helo", key == "auth", key == "script", key == "origin":
		return "=" + value
	}
	return value
}

// ExactAddress is the value of a from or to term that selects one address.
func ExactAddress(a string) string {
	if strings.IndexByte(a, '@') > 0 && a[0] != '=' || a == queue.NullSender {
		return a
	}
	return "=" + a
}

// BucketQueries select the messages of each age column.
func BucketQueries(query string) []string {
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
