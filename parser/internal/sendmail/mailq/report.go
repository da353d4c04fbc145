package mailq

import (
	"bytes"
	"fmt"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// pos returns where a line is.
func (p *parser) pos(l line) queue.Pos {
	return queue.Pos{File: p.file, Offset: l.offset, Line: l.number}
}

// unknown keeps a line that is not understood with the open entry.
func (p *parser) unknown(l line) {
	reason := "line %q is not mailq output"
	if p.open {
		p.note(l.text)
		reason = "line %q is not understood, kept with the entry before it"
	}
	p.out.Unread++
	p.report(l, fmt.Sprintf(reason, head(l.text, maxQuoted)))
}

// note keeps a text with the open entry.
func (p *parser) note(text []byte) {
	if len(p.cur.Notes) < MaxNotes {
		p.cur.Notes = append(p.cur.Notes, head(text, MaxNote))
	}
}

func (p *parser) report(l line, reason string) {
	p.problems.add(queue.Problem{
		Pos: p.pos(l), Kind: queue.KindListing, Reason: reason, Bytes: head(l.text, maxQuoted),
	})
}

func (p *parser) noise(l line) {
	if isRefusal(string(l.text)) {
		p.refused(l)
		return
	}
	if bytes.HasPrefix(l.text, []byte("Data unavailable: ")) {
		p.out.Counted = true
	}
	if p.dateOnly() || isFatal(l.text) {
		p.out.Unread++ // what is said in place of a capture, or of the rest of one
	}
	p.problems.add(queue.Problem{
		Pos: p.pos(l), Kind: queue.KindListingNoise,
		Reason: fmt.Sprintf("mailq said %q", head(l.text, maxQuoted)), Bytes: head(l.text, maxQuoted),
	})
}

func (p *parser) limit(l line, reason string) {
	p.problems.add(queue.Problem{
		Pos: p.pos(l), Kind: queue.KindLimit, Reason: reason, Bytes: head(l.text, maxQuoted), Err: queue.ErrLimit,
	})
}

// frameLimit reports once that there are too many headings or totals. The
// entries that follow count as those of the last heading kept.
func (p *parser) frameLimit(l line) {
	if !p.framesFull {
		p.limit(l, fmt.Sprintf("more than %s headings or totals, the rest is left out", count.Text(MaxFrames)))
	}
	p.framesFull = true
}
