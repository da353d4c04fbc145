// Package paste reads a text that passed through terminals, pagers, mail
// programs, editors and web pages, and returns its lines as the program
// printed them: without escape codes, pager prompts, quotation marks, markup
// or a prefix before every line.
//
// Line numbers and offsets are those of the input. A place inside a line is
// not tracked: where one line of the input becomes several, as at "<br>", each
// is given the offset of that line plus its index.
package paste

// MaxLine is the longest line that is read, in bytes of UTF-8. The rest of a
// longer one is left out.
const MaxLine = 64 << 10

// headSize is the number of bytes that are examined to find out what applies
// to the whole text: its encoding, its markup and the prefix of its lines.
const headSize = 64 << 10
