// Package mailq reads what sendmail's mailq prints (formats/sendmail.md §5):
// plain and with -v, -qL, -qQ, -Ac and -bP, of 8.8 to 8.18, one queue or many,
// with or without the headings of Debian's wrapper.
//
// People hand listings over by way of terminals, mail programs and other
// systems. So the grammar is more tolerant than the format:
//
//   - CRLF line ends, a byte order mark and blanks at the end of a line are no
//     part of a line;
//   - tabs may have become spaces, eight or four to a tab, and columns may have
//     been squeezed;
//   - a shell's prompt and the command line may come before and after;
//   - error messages may stand between lines and in the middle of one, as
//     sendmail's own "readqf: cannot open" does;
//   - a status may lack its closing bracket (cut -c1-80).
//
// A line that is none of this costs that line only: it is a Problem, and a note
// of the entry before it.
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
