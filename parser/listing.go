package parser

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// listing is a listing's place among the sources, for finding the queue that
// it belongs to.
type listing struct {
	folder folder // where the file lay
	first  int    // range in Listed
	end    int
	rcpts  []listedRecipients // of the entries, in the same order
}

// listedRecipients are the recipients of an entry as a range of the loader's
// pool, kept until it is known whether there is a control file.
type listedRecipients struct{ from, n uint32 }

// listing reads the text that mailq printed.
func (l *loader) listing(m archive.Member, r io.Reader) {
	in := listing{folder: folderOf(m), first: len(l.Listed)}
	n := len(l.Listings)
	parse := mailq.Entries
	if l.opt.Lines {
		parse = mailq.Parse
	}
	frame, problems := parse(r, m.Name, func(e queue.ListingEntry) {
		add := l.Strings.Add
		l.Listed = append(l.Listed, queue.ListedEntry{
			Listing: uint16(min(n, 1<<16-1)), Queue: int16(e.Queue), Mark: e.Mark, Warned: e.Warned, Message: -1,
			ID: add(e.ID), Size: e.Size, Priority: e.Priority, Created: queue.NoNumber, Date: e.Date,
			Sender: add(e.Sender), Status: add(e.Status), Reason: add(e.Quarantine), Remark: add(e.Remark),
			Cut: e.Cut, Line: int32(e.Line), Offset: e.Offset,
		})
		at := uint32(len(l.listedAddr))
		for _, rc := range e.Recipients {
			l.listedAddr = append(l.listedAddr, add(rc.Address))
			l.listedStat = append(l.listedStat, add(rc.Status))
		}
		in.rcpts = append(in.rcpts, listedRecipients{at, uint32(len(e.Recipients))})
		l.listedBody = append(l.listedBody, add(e.BodyType))
	})
	in.end = len(l.Listed)
	l.add(problems...)
	l.Listings = append(l.Listings, frame)
	l.listings = append(l.listings, in)
}
