package record

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/parser/count"
)

// Attribute is a named attribute of the message (formats/postfix.md §3.2).
type Attribute struct{ Name, Value string }

// Recipient is a recipient with the records before it. Addresses are as
// stored: without quotes, see Quote.
type Recipient struct {
	Address  string
	Original string // as the client gave it, "" if not recorded
	ORCPT    string // dsn_orig_rcpt: "rfc822;odd one@example.org"
	Notify   int64  // 1 never, 2 success, 4 failure, 8 delay; 0 not given
	Offset   int64  // of its record, by which the logs name it
}

// Message is the envelope of a message, and its header. Absent numbers are None.
type Message struct {
	ContentSize int64 // field 1 of C: what Postfix lists as the message's size
	ContentAt   int64 // field 2: offset of the first content record
	Flags       int64 // field 6
	HasSize     bool  // there is a C record that can be read
	Arrived     int64 // T
	Made        int64 // create_time: when this file was made
	FullName    string
	Sender      string
	HasSender   bool
	VERP        string
	Filter      string
	Redirect    string
	Warning     int64 // W: when the sender is to be notified of the delay, -1 if it was
	Attributes  []Attribute
	Recipients  []Recipient // to be tried
	Done        []Recipient // delivered, or returned to the sender
	Cancelled   []Recipient // by a mail filter
	Other       []Record    // obsolete or unknown records, with copied data
	Header      string      // of the content, without the empty line at its end
	Empty       bool        // an empty line ended the header
	Body        []byte      // the beginning of the body
	HasContent  bool        // there is a record that begins the content
	Complete    bool        // the end record was seen
}

// None stands for a number that the file does not have.
const None = -1 << 63

// Attribute returns the value of an attribute, "" if absent.
func (m *Message) Attribute(name string) string {
	for i := range m.Attributes {
		if m.Attributes[i].Name == name {
			return m.Attributes[i].Value
		}
	}
	return ""
}

// Limits of what is kept of a message.
const (
	MaxHeader     = 1 << 20 // bytes of the header
	MaxRecipients = 1 << 19 // recipients, attributes and other records
	MaxStrange    = 10_000  // records that Postfix does not write where they are
)

// Read reads a file. At most body bytes of the body are kept, none of a message with a sender:
// that is not a notice. A body longer than that is passed over if the file says where it ends.
func Read(in *Input, body int) (*Message, []Fault) {
	const usual = 24 // attributes
	p := parsers.Get().(*parser)
	defer p.free()
	p.r, p.body = NewReader(in), body
	p.m = &Message{Arrived: None, Made: None, Warning: None, ContentSize: None, ContentAt: None, Attributes: make([]Attribute, 0, usual)}
	for {
		rec, ok := p.r.Next()
		if !ok {
			break
		}
		p.take(rec)
	}
	p.endHeader()
	p.m.Complete = p.r.Complete
	return p.m, p.r.Faults
}

// parsers are kept for the memory of a header and a line.
var parsers = sync.Pool{New: func() any { return new(parser) }}

// free puts a parser back.
func (p *parser) free() {
	*p = parser{header: p.header[:0], line: p.line[:0]}
	parsers.Put(p)
}

// segment is a part of the file.
type segment int

const (
	initial segment = iota // envelope
	content
	second // envelope, with what was found in the content
)

type parser struct {
	r        *Reader
	m        *Message
	segment  segment
	body     int  // how much of the body to keep
	inBody   bool // the header has ended
	header   []byte
	line     []byte // unfinished
	bodyN    int
	skipped  bool      // the rest of the body, if it could be
	envelope string    // see copied
	next     Recipient // what was said of the next recipient
	kept     int       // recipients, attributes and other records
	full     bool
	strange  int // records that Postfix does not write where they are
}

func (p *parser) take(rec Record) {
	if p.segment == content {
		switch rec.Type {
		case norm, long:
			p.text(rec)
		case extracted:
			p.endHeader()
			p.segment = second
		case filler, killed:
		case attribute:
			p.attribute(rec)
		default:
			p.other(rec, "in the text of the message")
		}
		return
	}
	m := p.m
	text := func() string { return p.copied(rec) }
	switch rec.Type {
	case size:
		p.sizes(rec)
	case time:
		seconds, _, _ := strings.Cut(text(), " ")
		if t, ok := number([]byte(seconds)); !ok {
			p.r.fault(rec.At, "a time of arrival that is not a number: %.40q", rec.Data)
		} else if m.Arrived == None {
			m.Arrived = t
		}
	case fullName:
		m.FullName = text()
	case sender:
		if m.HasSender {
			p.r.fault(rec.At, "a second sender: %.80q", rec.Data)
			break
		}
		m.Sender, m.HasSender = text(), true
	case long:
		m.Filter = text()
	case redirect:
		m.Redirect = text()
	case attribute:
		p.attribute(rec)
	case original:
		p.next.Original = text()
	case dsnRcpt:
		p.next.ORCPT = text()
	case envelope:
		p.next.Notify, _ = number(rec.Data)
	case dsnID:
		p.keepAttribute("envelope_id", text())
	case dsnReturn:
		p.keepAttribute("ret_flags", text())
	case recipient, done, cancelled:
		p.recipient(rec)
	case warning:
		if t, ok := number(rec.Data); ok {
			m.Warning = t
		}
	case verp:
		m.VERP = text()
	case message:
		m.HasContent, p.segment = true, content
		if m.HasSender && m.Sender != "" {
			p.body = 0
		}
	case killed, filler:
	case inspector, receipt, errorsTo, priority:
		p.keepOther(rec)
	default:
		p.other(rec, "in the envelope")
	}
}

// copied returns the data of a record as text. The envelope before the text of a message is copied
// as a whole: it has dozens of records.
func (p *parser) copied(rec Record) string {
	from := p.r.pos - int64(len(rec.Data))
	if in := p.r.in; p.envelope == "" && in.at == nil && in.from == 0 && p.m.ContentAt > from {
		const most = 64 << 10
		p.envelope = string(in.buf[:min(p.m.ContentAt, int64(len(in.buf)), most)])
	}
	if from > rec.At && p.r.pos <= int64(len(p.envelope)) && p.r.in.at == nil {
		return p.envelope[from:p.r.pos]
	}
	return string(rec.Data)
}

// room reports whether one more thing may be kept.
func (p *parser) room(at int64) bool {
	if p.kept++; p.kept <= MaxRecipients {
		return true
	}
	if !p.full {
		p.full = true
		p.r.Faults = append(p.r.Faults, Fault{at, fmt.Sprintf("more than %s recipients and attributes; those after them are left out", count.Text(MaxRecipients)), true})
	}
	return false
}

// sizes reads the C record, which has one to six numbers.
func (p *parser) sizes(rec Record) {
	const contentSize, contentAt, flags = 0, 1, 5
	n := [flags + 1]int64{}
	given := 0
	for f := range bytes.FieldsSeq(rec.Data) {
		if given == len(n) {
			break
		}
		v, ok := number(f)
		if !ok {
			p.r.fault(rec.At, "sizes that are not numbers: %.100q", rec.Data)
			return
		}
		n[given] = v
		given++
	}
	if given == 0 || p.m.HasSize {
		return
	}
	if n[contentSize] >= 0 {
		p.m.ContentSize, p.m.HasSize = n[contentSize], given > 1
	}
	p.m.ContentAt, p.m.Flags = n[contentAt], n[flags]
}

// attribute takes an A record. Those of a recipient precede it.
func (p *parser) attribute(rec Record) {
	name, value, ok := strings.Cut(p.copied(rec), "=")
	if !ok {
		p.r.fault(rec.At, "an attribute without a value: %.80q", rec.Data)
		return
	}
	name, value = strings.TrimSpace(name), strings.TrimRight(value, " \t")
	switch name {
	case "dsn_orig_rcpt":
		p.next.ORCPT = value
		return
	case "notify_flags":
		p.next.Notify, _ = number([]byte(value))
		return
	case "create_time":
		if t, ok := number([]byte(value)); ok && p.m.Made == None {
			p.m.Made = t
		}
	}
	p.keepAttribute(name, value)
}

func (p *parser) keepAttribute(name, value string) {
	if p.room(p.r.pos) {
		p.m.Attributes = append(p.m.Attributes, Attribute{name, value})
	}
}

func (p *parser) recipient(rec Record) {
	r := p.next
	p.next = Recipient{}
	if !p.room(rec.At) {
		return
	}
	r.Address, r.Offset = p.copied(rec), rec.At
	switch rec.Type {
	case done:
		p.m.Done = append(p.m.Done, r)
	case cancelled:
		p.m.Cancelled = append(p.m.Cancelled, r)
	default:
		p.m.Recipients = append(p.m.Recipients, r)
	}
}

// other notes a record of a type that does not belong there.
func (p *parser) other(rec Record, where string) {
	if p.strange++; p.strange > MaxStrange {
		p.r.Faults = append(p.r.Faults, Fault{rec.At, fmt.Sprintf("more than %s records that Postfix does not write there; what follows is left out", count.Text(MaxStrange)), true})
		p.r.cut = true
		return
	}
	p.r.fault(rec.At, "a record of type %q %s, which Postfix does not write there", string(rec.Type), where)
	p.keepOther(rec)
}

func (p *parser) keepOther(rec Record) {
	if p.room(rec.At) {
		rec.Data = append([]byte(nil), rec.Data...)
		p.m.Other = append(p.m.Other, rec)
	}
}

// text takes a piece of the message.
func (p *parser) text(rec Record) {
	if p.inBody {
		p.bodyText(rec.Data, rec.Type == norm)
		return
	}
	room := MaxHeader - len(p.header) - len(p.line)
	line := rec.Data[:max(min(len(rec.Data), room), 0)]
	if rec.Type == long || len(p.line) > 0 {
		p.line = append(p.line, line...)
		if rec.Type == long {
			return
		}
		line, p.line = p.line, p.line[:0]
	}
	switch {
	case len(line) == 0:
		p.m.Empty = true
		p.endHeader()
	case !isHeaderLine(line, len(p.header) > 0):
		p.endHeader()
		p.bodyText(line, true)
	default:
		p.header = append(append(p.header, line...), '\n')
	}
}

// isHeaderLine reports whether a line can belong to the header: a name and a
// colon, or the continuation of one.
func isHeaderLine(line []byte, continued bool) bool {
	if line[0] == ' ' || line[0] == '\t' {
		return continued
	}
	for i, c := range line {
		if c == ':' {
			return i > 0
		}
		if c <= ' ' || c == 0x7f {
			return onlyBlanksBefore(line[i:])
		}
	}
	return false
}

// onlyBlanksBefore allows "Subject : text", as old programs write it.
func onlyBlanksBefore(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' {
			return c == ':'
		}
	}
	return false
}

// endHeader ends the header. What follows is passed over if nothing of it is
// wanted and the file says where it ends.
func (p *parser) endHeader() {
	if p.inBody {
		return
	}
	p.inBody = true
	if len(p.line) > 0 { // the last line has no end
		p.header = append(p.header, p.line...)
		p.line = p.line[:0]
	}
	p.m.Header = string(p.header)
}

func (p *parser) bodyText(b []byte, ends bool) {
	if p.bodyN < p.body {
		if end := p.m.ContentAt + p.m.ContentSize; p.m.Body == nil && p.m.ContentAt > 0 && end > p.r.pos {
			p.m.Body = make([]byte, 0, min(end-p.r.pos+int64(len(b))+1, p.r.in.Size(), int64(p.body)+1))
		}
		p.m.Body = append(p.m.Body, b[:min(len(b), p.body-p.bodyN)]...)
		if ends {
			p.m.Body = append(p.m.Body, '\n')
		}
	}
	p.bodyN += len(b) + 1
	if p.bodyN > p.body {
		if !p.skipped {
			p.skipped = true
			p.skipBody()
		}
		p.r.passText()
	}
}

// skipBody goes to the end of the content if it is where the sizes say.
func (p *parser) skipBody() {
	if p.m.ContentAt <= 0 || p.m.ContentSize < 0 || p.r.in.Whole() && p.r.in.size <= window {
		return // reading it takes no time, and shows any damage
	}
	at := p.m.ContentAt + p.m.ContentSize
	if b := p.r.in.Bytes(at, 2); at > p.r.pos && len(b) == 2 && b[0] == extracted && b[1] == 0 {
		p.r.seek(at)
	}
}
