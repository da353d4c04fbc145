package history

import "github.com/spoolscope/spoolscope/parser/queue"

// Reach returns the times of the first and the last line of all logs, queue.NoNumber if no line
// has a time.
func Reach(h *queue.History) (first, last int64) {
	first, last = queue.NoNumber, queue.NoNumber
	for n := range h.Logs {
		l := &h.Logs[n]
		if l.First != queue.NoNumber && (first == queue.NoNumber || l.First < first) {
			first = l.First
		}
		last = max(last, l.Last) // queue.NoNumber is below any time
	}
	return first, last
}
