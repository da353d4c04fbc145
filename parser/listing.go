package parser

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// listing is what is needed to find the queue that a listing belongs to.
type listing struct {
	place.Listing
	rcpts  []listedRecipients   // of the entries, in the same order
	mod    int64                // modification of the file, Unix, 0 unknown
	named  int64                // the date in its name, as if it were UTC
	zone   int                  // of the server, seconds east of UTC, 0 also if unknown
	states [queue.NumStates]int // of the entries
	part   byte                 // 'L' or 'Q' of mailq -qL or -qQ, which list other messages than plain mailq
	hidden bool                 // another capture of the queue is shown
	spool  int                  // of a system with spools: 1 + the directory of files that it lists, 0 none
}

// listedRecipients are the recipients of an entry as a range of the loader's
// pool, kept until it is known whether a control file exists.
type listedRecipients struct{ from, n uint32 }

// listing reads the output of mailq, or of postqueue.
func (l *loader) listing(m archive.Member, system queue.System, r io.Reader) {
	base := len(l.Listings)
	next := place.Listing{Index: base, Folder: mailsystem.FolderOf(m), Text: base, First: len(l.Listed), End: len(l.Listed)}
	in := listing{Listing: next, named: timeInName(m.Name)}
	if m.Plain && m.ModTime.IsZero() {
		m.ModTime = l.modTime
	}
	if t := m.ModTime.Unix(); t > 0 {
		in.mod = t
	}
	done := func(_ int, frame queue.Listing) {
		in.End = len(l.Listed)
		l.Listings = append(l.Listings, frame)
		l.listings = append(l.listings, in)
		l.supersede(base)
		next.Index, next.First, next.End = len(l.Listings), len(l.Listed), len(l.Listed)
		in = listing{Listing: next, mod: in.mod, named: in.named}
	}
	emit := func(n int, e queue.ListingEntry) {
		switch {
		case e.Mark == '?':
			in.part = 'L'
		case e.Quarantine != "":
			in.part = 'Q'
		}
		l.listedEntry(&in, base+n, e, system)
	}
	var frames []queue.Listing
	var problems []queue.Problem
	if of := systemOf(system); of != nil {
		frames, problems = of.List(r, m.Name, done, emit)
	} else {
		frames, problems = mailq.Parse(r, m.Name, mailq.Options{Lines: l.opt.Hooks.Lines, Done: done, Poll: l.poll}, emit)
	}
	for n, frame := range frames {
		// Dates that follow their listings are known only at the end.
		kept := &l.Listings[base+n]
		frame.Group = kept.Group
		*kept = frame
	}
	l.AddProblems(problems...)
}

// remarkOf returns what a listing says about a message besides its columns: a remark of the mail
// system, or which of its recipients are done.
func remarkOf(e *queue.ListingEntry) string {
	const most = 20
	var done []string
	n := 0
	for _, r := range e.Recipients {
		if r.Done {
			if n++; n <= most {
				done = append(done, r.Address)
			}
		}
	}
	if n == 0 {
		return e.Remark
	}
	out := "done: " + strings.Join(done, ", ")
	if n > most {
		out += fmt.Sprintf(" and %s more", count.Text(int64(n-most)))
	}
	if e.Remark != "" {
		out = e.Remark + "; " + out
	}
	return out
}

// listedEntry keeps an entry of a listing.
func (l *loader) listedEntry(in *listing, n int, e queue.ListingEntry, system queue.System) {
	add := l.Strings.Add
	created, age := int64(queue.NoNumber), int32(-1)
	if e.Age != nil {
		age = int32(min(*e.Age, math.MaxInt32))
	}
	if e.Arrived != nil {
		created = *e.Arrived
	}
	l.Listed = append(l.Listed, queue.ListedEntry{
		Listing: uint16(min(n, 1<<16-1)), Queue: int16(e.Queue), Mark: e.Mark, Warned: e.Warned, Message: -1,
		ID: add(e.ID), Age: age, Size: e.Size, Priority: e.Priority, Created: created, Date: e.Date,
		Sender: add(e.Sender), Status: add(e.Status), Reason: add(e.Quarantine), Remark: add(remarkOf(&e)),
		Login: add(e.Login), Rounded: e.Age != nil, Cut: e.Cut, Line: int32(e.Line), Offset: e.Offset,
	})
	at := uint32(len(l.listedAddr))
	waiting := uint32(0)
	for _, rc := range e.Recipients {
		if rc.Done {
			continue
		}
		waiting++
		l.listedAddr = append(l.listedAddr, add(rc.Address))
		l.listedStat = append(l.listedStat, add(rc.Status))
	}
	in.rcpts = append(in.rcpts, listedRecipients{at, waiting})
	if of := systemOf(system); of != nil {
		in.states[of.Listed(e.Mark, slices.ContainsFunc(e.Recipients, func(r queue.ListingRecipient) bool { return r.Status != "" }))]++
	} else {
		in.states[l.listedState(&e)]++
	}
	l.listedBody = append(l.listedBody, add(e.BodyType))
}
