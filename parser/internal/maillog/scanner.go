package maillog

import (
	"bytes"
	"errors"
	"io"
)

// MaxLine is how much of one line is read: what syslog daemons write is shorter.
const MaxLine = 64 << 10

// lookBack is how many bytes stay in memory after they were read, so that lines can be found
// shortly before the one that makes them relevant.
const (
	lookBack   = 64 << 10
	scanBuffer = 512 << 10
)

// scanner reads the lines of a log.
type scanner struct {
	r      io.Reader
	buf    []byte
	at     int   // of the next line in buf
	offset int64 // of buf in the log
	err    error

	Line   []byte // without its end; valid until the next one
	Number int32  // from 1
	Offset int64  // of Line in the log
	Cut    bool   // it is longer than MaxLine
}

func newScanner(r io.Reader, buf []byte) *scanner {
	if buf == nil {
		buf = make([]byte, 0, scanBuffer)
	}
	return &scanner{r: r, buf: buf[:0]}
}

// Next reads a line. It reports false at the end, or after an error.
func (s *scanner) Next() bool {
	from := s.at
	for {
		if n := bytes.IndexByte(s.buf[from:], '\n'); n >= 0 {
			return s.take(from+n, from+n+1)
		}
		if from = len(s.buf); from-s.at >= MaxLine {
			return s.long()
		}
		if s.err != nil {
			if s.at == len(s.buf) {
				return false
			}
			return s.take(len(s.buf), len(s.buf))
		}
		from -= s.fill()
	}
}

// take makes a line of what reaches to end.
func (s *scanner) take(end, next int) bool {
	s.Line, s.Cut = s.buf[s.at:end], end-s.at > MaxLine
	if s.Cut {
		s.Line = s.Line[:MaxLine]
	}
	if n := len(s.Line); n > 0 && s.Line[n-1] == '\r' {
		s.Line = s.Line[:n-1]
	}
	s.Offset = s.offset + int64(s.at)
	s.Number++
	s.at = next
	return true
}

// long takes the beginning of a line that is too long, and steps over the rest.
func (s *scanner) long() bool {
	line := append([]byte(nil), s.buf[s.at:s.at+MaxLine]...)
	s.Offset = s.offset + int64(s.at)
	s.Number++
	for {
		n := bytes.IndexByte(s.buf[s.at:], '\n')
		if n >= 0 {
			s.at += n + 1
			break
		}
		if s.at = len(s.buf); s.err != nil {
			break
		}
		s.fill()
	}
	s.Line, s.Cut = line, true
	return true
}

// fill reads more, and returns by how much what is in buf moved towards its start.
func (s *scanner) fill() (moved int) {
	if len(s.buf)+lookBack > cap(s.buf) {
		moved = max(min(s.at-lookBack, s.at), 0)
		n := copy(s.buf, s.buf[moved:])
		s.buf = s.buf[:n]
		s.at -= moved
		s.offset += int64(moved)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if s.err = err; n > 0 || err != nil {
			return moved
		}
	}
	s.err = io.ErrNoProgress
	return moved
}

// Err returns the error that ended the reading, nil at the end of the log.
func (s *scanner) Err() error {
	if errors.Is(s.err, io.EOF) {
		return nil
	}
	return s.err
}

// bytes reads the n bytes that follow the line, and returns at most MaxLine of them.
func (s *scanner) bytes(n int64) []byte {
	var kept []byte
	for n > 0 {
		have := s.buf[s.at:]
		if len(have) == 0 {
			if s.err != nil {
				break
			}
			s.fill()
			continue
		}
		have = have[:min(int64(len(have)), n)]
		kept = append(kept, have[:min(len(have), MaxLine-len(kept))]...)
		s.at += len(have)
		n -= int64(len(have))
	}
	return kept
}

// Before calls each with the lines that are still in memory and contain a text, oldest first. Their
// numbers are counted back from the current line. It returns the offset from which it searched.
func (s *scanner) Before(holds string, each func(line []byte, number int32, offset int64)) int64 {
	end := int(s.Offset - s.offset)
	if end <= 0 || end > len(s.buf) {
		return s.Offset
	}
	seen := s.buf[:end]
	first := bytes.IndexByte(seen, '\n') + 1 // the text before it is cut
	if s.offset == 0 {
		first = 0
	}
	for at := first; at < len(seen); {
		n := bytes.Index(seen[at:], []byte(holds))
		if n < 0 {
			break
		}
		from := bytes.LastIndexByte(seen[:at+n], '\n') + 1
		to := bytes.IndexByte(seen[at+n:], '\n')
		if to < 0 {
			break
		}
		to += at + n
		if from >= first {
			each(bytes.TrimSuffix(seen[from:to], []byte("\r")), s.Number-int32(bytes.Count(seen[from:], []byte("\n"))), s.offset+int64(from))
		}
		at = to + 1
	}
	return s.offset + int64(first)
}
