// Package data reads df files: the body of a message, whatever bytes
// (formats/sendmail.md §3). One pass finds what the guide's grep finds and
// keeps the start, where a bounce has its transcript.
package data

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
)

// Limits of one data file.
const (
	MaxLine  = 1 << 20  // a line with "<<<" is kept up to this many bytes
	MaxLines = 100000   // lines with "<<<" that are kept
	MaxKept  = 16 << 20 // bytes of the lines that are kept
	window   = 256 << 10
)

// Scan is what one pass over a data file finds.
type Scan struct {
	Size    int64
	Refused bool     // a line begins with "<<< 5", two more bytes and a space
	Lines   []string // lines that contain "<<<", as grep -a prints them
	Cut     int      // lines left out or shortened because of the limits
	Start   []byte   // the first dsn.MaxBytes, if it may be a bounce; valid until the next Scan
	Sum     [32]byte // SHA-256, if asked for
}

// Scanner scans data files one after the other, reusing one buffer.
type Scanner struct {
	buf   []byte
	start []byte
	kept  int // bytes of the lines that are kept
	hash  hash.Hash
}

// Scan reads r to its end. With sum it also works out the digest. What was
// found before a read error is returned with it.
func (s *Scanner) Scan(r io.Reader, sum bool) (Scan, error) {
	if s.buf == nil {
		s.buf = make([]byte, window)
	}
	s.hash = nil
	if sum {
		s.hash = sha256.New()
	}
	s.start = s.start[:0]
	s.kept = 0
	var out Scan
	have := 0 // bytes in buf that are not yet scanned: the start of a line
	var long longLine
	first := true
	bounce := false
	for {
		if have == len(s.buf) {
			if len(s.buf) <= MaxLine {
				more := min(len(s.buf), MaxLine+1-len(s.buf))
				s.buf = append(s.buf, make([]byte, more)...)
			} else {
				s.long(&out, &long, s.buf[:have])
				have = 0
			}
		}
		got, err := io.ReadAtLeast(r, s.buf[have:], min(4096, len(s.buf)-have))
		if got > 0 {
			chunk := s.buf[have : have+got]
			out.Size += int64(got)
			if s.hash != nil {
				s.hash.Write(chunk)
			}
			if first {
				first, bounce = false, dsn.Looks(chunk)
			}
			if bounce && len(s.start) < dsn.MaxBytes {
				s.start = append(s.start, chunk[:min(len(chunk), dsn.MaxBytes-len(s.start))]...)
			}
			have += got
		}
		if nl := bytes.LastIndexByte(s.buf[:have], '\n'); nl >= 0 {
			s.grep(&out, s.end(&out, &long, s.buf[:nl+1]))
			have = copy(s.buf, s.buf[nl+1:have])
		}
		if err != nil {
			s.grep(&out, s.end(&out, &long, s.buf[:have]))
			out.Start = s.start
			if s.hash != nil {
				s.hash.Sum(out.Sum[:0])
			}
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil // the archive's reader reports an early end
			}
			return out, err
		}
	}
}

// Whole is Scan for a data file that is entirely in memory.
func (s *Scanner) Whole(b []byte, sum bool) Scan {
	s.kept = 0
	out := Scan{Size: int64(len(b))}
	if sum {
		out.Sum = sha256.Sum256(b)
	}
	if dsn.Looks(b) {
		out.Start = b[:min(len(b), dsn.MaxBytes)]
	}
	s.grep(&out, b)
	return out
}

var mark = []byte("<<<")

// indexMark is bytes.Index of the mark. In WebAssembly that is several times
// slower: it has no instructions for it, and gives up on text with many "<".
func indexMark(b []byte) int {
	for off := 0; ; off++ {
		i := bytes.IndexByte(b[off:], '<')
		if i < 0 || off+i+len(mark) > len(b) {
			return -1
		}
		if off += i; b[off+1] == '<' && b[off+2] == '<' {
			return off
		}
	}
}

// longLine is a line longer than MaxLine while it is read. Its start is kept
// if it holds the mark; else the line counts as cut when the mark comes
// later.
type longLine struct {
	open bool // the line has not ended
	done bool // it is counted
	tail [2]byte
}

// long takes a piece of a line that is too long.
func (s *Scanner) long(out *Scan, l *longLine, b []byte) {
	if !l.open {
		*l = longLine{open: true}
		if start := b[:MaxLine]; bytes.Contains(start, mark) {
			s.keep(out, start)
			out.Cut++
			l.done = true
		}
	}
	if !l.done && (bytes.Contains(b, mark) || bytes.Contains(append(l.tail[:], b[:min(len(b), 2)]...), mark)) {
		out.Cut++
		l.done = true
	}
	if len(b) >= 2 {
		copy(l.tail[:], b[len(b)-2:])
	}
}

// end ends a line that is too long, if there is one, and returns what follows.
func (s *Scanner) end(out *Scan, l *longLine, b []byte) []byte {
	if !l.open {
		return b
	}
	nl := bytes.IndexByte(b, '\n')
	if nl < 0 {
		nl = len(b) - 1
	}
	s.long(out, l, b[:nl+1])
	l.open = false
	return b[nl+1:]
}

// grep takes whole lines.
func (s *Scanner) grep(out *Scan, b []byte) {
	for {
		i := indexMark(b)
		if i < 0 {
			return
		}
		from := bytes.LastIndexByte(b[:i], '\n') + 1
		to := bytes.IndexByte(b[i:], '\n')
		if to < 0 {
			to = len(b)
		} else {
			to += i
		}
		if !s.keep(out, b[from:to]) {
			out.Cut++
		}
		if to == len(b) {
			return
		}
		b = b[to+1:]
	}
}

// keep keeps a line with the mark, if there is room for it.
func (s *Scanner) keep(out *Scan, line []byte) bool {
	if len(line) >= 8 && string(line[:5]) == "<<< 5" && line[7] == ' ' {
		out.Refused = true
	}
	if len(out.Lines) >= MaxLines || s.kept+len(line) > MaxKept {
		return false
	}
	s.kept += len(line)
	out.Lines = append(out.Lines, string(line))
	return true
}
