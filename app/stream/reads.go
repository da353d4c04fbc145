package stream

import (
	"errors"
	"fmt"
	"io"
	"sync"
)

// Sizes of the slices that the page is asked for. A reader that continues where
// it stopped gets larger ones, and from aheadSize on the next slice is
// requested before it is needed. A jump costs only a small slice.
const (
	jumpSize  = 64 << 10
	startSize = 1 << 20
	aheadSize = 1 << 20
	maxSize   = 4 << 20

	// windows is the number of places remembered at a time: enough for the
	// load, a message's two files and a zip's directory. At most
	// windows × 2 × maxSize bytes are held.
	windows = 4
)

// Slice is the page's answer to a read: the bytes asked for, or an error.
type Slice struct {
	Data []byte
	Err  error
}

// Ask starts a read of n bytes at an offset of a source, or of a number of
// consecutive sources taken as one. The channel gets exactly one Slice.
type Ask func(source, sources int, offset int64, n int) <-chan Slice

// Reads turns slices of the page's files into random access. All sources share
// it, so that half a million small files need no memory each. It may be used by
// several goroutines.
type Reads struct {
	ask Ask

	mu    sync.Mutex
	win   [windows]window
	clock int

	// For small files, see batches.go.
	runs               []run
	current, following batch
	last               int // the source that was read last
	single             int // sources below are read one by one
}

// NewReads makes random access from a page's answers.
func NewReads(ask Ask) *Reads { return &Reads{ask: ask} }

// Open gives access to a source of size bytes.
func (r *Reads) Open(source int, size int64) *File {
	return &File{reads: r, source: source, size: size}
}

// window is a stretch of a source in memory, and the next one once requested.
type window struct {
	source int
	offset int64
	data   []byte
	grow   int // size of the next slice
	used   int

	next    <-chan Slice // nil: not requested
	nextLen int
}

func (w *window) end() int64 { return w.offset + int64(len(w.data)) }

// readAt is io.ReaderAt for a source of size bytes.
func (r *Reads) readAt(source int, size int64, p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, errors.New("negative offset")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if offset >= size {
		r.last = source
		return 0, io.EOF
	}
	if size <= smallFile && source > 0 {
		data, ok := r.whole(source, size)
		if ok && int64(len(data)) == size {
			r.last = source
			n := copy(p, data[offset:])
			if n < len(p) {
				return n, io.EOF
			}
			return n, nil
		}
	}
	r.last = source
	n := 0
	for n < len(p) {
		at := offset + int64(n)
		if at >= size {
			return n, io.EOF
		}
		w, err := r.window(source, size, at, len(p)-n)
		if err != nil {
			return n, err
		}
		n += copy(p[n:], w.data[at-w.offset:])
	}
	return n, nil
}

// window returns one that holds the byte at; the caller wants n bytes from there.
func (r *Reads) window(source int, size, at int64, n int) (*window, error) {
	r.clock++
	var oldest *window
	for i := range r.win {
		w := &r.win[i]
		if w.source == source && w.data != nil && at >= w.offset && at <= w.end() {
			w.used = r.clock
			if at == w.end() {
				if err := r.advance(w, size); err != nil {
					return nil, err
				}
			}
			return w, nil
		}
		if oldest == nil || w.used < oldest.used {
			oldest = w
		}
	}
	first := jumpSize
	if at == 0 {
		first = startSize
	}
	// A slice that was requested ahead is dropped with its channel.
	*oldest = window{source: source, offset: at, grow: min(max(first, n), maxSize), used: r.clock}
	if err := r.advance(oldest, size); err != nil {
		return nil, err
	}
	return oldest, nil
}

// advance moves w to the bytes that follow it.
func (r *Reads) advance(w *window, size int64) error {
	from := w.end()
	if w.next == nil {
		w.nextLen = int(min(int64(w.grow), size-from))
		w.next = r.ask(w.source, 1, from, w.nextLen)
	}
	s := <-w.next
	want := w.nextLen
	w.next = nil
	if s.Err == nil && len(s.Data) != want {
		s.Err = fmt.Errorf("file changed: %d bytes at offset %d, want %d", len(s.Data), from, want)
	}
	if s.Err != nil {
		*w = window{}
		return s.Err
	}
	// A first slice may be all that is wanted; a second one means a sequential read.
	sequential := w.data != nil && w.grow >= aheadSize
	w.offset, w.data = from, s.Data
	w.grow = min(w.grow*4, maxSize)
	if rest := size - w.end(); sequential && rest > 0 {
		w.nextLen = int(min(int64(w.grow), rest))
		w.next = r.ask(w.source, 1, w.end(), w.nextLen)
	}
	return nil
}

// File reads one source of the page. It is an io.ReaderAt for any number of
// goroutines; a read waits for the page.
type File struct {
	reads  *Reads
	source int
	size   int64
}

// Size returns the length in bytes when the file was chosen.
func (f *File) Size() int64 { return f.size }

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(p []byte, offset int64) (int, error) {
	return f.reads.readAt(f.source, f.size, p, offset)
}
