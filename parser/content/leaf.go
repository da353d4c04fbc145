package content

import (
	"bytes"
	"io"
)

// leaf follows the body of a part without parts of its own, to count its decoded
// bytes and to find uuencoded files in plain text.
type leaf struct {
	part    *Part
	decoder decoder // nil: as it stands
	counted int64

	seeksUU bool
	begin   int64  // where a line "begin 644 name" stands, -1 none before this line
	name    string // of that file
	file    *leaf  // the file being read
}

func newLeaf(p *Part) *leaf {
	l := &leaf{part: p, decoder: newDecoder(p.Encoding), begin: -1}
	l.seeksUU = l.decoder == nil && p.Type == "text/plain" && p.Disposition != "attachment"
	return l
}

// text counts bytes; last ends the decoder.
func (l *leaf) text(s *scanner, b []byte, last bool) {
	if l.decoder == nil {
		return
	}
	s.buffer = l.decoder.decode(s.buffer[:0], b)
	if last {
		s.buffer = l.decoder.flush(s.buffer)
	}
	l.counted += int64(len(s.buffer))
}

// line takes a line without its end; b has the end too.
func (l *leaf) line(s *scanner, line, b []byte, pos int64, start bool) {
	l.text(s, line, false)
	if !l.seeksUU {
		return
	}
	if l.file != nil {
		l.file.text(s, b, false)
		if start && string(line) == "end" {
			l.endFile(s, pos+int64(len(b)), pos+int64(len(b)))
		}
		return
	}
	begin := l.begin
	l.begin = -1
	if !start {
		return
	}
	if begin >= 0 && (isUULine(line) || string(line) == "end") {
		l.startFile(s, begin)
		if l.file != nil {
			l.file.text(s, b, false)
			if string(line) == "end" {
				l.endFile(s, pos+int64(len(b)), pos+int64(len(b)))
			}
		}
		return
	}
	if bytes.HasPrefix(line, []byte("begin ")) {
		if name, ok := uuBegin(line); ok {
			l.begin, l.name = pos, name
		}
	}
}

// startFile makes a part below the text of the lines from pos on.
func (l *leaf) startFile(s *scanner, pos int64) {
	if len(s.m.Parts) >= s.m.opt.MaxParts {
		return // it stays text
	}
	p := s.add(l.part)
	p.Type = "application/octet-stream"
	p.Encoding = "x-uuencode"
	p.Disposition = "attachment"
	p.Name = clip(DecodeHeader(l.name, s.m.opt.Decode), maxParam)
	p.Offset = pos
	l.file = &leaf{part: p, decoder: &uuDecoder{begun: true}}
}

func (l *leaf) endFile(s *scanner, end, read int64) {
	l.file.text(s, nil, true)
	l.file.end(s, end, read)
	l.file = nil
}

// end sets the sizes. Where the scan stopped before the part's end, the bytes
// that were not read are assumed to be like those before.
func (l *leaf) end(s *scanner, end, read int64) {
	if l.file != nil {
		l.endFile(s, end, read)
	}
	p := l.part
	p.Size = max(0, end-p.Offset)
	if l.decoder == nil {
		p.Decoded = p.Size
		return
	}
	if read >= end {
		l.text(s, nil, true)
		p.Decoded = l.counted
		return
	}
	p.Estimated = true
	p.Decoded = p.Size
	if n := read - p.Offset; n > 0 {
		p.Decoded = int64(float64(l.counted) / float64(n) * float64(p.Size))
	}
}

// Open returns the bytes of a part without its transfer encoding, to be saved:
// of a message inside the message the whole message, of a multipart the raw
// bytes. The reader reads from the body as it goes.
func (m *Message) Open(p *Part) io.Reader {
	return newDecodeReader(io.NewSectionReader(m.body, p.Offset, p.Size), newDecoder(p.Encoding))
}
