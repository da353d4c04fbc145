package command

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// causesCommand prints what holds up the queue.
type causesCommand struct {
	input `embed:""`
	keeps `embed:""`
	JSON  bool `help:"Print the findings as JSON, for programs."`
}

// Run prints the findings, the weightiest first.
func (c *causesCommand) Run(s *session) error {
	if err := c.keeps.check(); err != nil {
		return err
	}
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Days: c.Expire, Causes: &protocol.CausesRequest{Query: c.query()}})
	if err != nil {
		return err
	}
	found := a.Causes.Causes
	if c.JSON {
		return s.printJSON(found)
	}
	for n, f := range found {
		if n > 0 {
			fmt.Fprintln(s.stdout)
		}
		printFinding(s.stdout, f)
	}
	return nil
}

// sides are the words for where a cause can be removed.
var sides = map[string]string{"ours": "on this server", "theirs": "their side", "network": "network", "sender": "sender’s side"}

// printFinding writes a finding in a few lines.
func printFinding(w *bufio.Writer, f protocol.Finding) {
	fmt.Fprintf(w, "%s: %s\n", words.Number(f.Count), words.Printable(f.Title))
	sure := strings.TrimSuffix(confidences[f.Confidence]+", "+sides[f.Side], ", ")
	fmt.Fprintf(w, "  %s (%s)\n", words.Printable(words.Unmarked(f.Text)), sure)
	fmt.Fprintf(w, "  To do: %s\n", words.Printable(f.Advice))
	if f.Command != "" {
		fmt.Fprintf(w, "  $ %s\n", words.Printable(f.Command))
	}
	fmt.Fprintf(w, "  Filter: %s\n", words.Printable(f.Query))
}

var confidences = map[string]string{"certain": "certain", "likely": "likely", "look": "worth a look"}
