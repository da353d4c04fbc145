package share

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// listing writes some entries of one of the queue's listings, in the form of
// 8.12 and later (formats/sendmail.md §5), verbose if the listing was. entries
// are indices in Queue.Listed, in the order of the listing; size returns a data
// file's size in the archive.
func (t *texts) listing(w io.Writer, n int, entries []int32, size func(row int32, listed int64) int64) error {
	out := bufio.NewWriter(w)
	q := t.q
	verbose := q.Listings[n].Verbose
	total := 0
	for len(entries) > 0 {
		at := q.Listed[entries[0]].Queue
		k := 0
		for k < len(entries) && q.Listed[entries[k]].Queue == at {
			k++
		}
		path := ""
		if at >= 0 {
			path = words.OneLine(t.rd.Path(q.Listings[n].Queues[at].Path))
		}
		if path == "" {
			path = "Mail Queue"
		}
		requests := "requests"
		if k == 1 {
			requests = "request"
		}
		fmt.Fprintf(out, "\t\t%s (%d %s)\n", path, k, requests)
		if verbose {
			out.WriteString("-----Q-ID----- --Size-- -Priority- ---Q-Time--- --------Sender/Recipient--------\n")
		} else {
			out.WriteString("-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
		}
		for _, e := range entries[:k] {
			t.entry(out, &q.Listed[e], verbose, size)
		}
		total += k
		entries = entries[k:]
	}
	fmt.Fprintf(out, "\t\tTotal requests: %d\n", total)
	return out.Flush()
}

// entry writes one message of a listing.
func (t *texts) entry(out *bufio.Writer, e *queue.ListedEntry, verbose bool, size func(int32, int64) int64) {
	q, i := t.q, e.Message
	fmt.Fprintf(out, "%13s%c", words.OneLine(t.rd.ID(q.Text(e.ID))), e.Mark)
	if e.Date.Month == 0 {
		if e.Remark != 0 {
			fmt.Fprintf(out, " (%s)", words.OneLine(t.raw(e.Remark, anyText)))
		}
		out.WriteByte('\n')
	} else {
		fmt.Fprintf(out, "%8d ", size(i, e.Size))
		day := fmt.Sprintf("%s %2d %02d:%02d", time.Month(e.Date.Month).String()[:3], e.Date.Day, e.Date.Hour, e.Date.Minute)
		if verbose {
			warned := ' '
			if e.Warned {
				warned = '+'
			}
			fmt.Fprintf(out, "%10d%c%s", e.Priority, warned, day)
		} else {
			fmt.Fprintf(out, "%s %s", time.Weekday(max(e.Date.Weekday, 0)).String()[:3], day)
		}
		fmt.Fprintf(out, " %s\n", printed(t.raw(e.Sender, anAddress)))
	}
	if e.Reason != 0 {
		fmt.Fprintf(out, "     QUARANTINE: %s\n", words.OneLine(t.raw(e.Reason, anyText)))
	}
	body := q.Text(q.BodyType[i])
	width := 60
	if verbose {
		width = 100
	}
	switch status, cut := t.listedStatus(e, width); {
	case status != "":
		fmt.Fprintf(out, "    %10.10s   (%s", body, status)
		if !cut || len(status) >= width {
			out.WriteByte(')') // a status without one is read as cut off
		}
		out.WriteByte('\n')
	case body != "":
		fmt.Fprintf(out, "    %10.10s\n", body)
	}
	indent := "\t\t\t\t\t "
	if verbose {
		indent = "\t\t\t\t\t\t"
	}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		fmt.Fprintf(out, "%s%s\n", indent, printed(t.raw(q.RcptAddr[k], anAddress)))
		if verbose && q.RcptStat[k] != 0 {
			fmt.Fprintf(out, "\t\t (%s)\n", words.OneLine(t.raw(q.RcptStat[k], anyText)))
		}
	}
}

// listedStatus returns the status of an entry, and whether it is cut off. A status that
// was cut is replaced by the message's, where that is known, and cut again: part of a
// name would get another pseudonym than the whole, and the two would disagree.
func (t *texts) listedStatus(e *queue.ListedEntry, width int) (status string, cut bool) {
	if !e.Cut {
		return words.OneLine(t.raw(e.Status, anyText)), false
	}
	q, listed := t.q, t.q.Text(e.Status)
	if whole := q.Status[e.Message]; len(q.Text(whole)) > len(listed) && strings.HasPrefix(q.Text(whole), listed) {
		status = words.OneLine(t.raw(whole, anyText))
		if len(status) <= width {
			return status, false
		}
		return strings.ToValidUTF8(status[:width], ""), true
	}
	return words.OneLine(t.raw(e.Status, cutText)), true
}

// printed escapes an address like mailq.
func printed(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
