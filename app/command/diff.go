package command

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
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
	Later   string `arg:"" optional:"" help:"Another capture of the same queue. The one captured first comes first in the output. Without it, two captures in EARLIER are compared: the oldest and the newest, or those of --from and --to."`
	From    string `placeholder:"N|TIME" help:"If EARLIER holds several captures, take this one: its number, the oldest being 1, or the newest up to a time, \"2026-03-05 11:20\" in UTC."`
	To      string `placeholder:"N|TIME" help:"The same for LATER, or for the second capture in EARLIER."`
	Filter  string `placeholder:"QUERY" help:"Only messages that this filter selects in either: \"state:deferred\", \"diff:changed\"."`
	By      string `default:"server" placeholder:"KEY" help:"Compare by server, why, reason, domain or any other KEY of group --by that is not a number."`
	Limit   int    `default:"20" help:"Only the first rows by that key; 0 is all."`
	JSON    bool   `help:"Print the whole answer as JSON, for programs."`
}

// errOtherQueue is the error for captures of different queues.
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
	if err := cmp.Or(checkCapture("--from", c.From), checkCapture("--to", c.To)); err != nil {
		return err
	}
	e := s.newClient(engine.Options{})
	defer e.Close()
	if err := c.open(e); err != nil {
		return err
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

// open loads both captures.
func (c *diffCommand) open(e *client) error {
	e.files.again = c.Later == "" || c.From != "" || c.To != ""
	first, err := e.refer([]string{c.Earlier})
	if err != nil {
		return err
	}
	second := first
	if c.Later != "" {
		if second, err = e.refer([]string{c.Later}); err != nil {
			return err
		}
	}
	from, to := c.From, c.To
	if c.Later == "" && (from == "" || to == "") {
		if err := e.read(first); err != nil {
			return err
		}
		all := e.loaded.Archive.Captures
		if len(all) == 0 {
			return errUsage{fmt.Sprintf("%s holds one capture; name another one to compare it with", e.loaded.Archive.Name)}
		}
		from = cmp.Or(from, strconv.Itoa(all[0].Number))
		to = cmp.Or(to, strconv.Itoa(all[len(all)-1].Number))
	}
	if err := e.choose(&first, from); err != nil {
		return err
	}
	if err := e.choose(&second, to); err != nil {
		return err
	}
	if err := e.load(first); err != nil {
		return err
	}
	second.Compare = true
	return e.load(second)
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
	name := words.Printable(s.Name)
	if s.Capture > 0 {
		name += ", number " + words.Number(s.Capture)
	}
	n := words.Plural(s.Matched, "message", "messages")
	if query != "" {
		n += " of " + words.Number(s.Total)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", which, name, when, n, words.Printable(strings.Join(s.Hosts, ", ")))
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
