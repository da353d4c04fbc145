package parser

import (
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Texts kept in memory may take FreeMemory bytes, plus MemoryPerByte for each byte
// of the sources that was read: real queues need a tenth of that.
//
// There may be FreeMessages messages in queue files, or one for each BytesPerMessage
// bytes. The control files of one message sent to many, without its text, take 38
// bytes each in bzip2, 49 in xz and 61 in gzip; files made to exhaust their reader
// take 12 to 20.
//
// There may be FreeEntries entries in listings, or one for each BytesPerEntry bytes:
// consecutive ids with random recipients take five.
const (
	FreeMemory      = 64 << 20
	MemoryPerByte   = 32
	FreeMessages    = 100_000
	BytesPerMessage = 24
	FreeEntries     = 150_000
	BytesPerEntry   = 4
)

// Text of control files and listings costs time: FreeText bytes of it may be read,
// plus TextPerByte for each byte of the sources. Compression shrinks a listing to
// a thirtieth, a hundred captures of one queue by less each.
const (
	FreeText    = 32 << 20
	TextPerByte = 100
)

// At most MaxListings files are read as listings. After MaxStrangers files that turned
// out not to belong to a queue, only files named like a listing are examined:
// recognising a text takes a fifth of a millisecond.
const (
	MaxListings  = 10_000
	MaxStrangers = 50_000
)

// limit notes that a file reached a limit on all sources together.
func (l *loader) limit(name, reason string) {
	l.AddProblems(queue.Problem{Pos: queue.Pos{File: name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit, Reason: reason})
}

// looksFor reports whether a file is to be examined for a listing.
func (l *loader) looksFor(name, base string, head []byte) bool {
	if len(head) == 0 { // a small archive can have a million empty files
		return false
	}
	if l.strangers < MaxStrangers || isListingName(base) {
		return true
	}
	l.strangers++
	if l.strangers == MaxStrangers+1 {
		l.limit(name, fmt.Sprintf("%s files do not belong to a queue; this one and those after it are examined only if they are named like a listing", count.Text(MaxStrangers)))
	}
	return false
}

// listsTooMany reports whether the maximum number of files was read as listings, and
// notes it the first time.
func (l *loader) listsTooMany(name string) bool {
	if l.texts++; l.texts <= MaxListings {
		return false
	}
	if l.texts == MaxListings+1 {
		l.limit(name, fmt.Sprintf("there are more than %s files with listings; this one and those after it are left out", count.Text(MaxListings)))
	}
	return true
}

// full reports whether more is kept than the sources read so far allow, and notes
// it the first time.
func (l *loader) full(name string) bool {
	read := l.progress.Read
	switch {
	case l.fullOfText(name):
		return true
	case int64(l.Len()) > max(FreeMessages, read/BytesPerMessage):
		return l.noteFull(name, fmt.Sprintf("there are more than %s messages, and more than one for each %s bytes that were read", count.Text(FreeMessages), count.Text(BytesPerMessage)))
	case int64(len(l.Listed)) > max(FreeEntries, read/BytesPerEntry):
		return l.noteFull(name, fmt.Sprintf("there are more than %s entries in listings, and more than one for each %s bytes that were read", count.Text(FreeEntries), count.Text(BytesPerEntry)))
	}
	return false
}

// fullOfText is full for the memory that texts take.
func (l *loader) fullOfText(name string) bool {
	return l.Strings.Size() > FreeMemory+MemoryPerByte*l.progress.Read &&
		l.noteFull(name, fmt.Sprintf("the texts of the queue take more than %d MiB and %s times the size of what was read", FreeMemory>>20, count.Text(MemoryPerByte)))
}

// noteFull notes the first limit that was reached. It always returns true.
func (l *loader) noteFull(name, what string) bool {
	if !l.fullNoted {
		l.fullNoted = true
		l.limit(name, what+"; this file and those after it are left out")
	}
	return true
}

// limitedText reads a listing or control file, and ends early when one of the limits
// on all of them together is reached.
type limitedText struct {
	io.Reader
	l    *loader
	name string
	over bool
}

// Read implements io.Reader.
func (t *limitedText) Read(p []byte) (int, error) {
	l := t.l
	if t.over || l.textFull(t.name) || l.full(t.name) {
		t.over = true
		return 0, io.EOF
	}
	n, err := t.Reader.Read(p)
	l.TextRead += int64(n)
	return n, err
}

// textFull reports whether more text was read than the sources read so far
// allow, and notes it the first time.
func (l *loader) textFull(name string) bool {
	if l.TextRead <= FreeText+TextPerByte*l.progress.Read {
		return false
	}
	if !l.textLimited {
		l.textLimited = true
		l.limit(name, fmt.Sprintf("unpacked, control files and listings have more than %d MiB of text and %s times the size of what was read; what follows is left out",
			FreeText>>20, count.Text(TextPerByte)))
	}
	return true
}
