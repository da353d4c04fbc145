// Package exim reads Exim's files into the queue (formats/exim.md): envelopes, bodies and journals of
// its spools, the logs of single messages, the databases of retry times, and the output of exim -bp.
// [System] is its row in the loader's table; a package inside reads each kind of file, and this one
// puts together what they say about a message.
package exim

import (
	"bytes"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/exim/listing"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// System is Exim.
var System = mailsystem.System{
	Name:     queue.Exim,
	Open:     open,
	Parser:   parser,
	Begins:   begins,
	Read:     read,
	DecodeID: queue.DecodeEximID,
	List:     list,
	Named:    isCount,
	Listed:   stateListed,
	Arrived:  arrived,
	Untried:  func(byte) bool { return false },
	Unique:   true,
}

// list reads a listing, and works out from the ages in it when it was made.
func list(r io.Reader, name string, done func(int, queue.Listing), each func(int, queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	var clocks []clock
	of := func(n int) *clock {
		for len(clocks) <= n {
			clocks = append(clocks, clock{})
		}
		return &clocks[n]
	}
	frames, problems := listing.Parse(r, name, listing.Options{Count: countsByName(name), Done: func(n int, l queue.Listing) {
		of(n).date(&l)
		done(n, l)
	}}, func(n int, e queue.ListingEntry) {
		of(n).add(&e)
		each(n, e)
	})
	for n := range frames {
		of(n).date(&frames[n])
	}
	return frames, problems
}

// countsByName reports whether a file is named like the output of exim -bpc.
func countsByName(name string) bool { return strings.Contains(strings.ToLower(name), "bpc") }

// isCount reports whether a file is the output of exim -bpc: a number, recognisable only by the
// file's name from any other.
func isCount(name string, head []byte) bool {
	text := bytes.TrimSpace(head)
	return countsByName(name) && len(text) > 0 && len(bytes.Trim(text, "0123456789")) == 0
}

// stateListed returns the state of a message in a listing, from its mark. A listing has no
// reasons, but what is not frozen has mostly been tried.
func stateListed(mark byte, _ bool) queue.State {
	switch mark {
	case queue.MarkFrozen:
		return queue.Quarantined
	case queue.MarkUnreadable:
		return queue.Incomplete
	}
	return queue.Deferred
}

// arrived returns when the message of an entry arrived: by its id, unless its age shows that the
// clock was set since. An id has the time of a clock that runs on.
func arrived(e *queue.ListedEntry, id string, taken int64, _ int) (int64, bool) {
	info, ok := queue.DecodeEximID(id)
	if !ok {
		return 0, false
	}
	if taken == 0 || e.Age < 0 {
		return info.Time, true
	}
	const moment = 120
	least, most := lifetimes(int64(e.Age))
	if age := taken - info.Time; age < least-moment || age > most+moment {
		return taken - int64(e.Age), true
	}
	return info.Time, true
}
