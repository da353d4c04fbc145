package mailq

import (
	"bytes"
	"fmt"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// section is the state of one listing among those of a text.
type section struct {
	queue   int  // index of the heading that holds, -1 before any
	client  bool // under Debian's heading of the submission queue
	plain   bool // 8.8 and 8.9: addresses without escapes
	wrapper bool // there was Debian's heading of the submission queue
	again   bool // the heading that holds names a directory that was listed before
	limited bool // the command asks for a part of the queue, as -qQ does
	piped   bool // its output goes through a command that may end or thin it out
	since   int  // messages that the headings since the last total announce, -1 unknown
	before  int  // entries up to the last total
	excess  int  // messages of totals that nothing announces
	verbose bool // the first entry was of mailq -v
	outside outside
	headers outside // of a mail around the listing
	maybe   string  // a name that is a host if a listing follows
	maybeAt line    // its line, without the text

	maybeSure bool        // it has the form of a host's, with a colon or decoration
	places    []queue.Pos // of the headings
	total     queue.Pos   // of the last total
	width     int         // to which a terminal broke the lines, 0 unknown
}

// outside is the text after a command that lists no queue.
type outside struct {
	command string
	first   line
	lines   int
}

// reset begins a listing.
func (p *parser) reset(l queue.Listing) {
	p.out = l
	p.out.File, p.out.Queues, p.out.Totals = p.file, []queue.ListingQueue{}, []int{}
	p.section = section{queue: -1, width: p.width}
	p.skipping = false
}

// filled reports whether the listing that is being read has any content.
func (p *parser) filled() bool {
	return len(p.out.Queues) > 0 || len(p.out.Totals) > 0 || p.out.Entries > 0 || p.open || p.out.Refused != ""
}

// next completes the listing that is read and begins another one.
func (p *parser) next(l queue.Listing) {
	p.finish()
	if p.filled() {
		p.complete()
	} else if len(p.done) > 0 {
		p.done[len(p.done)-1].Unread += p.out.Unread
	}
	p.reset(l)
}

// complete puts the listing that is read to those that are done.
func (p *parser) complete() {
	p.leave()
	p.verdict()
	p.done = append(p.done, p.out)
	if p.tell != nil {
		p.tell(len(p.done)-1, p.out)
	}
}

// end completes the last listing.
func (p *parser) end() {
	p.release()
	p.finish()
	p.silent()
	switch {
	case p.filled():
		p.complete()
	case p.out.Taken != 0 && len(p.done) > 0 && p.done[0].Taken == 0:
		p.leave()
		p.done[len(p.done)-1].Unread += p.out.Unread
		p.datesFollow()
		return
	case len(p.done) == 0:
		p.complete()
	default:
		p.leave()
		p.done[len(p.done)-1].Unread += p.out.Unread
	}
	p.doubtDates()
}

// doubtDates forgets the dates of a text that begins with a listing, without a
// date, and ends with a date and a refusal: each date may be that of what
// follows it, or of what it follows, where a command that fails prints none.
func (p *parser) doubtDates() {
	last := &p.done[len(p.done)-1]
	if first := &p.done[0]; first.Taken != 0 || len(first.Queues) == 0 || last.Refused == "" || last.Entries > 0 || last.Taken == 0 {
		return
	}
	for i := range p.done {
		l := &p.done[i]
		l.Taken, l.Zone, l.Zoned, l.Local = 0, 0, false, false
	}
}

// datesFollow moves the dates of a text in which each follows its listing.
func (p *parser) datesFollow() {
	for i := range p.done {
		next := &p.out
		if i+1 < len(p.done) {
			next = &p.done[i+1]
		}
		l := &p.done[i]
		l.Taken, l.Zone, l.Zoned, l.Local = next.Taken, next.Zone, next.Zoned, next.Local
	}
}

// maxListed is how many headings of a listing are compared with the next one: a server
// has a few dozen directories.
const maxListed = 1000

// listed reports whether the listing that is being read has a heading already.
func (p *parser) listed(path string) bool {
	for _, q := range p.out.Queues[:min(len(p.out.Queues), maxListed)] {
		if q.Path == path {
			return true
		}
	}
	return false
}

// place decides, at the first entry below the heading of a directory that was
// listed before, whether that is another capture: quarantined and lost messages
// are listed by commands of their own, and so is mailq -v.
func (p *parser) place() {
	if !p.again {
		if p.out.Entries == 0 {
			p.section.verbose = p.verbose()
		}
		return
	}
	p.again = false
	if p.limited || p.cur.Quarantine != "" || p.cur.Mark == '?' || p.verbose() != p.section.verbose {
		return
	}
	last := len(p.out.Queues) - 1
	heading, at := p.out.Queues[last], p.places[last]
	p.out.Queues = p.out.Queues[:last]
	cur, host, client, plain := p.cur, p.out.Host, p.client, p.plain
	p.complete()
	p.reset(queue.Listing{Host: host})
	p.out.Queues, p.places = append(p.out.Queues, heading), append(p.places, at)
	p.queue, p.client, p.plain = 0, client, plain
	p.cur = cur
	p.cur.Queue = 0
	p.section.verbose = p.verbose()
}

// frame prepares for a line of the listing itself.
func (p *parser) frame() {
	p.finish()
	p.skipping = false
	p.leave()
	p.confirm()
}

// leave reports the output of another command.
func (p *parser) leave() {
	if o := p.outside; o.lines > 0 {
		what := fmt.Sprintf("%s lines after the command %q are", count.Text(int64(o.lines)), o.command)
		if o.lines == 1 {
			what = fmt.Sprintf("the line after the command %q is", o.command)
		}
		p.report(o.first, what+" not mailq output")
	}
	if h := p.headers; h.lines > 0 {
		p.report(h.first, "mail headers, not mailq output")
	}
	p.outside, p.headers = outside{}, outside{}
}

// confirm makes the name before a listing its host.
func (p *parser) confirm() {
	if p.maybe == "" {
		return
	}
	host := p.maybe
	p.maybe = ""
	p.host(host)
}

// silent reports that nothing follows the last name of a host, where listings
// followed those before.
func (p *parser) silent() {
	if p.maybe == "" && !p.filled() && len(p.done) > 0 && p.out.Refused == "" {
		p.maybe, p.out.Host = p.out.Host, p.done[len(p.done)-1].Host
	}
	if p.maybe != "" && (p.out.Host != "" && p.out.Host != p.maybe || p.dateOnly()) {
		p.out.Unread++
		p.problems.add(queue.Problem{
			Pos: queue.Pos{File: p.file, Offset: p.maybeAt.offset, Line: p.maybeAt.number}, Kind: queue.KindListing,
			Reason: fmt.Sprintf("no listing follows the name %q", p.maybe),
		})
	}
	p.maybe = ""
}

// dateOnly reports whether a capture was begun by its date, after others, and
// nothing of it has followed.
func (p *parser) dateOnly() bool { return p.out.Taken != 0 && !p.filled() && len(p.done) > 0 }

// host begins the listing of a host, unless it is the one that is read.
func (p *parser) host(host string) {
	if p.out.Host == host {
		return
	}
	if p.filled() {
		l := queue.Listing{Host: host}
		if p.dateFirst {
			l.Taken, l.Zone, l.Zoned, l.Local = p.out.Taken, p.out.Zone, p.out.Zoned, p.out.Local
		}
		p.next(l)
		return
	}
	p.out.Host = host
}

// stamp takes a line with a date, a host or both.
func (p *parser) stamp(st stamp, l line) {
	p.finish()
	p.leave()
	p.skipping = false
	if st.vague {
		p.confirm()
		p.next(queue.Listing{Host: p.out.Host})
		return
	}
	if st.unix == 0 {
		if st.host != "" {
			p.maybe, p.maybeAt = "", line{offset: l.offset, number: l.number}
			p.host(st.host)
		}
	} else {
		p.confirm()
		host := p.out.Host
		if st.host != "" {
			host = st.host
		}
		p.maybe = ""
		first := st.host == "" && (p.filled() || p.out.Host == "")
		if p.filled() {
			p.next(queue.Listing{Host: host})
		}
		p.out.Host = host
		p.out.Taken, p.out.Zone, p.out.Zoned, p.out.Local = st.unix, st.zone, st.zoned, st.local
		p.dateFirst = first
	}
	if st.failed {
		p.refused(l)
	}
}

// outline takes a line that is not part of a listing, but may say of what or of
// when the next one is.
func (p *parser) outline(l line) bool {
	text := bytes.TrimSpace(l.text)
	if p.width > 0 && !p.open && restOfTitles().Match(text) {
		return true
	}
	if temporalLine().Match(text) && p.filled() {
		p.stamp(stamp{vague: true}, l)
		return true
	}
	st, ok := findStamp(text)
	switch {
	case ok && st.sure && (st.unix != 0 || ansibleLine().Match(text) || playLine().Match(text) || psshLine().Match(text) || st.host == ""):
		p.stamp(st, l)
		return true
	case ok && (st.sure || !p.open):
		p.maybe, p.maybeSure, p.maybeAt = st.host, st.sure, line{offset: l.offset, number: l.number}
		return true
	}
	if mailHeader(text) && !p.open {
		if p.headers.lines++; p.headers.lines == 1 {
			p.headers.first = line{text: bytes.Clone(l.text), offset: l.offset, number: l.number}
		}
		return true
	}
	if p.outside.command == "" && p.glued(l) {
		return true
	}
	if p.outside.command != "" {
		if p.outside.lines == 0 {
			p.outside.first = line{text: bytes.Clone(l.text), offset: l.offset, number: l.number}
		}
		p.outside.lines++
		return true
	}
	return p.broken(l)
}

// temporalLine is a line between two captures that was written by the script
// that made them.
var temporalLine = lazyregexp.New(`^(?i:yesterday|today|tomorrow|now|later|earlier|before|after|then|afterwards|this morning|last night)\b[\w ,]{0,40}:$`)

// gluedHeading is the heading of a queue behind something that does not belong
// to it. Prose never counts requests, but it may say that a queue is empty.
var gluedHeading = lazyregexp.New(`^(.{1,80}?)((?:/[^\s()]+|Mail [Qq]ueue) \(\d+ requests?(?:, only \d+ printed)?\))\W{0,4}$`)

// glued takes the heading out of a line, as that after "• " or "Ann: ": without
// it nobody would know how many messages there should be.
func (p *parser) glued(l line) bool {
	if !bytes.Contains(l.text, []byte(" request")) {
		return false
	}
	m := gluedHeading().FindSubmatchIndex(l.text)
	if m == nil {
		return false
	}
	p.report(l, fmt.Sprintf("%q before the heading of a queue is left out", head(bytes.TrimSpace(l.text[:m[3]]), maxQuoted)))
	p.apply(frameLine(l.text[m[4]:m[5]]), line{text: l.text[m[4]:m[5]], offset: l.offset + int64(m[4]), number: l.number})
	return true
}

// restOfTitles is what goes to the next line when a terminal breaks the titles.
var restOfTitles = lazyregexp.New(`^[A-Za-z/]{1,16}-{4,}$`)

// hostText are the lines of one host where each line begins with its host.
type hostText struct {
	host  string
	bytes []byte // of all lines: the text of each and its bytes in the source
	lines []keptLine
}

// keptLine is a line whose bytes are kept elsewhere: there can be a million, and none has pointers.
type keptLine struct {
	text, raw, length int32 // lengths; raw is -1 for a line that is not in the source
	cut               bool
	number            int
	offset            int64
}

// keep adds a line.
func (h *hostText) keep(l line) {
	k := keptLine{text: int32(len(l.text)), raw: int32(len(l.raw)), length: int32(l.length), cut: l.cut, number: l.number, offset: l.offset}
	if l.raw == nil {
		k.raw = -1
	}
	h.bytes = append(append(h.bytes, l.text...), l.raw...)
	h.lines = append(h.lines, k)
}

// all yields the lines in their order.
func (h *hostText) all(yield func(line) bool) {
	rest := h.bytes
	take := func(n int32) (out []byte) {
		out, rest = rest[:n:n], rest[n:]
		return out
	}
	for _, k := range h.lines {
		l := line{text: take(k.text), length: int(k.length), cut: k.cut, number: k.number, offset: k.offset}
		if k.raw >= 0 {
			l.raw = take(k.raw)
		}
		if !yield(l) {
			return
		}
	}
}

// MaxAside bounds the bytes of the lines that wait until those of their host
// are together.
const MaxAside = 64 << 20

// aside keeps a line until all lines of its host have come: several hosts
// answer at the same time. It reports false where there are too many: nothing
// that follows could be kept.
func (p *parser) aside(l line, host string) bool {
	if p.hostBytes += len(l.text) + len(l.raw) + recipientCost; p.hostBytes > MaxAside {
		p.limit(l, fmt.Sprintf("the lines of several hosts take more than %d MiB, the rest is left out", MaxAside>>20))
		return false
	}
	at, ok := p.hostIndex[host]
	if !ok {
		if len(p.byHost) == MaxFrames {
			p.frameLimit(l)
			return true
		}
		if p.hostIndex == nil {
			p.hostIndex = map[string]int{}
		}
		at = len(p.byHost)
		p.hostIndex[host], p.byHost = at, append(p.byHost, hostText{host: host})
	}
	p.byHost[at].keep(l)
	return true
}

// pollLines is how many kept lines are read between two polls.
const pollLines = 4096

// hosts reads the lines that were kept.
func (p *parser) hosts(poll func() error) {
	n := 0
	for i := range p.byHost {
		p.release()
		p.next(queue.Listing{Host: p.byHost[i].host})
		for l := range p.byHost[i].all {
			if n++; n%pollLines == 0 && poll != nil {
				if err := poll(); err != nil {
					p.fail(l.offset, err)
					return
				}
			}
			p.line(l)
		}
		p.byHost[i] = hostText{}
	}
}
