package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// groupCommand counts messages by a key of the filter.
type groupCommand struct {
	input `embed:""`
	By    string `required:"" placeholder:"KEY" help:"${dimensions}."`
	Limit int    `default:"0" help:"Only the first rows; 0 is all."`
	JSON  bool   `help:"Print the counts as JSON, with the filter that selects each."`
}

// Run prints one line per value: the count and the value, as sort | uniq -c and
// sort -rn do. Numbers are counted in ranges, in ascending order.
func (c *groupCommand) Run(s *session) error {
	if !slices.Contains(protocol.Dimensions, c.By) {
		return errUsage{fmt.Sprintf("--by: %q is not one of %s", c.By, strings.Join(protocol.Dimensions, ", "))}
	}
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Breakdown: &protocol.BreakdownRequest{Query: c.query(), By: c.By, Limit: c.Limit}})
	if err != nil {
		return err
	}
	b := a.Breakdown
	if c.JSON {
		return s.printJSON(b)
	}
	for _, r := range b.Rows {
		fmt.Fprintf(s.stdout, "%7d %s\n", r.Count, words.Printable(r.Name))
	}
	return nil
}
