package content

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Bounds of the parts' own headers.
const (
	maxPartHeader  = 64 << 10 // bytes of one header; the rest is skipped
	maxHeaderTotal = 4 << 20  // bytes of all headers kept in Part.Header
	maxBoundary    = 1000     // RFC 2046, 5.1.1 allows 70
)

// scanBuffer is the size of reads in bytes. A longer line is neither a boundary
// nor a whole header line.
const scanBuffer = 256 << 10

// scanner walks over the body line by line and builds the tree.
type scanner struct {
	m      *Message
	size   int64
	open   []*container // messages and multiparts around the current line, outermost first
	head   *Part        // the part whose header is being read, or nil
	raw    []byte       // that header
	long   bool         // raw reached its limit
	leaf   *leaf        // the part whose body is being read, or nil
	eol    []byte       // end of the line before, which belongs to a boundary if one follows
	kept   int          // header bytes kept in parts
	full   bool         // a limit was reached: no more parts
	buffer []byte       // scratch for counting
}

// container is an open part that holds others.
type container struct {
	part     *Part
	boundary string // with its leading dashes; "" a message, or a multipart after its end
	digest   bool
}

func newScanner(m *Message, size int64) *scanner { return &scanner{m: m, size: size} }

// run builds the tree under the message's own header.
func (s *scanner) run() {
	root := s.add(nil)
	s.m.Root = root
	s.setHeader(root, s.m.Header, "text/plain")
	s.startBody(root, 0)

	end := min(s.size, s.m.opt.MaxScan)
	r := bufio.NewReaderSize(io.NewSectionReader(s.m.body, 0, end), int(min(scanBuffer, max(end, 16))))
	pos, start := int64(0), true
	for !s.full && !s.idle(pos) {
		b, err := r.ReadSlice('\n')
		if len(b) > 0 {
			s.chunk(b, pos, start)
			pos += int64(len(b))
			start = err == nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			if err != io.EOF {
				s.m.note(fmt.Sprintf("body not read beyond byte %d: %v", pos, err))
			} else if pos < end {
				s.m.note(fmt.Sprintf("body ends at byte %d of %d", pos, s.size))
				s.size = pos
			}
			break
		}
	}
	if pos >= end && end < s.size && !s.idle(pos) {
		s.m.note(fmt.Sprintf("parts after the first %d bytes are not listed", end))
	}
	s.finish(pos)
}

// idle reports whether scanning further is pointless: no boundary can follow,
// and there is nothing to count.
func (s *scanner) idle(pos int64) bool {
	return len(s.open) == 0 && s.head == nil && s.leaf != nil && s.leaf.decoder == nil &&
		(!s.leaf.seeksFiles || s.leaf.file == nil && pos > s.m.opt.MaxText)
}

// finish closes what is open at the end of the body or of the scan.
func (s *scanner) finish(pos int64) {
	s.endHeaders(pos)
	if s.leaf != nil {
		s.leaf.text(s, s.eol, false)
		s.endLeaf(s.size, pos)
	}
	s.closeTo(0, s.size)
}

// chunk takes a line, or a piece of a line longer than the buffer.
func (s *scanner) chunk(b []byte, pos int64, start bool) {
	line := trimEOL(b)
	if start && len(line) > 2 && line[0] == '-' && line[1] == '-' {
		if i, last := s.boundary(line); i >= 0 {
			s.atBoundary(i, last, pos, pos+int64(len(b)))
			return
		}
	}
	switch {
	case s.head != nil:
		if s.headerLine(b, line, pos, start) {
			s.eol = s.eol[:0]
			return
		}
	case s.leaf != nil:
		s.leaf.text(s, s.eol, false)
		s.leaf.line(s, line, b, pos, start)
	}
	s.eol = append(s.eol[:0], b[len(line):]...)
}

// boundary finds the innermost open multipart whose boundary the line is
// (RFC 2046, 5.1.1), -1 for none.
func (s *scanner) boundary(line []byte) (i int, last bool) {
	line = bytes.TrimRight(line, " \t")
	for i := len(s.open) - 1; i >= 0; i-- {
		b := s.open[i].boundary
		if b == "" || len(line) < len(b) || string(line[:len(b)]) != b {
			continue
		}
		switch string(line[len(b):]) {
		case "":
			return i, false
		case "--":
			return i, true
		}
	}
	return -1, false
}

// atBoundary ends the parts inside open[i] and starts the next.
func (s *scanner) atBoundary(i int, last bool, pos, next int64) {
	end := pos - int64(len(s.eol))
	s.eol = s.eol[:0]
	s.endHeaders(end)
	if s.leaf != nil {
		s.endLeaf(end, end)
	}
	s.closeTo(i+1, end)
	c := s.open[i]
	if last {
		c.boundary = ""
		return
	}
	if p := s.add(c.part); p != nil {
		s.head, s.raw, s.long = p, s.raw[:0], false
		p.Offset = next
	}
}

// headerLine collects a part's header. A first line that is not a field starts
// the body, as in sendmail (formats/sendmail.md §3.1). It reports whether
// the line was the empty one at the end.
func (s *scanner) headerLine(b, line []byte, pos int64, start bool) (end bool) {
	if start && len(line) == 0 {
		s.endHeader(pos + int64(len(b)))
		return true
	}
	if start && b[0] != ' ' && b[0] != '\t' {
		_, _, ok := cutName(line)
		mbox := len(s.raw) == 0 && (bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")))
		if !ok && !mbox {
			s.endHeader(pos)
			if s.head != nil { // that of a message inside the message
				return s.headerLine(b, line, pos, start)
			}
			if s.leaf != nil {
				s.leaf.line(s, line, b, pos, start)
			}
			return false
		}
	}
	if room := maxPartHeader - len(s.raw); room < len(b) {
		s.raw = append(s.raw, b[:room]...)
		if !s.long {
			s.long = true
			s.m.note(fmt.Sprintf("header of part %s is cut after %d bytes", s.head.Path, maxPartHeader))
		}
		return false
	}
	s.raw = append(s.raw, b...)
	return false
}

// endHeaders ends the header being read, and those of messages inside it.
func (s *scanner) endHeaders(pos int64) {
	for s.head != nil {
		s.endHeader(pos)
	}
}

// endHeader attaches the header to its part, whose body starts at pos.
func (s *scanner) endHeader(pos int64) {
	p := s.head
	s.head = nil
	fallback := "text/plain"
	if n := len(s.open); n > 0 && s.open[n-1].digest {
		fallback = "message/rfc822" // RFC 2046, 5.1.5
	}
	fields := parseHeader(s.raw, s.m.opt.Decode)
	s.setHeader(p, fields, fallback)
	s.eol = s.eol[:0]
	if s.kept += len(s.raw); s.kept <= maxHeaderTotal {
		p.Header = fields
	}
	s.startBody(p, pos)
}

// startBody decides what a part's body is read as.
func (s *scanner) startBody(p *Part, pos int64) {
	p.Offset = pos
	deep := p.Depth+1 >= s.m.opt.MaxDepth
	switch {
	case p.isMultipart() && p.boundary == "":
		s.m.note("part " + p.Path + " is " + p.Type + " without a boundary; shown as text")
	case p.isMultipart() && !deep:
		s.open = append(s.open, &container{part: p, boundary: "--" + p.boundary, digest: p.Type == "multipart/digest"})
		return
	case p.holdsMessage() && newDecoder(p.Encoding) == nil && !deep:
		s.open = append(s.open, &container{part: p})
		if child := s.add(p); child != nil {
			s.head, s.raw, s.long = child, s.raw[:0], false
			child.Offset = pos
		}
		return
	case deep && (p.isMultipart() || p.holdsMessage()):
		s.m.note(fmt.Sprintf("parts more than %d levels deep are not listed", s.m.opt.MaxDepth))
		if p.isMultipart() {
			p.Type = "application/octet-stream" // can be saved; the charset of its text is unknown
		}
	}
	s.leaf = newLeaf(p)
}

func (s *scanner) endLeaf(end, read int64) {
	p := s.leaf.part
	s.leaf.end(s, end, read)
	s.leaf = nil
	if p.isTNEF() && !p.Estimated && p.Size > 0 {
		s.listTNEF(p)
	}
}

// closeTo ends the containers from open[i] on.
func (s *scanner) closeTo(i int, end int64) {
	for n := len(s.open); n > i; n-- {
		p, boundary := s.open[n-1].part, s.open[n-1].boundary
		p.Size = max(0, end-p.Offset)
		p.Decoded = p.Size
		if p.isMultipart() && len(p.Children) == 0 && p.Size > 0 {
			s.m.note("boundary of part " + p.Path + " never comes; shown as text")
		} else if boundary != "" && !s.full {
			s.m.note("last boundary of part " + p.Path + " is missing")
		}
	}
	s.open = s.open[:i]
}

// add appends a part below parent, nil when there are too many.
func (s *scanner) add(parent *Part) *Part {
	m := s.m
	if len(m.Parts) >= m.opt.MaxParts {
		m.note(fmt.Sprintf("parts after the first %d are not listed", m.opt.MaxParts))
		s.full = true
		return nil
	}
	p := &Part{Path: "1", Type: "text/plain", Encoding: "7bit", index: len(m.Parts)}
	if parent != nil {
		parent.Children = append(parent.Children, p)
		p.Path = fmt.Sprintf("%s.%d", parent.Path, len(parent.Children))
		p.Depth = parent.Depth + 1
	}
	m.Parts = append(m.Parts, p)
	return p
}

// setHeader reads the MIME fields of a part.
func (s *scanner) setHeader(p *Part, fields []Field, fallback string) {
	decode := s.m.opt.Decode
	typ, params := parseParams(rawField(fields, "Content-Type"), decode)
	p.Type = cleanType(typ, params["boundary"], fallback)
	p.Charset = clip(cleanCharset(params["charset"]), 40)
	p.flowed = strings.EqualFold(params["format"], "flowed")
	p.delSp = strings.EqualFold(params["delsp"], "yes")
	if b := params["boundary"]; len(b) <= maxBoundary {
		p.boundary = strings.TrimRight(b, " \t")
	}
	p.Encoding = cleanEncoding(rawField(fields, "Content-Transfer-Encoding"))
	if p.isMultipart() && newDecoder(p.Encoding) != nil {
		p.Encoding = "7bit" // not allowed (RFC 2045, 6.4), and senders who declare it do not mean it
	}
	if !isKnownEncoding(p.Encoding) {
		s.m.note("unknown encoding " + quoteShort(p.Encoding) + "; shown as it is")
	}
	disposition, dparams := parseParams(rawField(fields, "Content-Disposition"), decode)
	p.Disposition = clip(cleanLine(disposition), 40)
	if p.Name = dparams["filename"]; p.Name == "" {
		p.Name = params["name"]
	}
	id := DecodeHeader(rawField(fields, "Content-ID"), decode)
	p.ContentID = clip(strings.Trim(id, "<> "), maxParam)
	p.Inline = p.Disposition == "inline" || p.Disposition == "" && p.ContentID != "" && strings.HasPrefix(p.Type, "image/")
}

// cleanType returns a type of the form a/b. An invalid one is text unless it
// says otherwise (RFC 2045, 5.2).
func cleanType(typ, boundary, fallback string) string {
	typ = clip(typ, 100)
	major, minor, ok := strings.Cut(typ, "/")
	major, minor = strings.TrimSpace(major), strings.TrimSpace(minor)
	switch {
	case ok && isToken(major) && isToken(minor):
		return major + "/" + minor
	case major == "multipart" && boundary != "":
		return "multipart/mixed"
	case typ == "":
		return fallback
	case major == "text":
		return "text/plain"
	}
	return "application/octet-stream"
}

// isToken reports whether s is a token (RFC 2045, 5.1).
func isToken(s string) bool {
	return s != "" && isPlain(s) && !strings.ContainsAny(s, ` ()<>@,;:\"/[]?=`)
}
