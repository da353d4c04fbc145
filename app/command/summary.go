package command

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// summaryCommand prints the Overview screen.
type summaryCommand struct {
	input `embed:""`
	keeps `embed:""`
	JSON  bool   `help:"Print the whole answer as JSON, for programs."`
	By    string `enum:"server,reason,domain" default:"server" help:"Group statuses by server, reason or domain."`
}

// Run prints the summary.
func (c *summaryCommand) Run(s *session) error {
	e, l, err := c.engine(s)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := c.set(e); err != nil {
		return err
	}
	o, err := e.Overview(protocol.OverviewRequest{Query: c.query(), By: c.By})
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(s.stdout)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(o)
	}
	summary{s.stdout}.print(o, l.queue.Taken)
	return nil
}

// summary writes an Overview as text.
type summary struct{ w *bufio.Writer }

func (p summary) print(o protocol.Overview, taken protocol.Moment) {
	fmt.Fprintf(p.w, "%s for %s, %s, in %s of %s",
		counted(o.Matched, "message", "messages"), counted(o.Recipients, "recipient", "recipients"), counted(int(o.Bytes), "byte", "bytes"),
		counted(o.Dirs, "queue directory", "queue directories"), counted(o.Hosts, "host", "hosts"))
	if taken != 0 {
		fmt.Fprintf(p.w, "; captured %s", clock(taken))
	}
	fmt.Fprintln(p.w)
	if o.OldestAge >= 0 {
		fmt.Fprintf(p.w, "oldest: %s, since %s\n", duration(o.OldestAge), clock(o.Oldest))
	}
	p.table("States", len(o.States), func(w *tabwriter.Writer) {
		for _, s := range o.States {
			fmt.Fprintf(w, "%d\t%s\n", s.Count, s.State)
		}
	})
	p.table("Likely causes", len(o.Causes), func(w *tabwriter.Writer) {
		for _, f := range o.Causes {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", f.Count, confidences[f.Confidence], line(f.Title), sides[f.Side])
		}
	})
	p.table(heading("Statuses", o.Groups.Groups-len(o.Groups.Rows)), len(o.Groups.Rows), func(w *tabwriter.Writer) {
		for _, g := range o.Groups.Rows {
			server := g.Server
			if server == "" {
				server = g.ServerNote
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", g.Count, g.State, codes(g.Code, g.Enhanced), plain(g.Reason), server)
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
			fmt.Fprintf(w, "\t%s", duration(b))
		}
		fmt.Fprintln(w, "\tolder")
		for _, r := range append([]protocol.AgeRow{o.Ages.Total}, o.Ages.Rows...) {
			fmt.Fprintf(w, "%d\t%s", r.Count, line(r.Name))
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
			p.table(fmt.Sprintf("Given up after %d days, if that is the limit", f.Days), len(f.Steps), func(w *tabwriter.Writer) {
				for _, s := range f.Steps {
					when := "within " + duration(s.Within)
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
}

func (p summary) top(title string, t protocol.TopTable) {
	p.table(heading(title, t.Values-len(t.Rows)), len(t.Rows), func(w *tabwriter.Writer) {
		for _, r := range t.Rows {
			fmt.Fprintf(w, "%d\t%s", r.Count, line(r.Name))
			if r.Note != "" {
				fmt.Fprintf(w, "\t%s", line(r.Note))
			}
			fmt.Fprintln(w)
		}
	})
}

// table writes a titled table, nothing when it has no rows.
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
	return fmt.Sprintf("%s (%s more)", title, thousands(int64(more)))
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(int64(n)) + " " + many
}

func codes(code, enhanced string) string { return strings.TrimSpace(code + " " + enhanced) }

// reasonWidth is the length of a reason in characters beyond which it is cut.
const reasonWidth = 100

// plain joins the pieces of a reason.
func plain(pieces []protocol.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	text := []rune(line(b.String()))
	if len(text) > reasonWidth {
		text = append(text[:reasonWidth-1], '…')
	}
	return string(text)
}

// line makes a text of the queue harmless for a terminal and a table: control
// characters and bytes that are no UTF-8 become U+FFFD.
func line(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func clock(t protocol.Moment) string { return time.Unix(t, 0).UTC().Format("2006-01-02 15:04 UTC") }

// duration writes seconds as "4 d 21 h", "9 h 12 m", "20 m".
func duration(seconds int64) string {
	d, h, m := seconds/86400, seconds/3600%24, seconds/60%60
	two := func(a int64, au string, b int64, bu string) string {
		if b == 0 {
			return fmt.Sprintf("%d %s", a, au)
		}
		return fmt.Sprintf("%d %s %d %s", a, au, b, bu)
	}
	switch {
	case d > 0:
		return two(d, "d", h, "h")
	case h > 0:
		return two(h, "h", m, "m")
	}
	return fmt.Sprintf("%d m", m)
}
