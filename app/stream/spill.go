package stream

import (
	"io"
	"os"
	"slices"
	"sync"
)

// spillAfter is the number of bytes that a Spill holds in memory, beside a queue that needs the
// memory more.
const spillAfter = 16 << 20

// Spill keeps bytes for reading again, in memory and, above 16 MiB, in a spill
// file: a temporary file without a name, which only this process can read. The
// zero value is empty and ready for use. One goroutine may write while others read.
type Spill struct {
	mu     sync.RWMutex
	memory []byte
	file   *os.File
	rest   int64 // bytes in file
	limit  int   // replaces spillAfter in tests
}

// Write appends p.
func (s *Spill) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	limit := s.limit
	if limit == 0 {
		limit = spillAfter
	}
	n := 0
	if room := limit - len(s.memory); room > 0 {
		n = min(room, len(p))
		if len(s.memory)+n > cap(s.memory) && len(s.memory) > 1<<20 {
			// All at once: unwritten pages cost nothing, copies do.
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

// ReadAt implements io.ReaderAt.
func (s *Spill) ReadAt(p []byte, off int64) (int, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
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

// Size returns the number of bytes written.
func (s *Spill) Size() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return int64(len(s.memory)) + s.rest
}

// Reader reads everything written so far, from the start.
func (s *Spill) Reader() io.Reader { return io.NewSectionReader(s, 0, s.Size()) }

// Close frees the memory and the spill file.
func (s *Spill) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memory = nil
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
