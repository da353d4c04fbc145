package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/words"
)

// Causes answers what holds up the messages that match a query.
func Causes(c *capture.Capture, req protocol.CausesRequest) (protocol.CauseList, error) {
	found, err := Findings(c, req.Query)
	list := protocol.CauseList{Causes: found}
	if err == nil && req.Once {
		err = countOnce(c, req.Query, &list)
	}
	return list, err
}

// countOnce gives each message that matches a query to the first finding that
// has it, so that the counts add up.
func countOnce(c *capture.Capture, query string, list *protocol.CauseList) error {
	rows, err := c.Match(query)
	if err != nil {
		return err
	}
	waiting := make([]bool, c.Queue.Len())
	for _, i := range rows {
		waiting[i] = true
	}
	list.Once, list.Rest = make([]int, len(list.Causes)), len(rows)
	for n, f := range list.Causes {
		node, err := filter.Parse(f.Query)
		if err != nil {
			return err
		}
		selected, err := c.Index.Select(node)
		if err != nil {
			return err
		}
		for _, i := range selected {
			if waiting[i] {
				waiting[i] = false
				list.Once[n]++
				list.Rest--
			}
		}
	}
	return nil
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
