package command

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// explainCommand explains one status or reply, or each of several.
type explainCommand struct {
	Text []string `arg:"" optional:"" help:"A status from mailq or a log, or a reply with all its lines; a file with several of them, as mailq | grep Deferred prints, or - for the standard input."`
	JSON bool     `help:"Print the answer as JSON, for programs."`
}

// The maximum that is read of a file or the standard input, in bytes: of one
// status or reply, and of many.
const (
	maxExplained = 64 << 10
	maxStatuses  = 8 << 20
)

// Run prints what the text means, who must act, how long it lasts and whether
// deleting is safe.
func (c *explainCommand) Run(s *session) error {
	text, err := c.text(s)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return errUsage{`explain: no text; give a status or reply, as in explain "451 4.7.1 Greylisted"`}
	}
	if list := engine.ExplainList(text); list != nil {
		if c.JSON {
			return s.printJSON(list)
		}
		printStatuses(s.stdout, list)
		return nil
	}
	if len(text) > maxExplained {
		text = text[:maxExplained]
	}
	x := engine.Explain(text)
	if c.JSON {
		return s.printJSON(x)
	}
	printExplanation(s.stdout, x)
	return nil
}

// text returns the text to explain: the arguments, the standard input, or the
// contents of a file that a single argument names.
func (c *explainCommand) text(s *session) (string, error) {
	text := strings.Join(c.Text, " ")
	in := s.stdin
	if text != "-" {
		info, err := os.Stat(text)
		if len(c.Text) != 1 || err != nil || !info.Mode().IsRegular() {
			return text, nil
		}
		file, err := os.Open(text)
		if err != nil {
			return "", err
		}
		defer file.Close()
		in = file
	}
	b, err := io.ReadAll(io.LimitReader(in, maxStatuses))
	return string(b), err
}

// printStatuses prints what each of several statuses means.
func printStatuses(w io.Writer, l *protocol.StatusList) {
	fmt.Fprintf(w, "%s with %s", words.Plural(l.Lines, "line", "lines"), words.Plural(len(l.Rows)+l.Left, "different status", "different statuses"))
	if l.Announced > 0 {
		fmt.Fprintf(w, "; the queue announces %s", words.Plural(l.Announced, "message", "messages"))
	}
	fmt.Fprintln(w)
	for _, r := range l.Rows {
		fmt.Fprintf(w, "\n%s: %s\n", words.Plural(r.Count, "line", "lines"), r.Text)
		printExplanation(w, r.Explanation)
	}
	if l.Left > 0 {
		fmt.Fprintf(w, "\n%s not explained\n", words.Plural(l.Left, "more status is", "more statuses are"))
	}
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
	if x.System != "" {
		row("Wrote it", mailsystem.By(x.System).Name)
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
