package capture

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Group selects the messages of one state, reason and codes.
func Group(state string, r *reason.Reason) *filter.Node {
	return filter.All(Term("state", state), Term("reason", words.Join(r.Text)), Term("code", CodeToken(r)))
}

// CodeToken returns the value of a code: term that selects a reason's codes.
func CodeToken(r *reason.Reason) string {
	c, en := r.CodeText(), r.EnhancedText()
	switch {
	case c == "":
		return "" // none
	case en == "":
		return c + " none"
	}
	return c + " " + en
}

// Term matches one literal value; "" matches messages without one.
func Term(key, value string) *filter.Node {
	if value == "" && key != "reason" {
		return filter.Word(key, "none")
	}
	return filter.Value(key, value)
}

// Narrow adds a filter to a query, to select among its messages. If a message
// has only one value of a key, the new term replaces the existing ones.
func Narrow(query string, more *filter.Node) string {
	for _, n := range more.Parts() {
		if n.Op == filter.TermOp && triage.OneValue(n.Term.Key) {
			query = filter.Replace(query, n.Operand())
		} else {
			query = filter.Narrow(query, n.Operand())
		}
	}
	return query
}

// Exact returns the value of a term that selects exactly one value of a key.
func Exact(key, value string) string {
	switch {
	case value == "":
	case key == "from", key == "to":
		return ExactAddress(value)
	case key == "queue":
		return triage.ExactDir(value)
	case key == "client", key == "helo", key == "auth", key == "script", key == "origin", key == "source":
		return "=" + value
	}
	return value
}

// ExactAddress returns the value of a from: or to: term that selects one
// address.
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
			out[b] = filter.And(out[b], triage.AgeTerm(">", protocol.AgeBuckets[b-1]).String())
		}
		if b < len(protocol.AgeBuckets) {
			out[b] = filter.And(out[b], triage.AgeTerm("<=", protocol.AgeBuckets[b]).String())
		}
	}
	return out
}
