package command

import "github.com/spoolscope/spoolscope/app/protocol"

// sideLabels are the names of the sides in performance data and metrics. "unknown"
// has the messages of causes without a side, and those without a cause.
var sideLabels = []string{"ours", "theirs", "network", "sender", "unknown"}

// causesOnce asks for the causes with counts that add up.
func (c *client) causesOnce(days int, query string) (protocol.CauseList, error) {
	a, err := c.ask(protocol.Request{Days: days, Causes: &protocol.CausesRequest{Query: query, Once: true}})
	if err != nil {
		return protocol.CauseList{}, err
	}
	return *a.Causes, nil
}

// bySide counts each message once, by the side of its first cause.
func bySide(list protocol.CauseList) map[string]int {
	n := map[string]int{"unknown": list.Rest}
	for i, f := range list.Causes {
		if f.Side == "" {
			f.Side = "unknown"
		}
		n[f.Side] += list.Once[i]
	}
	return n
}
