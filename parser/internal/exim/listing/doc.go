// Package listing reads what Exim prints of its queue (formats/exim.md §7): exim -bp and its
// kin, exiqgrep and exipick in their forms, the counts of each, and the table of exiqsumm.
// Message ids are of both lengths.
//
// People pass listings on through terminals, mail programs and other systems. Package paste
// removes what these add; beyond that blanks may have been squeezed or tabs expanded, and
// lines broken.
//
// A line that cannot be read is a Problem and costs only itself.
package listing

import "github.com/spoolscope/spoolscope/parser/queue"

// Options of Parse. The zero value works.
type Options struct {
	// Count is set if the text is a count, by its name or by the command that printed it.
	Count bool
	// Done is called with each listing and its index when it is complete,
	// before the first entry of the next one.
	Done func(n int, l queue.Listing)
}
