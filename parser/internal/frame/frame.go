// Package frame holds what the grammars of listings share: a text holds several
// listings one after the other, each with entries, and is passed on entry by
// entry.
package frame

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/internal/problems"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits. A real listing stays far below each of them.
const (
	// MaxEntry is the number of bytes of recipients of one entry, with their
	// reasons.
	MaxEntry = 16 << 20
	// MaxNotes is the number of lines that are kept as notes of an entry.
	MaxNotes = 20
)

// maxQuoted bounds the bytes that a Problem carries.
const maxQuoted = 120

// Grammar knows what one program prints.
type Grammar interface {
	// Reset forgets what belongs to one listing.
	Reset()
	// Begun reports whether the current listing has something that its Frame
	// does not know.
	Begun() bool
	// Settle completes the open entry before it is passed on.
	Settle()
	// Verdict adds the Problems of a listing that is complete.
	Verdict()
	// Line takes a line.
	Line(text []byte)
}

// Frame is a text with listings, between two lines.
type Frame struct {
	File     string // for positions
	Done     []queue.Listing
	Out      queue.Listing // the one that is read
	Last     queue.Pos     // of the current line
	Problems problems.List
	Open     bool // Cur is an entry
	Cur      queue.ListingEntry

	grammar Grammar
	system  queue.System
	emit    func(n int, e queue.ListingEntry)
	tell    func(n int, l queue.Listing)
	size    int  // bytes of the recipients of Cur
	full    bool // more of them are left out
}

// New begins the first listing of a text. Each entry is given to emit, and each
// listing to tell, with the index of the listing; both may be nil.
func New(g Grammar, system queue.System, file string, emit func(int, queue.ListingEntry), tell func(int, queue.Listing)) Frame {
	f := Frame{File: file, grammar: g, system: system, emit: emit, tell: tell}
	f.begin("")
	return f
}

func (f *Frame) begin(host string) {
	f.Out = queue.Listing{File: f.File, Host: host, System: f.system, Exact: f.Out.Exact, Queues: []queue.ListingQueue{}, Totals: []int{}}
}

// Begun reports whether the current listing has anything.
func (f *Frame) Begun() bool {
	return f.Open || f.grammar.Begun() || f.Out.Entries > 0 || len(f.Out.Totals) > 0 || f.Out.Refused != ""
}

// Next completes the current listing and begins another.
func (f *Frame) Next(host string) {
	f.End()
	f.begin(host)
	f.grammar.Reset()
}

// Of begins another listing if a line belongs to another host than those before it.
func (f *Frame) Of(host string) {
	if host == f.Out.Host {
		return
	}
	if f.Begun() {
		f.Next(host)
	}
	f.Out.Host = host
}

// End completes the current listing.
func (f *Frame) End() {
	f.Finish()
	f.grammar.Verdict()
	f.Done = append(f.Done, f.Out)
	if f.tell != nil {
		f.tell(len(f.Done)-1, f.Out)
	}
}

// Read gives the lines of a pasted text to the grammar. A read error ends it, and
// is a Problem; then Read reports false.
func (f *Frame) Read(r io.Reader) bool {
	whole := true
	input := paste.NewReader(r)
	for {
		l, err := input.Next()
		if err != nil {
			if whole = errors.Is(err, io.EOF); !whole {
				f.Problems.Add(paste.Ends(f.File, input.Offset(), err))
			}
			break
		}
		f.Of(l.Host)
		f.Last = queue.Pos{File: f.File, Offset: l.Offset, Line: l.Number}
		if l.Cut {
			f.Problems.Add(l.Shortened(f.File))
		}
		f.grammar.Line(l.Text)
	}
	if cleaned, ok := input.Cleaned(f.File); ok {
		f.Problems.Add(cleaned)
	}
	return whole
}

// Start begins an entry.
func (f *Frame) Start(e queue.ListingEntry) {
	f.Finish()
	f.Open, f.Cur = true, e
}

// Finish completes the open entry.
func (f *Frame) Finish() {
	f.grammar.Settle()
	if f.Open {
		f.Out.Entries++
		if f.emit != nil {
			f.emit(len(f.Done), f.Cur)
		}
	}
	f.Open, f.Cur = false, queue.ListingEntry{}
	f.size, f.full = 0, false
}

// recipientCost is roughly what a recipient takes besides its address: a reason
// is one string for all that it is about.
const recipientCost = 48

// Recipient adds one to the open entry.
func (f *Frame) Recipient(r queue.ListingRecipient) {
	if f.full {
		return
	}
	if f.size += len(r.Address) + recipientCost; f.size > MaxEntry {
		f.full = true
		f.Problems.Add(queue.Problem{Pos: f.Last, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("recipients of %q take more than %s bytes, the rest is left out", f.Cur.ID, count.Text(MaxEntry))})
		return
	}
	f.Cur.Recipients = append(f.Cur.Recipients, r)
}

// Unknown reports a line that is not output of a program, and keeps it with the
// open entry.
func (f *Frame) Unknown(text []byte, program string) {
	reason := "line %q is not output of " + program
	quoted := Quote(text)
	if f.Open {
		if len(f.Cur.Notes) < MaxNotes {
			f.Cur.Notes = append(f.Cur.Notes, quoted)
		}
		reason = "line %q is not understood, kept with the entry before it"
	}
	f.Out.Unread++
	f.Problems.Add(queue.Problem{Pos: f.Last, Kind: queue.KindListing, Reason: fmt.Sprintf(reason, quoted), Bytes: quoted})
}

// Quote returns the beginning of a text, for a Problem.
func Quote(text []byte) string { return strings.TrimSpace(string(text[:min(len(text), maxQuoted)])) }
