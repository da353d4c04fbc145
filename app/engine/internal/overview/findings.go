package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/poll"
)

// find finds the causes of the messages of a view, whose submitters are counted; nil counts them.
func find(c *capture.Capture, v *capture.View, by *triage.Submitted, wanted *poll.Poll) []*causes.Cause {
	if v.Query == "" {
		return c.Causes() // worked out once
	}
	if by == nil {
		by = c.Index.Submitted(v.Rows, wanted)
		defer by.Release()
	}
	return causes.FindPolled(c.Index, c.Sums(v), by, wanted)
}

// findings words the causes of the messages of a view, the weightiest first, and counts the messages
// that those after the first protocol.FirstCauses have, each once.
func findings(c *capture.Capture, v *capture.View, found []*causes.Cause) (out []protocol.Finding, smaller int) {
	out = []protocol.Finding{}
	var rest []*filter.Node
	for n, cause := range found {
		out = append(out, finding(cause, v.Query))
		if n >= protocol.FirstCauses {
			rest = append(rest, cause.Query())
		}
	}
	if rest != nil {
		smaller = c.Index.Count(filter.Any(rest...), v.Rows)
	}
	return out, smaller
}

// finding returns a cause among the messages that match a query.
func finding(c *causes.Cause, query string) protocol.Finding {
	f := protocol.Finding{
		Rule: c.Rule, Title: words.Visible(c.Title), Text: words.Visible(c.Text), Advice: c.Advice, Command: c.Command,
		Confidence: c.Confidence.String(), Side: string(c.Side), Count: c.Count, Oldest: c.Oldest,
		Query: capture.Narrow(query, c.Query()),
		Key:   words.Visible(c.Key()), Subtitle: words.Visible(c.Subtitle), PartsAre: c.PartsAre, Parts: []protocol.CausePart{}, PartsOf: c.PartsOf,
	}
	for _, host := range c.Hosts {
		f.Hosts = append(f.Hosts, words.Visible(host))
	}
	for _, p := range c.Parts {
		f.Parts = append(f.Parts, protocol.CausePart{
			Name: words.Visible(p.Name), Note: words.Visible(p.Note), Count: p.Count, Last: p.Last, Command: p.Command,
			Query: capture.Narrow(query, p.Query),
		})
	}
	return f
}
