// Package postqueue reads what Postfix's postqueue -p, which mailq runs, and
// postqueue -j print (formats/postfix.md §6), of all versions and with both
// kinds of queue ids.
//
// People pass listings on through terminals, mail programs and other systems.
// Package paste removes what these add; beyond that no line of postqueue -p is
// recognised by the column in which it begins, so blanks may have been squeezed
// or tabs expanded, and a reason may have been broken into several lines. The
// output of jq for postqueue -j is read, too: objects over several lines, and
// an array of them.
//
// A line or an object that cannot be read is a Problem and costs only itself.
package postqueue

import "github.com/spoolscope/spoolscope/parser/queue"

// sniffSize is how much of a text is examined to tell postqueue -j from -p.
const sniffSize = 64 << 10

// Options of Parse. The zero value works.
type Options struct {
	// Done is called with each listing and its index when it is complete,
	// before the first entry of the next one.
	Done func(n int, l queue.Listing)
}
