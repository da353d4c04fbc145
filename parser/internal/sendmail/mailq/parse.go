package mailq

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Texts of at least these bytes may have been cut by mailq.
const (
	statusWidth        = 60
	statusWidthVerbose = 100
)

// Parse reads a listing line by line in one pass, calls emit for each entry
// when it is complete, and returns the frame. The file is the name for
// positions. Nothing but a read error ends it early; that is a Problem too.
func Parse(r io.Reader, file string, emit func(queue.ListingEntry)) (queue.Listing, []queue.Problem) {
	return read(r, file, emit, map[string]int{})
}

// Entries is Parse without the count of lines, which takes as much memory as
// the texts of a large listing.
func Entries(r io.Reader, file string, emit func(queue.ListingEntry)) (queue.Listing, []queue.Problem) {
	return read(r, file, emit, nil)
}

func read(r io.Reader, file string, emit func(queue.ListingEntry), lines map[string]int) (queue.Listing, []queue.Problem) {
	p := &parser{
		file: file,
		emit: emit,
		out: queue.Listing{
			File: file, Queues: []queue.ListingQueue{}, Totals: []int{}, Lines: lines,
		},
		queue: -1,
	}
	input := newLines(r)
	for {
		l, ok, err := input.next()
		if ok {
			p.line(l)
		}
		if err != nil {
			p.problems.add(queue.Problem{
				Pos: queue.Pos{File: file, Offset: input.offset}, Kind: queue.KindUnreadable,
				Reason: "listing ends early", Err: err,
			})
		}
		if !ok || err != nil {
			break
		}
	}
	p.release()
	p.finish()
	return p.out, p.problems.all()
}

// parser is the state between two lines.
type parser struct {
	file     string
	emit     func(queue.ListingEntry)
	out      queue.Listing
	problems problems

	queue  int  // index of the heading that holds, -1 before any
	client bool // under Debian's heading of the submission queue
	plain  bool // 8.8 and 8.9: addresses without escapes

	open        bool // cur is an entry
	cur         queue.ListingEntry
	size        int    // bytes of its recipients
	full        bool   // they are too many
	controlling string // the controlling user that holds

	// held is the start of a line that an error message interrupted, and
	// message that error.
	held    line
	message string

	summarySize int
	summaryFull bool
	framesFull  bool
}

// line takes a line of the input.
func (p *parser) line(l line) {
	p.count(l)
	if l.cut {
		p.limit(l, fmt.Sprintf("line is longer than %d bytes, the rest is left out", MaxLine))
	}
	// Terminals pad what is copied from them.
	l.text = bytes.TrimRight(l.text, " \t\r")
	if p.held.text == nil {
		p.take(l)
		return
	}
	it := classify(l.text)
	if it.kind == noise {
		p.apply(it, l)
		return
	}
	if joined, ok := p.resume(l, it.kind); ok {
		p.held = line{}
		p.take(joined)
		p.said()
		return
	}
	p.release()
	p.take(l)
}

// resume joins a line to the start that was held, if that makes sense: when
// the line alone does not, or when both together are an entry's first line.
func (p *parser) resume(l line, alone kind) (line, bool) {
	joined := line{text: append(bytes.Clone(p.held.text), l.text...), offset: p.held.offset, number: p.held.number}
	if len(joined.text) > MaxLine {
		return line{}, false
	}
	switch it := classify(joined.text); it.kind {
	case unknown, blank, prompt, noise, bare:
		return line{}, false
	case first:
		return joined, true
	default:
		return joined, alone == unknown || alone == bare
	}
}

// release takes the start of a line that was held for its own.
func (p *parser) release() {
	if p.held.text == nil {
		return
	}
	l := p.held
	p.held = line{}
	p.take(l)
	p.said()
}

// said keeps the error message that interrupted a line with its entry.
func (p *parser) said() {
	if p.open && p.message != "" {
		p.note([]byte(p.message))
	}
	p.message = ""
}

func (p *parser) take(l line) {
	it := classify(l.text)
	if it.kind == unknown {
		if at, ok := interrupted(l.text); ok {
			p.hold(l, at)
			return
		}
		it = unclosedStatus(l.text)
	}
	p.apply(it, l)
}

// hold keeps the start of a line until the next one comes, and reports the
// error message that interrupted it.
func (p *parser) hold(l line, at int) {
	p.noise(line{text: l.text[at:], offset: l.offset + int64(at), number: l.number})
	p.held = line{text: bytes.Clone(l.text[:at]), offset: l.offset, number: l.number}
	p.message = head(l.text[at:], MaxNote)
}

// apply does what a line says.
func (p *parser) apply(it item, l line) {
	if it.kind.frame() || it.kind == prompt {
		p.finish()
	}
	switch it.kind {
	case blank:
	case prompt:
		p.queue, p.client, p.plain = -1, false, false
	case noise:
		p.noise(l)
	case owner:
		p.queue, p.client = -1, it.client
	case columns:
		p.plain = it.plain
		p.out.Verbose = p.out.Verbose || it.verbose
	case heading, empty:
		p.heading(it, l)
	case total:
		if len(p.out.Totals) == MaxFrames {
			p.frameLimit(l)
			return
		}
		p.out.Totals = append(p.out.Totals, it.requests)
	case first, odd, bare:
		p.start(it, l)
	default:
		if !p.open || !p.detail(it, l) {
			p.unknown(l)
		}
	}
}

func (p *parser) heading(it item, l line) {
	if len(p.out.Queues) == MaxFrames {
		p.frameLimit(l)
		return
	}
	path := string(it.text)
	p.out.Queues = append(p.out.Queues, queue.ListingQueue{
		Path: path, Requests: it.requests, Printed: it.printed, Client: p.client || clientQueue(path),
	})
	p.queue = len(p.out.Queues) - 1
	p.plain = path == ""
}

// clientQueue knows the names of the submission queue: upstream's and Debian's.
func clientQueue(path string) bool {
	return strings.HasSuffix(path, "/clientmqueue") || strings.HasSuffix(path, "/mqueue-client")
}

// start begins an entry.
func (p *parser) start(it item, l line) {
	p.finish()
	p.open = true
	p.cur = queue.ListingEntry{
		Pos:        queue.Pos{File: p.file, Offset: l.offset, Line: l.number},
		ID:         string(it.text),
		Queue:      p.queue,
		Mark:       it.entry.mark,
		Size:       queue.NoNumber,
		Priority:   queue.NoNumber,
		Recipients: []queue.ListingRecipient{},
		Remark:     string(it.remark),
	}
	if it.kind == first {
		p.cur.Size = it.entry.size
		p.cur.Priority = it.entry.priority
		p.cur.Warned = it.entry.warned
		p.cur.Date = it.entry.date
		p.cur.Sender = p.address(it.entry.sender)
		p.out.Verbose = p.out.Verbose || p.verbose()
	}
}

// verbose tells whether the open entry is of mailq -v.
func (p *parser) verbose() bool { return p.cur.Priority != queue.NoNumber }

// detail adds a line to the open entry. It reports false if there is no place
// for it.
func (p *parser) detail(it item, l line) bool {
	switch it.kind {
	case quarantine:
		if p.cur.Quarantine != "" {
			return false
		}
		p.cur.Quarantine = string(it.text)
	case status:
		return p.status(it, l)
	case control:
		p.controlling = string(it.text)
	case recipient:
		p.recipient(queue.ListingRecipient{Address: p.address(it.text), Controlling: p.controlling}, l)
	default:
		return false
	}
	return true
}

// status sets the status of the entry, or after a recipient that one's: with
// tabs expanded both are indented alike, so only their place tells.
func (p *parser) status(it item, l line) bool {
	text := string(it.text)
	if n := len(p.cur.Recipients); n > 0 {
		r := &p.cur.Recipients[n-1]
		if r.Status != "" || len(it.body) > 0 || p.full {
			return false
		}
		r.Status = text
		p.grow(len(text), l)
	} else {
		if p.cur.Status != "" || p.cur.BodyType != "" {
			return false
		}
		width := statusWidth
		if p.verbose() {
			width = statusWidthVerbose
		}
		p.cur.BodyType, p.cur.Status = string(it.body), text
		p.cur.Cut = it.unclosed || len(text) >= width
	}
	if it.unclosed {
		p.report(l, "status without its closing bracket")
	}
	return true
}

func (p *parser) recipient(r queue.ListingRecipient, l line) {
	if p.full || !p.grow(len(r.Address)+len(r.Controlling)+recipientCost, l) {
		return
	}
	p.cur.Recipients = append(p.cur.Recipients, r)
}

// recipientCost is about what a recipient takes beside its texts.
const recipientCost = 48

// grow counts bytes of the open entry's recipients.
func (p *parser) grow(n int, l line) bool {
	if p.size += n; p.size > MaxEntry {
		p.full = true
		p.limit(l, fmt.Sprintf("recipients of %q take more than %d bytes, the rest is left out", p.cur.ID, MaxEntry))
	}
	return !p.full
}

// address undoes the escapes, and takes off the space that 8.17 prints after
// an address of a message with internationalised ones.
func (p *parser) address(text []byte) string {
	text = bytes.TrimRight(text, " ")
	if p.plain {
		return string(text)
	}
	return unescape(text)
}

// finish completes the open entry.
func (p *parser) finish() {
	if p.open && p.emit != nil {
		p.emit(p.cur)
	}
	p.open, p.cur = false, queue.ListingEntry{}
	p.size, p.full, p.controlling = 0, false, ""
}

// count adds the line to the guide's summary.
func (p *parser) count(l line) {
	if p.out.Lines == nil {
		return
	}
	text, ok := summaryLine(l.text)
	if !ok {
		return
	}
	if n, seen := p.out.Lines[string(text)]; seen {
		p.out.Lines[string(text)] = n + 1
		return
	}
	if p.summarySize += len(text) + recipientCost; p.summarySize > MaxSummary {
		if !p.summaryFull {
			p.limit(l, fmt.Sprintf("distinct lines take more than %d bytes, the rest is not summed up", MaxSummary))
		}
		p.summaryFull = true
		return
	}
	p.out.Lines[string(text)] = 1
}
