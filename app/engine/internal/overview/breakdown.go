package overview

import (
	"slices"
	"strconv"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// maxBreakdown bounds the rows of a Breakdown.
const maxBreakdown = 1 << 20

// Breakdown counts the messages that match a query by a key: the most frequent
// value first, numbers and days in ascending order. A message for several domains counts
// in each. Limit 0 means all.
func Breakdown(c *capture.Capture, req protocol.BreakdownRequest) (protocol.Breakdown, error) {
	query, by, limit := req.Query, req.By, req.Limit
	rows, err := c.Match(query)
	if err != nil {
		return protocol.Breakdown{}, err
	}
	if limit <= 0 {
		limit = maxBreakdown
	}
	out := protocol.Breakdown{By: by, Rows: []protocol.TopRow{}, Matched: len(rows), Total: len(c.Queue.Order)}
	if list := capture.Steps[by]; list != nil {
		for _, s := range list {
			step := filter.Word(by, s)
			if n := c.Index.Count(step, rows); n > 0 {
				out.Rows = append(out.Rows, protocol.TopRow{Name: s, Count: n, Query: filter.And(query, step.String())})
			}
		}
		out.Values = len(out.Rows)
		return out, nil
	}
	t, ok := c.Values(by, rows)
	if !ok {
		return out, &filter.Error{Text: "cannot group by " + strconv.Quote(by)}
	}
	ranking := c.Rank(t, limit)
	if by == "created" || by == "tried" {
		slices.SortFunc(ranking.First, func(a, b capture.Counted) int { return c.Queue.Strings.Compare(a.Value, b.Value) })
	}
	out.Values = ranking.Values
	for _, top := range ranking.First {
		value := c.Queue.Text(top.Value)
		name := words.Visible(value)
		if value == "" {
			name = "none"
		}
		out.Rows = append(out.Rows, protocol.TopRow{Name: name, Count: top.Count, Query: capture.Narrow(query, capture.Term(by, capture.Exact(by, value)))})
	}
	return out, nil
}
