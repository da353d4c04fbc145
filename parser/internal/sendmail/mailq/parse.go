package mailq

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Texts of at least these bytes may have been cut by mailq.
const (
	statusWidth        = 60
	statusWidthVerbose = 100
)

// Options of Parse. The zero value works.
type Options struct {
	// Lines asks for queue.Listing.Lines, which take as much memory as the
	// texts of a large listing. The first listing has those of the whole text.
	Lines bool
	// Done is called with each listing and its index when it is complete,
	// before the first entry of the next one. Lines is not set yet.
	Done func(n int, l queue.Listing)
	// Poll is called every few thousand lines while lines that were kept are read,
	// which asks nothing of the reader. Its error ends the text, as one of the reader.
	Poll func() error
}

// Parse reads a text line by line in one pass and calls emit for each entry
// when it is complete, with the index of its listing: a text can hold several,
// of one queue at different times or of several hosts. Entries of one listing
// come one after the other. It returns the frames of all listings, at least
// one. The file is the name for positions. Nothing but a read error ends it
// early; that is a Problem too.
func Parse(r io.Reader, file string, opt Options, emit func(n int, e queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	p := &parser{file: file, emit: emit, tell: opt.Done}
	p.reset(queue.Listing{})
	if opt.Lines {
		p.lines = map[string]int{}
	}
	input := paste.NewReader(r)
	for {
		l, err := input.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.fail(input.Offset(), err)
			}
			break
		}
		if l.Host != "" {
			if !p.aside(lineOf(l), l.Host) {
				break
			}
			continue
		}
		p.line(lineOf(l))
	}
	p.hosts(opt.Poll)
	p.end()
	p.dateRefusals()
	if cleaned, ok := input.Cleaned(file); ok {
		p.problems.add(cleaned)
	}
	p.done[0].Lines = p.lines
	return p.done, p.problems.all()
}

// fail notes an error that ends the text early.
func (p *parser) fail(offset int64, err error) {
	p.failed = true
	p.problems.add(paste.Ends(p.file, offset, err))
}

// parser is the state between two lines.
type parser struct {
	file     string
	emit     func(int, queue.ListingEntry)
	tell     func(int, queue.Listing)
	done     []queue.Listing // those that are complete
	out      queue.Listing   // the one that is read
	problems problems
	section

	open        bool // cur is an entry
	cur         queue.ListingEntry
	size        int    // bytes of its recipients
	full        bool   // they are too many
	controlling string // the controlling user that holds
	joint              // of what was wrapped or lost its columns

	// held is the start of a line that an error message interrupted, and
	// message that error.
	held    line
	wrapped bool // a terminal or mail program broke the line instead
	message string

	refusals  []refusal
	failed    bool       // the text could not be read to its end
	dateFirst bool       // the date that holds came before the names of hosts
	skipping  bool       // after an entry's first line that cannot be read
	byHost    []hostText // lines with their host before them
	hostIndex map[string]int
	hostBytes int

	lines       map[string]int
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
	if lines := collapsed(l.text); lines != nil {
		p.release()
		for _, text := range lines {
			p.take(line{text: text, offset: l.offset, number: l.number}, false)
		}
		return
	}
	if p.held.text == nil {
		p.take(l, true)
		return
	}
	it := classify(l.text)
	if it.kind == noise {
		p.apply(it, l)
		return
	}
	if joined, ok := p.resume(l, it.kind); ok {
		p.held = line{}
		p.take(joined, false)
		p.said()
		return
	}
	p.release()
	p.take(l, true)
}

// resume joins a line to the start that was held, if that makes sense: when
// the line alone does not, or when both together are an entry's first line.
func (p *parser) resume(l line, alone kind) (line, bool) {
	joined := line{text: append(bytes.Clone(p.held.text), l.text...), offset: p.held.offset, number: p.held.number}
	if len(joined.text) > MaxLine {
		return line{}, false
	}
	if p.wrapped {
		return p.unwrapped(joined, l)
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
	p.take(l, false)
	p.said()
}

// said keeps the error message that interrupted a line with its entry.
func (p *parser) said() {
	if p.open && p.message != "" {
		p.note([]byte(p.message))
	}
	p.message = ""
}

// take takes a line that is whole, or with whole false the rest of one that
// cannot be held again.
func (p *parser) take(l line, whole bool) {
	it := classify(l.text)
	if it.kind.sure() {
		p.apply(it, l)
		return
	}
	if it.kind == unknown {
		if at, ok := interrupted(l.text); ok && whole {
			p.hold(l, at)
			return
		}
	}
	if it, ok := p.inEntry(it, l); ok {
		if it.kind != blank {
			p.apply(it, l)
		}
		return
	}
	if it.kind == unknown && whole && startsEntry(l.text) {
		p.held, p.wrapped = line{text: bytes.Clone(l.text), offset: l.offset, number: l.number}, true
		return
	}
	if it.kind == unknown && p.outline(l) {
		return
	}
	p.apply(it, l)
}

// hold keeps the start of a line until the next one comes, and reports the
// error message that interrupted it.
func (p *parser) hold(l line, at int) {
	p.noise(line{text: l.text[at:], offset: l.offset + int64(at), number: l.number})
	p.held, p.wrapped = line{text: bytes.Clone(l.text[:at]), offset: l.offset, number: l.number}, false
	p.message = head(l.text[at:], MaxNote)
}

// apply does what a line says.
func (p *parser) apply(it item, l line) {
	if it.kind.frame() {
		p.frame()
	}
	switch it.kind {
	case blank:
		p.bracket(l)
	case rule:
	case prompt:
		p.prompt(l)
	case noise:
		p.noise(l)
	case owner:
		if it.client != it.submit && p.wrapper {
			p.next(queue.Listing{Host: p.out.Host})
		}
		p.queue, p.client = -1, it.client
		p.wrapper = p.wrapper || it.client != it.submit
	case columns:
		p.plain = it.plain
		p.out.Verbose = p.out.Verbose || it.verbose
		p.titles(l)
	case heading, empty:
		p.heading(it, l)
	case total:
		if len(p.out.Totals) == MaxFrames {
			p.frameLimit(l)
			return
		}
		p.out.Totals, p.total = append(p.out.Totals, it.requests), p.pos(l)
		p.out.Counted = p.out.Counted || it.counted
		p.compare(it.requests)
	case first, odd, bare:
		p.outside.command = ""
		p.start(it, l)
	default:
		if p.skipping && it.kind.ofEntry() {
			return
		}
		if !p.open && it.kind == recipient {
			// Centred headings stand as far to the right as recipients do.
			if _, rest := indent(l.text); len(rest) > 0 {
				if frame := frameLine(rest); frame.kind != unknown {
					p.apply(frame, l)
					return
				}
			}
		}
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
	p.again = p.out.Entries > 0 && p.listed(path)
	p.out.Queues = append(p.out.Queues, queue.ListingQueue{
		Path: path, Requests: it.requests, Printed: it.printed, Client: p.client || clientQueue(path),
	})
	p.places = append(p.places, p.pos(l))
	limited := p.limited || len(p.out.Totals) == 0 && (p.piped || isNumbered(path))
	p.out.Limited = limited && (p.out.Limited || len(p.out.Queues) == 1)
	p.announce(it.requests)
	p.out.Counted = p.out.Counted || it.counted
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
	p.open, p.skipping = true, false
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
		p.joint.cut = p.hard(l)
		p.out.Verbose = p.out.Verbose || p.verbose()
	}
}

// statusWidth returns where mailq cuts the status of the open entry.
func (p *parser) statusWidth() int {
	if p.verbose() {
		return statusWidthVerbose
	}
	return statusWidth
}

// verbose reports whether the open entry comes from mailq -v.
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
// tabs expanded both have the same indent, so only their place distinguishes
// them.
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
		p.cur.BodyType, p.cur.Status = string(it.body), text
		p.cur.Cut = it.unclosed || len(text) >= p.statusWidth()
	}
	width, _ := indent(l.text)
	p.flat = width == 0
	if it.unclosed {
		p.unclosed(l)
	}
	return true
}

func (p *parser) recipient(r queue.ListingRecipient, l line) {
	if p.full || !p.grow(len(r.Address)+len(r.Controlling)+recipientCost, l) {
		return
	}
	p.cur.Recipients = append(p.cur.Recipients, r)
	p.joint.cut = p.hard(l)
}

// recipientCost is roughly what a recipient takes besides its texts.
const recipientCost = 48

// grow counts bytes of the open entry's recipients.
func (p *parser) grow(n int, l line) bool {
	if p.size += n; p.size > MaxEntry {
		p.full = true
		p.limit(l, fmt.Sprintf("recipients of %q take more than %s bytes, the rest is left out", p.cur.ID, count.Text(MaxEntry)))
	}
	return !p.full
}

// address undoes the escapes, and removes the space that 8.17 prints after an
// address of a message with internationalised ones.
func (p *parser) address(text []byte) string {
	text = bytes.TrimRight(text, " ")
	if p.plain {
		return string(text)
	}
	return unescape(text)
}

// finish completes the open entry.
func (p *parser) finish() {
	p.settle()
	if p.open {
		p.place()
		p.out.Entries++
		if q := p.cur.Queue; q >= 0 {
			p.out.Queues[q].Listed++
		}
		if p.emit != nil {
			p.emit(len(p.done), p.cur)
		}
	}
	p.open, p.cur = false, queue.ListingEntry{}
	p.size, p.full, p.controlling, p.flat = 0, false, "", false
}

// count adds the line to the guide's summary.
func (p *parser) count(l line) {
	if p.lines == nil || l.raw == nil {
		return
	}
	text, ok := summaryLine(l.raw)
	if !ok {
		return
	}
	if n, seen := p.lines[string(text)]; seen {
		p.lines[string(text)] = n + 1
		return
	}
	if p.summarySize += len(text) + recipientCost; p.summarySize > MaxSummary {
		if !p.summaryFull {
			p.limit(l, fmt.Sprintf("distinct lines take more than %s bytes, the rest is not summed up", count.Text(MaxSummary)))
		}
		p.summaryFull = true
		return
	}
	p.lines[string(text)] = 1
}
