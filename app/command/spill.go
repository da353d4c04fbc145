package command

import (
	"io"
	"os"
	"slices"
)

// spillAfter is the number of bytes that a spill holds in memory: 64 MiB.
const spillAfter = 64 << 20

// spill keeps bytes for reading again: in memory, and those that do not fit in
// a nameless temporary file, which only this process can read.
type spill struct {
	memory []byte
	file   *os.File
	rest   int64 // bytes in file
	limit  int   // in place of spillAfter, for tests
}

// Write appends p.
func (s *spill) Write(p []byte) (int, error) {
	limit := s.limit
	if limit == 0 {
		limit = spillAfter
	}
	n := 0
	if room := limit - len(s.memory); room > 0 {
		n = min(room, len(p))
		if len(s.memory)+n > cap(s.memory) && len(s.memory) > 1<<20 {
			// All at once: pages that are not written cost nothing, copies do.
			s.memory = slices.Grow(s.memory, room)
		}
		s.memory = append(s.memory, p[:n]...)
	}
	if n == len(p) {
		return n, nil
	}
	if s.file == nil {
		file, err := os.CreateTemp("", "spoolscope-*")
		if err != nil {
			return n, err
		}
		if err := os.Remove(file.Name()); err != nil {
			file.Close()
			return n, err
		}
		s.file = file
	}
	m, err := s.file.WriteAt(p[n:], s.rest)
	s.rest += int64(m)
	return n + m, err
}

// ReadAt reads what was written.
func (s *spill) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	if off < int64(len(s.memory)) {
		n = copy(p, s.memory[off:])
	}
	if n == len(p) {
		return n, nil
	}
	at := off + int64(n) - int64(len(s.memory))
	if s.file == nil || at >= s.rest {
		return n, io.EOF
	}
	m, err := s.file.ReadAt(p[n:], at)
	return n + m, err
}

// Close gives the memory and the disk back.
func (s *spill) Close() error {
	s.memory = nil
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
