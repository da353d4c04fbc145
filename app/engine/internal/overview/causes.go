package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/words"
)

// Causes answers what holds up the messages that match a query.
func Causes(c *capture.Capture, req protocol.CausesRequest) (protocol.CauseList, error) {
	found, err := Findings(c, req.Query)
	return protocol.CauseList{Causes: found}, err
}

// Findings returns the causes of the messages that match a query, the
// weightiest first.
func Findings(c *capture.Capture, query string) ([]protocol.Finding, error) {
	rows, err := c.Match(query)
	if err != nil {
		return nil, err
	}
	var found []*causes.Cause
	if query == "" {
		found = c.Causes() // worked out once
	} else {
		found = causes.Find(c.Index, rows)
	}
	out := []protocol.Finding{}
	for _, cause := range found {
		f := protocol.Finding{
			Rule: cause.Rule, Title: words.Visible(cause.Title), Text: words.Visible(cause.Text), Advice: cause.Advice, Command: cause.Command,
			Confidence: cause.Confidence.String(), Side: string(cause.Side), Count: cause.Count, Oldest: cause.Oldest,
			Query: capture.Narrow(query, cause.Query()),
		}
		out = append(out, f)
	}
	return out, nil
}
