package command

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// diffCommand compares two captures of a queue.
type diffCommand struct {
	Earlier string `arg:"" help:"A capture: archive, folder or mailq output; - for standard input."`
	Later   string `arg:"" help:"Another one of the same queue. The one captured first comes first in the output."`
	Filter  string `placeholder:"QUERY" help:"Only messages that this filter selects in either: \"state:deferred\", \"diff:changed\"."`
	By      string `default:"server" placeholder:"KEY" help:"Compare by server, why, reason, domain or another of ${dimensions} that is not a number."`
	Limit   int    `default:"20" help:"Only the first rows by that key; 0 is all."`
	JSON    bool   `help:"Print the whole answer as JSON, for programs."`
}

// errOtherQueue is the error of captures that are not of one queue.
var errOtherQueue = errors.New("these are not two captures of one queue")

// Run prints what came, went and stayed, by cause and by a key.
func (c *diffCommand) Run(s *session) error {
	if err := triage.Check(c.Filter); err != nil {
		return errUsage{"--filter: " + err.Error()}
	}
	if !slices.Contains(protocol.Dimensions, c.By) || !protocol.Comparable(c.By) {
		return errUsage{fmt.Sprintf("--by: cannot compare by %q", c.By)}
	}
	if c.Earlier == "-" && c.Later == "-" {
		return errUsage{"only one of the two can be the standard input"}
	}
	e := s.newClient(engine.Options{})
	defer e.Close()
	for n, path := range []string{c.Earlier, c.Later} {
		if err := e.open([]string{path}, n > 0); err != nil {
			return err
		}
	}
	a, err := e.ask(protocol.Request{Diff: &protocol.DiffRequest{Query: c.Filter, By: c.By, Limit: c.Limit}})
	if err != nil {
		return err
	}
	d := *a.Diff
	if c.JSON {
		err = s.printJSON(d)
	} else {
		comparison{s.stdout}.print(d)
	}
	if err == nil && !d.Alike {
		return errOtherQueue
	}
	return err
}

// comparison writes a Comparison as text.
type comparison struct{ w *bufio.Writer }

func (p comparison) print(d protocol.Comparison) {
	sides := tabwriter.NewWriter(p.w, 0, 8, 2, ' ', 0)
	p.side(sides, "earlier", d.Before, d.Query)
	p.side(sides, "later", d.After, d.Query)
	sides.Flush()
	for _, n := range d.Notes {
		fmt.Fprintf(p.w, "note: %s\n", words.Printable(words.Unmarked(n)))
	}
	if !d.Alike {
		return
	}
	between := ""
	if d.Apart > 0 {
		between = "in " + words.Breakable(words.Span(d.Apart)) + ": "
	}
	fmt.Fprintf(p.w, "\n%s%s came, %s went, %s stayed, %s of them changed\n", between,
		words.Number(d.Came), words.Number(d.Went), words.Number(d.Stayed), words.Number(d.Changed))
	p.counts("Of those that went", d.Gone)
	p.counts("Of those that stayed", d.Stays)
	p.rows("By cause", "cause", len(d.Causes), d.Causes)
	p.rows("By "+d.By, d.By, d.Values, d.Rows)
}

func (p comparison) side(w *tabwriter.Writer, which string, s protocol.DiffSide, query string) {
	when := "captured at an unknown time"
	if s.Taken != 0 {
		when = "captured " + words.DateSortable(s.Taken)
	}
	n := words.Plural(s.Matched, "message", "messages")
	if query != "" {
		n += " of " + words.Number(s.Total)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", which, words.Printable(s.Name), when, n, words.Printable(strings.Join(s.Hosts, ", ")))
}

func (p comparison) counts(title string, list []protocol.Kind) {
	summary(p).table(title, len(list), func(w *tabwriter.Writer) {
		for _, c := range list {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", c.Count, words.LowerFirst(c.Title), c.Text, c.Query)
		}
	})
}

func (p comparison) rows(title, what string, all int, rows []protocol.DiffRow) {
	summary(p).table(heading(title, all-len(rows)), len(rows), func(w *tabwriter.Writer) {
		fmt.Fprintf(w, "before\twent\tstayed\tcame\tafter\t\t%s\n", what)
		for _, r := range rows {
			trend := r.Trend
			if trend == "same" {
				trend = ""
			}
			fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%s\t%s\n", r.Before, r.Went, r.Stayed, r.Came, r.After, trend, words.Printable(r.Title))
		}
	})
}
