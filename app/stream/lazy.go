package stream

import (
	"io"
	"os"
	"sync"
)

// Lazy opens files when they are read, and keeps only the last one open: a
// folder may have more files than a process may open. The zero value is ready
// for use.
type Lazy struct {
	mu   sync.Mutex
	path string
	file *os.File
}

// File returns the file of this path, which is not opened yet.
func (l *Lazy) File(path string) io.ReaderAt { return lazyFile{l, path} }

// Close closes the file that is open.
func (l *Lazy) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.path = ""
	if l.file == nil {
		return nil
	}
	file := l.file
	l.file = nil
	return file.Close()
}

type lazyFile struct {
	*Lazy
	name string
}

// ReadAt implements io.ReaderAt.
func (l lazyFile) ReadAt(p []byte, off int64) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.path != l.name {
		file, err := os.Open(l.name)
		if err != nil {
			return 0, err
		}
		if l.file != nil {
			l.file.Close()
		}
		l.path, l.file = l.name, file
	}
	return l.file.ReadAt(p, off)
}
