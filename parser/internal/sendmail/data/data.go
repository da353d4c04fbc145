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
	MaxLine  = 1 << 20 // a line with "<<<" is kept up to this many bytes
	MaxLines = 100000  // lines with "<<<" that are kept
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

// Scanner scans data files, one after the other, with one buffer.
type Scanner struct {
	buf   []byte
	start []byte
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
	var out Scan
	have := 0         // bytes in buf that are not yet scanned
	skipping := false // inside a line that is longer than the limit
	first := true
	bounce := false
	for {
		if have == len(s.buf) {
			if len(s.buf) < MaxLine {
				s.buf = append(s.buf, make([]byte, len(s.buf))...)
			} else {
				// a line longer than MaxLine: scan what there is, drop the rest of it
				s.grep(&out, s.buf[:have], skipping)
				out.Cut++
				skipping, have = true, 0
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
			s.grep(&out, s.buf[:nl+1], skipping)
			skipping = false
			have = copy(s.buf, s.buf[nl+1:have])
		}
		if err != nil {
			if have > 0 {
				s.grep(&out, s.buf[:have], skipping)
			}
			out.Start = s.start
			if s.hash != nil {
				s.hash.Sum(out.Sum[:0])
			}
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil // an archive that ends early is reported by whoever reads it
			}
			return out, err
		}
	}
}

var mark = []byte("<<<")

// grep takes whole lines. With skipping the first line is the rest of one that
// was too long and is left out.
func (s *Scanner) grep(out *Scan, b []byte, skipping bool) {
	if skipping {
		nl := bytes.IndexByte(b, '\n')
		if nl < 0 {
			return
		}
		b = b[nl+1:]
	}
	for {
		i := bytes.Index(b, mark)
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
		line := b[from:to]
		if len(line) >= 8 && string(line[:5]) == "<<< 5" && line[7] == ' ' {
			out.Refused = true
		}
		if len(out.Lines) < MaxLines {
			out.Lines = append(out.Lines, string(line))
		} else {
			out.Cut++
		}
		if to == len(b) {
			return
		}
		b = b[to+1:]
	}
}
