package stream

import (
	"errors"
	"io"
	"sync"
	"time"
)

const (
	// pieceSize is how many bytes of a kept stream are collected before they go
	// to the page. Chromium and Firefox move pieces of this size to disk when
	// memory runs low; larger ones would cost the worker more.
	pieceSize = 8 << 20
	// onTheWay is how many pieces may wait to be stored by the page. A faster
	// writer blocks.
	onTheWay = 2
	// StoreLimit is how long the browser may take to store a piece. Chromium never
	// answers when a private window has no memory left for it. See parser/LIMITS.md.
	StoreLimit = 15 * time.Second
)

// Keeper keeps a decoded stream on the page, as a list of blobs, so that parts
// of it can be read again. Everything written can be read right away; the last
// bytes, fewer than a piece, stay with the Keeper. The page drops the stream
// when another queue is opened; nothing is stored that outlives the tab.
type Keeper struct {
	number int
	reads  *Reads
	store  func(keeper int, piece []byte) <-chan error

	mu      sync.Mutex
	buf     []byte // what follows the stored pieces
	stored  int64  // bytes on the page, or sent to it
	own     int64  // bytes that the page itself decoded and kept
	skipped int64  // of those, how many were written here and not sent back
	sent    []<-chan error
	err     error
}

// NewKeeper begins a stream, which has a negative number on the page. store
// sends a piece of it there; the channel gets one error or nil.
func NewKeeper(number int, r *Reads, store func(keeper int, piece []byte) <-chan error) *Keeper {
	return &Keeper{number: number, reads: r, store: store}
}

// Number returns the number of the stream on the page.
func (k *Keeper) Number() int { return k.number }

// Write implements io.Writer. After an error the stream stays readable as far
// as it was kept, and every further Write fails.
func (k *Keeper) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := int(min(int64(len(p)), k.own-k.skipped))
	k.skipped += int64(n)
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

// has records that the page keeps n more bytes, which it decoded itself. When
// they are written here later, they are not sent back.
func (k *Keeper) has(n int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.own += int64(n)
	k.stored += int64(n)
}

// lose ends the keeping with what the browser says about it. Bytes that it has
// stored by then can be read.
func (k *Keeper) lose(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil { // all later pieces say the same
		k.err = err
	}
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

// Release frees the buffer of a stream that is probably complete. It may still
// be written to.
func (k *Keeper) Release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	// A short remainder is cheaper here than as a blob.
	if k.err == nil && len(k.buf) > jumpSize {
		k.flush()
		k.buf = nil
	}
}

// End sends the last bytes, waits until the page has stored everything, and
// returns the number of the stream.
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

// Size returns how many bytes the page keeps, or is about to.
func (k *Keeper) Size() int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.stored
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
		// Messages keep their order, so a piece that was sent is stored when
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
