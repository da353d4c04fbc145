// Package mailq reads what sendmail's mailq prints (formats/sendmail.md §5):
// plain and with -v, -qL, -qQ, -Ac and -bP, of 8.8 to 8.18, one queue or many,
// with or without the headings of Debian's wrapper.
//
// People pass listings on through terminals, mail programs and other systems.
// Package paste removes what these add; beyond that the grammar is more
// tolerant than the format:
//
//   - columns need not stand where sendmail prints them: tabs may have become
//     spaces, blanks may have been squeezed, and all lines may begin at the left
//     edge, so "(…)" after an entry is its status and "<…>" its recipient
//     wherever they stand;
//   - lines may have been broken, by a terminal inside a word or by a mail
//     program at a blank;
//   - all lines may have become one, as in a paragraph of a web page;
//   - a shell's prompt and the command line may come before and after, and the
//     output of other commands;
//   - error messages may stand between lines and in the middle of one, as
//     sendmail's own "readqf: cannot open" does;
//   - a status may lack its closing bracket (cut -c1-80).
//
// A line that is none of these costs only itself: it is a Problem, and a note
// of the entry before it. A line that has the columns of an entry's first line
// ends the entry before it, even if its id cannot be read.
//
// A text can hold several listings. A date (as date prints it, or watch, script
// and the headers of a mail have it) begins another capture, and so does a
// directory that is listed again; the name of a host in the forms of ansible,
// pdsh, pssh and shell loops begins the listing of that host.
package mailq

import "github.com/spoolscope/spoolscope/parser/internal/paste"

// Limits. A real listing stays far below each of them.
const (
	// MaxLine is the longest line that is read, in bytes. The rest of a longer
	// one is left out, with a Problem.
	MaxLine = paste.MaxLine
	// MaxProblems is the number of Problems of one kind in one listing. One
	// more says how many were left out.
	MaxProblems = 100
	// MaxNotes is the number of lines that are kept as notes of an entry, each
	// of at most MaxNote bytes.
	MaxNotes = 20
	MaxNote  = 512
	// MaxEntry is the number of bytes of recipients of one entry, with their
	// statuses. Later ones are left out, with a Problem.
	MaxEntry = 16 << 20
	// MaxFrames is the number of headings and of totals of one listing.
	MaxFrames = 1 << 16
	// MaxSummary is the number of bytes of the distinct lines that
	// Listing.Lines counts. Later distinct ones are not counted, with a Problem.
	MaxSummary = 64 << 20
)
