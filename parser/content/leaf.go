package content

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
)

// leaf follows the body of a part without parts of its own, to count its decoded
// bytes and to find files in plain text: uuencode and yEnc.
type leaf struct {
	part    *Part
	decoder decoder // nil: as it stands
	counted int64

	seeksFiles bool
	begin      int64  // where a line "begin 644 name" stands, -1 none before this line
	name       string // of that file
	file       *leaf  // the file being read

	// Of a file in yEnc: the size that it declares, and the CRC-32 so far.
	said int64
	sum  uint32
}

func newLeaf(p *Part) *leaf {
	l := &leaf{part: p, decoder: newDecoder(p.Encoding), begin: -1}
	l.seeksFiles = l.decoder == nil && p.Type == "text/plain" && p.Disposition != "attachment"
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
	if l.part.Encoding == "x-yenc" {
		l.sum = crc32.Update(l.sum, crc32.IEEETable, s.buffer)
	}
}

// line takes a line without its end; b has the end too.
func (l *leaf) line(s *scanner, line, b []byte, pos int64, start bool) {
	l.text(s, line, false)
	if !l.seeksFiles {
		return
	}
	if l.file != nil {
		l.file.text(s, b, false)
		if start && l.file.endsWith(line) {
			l.file.verify(s, line)
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
		l.startFile(s, begin, "x-uuencode", &uuDecoder{begun: true})
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
		return
	}
	if name, size, ok := yencBegin(line); ok {
		l.name = name
		l.startFile(s, pos, "x-yenc", &yencDecoder{})
		if l.file != nil {
			l.file.said = size
			l.file.text(s, b, false)
		}
	}
}

// endsWith reports whether the line is the last of the file.
func (l *leaf) endsWith(line []byte) bool {
	if l.part.Encoding == "x-yenc" {
		return bytes.HasPrefix(line, []byte("=yend"))
	}
	return string(line) == "end"
}

// verify compares a file in yEnc with what its last line says. A file may be
// spread over several messages, each with a part and the size of the whole.
func (l *leaf) verify(s *scanner, line []byte) {
	if l.part.Encoding != "x-yenc" {
		return
	}
	if size, ok := yencNumber(line, "size=", 10); ok && size != l.counted {
		s.m.note(fmt.Sprintf("file %s (yEnc) has %d of %d bytes", quoteShort(l.part.Name), l.counted, size))
		return
	}
	sum, ok := yencNumber(line, "pcrc32=", 16)
	if !ok && l.said == l.counted {
		sum, ok = yencNumber(line, "crc32=", 16)
	}
	if ok && uint32(sum) != l.sum {
		s.m.note(fmt.Sprintf("file %s (yEnc) is damaged: wrong checksum", quoteShort(l.part.Name)))
	}
}

// startFile makes a part, below the text, of the lines from pos on.
func (l *leaf) startFile(s *scanner, pos int64, encoding string, d decoder) {
	if len(s.m.Parts) >= s.m.opt.MaxParts {
		return // it stays text
	}
	p := s.add(l.part)
	p.Type = "application/octet-stream"
	p.Encoding = encoding
	p.Disposition = "attachment"
	p.Name = clip(DecodeHeader(l.name, s.m.opt.Decode), maxParam)
	p.Offset = pos
	l.file = &leaf{part: p, decoder: d}
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
	if p.inside != nil {
		return &skipReader{r: m.Open(p.inside), skip: p.skip, left: p.Decoded}
	}
	return newDecodeReader(io.NewSectionReader(m.body, p.Offset, p.Size), newDecoder(p.Encoding))
}

// skipReader reads left bytes of r after the first skip ones.
type skipReader struct {
	r          io.Reader
	skip, left int64
}

func (s *skipReader) Read(p []byte) (int, error) {
	if s.skip > 0 {
		n, err := io.CopyN(io.Discard, s.r, s.skip)
		s.skip -= n
		if err != nil {
			return 0, err
		}
	}
	if s.left <= 0 {
		return 0, io.EOF
	}
	n, err := s.r.Read(p[:min(int64(len(p)), s.left)])
	s.left -= int64(n)
	return n, err
}
