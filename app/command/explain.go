package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// explainCommand explains one status or reply.
type explainCommand struct {
	Text []string `arg:"" optional:"" help:"A status from mailq or a log, or a reply with all its lines; - reads it from the standard input."`
	JSON bool     `help:"Print the answer as JSON, for programs."`
}

// maxExplained is the maximum that is read from the standard input, in bytes.
const maxExplained = 64 << 10

// Run prints what the text means, who must act, how long it lasts and whether
// deleting is safe.
func (c *explainCommand) Run(s *session) error {
	text := strings.Join(c.Text, " ")
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(s.stdin, maxExplained))
		if err != nil {
			return err
		}
		text = string(b)
	}
	if strings.TrimSpace(text) == "" {
		return errUsage{`explain: no text; give a status or reply, as in explain "451 4.7.1 Greylisted"`}
	}
	x := engine.Explain(text)
	if c.JSON {
		return s.printJSON(x)
	}
	printExplanation(s.stdout, x)
	return nil
}

func printExplanation(w io.Writer, x protocol.Explanation) {
	if x.Known {
		fmt.Fprintf(w, "%s (%s, because of %s)\n", x.Meaning, x.Sure, x.Because)
	} else {
		fmt.Fprintf(w, "Unknown: no rule matches this text.\n")
	}
	row := func(name, text string) {
		if text != "" {
			fmt.Fprintf(w, "  %-9s %s\n", name, text)
		}
	}
	row("Code", strings.TrimSpace(x.Code+" "+x.Enhanced))
	row("Standard", x.Standard)
	if !x.Known && x.Topic != "other" {
		row("Mostly", x.Meaning)
	}
	row("Who acts", x.Who)
	row("To do", x.Advice)
	row("Lasts", x.Lasts)
	row("Delete", x.Delete)
	row("Topic", "why:"+x.Topic)
	row("Source", x.Source)
}
