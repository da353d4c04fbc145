package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// Causes answers what holds up the messages that match a query.
func Causes(c *capture.Capture, req protocol.CausesRequest) (protocol.CauseList, error) {
	v, err := c.View(req.Query)
	if err != nil {
		return protocol.CauseList{}, err
	}
	found := find(c, v, nil, nil)
	var list protocol.CauseList
	list.Causes, list.Smaller = findings(c, v, found)
	if req.Once {
		return list, countOnce(c, req.Query, &list)
	}
	if !c.Partly {
		list.Diagnosis = diagnose(c, v, found, nil)
	}
	return list, nil
}

// countOnce gives each message that matches a query to the first finding that
// has it, so that the counts add up.
func countOnce(c *capture.Capture, query string, list *protocol.CauseList) error {
	_, err := assign(c, query, list)
	return err
}

// CausesByRow answers what holds up the messages that match a query, and for each
// row the first finding that has it, -1 for none.
func CausesByRow(c *capture.Capture, query string) (list protocol.CauseList, of []int32, err error) {
	v, err := c.View(query)
	if err != nil {
		return list, nil, err
	}
	list.Causes, list.Smaller = findings(c, v, find(c, v, nil, nil))
	of, err = assign(c, query, &list)
	return list, of, err
}

// assign counts each message that matches a query for the first finding that has
// it, and returns that finding by row, -1 for none.
func assign(c *capture.Capture, query string, list *protocol.CauseList) ([]int32, error) {
	rows, err := c.Match(query)
	if err != nil {
		return nil, err
	}
	const none, waits = -1, -2
	of := make([]int32, c.Queue.Len())
	for i := range of {
		of[i] = none
	}
	for _, i := range rows {
		of[i] = waits
	}
	list.Once, list.Rest = make([]int, len(list.Causes)), len(rows)
	for n, f := range list.Causes {
		node, err := filter.Parse(f.Query)
		if err != nil {
			return nil, err
		}
		selected, err := c.Index.Select(node)
		if err != nil {
			return nil, err
		}
		for _, i := range selected {
			if of[i] == waits {
				of[i] = int32(n)
				list.Once[n]++
				list.Rest--
			}
		}
	}
	for _, i := range rows {
		of[i] = max(of[i], none)
	}
	return of, nil
}
