package command

import (
	"bufio"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// causesCommand prints what holds up the queue.
type causesCommand struct {
	input `embed:""`
	keeps `embed:""`
	JSON  bool `help:"Print the answer and the causes as JSON, for programs."`
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
	a, err := e.ask(protocol.Request{Days: c.days(), Causes: &protocol.CausesRequest{Query: c.query()}})
	if err != nil {
		return err
	}
	if c.JSON {
		return s.printJSON(a.Causes)
	}
	printCauses(s.stdout, a.Causes)
	return nil
}

// sides are the words for where a cause can be removed.
var sides = map[string]string{"ours": "on this server", "theirs": "their side", "network": "network or DNS", "sender": "sender’s side"}

// printedParts is how many parts of a cause are printed. JSON has more.
const printedParts = 5

// printCauses writes the first causes with their parts, a line for each of the
// smaller ones.
func printCauses(w *bufio.Writer, list *protocol.CauseList) {
	found := list.Causes
	first := found[:min(len(found), protocol.FirstCauses)]
	for n, f := range first {
		if n > 0 {
			fmt.Fprintln(w)
		}
		printFinding(w, f)
	}
	if len(first) == len(found) {
		return
	}
	smaller := found[len(first):]
	fmt.Fprintf(w, "\n%s, %s\n", words.Plural(len(smaller), "smaller cause", "smaller causes"), words.Plural(list.Smaller, "message", "messages"))
	for _, f := range smaller {
		fmt.Fprintf(w, "  %s: %s\n    Filter: %s\n", words.Number(f.Count), words.Printable(causeName(f)), words.Printable(f.Query))
	}
}

// causeName returns the title of a cause with what is inside.
func causeName(f protocol.Finding) string {
	if f.Subtitle == "" {
		return f.Title
	}
	return f.Title + " (" + f.Subtitle + ")"
}

// printFinding writes a finding in a few lines, and then its parts.
func printFinding(w *bufio.Writer, f protocol.Finding) {
	line := func(format, text string) { fmt.Fprintf(w, format, words.Printable(words.Breakable(text))) }
	fmt.Fprintf(w, "%s: %s\n", words.Number(f.Count), words.Printable(words.Breakable(causeName(f))))
	sure := strings.TrimSuffix(confidences[f.Confidence]+", "+sides[f.Side], ", ")
	line("  %s", words.Unmarked(f.Text))
	fmt.Fprintf(w, " (%s)\n", sure)
	if len(f.Hosts) > 0 {
		line("  On: %s\n", strings.Join(f.Hosts, ", "))
	}
	for n, step := range strings.Split(words.Unmarked(f.Advice), "\n") {
		line([]string{"  To do: %s\n", "         %s\n"}[min(n, 1)], step)
	}
	commands := f.Command
	if len(f.Parts) > 0 && commands == "" {
		commands = f.Parts[0].Command
	}
	for _, command := range strings.Split(commands, "\n") {
		if command != "" {
			line("  $ %s\n", command)
		}
	}
	line("  Filter: %s\n", f.Query)
	if f.PartsOf > 1 {
		printParts(w, f)
	}
}

// printParts lists the largest parts of a cause.
func printParts(w *bufio.Writer, f protocol.Finding) {
	fmt.Fprintf(w, "  %s:\n", f.PartsAre)
	parts := f.Parts[:min(len(f.Parts), printedParts)]
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, p := range parts {
		last := ""
		if p.Last != 0 {
			last = "last arrival " + words.DateSortable(p.Last)
		}
		name := words.Printable(words.Breakable(strings.TrimSpace(p.Name + " " + p.Note)))
		fmt.Fprintf(t, "  %7s  %s\t%s\n", words.Number(p.Count), name, last)
	}
	t.Flush()
	if more := f.PartsOf - len(parts); more > 0 {
		fmt.Fprintf(w, "           and %s\n", words.Plural(more, "other", "others"))
	}
}

var confidences = map[string]string{"certain": "certain", "likely": "likely", "look": "worth a look"}
