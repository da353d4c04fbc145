package browser

import "sync"

// waiting holds the channels of messages of one kind to the page that have no
// answer yet, by the number that the message and its answer carry. The zero value
// is ready for use.
type waiting[T any] struct {
	mu       sync.Mutex
	last     int
	channels map[int]chan<- T
}

// add returns the number of a new message, and the channel that gets its answer.
func (w *waiting[T]) add() (id int, answer <-chan T) {
	c := make(chan T, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.channels == nil {
		w.channels = make(map[int]chan<- T)
	}
	w.last++
	w.channels[w.last] = c
	return w.last, c
}

// resolve delivers the answer to a message. Any further answer is dropped.
func (w *waiting[T]) resolve(id int, answer T) {
	w.mu.Lock()
	c := w.channels[id]
	delete(w.channels, id)
	w.mu.Unlock()
	if c != nil {
		c <- answer
	}
}
