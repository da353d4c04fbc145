package command

import (
	"bufio"
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// summaryCommand prints the Overview screen.
type summaryCommand struct {
	input      `embed:""`
	keeps      `embed:""`
	live       `embed:""`
	JSON       bool   `xor:"for" help:"Print the whole answer as JSON, for programs."`
	Prometheus bool   `xor:"for" help:"Print metrics for Prometheus, as the node exporter's textfile collector reads them."`
	By         string `enum:"server,reason,domain" default:"server" help:"Group statuses by server, reason or domain."`
}

// Run prints the summary.
func (c *summaryCommand) Run(s *session) error {
	if err := c.keeps.check(); err != nil {
		return err
	}
	e, err := c.openLive(s, engine.Options{}, c.live)
	if err != nil {
		return err
	}
	defer e.Close()
	if c.Prometheus {
		return c.printMetrics(e)
	}
	a, err := e.ask(protocol.Request{Days: c.days(), Overview: &protocol.OverviewRequest{Query: c.query(), By: c.By}})
	if err != nil {
		return err
	}
	o := *a.Overview
	if c.JSON {
		return s.printJSON(o)
	}
	printAnswer(s.stdout, o.Diagnosis, s.width)
	summary{s.stdout}.print(o, e.loaded.Archive.Taken, e.loaded.Archive.Loose)
	return nil
}

// summary writes an Overview as text.
type summary struct{ w *bufio.Writer }

// print writes the whole summary. atLeast is set if only the newest message dates
// the capture, so that all ages may be higher.
func (p summary) print(o protocol.Overview, taken protocol.Moment, atLeast bool) {
	fmt.Fprintf(p.w, "%s for %s, %s, in %s of %s",
		words.Plural(o.Matched, "message", "messages"), words.Plural(o.Recipients, "recipient", "recipients"), words.Plural(o.Bytes, "byte", "bytes"),
		words.Plural(o.Dirs, "queue directory", "queue directories"), words.Plural(o.Hosts, "host", "hosts"))
	switch {
	case taken == 0:
	case atLeast:
		fmt.Fprintf(p.w, "; captured at or after %s, the date of the newest message", words.DateSortable(taken))
	default:
		fmt.Fprintf(p.w, "; captured %s", words.DateSortable(taken))
	}
	fmt.Fprintln(p.w)
	switch {
	case o.OldestAge < 0 && (o.Oldest == 0 || !atLeast):
	case o.OldestAge < 60 && atLeast:
		fmt.Fprintf(p.w, "oldest: since %s\n", words.DateSortable(o.Oldest))
	case atLeast:
		fmt.Fprintf(p.w, "oldest: at least %s, since %s\n", words.Breakable(words.Age(o.OldestAge)), words.DateSortable(o.Oldest))
	default:
		fmt.Fprintf(p.w, "oldest: %s, since %s\n", words.Breakable(words.Age(o.OldestAge)), words.DateSortable(o.Oldest))
	}
	p.table("States", len(o.States), func(w *tabwriter.Writer) {
		for _, s := range o.States {
			fmt.Fprintf(w, "%d\t%s\n", s.Count, stateName(s.State, s.Called))
		}
	})
	p.table("Causes", len(o.Causes), func(w *tabwriter.Writer) {
		for _, f := range o.Causes {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", f.Count, confidences[f.Confidence], words.Printable(words.Breakable(causeName(f))), sides[f.Side])
		}
	})
	p.table(heading("Statuses", o.Groups.Groups-len(o.Groups.Rows)), len(o.Groups.Rows), func(w *tabwriter.Writer) {
		for _, g := range o.Groups.Rows {
			server := g.Server
			if server == "" {
				server = g.ServerNote
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", g.Count, stateName(g.State, g.Called), codes(g.Code, g.Enhanced), plain(g.Reason), server)
		}
	})
	p.table(heading("SMTP replies", o.Replies.Codes-len(o.Replies.Rows)), len(o.Replies.Rows), func(w *tabwriter.Writer) {
		for _, r := range o.Replies.Rows {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", r.Messages, codes(r.Code, r.Enhanced), plain(r.Reason), r.Meaning)
		}
	})
	p.table(heading("Waiting for, by age", o.Ages.Domains-len(o.Ages.Rows)), len(o.Ages.Rows), func(w *tabwriter.Writer) {
		fmt.Fprint(w, "\t")
		for _, b := range protocol.AgeBuckets {
			fmt.Fprintf(w, "\t%s", words.Breakable(words.Span(b)))
		}
		fmt.Fprintln(w, "\tolder")
		for _, r := range append([]protocol.AgeRow{o.Ages.Total}, o.Ages.Rows...) {
			fmt.Fprintf(w, "%d\t%s", r.Count, words.Printable(r.Name))
			for _, n := range r.Counts {
				fmt.Fprintf(w, "\t%d", n)
			}
			fmt.Fprintln(w)
		}
	})
	p.table("Listing and files", len(o.Check), func(w *tabwriter.Writer) {
		for _, c := range o.Check {
			fmt.Fprintf(w, "%d\t%s\n", c.Count, c.Title)
		}
	})
	for _, f := range o.Forecasts {
		if last := f.Steps[len(f.Steps)-1]; f.Default && last.Count > 0 {
			title := fmt.Sprintf("Given up after %d days, if that is the limit", f.Days)
			if f.Source != "" {
				title = fmt.Sprintf("Given up after %s: %s", words.Breakable(words.Span(f.After)), words.Printable(f.Source))
			}
			p.table(title, len(f.Steps), func(w *tabwriter.Writer) {
				for _, s := range f.Steps {
					when := "within " + words.Breakable(words.Span(s.Within))
					if s.Within == 0 {
						when = "overdue"
					}
					fmt.Fprintf(w, "%d\t%s\t%d of them without a sender: dropped\n", s.Count, when, s.Dropped)
				}
			})
		}
	}
	p.top("Senders", o.Senders)
	p.top("Submitted by", o.Clients)
	p.top("Logins", o.Logins)
	p.top("Scripts", o.Scripts)
	p.top("Queue directories", o.QueueDirs)
	p.top("Recipient domains", o.Domains)
	p.logged(o.Logged)
}

func (p summary) top(title string, t protocol.TopTable) {
	p.table(heading(title, t.Values-len(t.Rows)), len(t.Rows), func(w *tabwriter.Writer) {
		for _, r := range t.Rows {
			fmt.Fprintf(w, "%d\t%s", r.Count, words.Printable(r.Name))
			if r.Note != "" {
				fmt.Fprintf(w, "\t%s", words.Printable(r.Note))
			}
			fmt.Fprintln(w)
		}
	})
}

// table writes a titled table, or nothing if it has no rows.
func (p summary) table(title string, rows int, write func(*tabwriter.Writer)) {
	if rows == 0 {
		return
	}
	fmt.Fprintf(p.w, "\n%s\n", title)
	w := tabwriter.NewWriter(p.w, 0, 8, 2, ' ', 0)
	write(w)
	w.Flush()
}

func heading(title string, more int) string {
	if more <= 0 {
		return title
	}
	return fmt.Sprintf("%s (%s more)", title, words.Number(more))
}

func codes(code, enhanced string) string { return strings.TrimSpace(code + " " + enhanced) }

// reasonWidth is the maximum length of a reason, in characters.
const reasonWidth = 100

// plain joins the pieces of a reason.
func plain(pieces []protocol.Piece) string {
	text := []rune(words.Printable(words.Join(pieces)))
	if len(text) > reasonWidth {
		text = append(text[:reasonWidth-1], '…')
	}
	return string(text)
}

// stateName returns a state in the words of its mail system.
func stateName(state, called string) string {
	return cmp.Or(words.LowerFirst(called), state)
}
