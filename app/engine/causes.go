package engine

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
)

// Causes finds what holds up the messages that match a query, the weightiest
// first.
func (e *Engine) Causes(query string) ([]Finding, error) {
	rows, err := e.match(query)
	if err != nil {
		return nil, err
	}
	out := []Finding{}
	for _, c := range e.index.Causes(rows) {
		f := Finding{
			Rule: c.Rule, Title: display(c.Title), Text: display(c.Text), Advice: c.Advice, Command: c.Command,
			Confidence: c.Confidence.String(), Side: string(c.Side), Count: c.Count, Oldest: c.Oldest,
			Query: narrowAll(query, c.Query),
		}
		out = append(out, f)
	}
	return out, nil
}

// narrowAll adds the tokens of a query that selects some of a base query's
// messages. A token of the base that would be an alternative to one of them
// goes; of states and kinds only those stay that the base has.
func narrowAll(base, query string) string {
	if base == "" {
		return query
	}
	old, err := triage.ParseQuery(base)
	if err != nil {
		return query
	}
	added, err := triage.ParseQuery(query)
	if err != nil {
		return query
	}
	sets := func(terms []triage.Term, t triage.Term) bool { // the key has another value there
		return !t.Not && triage.Single(t.Key) && slices.ContainsFunc(terms, func(o triage.Term) bool { return !o.Not && o.Key == t.Key })
	}
	has := func(terms []triage.Term, t triage.Term) bool {
		return slices.ContainsFunc(terms, func(o triage.Term) bool {
			return o.Not == t.Not && o.Key == t.Key && strings.EqualFold(o.Value, t.Value)
		})
	}
	var out []string
	for n, t := range old {
		if !sets(added, t) && !has(added, t) {
			out = append(out, termText(base, old, n))
		}
	}
	for n, t := range added {
		if sets(old, t) && (t.Key == "state" || t.Key == "kind") && !has(old, t) {
			continue
		}
		out = append(out, termText(query, added, n))
	}
	return strings.Join(out, " ")
}

// termText is term n as it stands in its query.
func termText(query string, terms []triage.Term, n int) string {
	end := len(query)
	if n+1 < len(terms) {
		end = terms[n+1].Pos
	}
	return strings.TrimSpace(query[terms[n].Pos:end])
}
