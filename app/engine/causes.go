package engine

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// Causes finds what holds up the messages that match a query, the weightiest
// first.
func (e *capture) Causes(query string) ([]protocol.Finding, error) {
	rows, err := e.match(query)
	if err != nil {
		return nil, err
	}
	out := []protocol.Finding{}
	for _, c := range e.index.Causes(rows) {
		f := protocol.Finding{
			Rule: c.Rule, Title: words.Visible(c.Title), Text: words.Visible(c.Text), Advice: c.Advice, Command: c.Command,
			Confidence: c.Confidence.String(), Side: string(c.Side), Count: c.Count, Oldest: c.Oldest,
			Query: narrowAll(query, c.Query),
		}
		out = append(out, f)
	}
	return out, nil
}
