package paste

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// Line is a line of the text. Its bytes are valid until the next one is read.
type Line struct {
	Text   []byte // cleaned, without its line end
	Raw    []byte // as in the input, in UTF-8, without its line end
	Offset int64  // of its first byte in the input
	Number int    // from 1
	Cut    bool   // it is longer than MaxLine
	Host   string // the name in the prefix of the line, where every line begins with its host
}

// Reader reads a text line by line.
type Reader struct {
	source interface {
		next() (rawLine, error)
		offset() int64
	}
	number   int
	clean    cleaner
	prefixes []prefix
	suffix   string // after every line
	transfer transfer
	always   bool   // any line may need cleaning, not only those where a byte shows it
	queued   []Line // the other lines that one line of the input became
	seen     coats
}

// NewReader returns a Reader of r, which is read ahead.
func NewReader(r io.Reader) *Reader { return newReader(r, MaxLine) }

func newReader(r io.Reader, size int) *Reader {
	br := bufio.NewReaderSize(r, size)
	head, _ := br.Peek(size) // a read error comes again with the lines
	head = head[:min(len(head), headSize)]
	out := &Reader{}
	text := head
	switch order, marked, ok := wide(head); {
	case ok:
		out.source = &units{r: br, order: order, skip: marked}
		out.seen.line = 1
		out.seen.add(UTF16)
		text = decodeWide(head, order)
	default:
		delim := byte('\n')
		if isSeparated(head) {
			text = lineFeeds(bytes.Clone(head))
			br = bufio.NewReaderSize(&separated{r: br}, size)
		} else if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
			delim = '\r'
		}
		out.source = &octets{r: br, delim: delim}
	}
	out.clean = newCleaner(text)
	out.prefixes = findPrefixes(text, out.clean)
	out.suffix = findSuffix(text)
	out.transfer = newTransfer(text)
	out.always = out.clean.markup() || len(out.prefixes) > 0 || out.suffix != ""
	return out
}

// Head reads a text of which only the beginning is available, such as a file
// that is looked at to find out what it is.
func Head(text []byte) *Reader { return newReader(bytes.NewReader(text), max(16, len(text))) }

// IsWide reports whether a text is UTF-16, which is full of NUL bytes.
func IsWide(head []byte) bool {
	_, _, ok := wide(head)
	return ok
}

// Offset returns how far the input was read, in bytes.
func (r *Reader) Offset() int64 { return r.source.offset() }

// Next returns the next line, io.EOF at the end. With an error of the input
// the line before it is given first.
func (r *Reader) Next() (Line, error) {
	for len(r.queued) == 0 {
		raw, err := r.source.next()
		if raw.text == nil {
			if r.flush() {
				continue
			}
			if err == nil {
				err = io.EOF
			}
			return Line{}, err
		}
		r.number++
		text := bytes.TrimRight(raw.text, "\r")
		if r.number == 1 {
			text = bytes.TrimPrefix(bytes.TrimLeft(text, "\x00"), bom)
		}
		if n := len(text); n > 0 && text[n-1] == 0 {
			text = bytes.TrimRight(text, "\x00\r")
		}
		l := Line{Text: text, Raw: text, Offset: raw.offset, Number: r.number, Cut: raw.cut}
		if r.transfer.printable {
			l.Text = r.unbroken(text)
			r.take(l)
			continue
		}
		if r.transfer.binary && r.binary(l) {
			continue
		}
		if !r.always && isPlain(text) {
			return l, nil
		}
		r.take(l)
	}
	l := r.queued[0]
	r.queued = r.queued[1:]
	return l, nil
}

// unbroken gives a line of quoted-printable with those that follow it after
// soft line breaks.
func (r *Reader) unbroken(text []byte) []byte {
	joined, soft := softened(text)
	if soft {
		joined = bytes.Clone(joined)
	}
	for soft && len(joined) < MaxLine {
		raw, _ := r.source.next() // an error comes again with the next line
		if raw.text == nil {
			break
		}
		r.number++
		var rest []byte
		rest, soft = softened(raw.text)
		joined = append(joined, rest...)
	}
	plain := printed(joined)
	if !bytes.Equal(plain, text) {
		r.seen.line, r.seen.offset = r.number, r.source.offset()
		r.seen.add(Printable)
	}
	return plain
}

// binary takes a line of base64, and queues the lines that it completes. It
// reports false for other lines.
func (r *Reader) binary(l Line) bool {
	lines, ok := r.transfer.decode(l.Text)
	if !ok {
		return false
	}
	r.transfer.pending = line64{offset: l.Offset, number: l.Number}
	r.seen.line, r.seen.offset = l.Number, l.Offset
	r.seen.add(Base64)
	var queued []Line
	for _, text := range lines {
		r.take(r.transfer.pending.line(text))
		queued = append(queued, r.queued...)
	}
	r.queued = queued
	return true
}

// flush queues the last line of a part in base64 that has no line end.
func (r *Reader) flush() bool {
	text := r.transfer.rest
	r.transfer.rest = nil
	if len(text) == 0 {
		return false
	}
	r.take(r.transfer.pending.line(text))
	return len(r.queued) > 0
}

// line returns a line that a line of base64 became.
func (at *line64) line(text []byte) Line {
	l := Line{Text: text, Raw: text, Offset: at.offset + int64(at.pieces), Number: at.number}
	at.pieces++
	return l
}

// take cleans a line and queues what it becomes. A line that was nothing but
// the prompt of a pager is gone.
func (r *Reader) take(l Line) {
	r.queued = r.queued[:0]
	r.seen.line, r.seen.offset = l.Number, l.Offset
	for n, piece := range r.clean.line(l.Text, &r.seen) {
		one := l
		one.Text = piece
		if n > 0 {
			one.Raw, one.Offset = nil, l.Offset+int64(n)
		}
		if !r.unwrap(&one) {
			if n > 0 {
				continue
			}
			one.Text = nil
		}
		r.queued = append(r.queued, one)
	}
}

// unwrap removes quotation marks, the prefix and pager prompts. It reports
// false for a line that was a prompt only.
func (r *Reader) unwrap(l *Line) bool {
	if r.suffix != "" {
		l.Text = r.cutSuffix(l.Text)
	}
	l.Text = r.quoted(l.Text)
	for i := range r.prefixes {
		if rest, host, ok := r.prefixes[i].cut(l.Text); ok {
			l.Text, l.Host = rest, host
			r.seen.add(r.prefixes[i].what)
			l.Text = r.quoted(l.Text)
			break
		}
	}
	rest, found := cutPager(l.Text)
	if found {
		r.seen.add(Pager)
		l.Text = rest
		return len(bytes.TrimSpace(rest)) > 0
	}
	return true
}

// quoted removes the marks of a quotation, however deep.
func (r *Reader) quoted(text []byte) []byte {
	rest := cutQuote(text)
	if len(rest) < len(text) {
		r.seen.add(Quotation)
	}
	return rest
}

// isPlain reports whether there is nothing in a line that has to be cleaned:
// only printing ASCII without the signs that markup, pagers and quotations
// begin with.
func isPlain(text []byte) bool {
	if len(text) > 0 && suspicious[text[0]] {
		return false
	}
	for len(text) > 0 && text[0] == '\t' {
		text = text[1:]
	}
	const (
		ones = 0x0101010101010101
		high = 0x8080808080808080
	)
	for len(text) >= 8 {
		w := binary.LittleEndian.Uint64(text)
		and := w ^ '&'*ones
		control := (w - 0x20*ones) | (and - ones) // borrows may report more, never less
		if (control&^w|w)&high != 0 && !plainBytes(text[:8]) {
			return false
		}
		text = text[8:]
	}
	return plainBytes(text)
}

func plainBytes(text []byte) bool {
	for _, c := range text {
		if c < ' ' && c != '\t' || c >= 0x80 || c == '&' {
			return false
		}
	}
	return true
}

// suspicious are the bytes with which no line of mailq begins, but what other
// programs put before one.
var suspicious = [256]bool{'>': true, '<': true, '[': true, '`': true, ':': true, '~': true, '|': true, '(': true, 'l': true, '-': true}
