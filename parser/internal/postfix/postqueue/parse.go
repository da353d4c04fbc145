package postqueue

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/problems"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Parse reads a text in one pass and calls emit for each entry when it is
// complete, with the index of its listing: a text can hold several. It returns
// the frames of all listings, at least one. The file is the name for positions.
// Nothing but a read error ends it early; that is a Problem too.
func Parse(r io.Reader, file string, opt Options, emit func(n int, e queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	p := &parser{file: file, emit: emit, tell: opt.Done}
	p.reset("")
	br := bufio.NewReaderSize(r, sniffSize)
	head, _ := br.Peek(sniffSize) // an error comes again with the lines
	switch {
	case isObjects(head):
		p.out.Exact = true
		p.objects(asWritten(br))
	case isObjects(cleaned(head)):
		p.out.Exact = true
		p.objects(p.pasted(br))
	default:
		p.text(br)
	}
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
	titled   bool            // it has the titles of the columns
	total    queue.Pos       // of its total
	last     queue.Pos       // of the line at hand
	failed   bool            // the text could not be read to its end
	problems problems.List

	quick object // the last that was read as Postfix writes it, whose memory the next one takes

	open bool // cur is an entry
	cur  queue.ListingEntry
	size int // bytes of its recipients
	full bool
	why  string // the reason that holds for the recipients that follow
	half broken // a reason whose end has not come
	rest unfinished
}

func (p *parser) reset(host string) {
	p.out = queue.Listing{File: p.file, Host: host, System: queue.Postfix, Exact: p.out.Exact, Queues: []queue.ListingQueue{}, Totals: []int{}}
	p.titled, p.total = false, queue.Pos{}
}

// begun reports whether the listing at hand has anything.
func (p *parser) begun() bool {
	return p.open || p.titled || p.out.Entries > 0 || len(p.out.Totals) > 0 || p.out.Refused != ""
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

// verdict reports messages that the listing announces, but does not list. A
// listing of columns ends with its total, unless it was cut.
func (p *parser) verdict() {
	l := &p.out
	announced, ok := l.Announced()
	switch {
	case l.Exact, p.failed, l.Refused != "":
	case ok && announced > l.Entries:
		p.problems.Add(queue.Problem{Pos: p.total, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("the total says %d, %d listed", announced, l.Entries)})
	case !ok && (l.Entries > 0 || p.titled):
		p.problems.Add(queue.Problem{Pos: p.last, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("the listing ends without its total, after %d messages", l.Entries)})
	}
}

// start begins an entry.
func (p *parser) start(e queue.ListingEntry) {
	p.finish()
	p.open, p.cur = true, e
}

// finish completes the open entry.
func (p *parser) finish() {
	if p.half.open {
		p.unbroken(true)
	}
	if p.open {
		p.out.Entries++
		if p.emit != nil {
			p.emit(len(p.done), p.cur)
		}
	}
	p.open, p.cur = false, queue.ListingEntry{}
	p.size, p.full, p.why = 0, false, ""
}

// recipientCost is about what a recipient takes beside its address: a reason is
// one string for all that it is of.
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

// address is an address as printed, which for the null sender is a name.
func address(text string) string {
	if text == nullSender {
		return queue.NullSender
	}
	return text
}

// nullSender stands for the empty address in every list.
const nullSender = "MAILER-DAEMON"

// said takes a line that a program wrote in place of the listing or into it. It
// reports false for other lines.
func (p *parser) said(text []byte) bool {
	quoted := strings.TrimSpace(string(text[:min(len(text), maxQuoted)]))
	prob := queue.Problem{Pos: p.last, Bytes: quoted}
	switch {
	case isWarning(text):
		prob.Kind, prob.Reason = queue.KindListingNoise, fmt.Sprintf("postqueue said %q", quoted)
	case mailq.IsRefused(text):
		if p.out.Refused == "" {
			p.out.Refused = quoted
		}
		prob.Kind, prob.Reason = queue.KindRefused, fmt.Sprintf("the queue was not shown: %q", quoted)
	default:
		return false
	}
	p.problems.Add(prob)
	return true
}

// isWarning knows what Postfix's programs write while they go on.
func isWarning(text []byte) bool {
	for _, program := range [...]string{"postqueue: ", "sendmail: ", "mailq: ", "showq: ", "postfix/postqueue"} {
		if bytes.HasPrefix(text, []byte(program)) && bytes.Contains(text, []byte("warning: ")) {
			return true
		}
	}
	return false
}

// unknown reports a line that is not understood, and keeps it with the open entry.
func (p *parser) unknown(text []byte) {
	reason := "line %q is not output of postqueue"
	quoted := string(text[:min(len(text), maxQuoted)])
	if p.open {
		if len(p.cur.Notes) < MaxNotes {
			p.cur.Notes = append(p.cur.Notes, quoted)
		}
		reason = "line %q is not understood, kept with the entry before it"
	}
	p.out.Unread++
	p.problems.Add(queue.Problem{Pos: p.last, Kind: queue.KindListing, Reason: fmt.Sprintf(reason, quoted), Bytes: quoted})
}
