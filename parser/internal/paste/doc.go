// Package paste reads a text that came by way of terminals, pagers, mail
// programs, editors and web pages, and gives its lines as the program printed
// them: without escape codes, pager prompts, quotation marks, markup or a
// prefix before every line.
//
// Line numbers and offsets are those of the input. A place inside a line is
// not tracked: where one line of the input becomes several, as at "<br>", each
// is given the offset of that line plus its index.
package paste

// MaxLine is the longest line that is read, in bytes of UTF-8. The rest of a
// longer one is left out.
const MaxLine = 64 << 10

// headSize is how much of the text is looked at, in bytes, to find out what
// holds for all of it: its encoding, its markup and the prefix of its lines.
const headSize = 64 << 10
