package browser

import (
	"errors"
	"io"
	"sync"
)

const (
	// pieceSize is how much of a kept stream is collected before it goes to
	// the page. Chromium and Firefox move pieces of this size to disk when
	// memory gets short; fewer and larger ones would cost the worker more.
	pieceSize = 8 << 20
	// onTheWay is how many pieces the page may have left to store. A writer
	// that is faster waits.
	onTheWay = 2
)

// Keeper keeps a decoded stream on the page, as a list of blobs, so that parts
// of it can be read again. All that was written can be read at once; the last
// bytes, fewer than a piece, stay with the Keeper. The page drops the stream
// when another queue is opened; nothing is stored that outlives the tab.
type Keeper struct {
	number int
	reads  *reads
	// store sends a piece; the channel gets one error or nil.
	store func(keeper int, piece []byte) <-chan error

	mu     sync.Mutex
	buf    []byte // what follows the stored pieces
	stored int64  // bytes on the page, or sent to it
	come   int64  // bytes that the page decoded and kept by itself
	passed int64  // of those, how many were written here
	sent   []<-chan error
	err    error
}

// Write implements io.Writer. After an error the stream stays readable as far
// as it was kept, and every further Write fails.
func (k *Keeper) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := int(min(int64(len(p)), k.come-k.passed))
	k.passed += int64(n)
	for k.err == nil && n < len(p) {
		take := min(len(p)-n, pieceSize-len(k.buf))
		k.buf = append(k.buf, p[n:n+take]...)
		n += take
		if len(k.buf) == pieceSize {
			k.flush()
		}
	}
	return n, k.err
}

// has notes that the page keeps n more bytes, which it decoded by itself. They
// are written here as well, later, and not sent.
func (k *Keeper) has(n int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.come += int64(n)
	k.stored += int64(n)
}

// flush sends the buffer as a piece.
func (k *Keeper) flush() {
	if len(k.sent) >= onTheWay {
		if err := <-k.sent[0]; err != nil {
			k.err = err
			return
		}
		k.sent = k.sent[1:]
	}
	k.sent = append(k.sent, k.store(k.number, k.buf))
	k.stored += int64(len(k.buf))
	k.buf = k.buf[:0]
}

// release gives the buffer back: the stream's writer has probably ended. It
// may still be written to.
func (k *Keeper) release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	// A short rest costs less here than as a blob.
	if k.err == nil && len(k.buf) > jumpSize {
		k.flush()
		k.buf = nil
	}
}

// End sends what is left, and waits until the page has it all. It returns the
// number of the stream. It implements engine.Sink.
func (k *Keeper) End() (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil && len(k.buf) > 0 {
		k.flush()
	}
	k.buf = nil
	for _, stored := range k.sent {
		k.err = errors.Join(k.err, <-stored)
	}
	k.sent = nil
	return k.number, k.err
}

// ReadAt implements io.ReaderAt.
func (k *Keeper) ReadAt(p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, errors.New("negative offset")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	n := 0
	if offset < k.stored {
		part := p[:min(int64(len(p)), k.stored-offset)]
		// Messages keep their order: a piece that was sent is there when
		// the read arrives.
		got, err := k.reads.readAt(k.number, k.stored, part, offset)
		n += got
		if err != nil {
			return n, err
		}
	}
	if n == len(p) {
		return n, nil
	}
	at := offset + int64(n) - k.stored
	if at < int64(len(k.buf)) {
		n += copy(p[n:], k.buf[at:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
