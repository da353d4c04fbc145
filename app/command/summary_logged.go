package command

import (
	"fmt"
	"text/tabwriter"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// logged writes what the mail logs have about all mail, whether it waits or not.
func (p summary) logged(l *protocol.Logged) {
	if l == nil {
		return
	}
	span := ""
	if l.From != 0 {
		span = fmt.Sprintf(", %s to %s", words.DateSortable(l.From), words.DateSortable(l.To))
	}
	fmt.Fprintf(p.w, "\nAll mail in the mail log: %s in %s%s\n", words.Plural(l.Lines, "line", "lines"), words.Plural(l.Logs, "file", "files"), span)
	fmt.Fprintf(p.w, "%s received, %s delivered, %s deferred, %s refused for good\n",
		words.Plural(l.Received, "message", "messages"), words.Plural(l.Delivered, "recipient", "recipients"), words.Plural(l.Deferred, "attempt", "attempts"), words.Number(l.Failed))
	p.table(heading("Next hops", l.ServersOf-len(l.Servers)), len(l.Servers), func(w *tabwriter.Writer) {
		for n := range l.Servers {
			s := &l.Servers[n]
			last := "no delivery"
			if s.LastDelivery != 0 {
				last = "last delivery " + words.DateSortable(s.LastDelivery)
			}
			fmt.Fprintf(w, "%s\t%d delivered\t%d deferred\t%d refused\t%s\t%d waiting\n", words.Printable(s.Name), s.Delivered, s.Deferred, s.Failed, last, s.Waiting)
		}
	})
	p.top("Senders of all mail", l.Senders)
}
