package record

import (
	"io"
	"sort"
)

// Text is the text of a message, as Postfix sends it with LF for CRLF. Where
// its pieces lie in the file is noted while it is opened, so that any part of
// it can be read again.
type Text struct {
	in     *Input
	size   int64
	body   int64 // where the header and the empty line behind it have ended
	pieces []piece
}

// piece is a stretch of records that follow each other in the file, without a
// jump between them.
type piece struct {
	text int64 // offset in the text
	at   int64 // of its first record in the file
}

// pieceSize is how many bytes of the file a piece has, unless a pointer leads away.
const pieceSize = 64 << 10

// OpenText finds the text of a file. A file that is cut has less.
func OpenText(in *Input) *Text {
	t := &Text{in: in, body: -1}
	r := NewReader(in)
	inText, lineStart, headers := false, true, 0
	jumps := 0
	for {
		rec, ok := r.Next()
		if !ok {
			break
		}
		if !inText {
			inText = rec.Type == message
			continue
		}
		if rec.Type == extracted {
			break
		}
		if !isText(rec.Type) {
			continue // its bytes are stepped over when the piece is read
		}
		if n := len(t.pieces); n == 0 || len(r.jumps) > jumps || rec.At-t.pieces[n-1].at >= pieceSize {
			t.pieces = append(t.pieces, piece{t.size, rec.At})
			jumps = len(r.jumps)
		}
		if t.body < 0 && lineStart {
			switch {
			case rec.Type == norm && len(rec.Data) == 0:
				t.body = t.size + 1
			case !isHeaderLine(append(rec.Data[:len(rec.Data):len(rec.Data)], ' '), headers > 0):
				t.body = t.size
			default:
				headers++
			}
		}
		lineStart = rec.Type == norm
		t.size += textLen(rec)
	}
	if t.body < 0 {
		t.body = t.size
	}
	return t
}

// textLen returns how many bytes of text a record makes.
func textLen(rec Record) int64 {
	if rec.Type == norm {
		return int64(len(rec.Data)) + 1
	}
	return int64(len(rec.Data))
}

// Size returns the number of bytes of the text.
func (t *Text) Size() int64 { return t.size }

// Body returns where the body begins.
func (t *Text) Body() int64 { return t.body }

// ReadAt implements io.ReaderAt.
func (t *Text) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	k := sort.Search(len(t.pieces), func(k int) bool { return t.pieces[k].text > off }) - 1
	for ; k >= 0 && k < len(t.pieces) && n < len(p); k++ {
		until := t.size
		if k+1 < len(t.pieces) {
			until = t.pieces[k+1].text
		}
		at := t.pieces[k].text
		r := Reader{in: t.in, pos: t.pieces[k].at}
		for at < until && n < len(p) {
			rec, ok := r.next()
			if !ok {
				return n, io.ErrUnexpectedEOF
			}
			if !isText(rec.Type) {
				continue
			}
			if skip := off + int64(n) - at; skip < textLen(rec) {
				rest := rec.Data[min(skip, int64(len(rec.Data))):]
				c := copy(p[n:], rest)
				n += c
				if c == len(rest) && rec.Type == norm && n < len(p) {
					p[n] = '\n'
					n++
				}
			}
			at += textLen(rec)
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
