package parser

import (
	"errors"
	"fmt"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// What is kept of the sources may take FreeMemory bytes, and MemoryPerByte for each
// of their bytes that was read: a message takes about MessageMemory bytes beside
// its texts. Queues need a tenth of that; archives that are made to exhaust whoever
// opens them need more.
const (
	FreeMemory    = 96 << 20
	MemoryPerByte = 32
	MessageMemory = 400
)

// errFull ends the walk of a source.
var errFull = errors.New("as much is kept as sources of this size may need")

// kept is how much memory the queue takes so far, in bytes.
func (l *loader) kept() int64 {
	return l.Strings.Size() + MessageMemory*int64(len(l.ID)+len(l.Listed)) + int64(l.pending)
}

// full reports whether more is kept than the sources so far may need, and notes it.
func (l *loader) full(name string) bool {
	if l.kept() <= FreeMemory+MemoryPerByte*l.progress.Read {
		return false
	}
	l.add(queue.Problem{
		Pos: queue.Pos{File: name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
		Reason: fmt.Sprintf("the texts of the queue take more than %d MiB and %d times the size of what was read; this file and those after it are left out",
			FreeMemory>>20, MemoryPerByte),
	})
	return true
}
