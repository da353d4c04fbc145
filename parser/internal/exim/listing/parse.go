package listing

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/internal/problems"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Parse reads a text in one pass and calls emit for each entry when it is complete, with the
// index of its listing: a text can hold several. It returns the frames of all listings, at
// least one. The file is the name for positions. Nothing but a read error ends it early; that
// is a Problem too.
func Parse(r io.Reader, file string, opt Options, emit func(n int, e queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	p := &parser{file: file, emit: emit, tell: opt.Done}
	p.reset("")
	p.command.count = opt.Count
	p.text(r)
	p.end()
	return p.done, p.problems.All()
}

// parser is the state between two lines.
type parser struct {
	file     string
	emit     func(int, queue.ListingEntry)
	tell     func(int, queue.Listing)
	done     []queue.Listing // those that are complete
	out      queue.Listing   // the one that is read
	counted  queue.Pos       // of its count
	last     queue.Pos       // of the line at hand
	command  command         // that printed the listing
	table    table           // of exiqsumm
	problems problems.List

	open   bool // cur is an entry
	cur    queue.ListingEntry
	size   int // bytes of its recipients
	full   bool
	broken broken // the line before, which may go on
	kept   []byte // its text
}

// broken is a line that may go on in the next one.
type broken struct {
	text  []byte
	at    queue.Pos // of its beginning
	first bool      // it begins an entry, else it is a recipient
	half  bool      // it was broken inside a mark
	full  bool      // it filled a terminal's line
}

func (p *parser) reset(host string) {
	p.out = queue.Listing{File: p.file, Host: host, System: queue.Exim, Queues: []queue.ListingQueue{}, Totals: []int{}}
	p.counted, p.command, p.table = queue.Pos{}, command{}, table{}
}

// begun reports whether the listing at hand has anything.
func (p *parser) begun() bool {
	return p.open || p.command.known || p.table.titled || p.out.Entries > 0 || len(p.out.Totals) > 0 || p.out.Refused != ""
}

// next completes the listing at hand and begins another.
func (p *parser) next(host string) {
	p.end()
	p.reset(host)
}

// end completes the listing at hand.
func (p *parser) end() {
	p.finish()
	p.verdict()
	p.done = append(p.done, p.out)
	if p.tell != nil {
		p.tell(len(p.done)-1, p.out)
	}
}

// verdict reports messages that a count announces, but no line lists.
func (p *parser) verdict() {
	l := &p.out
	if p.table.titled {
		p.problems.Add(p.table.problem())
		l.Counted = true
	}
	n, ok := l.Announced()
	if !ok || l.Refused != "" {
		return
	}
	if l.Entries == 0 {
		l.Counted = n > 0
	} else if n > l.Entries && !l.Limited {
		p.problems.Add(queue.Problem{Pos: p.counted, Kind: queue.KindPartial, Reason: fmt.Sprintf("the count says %d, %d listed", n, l.Entries)})
	}
}

// text reads line by line.
func (p *parser) text(r io.Reader) {
	input := paste.NewReader(r)
	for {
		l, err := input.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.problems.Add(paste.Ends(p.file, input.Offset(), err))
			}
			break
		}
		if l.Host != p.out.Host {
			if p.begun() {
				p.next(l.Host)
			}
			p.out.Host = l.Host
		}
		p.last = queue.Pos{File: p.file, Offset: l.Offset, Line: l.Number}
		if l.Cut {
			p.problems.Add(l.Shortened(p.file))
		}
		p.line(l.Text)
	}
	if cleaned, ok := input.Cleaned(p.file); ok {
		p.problems.Add(cleaned)
	}
}

// start begins an entry.
func (p *parser) start(e queue.ListingEntry) {
	p.finish()
	p.open, p.cur = true, e
}

// finish completes the open entry.
func (p *parser) finish() {
	if p.open {
		p.out.Entries++
		if p.emit != nil {
			p.emit(len(p.done), p.cur)
		}
	}
	p.open, p.cur, p.broken = false, queue.ListingEntry{}, broken{}
	p.size, p.full = 0, false
}

// recipientCost is about what a recipient takes beside its address.
const recipientCost = 48

func (p *parser) recipient(r queue.ListingRecipient) {
	if p.full {
		return
	}
	if p.size += len(r.Address) + recipientCost; p.size > MaxEntry {
		p.full = true
		p.problems.Add(queue.Problem{Pos: p.last, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("recipients of %q take more than %d bytes, the rest is left out", p.cur.ID, MaxEntry)})
		return
	}
	p.cur.Recipients = append(p.cur.Recipients, r)
}

// unknown reports a line that is not understood, and keeps it with the open entry.
func (p *parser) unknown(text []byte) {
	reason := "line %q is not output of Exim"
	quoted := quote(text)
	if p.open {
		if len(p.cur.Notes) < MaxNotes {
			p.cur.Notes = append(p.cur.Notes, quoted)
		}
		reason = "line %q is not understood, kept with the entry before it"
	}
	p.out.Unread++
	p.problems.Add(queue.Problem{Pos: p.last, Kind: queue.KindListing, Reason: fmt.Sprintf(reason, quoted), Bytes: quoted})
}

func quote(text []byte) string { return strings.TrimSpace(string(text[:min(len(text), maxQuoted)])) }
