package postqueue

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/frame"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Parse reads a text in one pass and calls emit for each entry when it is
// complete, with the index of its listing: a text can hold several. It returns
// the frames of all listings, at least one. The file is the name for positions.
// Nothing but a read error ends it early; that is a Problem too.
func Parse(r io.Reader, file string, opt Options, emit func(n int, e queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	p := &parser{}
	p.Frame = frame.New(p, queue.Postfix, file, emit, opt.Done)
	br := bufio.NewReaderSize(r, sniffSize)
	head, _ := br.Peek(sniffSize) // an error comes again with the lines
	switch {
	case isObjects(head):
		p.Out.Exact = true
		p.objects(asWritten(br))
	case isObjects(cleaned(head)):
		p.Out.Exact = true
		p.objects(p.pasted(br))
	default:
		p.failed = !p.Read(br)
	}
	p.End()
	return p.Done, p.Problems.All()
}

// parser is the state between two lines.
type parser struct {
	frame.Frame
	titled bool      // it has the titles of the columns
	total  queue.Pos // of its total
	failed bool      // the text could not be read to its end

	quick object // the last one read as Postfix writes it, whose memory the next one reuses

	why  string // the reason that holds for the recipients that follow
	half broken // a reason whose end has not come
	rest unfinished
}

// Reset implements frame.Grammar.
func (p *parser) Reset() { p.titled, p.total = false, queue.Pos{} }

// Begun implements frame.Grammar.
func (p *parser) Begun() bool { return p.titled }

// Settle implements frame.Grammar.
func (p *parser) Settle() {
	if p.half.open {
		p.unbroken(true)
	}
	p.why = ""
}

// Verdict reports messages that the listing announces, but does not list. A
// listing of columns ends with its total, unless it was cut.
func (p *parser) Verdict() {
	l := &p.Out
	announced, ok := l.Announced()
	switch {
	case l.Exact, p.failed, l.Refused != "":
	case ok && announced > l.Entries:
		p.Problems.Add(queue.Problem{Pos: p.total, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("the total says %s, %s listed", count.Text(int64(announced)), count.Text(int64(l.Entries)))})
	case !ok && (l.Entries > 0 || p.titled):
		p.Problems.Add(queue.Problem{Pos: p.Last, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("the listing ends without its total, after %s messages", count.Text(int64(l.Entries)))})
	}
}

// address returns an address as printed, which for the null sender is a name.
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
	quoted := frame.Quote(text)
	prob := queue.Problem{Pos: p.Last, Bytes: quoted}
	switch {
	case isWarning(text):
		prob.Kind, prob.Reason = queue.KindListingNoise, fmt.Sprintf("postqueue said %q", quoted)
	case mailq.IsRefused(text):
		if p.Out.Refused == "" {
			p.Out.Refused = quoted
		}
		prob.Kind, prob.Reason = queue.KindRefused, fmt.Sprintf("the queue was not shown: %q", quoted)
	default:
		return false
	}
	p.Problems.Add(prob)
	return true
}

// isWarning recognises what Postfix's programs write while they carry on.
func isWarning(text []byte) bool {
	for _, program := range [...]string{"postqueue: ", "sendmail: ", "mailq: ", "showq: ", "postfix/postqueue"} {
		if bytes.HasPrefix(text, []byte(program)) && bytes.Contains(text, []byte("warning: ")) {
			return true
		}
	}
	return false
}
