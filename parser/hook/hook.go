// Package hook holds what Spoolscope's own page and command ask of the parser
// beyond reading a queue: decoding and keeping bytes elsewhere, and a look at a
// queue while it is being read. parser.Options takes it in its field Hooks.
//
// Other programs need none of it, and it may change in any release. It is a
// package of its own, and not an internal one, because Go shows internal
// packages of the parser to the parser alone, and the application lies beside
// it.
package hook

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Hooks of a Load. The zero value has none.
type Hooks struct {
	// Keep makes a place for the decoded bytes of a compressed source, or for
	// those of a source without random access; a nil Keeper keeps none. It
	// comes before parser.Options.InMemory.
	Keep func(name string) Keeper
	// Partial is called with what was read so far, between two files, at most
	// once for each progress. It must not keep the queue.
	Partial func(*queue.Queue)
	// Lines asks for the lines of listings, see queue.Listing.
	Lines bool
}

// Keeper keeps a decoded stream, so that messages in compressed archives can
// be opened later. All that was written can be read at any time, also while
// writing goes on.
type Keeper interface {
	io.Writer
	io.ReaderAt
}

// Unpackable is what parser.Source.At may implement besides io.ReaderAt: a
// compressed source that can be decoded elsewhere.
type Unpackable interface {
	io.ReaderAt
	// Unpack begins to decode all of the source, from its start. kind is gzip,
	// bzip2, xz or zstd. The Keeper, which may be nil, is used in place of that
	// of Hooks and gets all decoded bytes, whoever decoded them. A nil Unpacker
	// leaves the source to the parser.
	Unpack(kind string) (Unpacker, Keeper)
}

// Unpacker gives what a compressed source decodes to. It may stop with an
// error at any byte: the parser decodes the source itself then, from its start,
// and goes on behind what it was given. So it needs to cope with nothing but
// the common case.
type Unpacker interface {
	// Next gives the next bytes, valid until the next call, and how many bytes
	// of the source they took in all; io.EOF at the end.
	Next() (p []byte, read int64, err error)
	// Close ends it.
	Close()
}
