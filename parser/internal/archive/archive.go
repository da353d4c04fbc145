// Package archive turns what a user drops into a stream of members: tar,
// gzip, bzip2, xz, zstd, zip, single files. It recognises by content, never
// by name, and keeps every member read before any damage.
package archive

import (
	"io"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Source is one thing to read.
type Source struct {
	Name string      // path as given, slashes; for Problems and as the member name of a plain file
	Size int64       // bytes, -1 unknown
	R    io.Reader   // read once, from its start; nil when At is set
	At   io.ReaderAt // random access where there is one (needed for zip; lets plain data be read again)
}

// Keeper keeps a decoded stream so that parts of it can be read again. All
// that was written can be read at once, also while writing goes on.
type Keeper interface {
	io.Writer
	io.ReaderAt
}

// Blob is a number for something that can be read again by offset: a source
// with At, or a Keeper.
type Blob int32

// NoBlob means that the bytes cannot be read again.
const NoBlob Blob = -1

// Member is one file or link of an archive, or a plain file.
type Member struct {
	Name    string // cleaned: slash-separated, no leading "/" or "./", no "." or ".." elements, no empty ones
	Archive string // the source's name; for an archive inside an archive "outer.tar: inner.tgz"
	Abs     bool   // the name was absolute
	Dir     bool   // a directory: no data
	Link    string // target as cleaned member name, for links only
	Symlink bool   // a symbolic link (Link is resolved against the member's folder); otherwise a hard link
	Size    int64  // of the data; -1 unknown until read
	ModTime time.Time
	Blob    Blob  // where the data can be read again, NoBlob nowhere
	Offset  int64 // in Blob
}

// Options for Walk. The zero value works, with the default limits.
type Options struct {
	// Keep makes a place for a decoded stream; nil or a nil result keeps none.
	Keep func(name string) Keeper
	// Progress is told how many bytes of the source were consumed.
	Progress func(read int64)
	Limits   Limits
}

// Blobs hands out numbers for readers; the caller of Walk owns it, so that
// several sources share one numbering.
type Blobs struct{ At []io.ReaderAt }

// Add numbers a reader.
func (b *Blobs) Add(r io.ReaderAt) Blob {
	b.At = append(b.At, r)
	return Blob(len(b.At) - 1)
}

// Handler takes a member and its data. r gives exactly the member's bytes; what
// the handler leaves is skipped. An error ends the walk and is returned.
type Handler func(m Member, r io.Reader) error

var _ = queue.Problem{}
