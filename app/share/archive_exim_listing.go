package share

import (
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// eximListing writes some entries of a listing of Exim, as exim -bp does (formats/exim.md §7.1).
// size returns the size of a message in the archive.
func (t *texts) eximListing(w io.Writer, entries []int32, size func(row int32, listed int64) int64) error {
	q := t.q
	for _, k := range entries {
		e := &q.Listed[k]
		mark := ""
		if e.Mark == queue.MarkFrozen {
			mark = " *** frozen ***"
		}
		sender := t.raw(e.Sender, anAddress)
		if sender == queue.NullSender {
			sender = ""
		}
		if _, err := fmt.Fprintf(w, "%s %s %s <%s>%s\n", eximAge(int64(e.Age)), eximSize(size(e.Message, e.Size)), t.rd.ID(q.Text(e.ID)), sender, mark); err != nil {
			return err
		}
		from, to := q.Recipients(e.Message)
		for r := from; r < to; r++ {
			if _, err := fmt.Fprintf(w, "          %s\n", t.raw(q.RcptAddr[r], anAddress)); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// eximAge returns an age as Exim prints it: minutes up to 90, hours up to 72, else days.
func eximAge(seconds int64) string {
	const minute, hour = 60, 60 * 60
	switch minutes := max(seconds, 0) / minute; {
	case minutes <= 90:
		return fmt.Sprintf("%2dm", minutes)
	case seconds <= 72*hour:
		return fmt.Sprintf("%2dh", (seconds+hour/2)/hour)
	}
	return fmt.Sprintf("%2dd", (seconds+12*hour)/(24*hour))
}

// eximSize returns a size as Exim prints it, in five columns.
func eximSize(n int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	switch {
	case n <= 0:
		return "     "
	case n < kilo:
		return fmt.Sprintf("%5d", n)
	case n < 10*kilo:
		return fmt.Sprintf("%4.1fK", float64(n)/kilo)
	case n < mega:
		return fmt.Sprintf("%4dK", (n+kilo/2)/kilo)
	case n < 10*mega:
		return fmt.Sprintf("%4.1fM", float64(n)/mega)
	}
	return fmt.Sprintf("%4dM", (n+mega/2)/mega)
}
