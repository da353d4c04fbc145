// Package words writes numbers, sizes, ages, times and texts of a queue for
// people to read: on screen, in a terminal, in a report, a spreadsheet or a
// script. It is the one place for each of these, so that a number reads the
// same wherever it is shown.
//
// Three rules hold throughout. A unit never leaves its number: they are joined
// by NBSP, which Breakable takes out again for output that programs search.
// Times are in UTC, and say so. Text that came from a queue is hostile until
// one of the functions of safe.go, cell.go or script.go made it harmless for
// the place where it goes:
//
//	UTF8          anything that wants valid UTF-8, such as JSON
//	Visible       a screen: nothing is lost, what would mislead is an escape
//	Printable     a terminal, a table, an excerpt: one line, nothing that acts
//	OneLine       a line of a file that programs read
//	Literal       inside a marked text (see Marked)
//	Cell          a spreadsheet, which must not compute it
//	Comment       a comment of a shell script
//
// The package knows no mail and imports nothing of the application.
package words
