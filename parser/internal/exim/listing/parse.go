package listing

import (
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/frame"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Parse reads a text in one pass and calls emit for each entry when it is complete, with the
// index of its listing: a text can hold several. It returns the frames of all listings, at
// least one. The file is the name for positions. Nothing but a read error ends it early; that
// is a Problem too.
func Parse(r io.Reader, file string, opt Options, emit func(n int, e queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	p := &parser{}
	p.Frame = frame.New(p, queue.Exim, file, emit, opt.Done)
	p.command.count = opt.Count
	p.Read(r)
	p.End()
	return p.Done, p.Problems.All()
}

// parser is the state between two lines.
type parser struct {
	frame.Frame
	counted queue.Pos // of its count
	command command   // that printed the listing
	table   table     // of exiqsumm
	broken  broken    // the line before, which may go on
	kept    []byte    // its text
}

// broken is a line that may go on in the next one.
type broken struct {
	text  []byte
	at    queue.Pos // of its beginning
	first bool      // it begins an entry, else it is a recipient
	half  bool      // it was broken inside a mark
	full  bool      // it filled a terminal's line
}

// Reset implements frame.Grammar.
func (p *parser) Reset() { p.counted, p.command, p.table = queue.Pos{}, command{}, table{} }

// Begun implements frame.Grammar.
func (p *parser) Begun() bool { return p.command.known || p.table.titled }

// Settle implements frame.Grammar.
func (p *parser) Settle() { p.broken = broken{} }

// Verdict reports messages that a count announces, but no line lists.
func (p *parser) Verdict() {
	l := &p.Out
	if p.table.titled {
		p.Problems.Add(p.table.problem())
		l.Counted = true
	}
	n, ok := l.Announced()
	if !ok || l.Refused != "" {
		return
	}
	if l.Entries == 0 {
		l.Counted = n > 0
	} else if n > l.Entries && !l.Limited {
		p.Problems.Add(queue.Problem{Pos: p.counted, Kind: queue.KindPartial, Reason: fmt.Sprintf("the count says %s, %s listed", count.Text(int64(n)), count.Text(int64(l.Entries)))})
	}
}
