// Package hook holds what Spoolscope's own page and command need from the
// parser beyond reading a queue: decoding and keeping bytes elsewhere, and a
// look at a queue while it is being read. They pass it in parser.Options.Hooks.
//
// Other programs need none of it, and it may change in any release. It is not
// an internal package because Go would then restrict it to the parser, and the
// application is outside the parser's folder.
package hook

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Hooks of a Load. In the zero value, none is set.
type Hooks struct {
	// Keep makes a store for the decoded bytes of a compressed source, or for
	// those of a source without random access; a nil Keeper keeps none. It
	// takes precedence over parser.Options.InMemory.
	Keep func(name string) Keeper
	// Partial is called between two files with what was read so far, at most
	// once for each call of Progress. It must not keep the queue.
	Partial func(*queue.Queue)
	// Lines keeps the lines of listings, see queue.Listing.
	Lines bool
	// Tell makes Load read its one source for a Load on another thread, at the
	// other end of the Pipe; see Apart. Both must have the same options;
	// callbacks other than Keep are not used. The queue is empty, and the error
	// is the Pipe's.
	Tell Pipe
}

// Keeper keeps a decoded stream, so that messages in compressed archives can be
// opened later. Everything written so far can be read at any time, also by
// another goroutine while writing goes on.
type Keeper interface {
	io.Writer
	io.ReaderAt
}

// Unpackable may be implemented by parser.Source.At in addition to io.ReaderAt:
// it is a compressed source that can be decoded elsewhere.
type Unpackable interface {
	io.ReaderAt
	// Unpack begins to decode the whole source, from its start. kind is gzip,
	// bzip2, xz or zstd. The Keeper, which may be nil, replaces the one of
	// Hooks and gets all decoded bytes, whoever decoded them. A nil Unpacker
	// leaves the source to the parser.
	Unpack(kind string) (Unpacker, Keeper)
}

// Unpacker returns what a compressed source decodes to. It may stop with an
// error at any byte: the parser then decodes the source itself, from its start,
// and continues after the bytes it was given. So it needs to handle only the
// common case.
type Unpacker interface {
	// Next returns the next bytes, valid until the next call, and how many
	// bytes of the source have been read in all; io.EOF at the end.
	Next() (p []byte, read int64, err error)
	// Close stops the decoding.
	Close()
}

// Apart may be implemented by parser.Source.At: a source that another thread,
// without memory in common, can walk and parse for this Load.
type Apart interface {
	io.ReaderAt
	// Begin has the other thread load the source with Hooks.Tell. A nil Pipe
	// leaves it to the Load itself.
	Begin() Pipe
}

// Pipe carries messages between a Load and the thread that reads for it, in
// their order.
type Pipe interface {
	// Send sends a copy of a message.
	Send(message []byte) error
	// Receive waits for a message, which is valid until the next call.
	Receive() ([]byte, error)
	// Kept returns, at the end of the Load, what the Keeper of this number keeps; the
	// other thread exists only while it reads. Its Keepers have a method Number.
	Kept(number int) io.ReaderAt
	// Load calls Close at the end, whether or not everything was received.
	Close() error
}
