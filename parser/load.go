// Package parser reads mail queues: archives of sendmail's queue directories,
// folders, single files and the text that mailq prints. Load takes any number
// of them in one streaming pass and gives a queue.Queue, with a list of
// Problems in place of failure: a damaged thing never stops the rest.
package parser

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Source is one thing to read: a file, a member of a dropped folder, a text.
type Source struct {
	Name string      // path as given: "spool.tgz", "mqueue/qfAB12"
	Size int64       // bytes, -1 unknown
	R    io.Reader   // read once from its start; not needed with At
	At   io.ReaderAt // random access: zip needs it, and bodies can be read again

	// ModTime is when the file was modified, zero unknown. It tells the time of
	// a listing that has no date.
	ModTime time.Time

	// Unpack may have a compressed source decoded elsewhere and kept in the
	// Keeper, in place of that of Options; a nil Unpacker leaves it to Load.
	// kind is gzip, bzip2, xz or zstd. Needs At.
	Unpack func(kind string) (Unpacker, Keeper)
}

// Unpacker gives what a compressed source decodes to. It may stop with an error
// at any byte: Load decodes the source itself then, and goes on behind what it
// was given.
type Unpacker interface {
	// Next gives the next bytes, valid until the next call, and how many bytes
	// of the source they took in all; io.EOF at the end.
	Next() (p []byte, read int64, err error)
	// Close ends it.
	Close()
}

// Keeper keeps a decoded stream, so that messages in compressed archives can
// be opened later. All that was written can be read at any time.
type Keeper interface {
	io.Writer
	io.ReaderAt
}

// Options of Load. The zero value works.
type Options struct {
	// Keep makes a place for the decoded bytes of a compressed source. Without
	// it such messages can be listed, but not opened.
	Keep func(name string) Keeper
	// Decode converts header texts; nil knows UTF-8, Latin-1 and ASCII only.
	Decode content.Decoder
	// Progress is called at least every 256 KiB.
	Progress func(Progress)
	// Partial is called with what was read so far, between two files, at most
	// once for each Progress. It must not keep the queue.
	Partial func(*queue.Queue)
	// Lines asks for the lines of listings, see queue.Listing.
	Lines bool
	// Capture is the listing to show of several captures of one queue: its index
	// in Queue.Listings plus one. 0 shows the newest. Before is the time (Unix)
	// after which no capture is shown that has an earlier one; 0 is no limit.
	Capture int
	Before  int64
	// Digests asks for SHA-256 sums of control and data files.
	Digests bool
}

// Progress of a Load.
type Progress struct {
	Source   string // the source being read
	File     string // the member being read
	Index    int    // of the source, from 0
	Read     int64  // bytes of all sources
	Messages int    // found so far
	Joining  bool   // all is read; files and listings are being put together
}

// MaxControl is the number of bytes of a control file that are read: 16 MiB,
// some 200,000 recipients.
const MaxControl = 16 << 20

// Load reads sources one after the other. It fails only when ctx is done; the
// queue is never nil and holds what was read until then. Everything else is in
// its Problems.
func Load(ctx context.Context, sources []Source, opt Options) (*queue.Queue, error) {
	l := &loader{ctx: ctx, opt: opt, Builder: build.New(), folders: map[folder]uint16{}}
	var err error
	var done int64
	for i, src := range sources {
		if err = l.source(i, src, &done); err != nil {
			break
		}
	}
	l.progress.Joining = true
	l.tell()
	l.finish()
	return l.Queue, err
}

// source walks one source. Only the context's error is returned.
func (l *loader) source(i int, src Source, done *int64) error {
	l.progress.Source, l.progress.Index, l.modTime = src.Name, i, src.ModTime
	l.Sources = append(l.Sources, queue.SourceInfo{Name: src.Name, Size: src.Size})
	start := *done
	var unpack func(kind string) (archive.Unpacker, archive.Keeper)
	if src.Unpack != nil && src.At != nil {
		unpack = func(kind string) (archive.Unpacker, archive.Keeper) { return src.Unpack(kind) }
	}
	problems, err := archive.Walk(l.ctx, archive.Source{Name: src.Name, Size: src.Size, R: src.R, At: src.At},
		&l.blobs, archive.Options{
			Keep: l.keep, Unpack: unpack, Message: name.IsMessage,
			Progress: func(read int64) {
				l.progress.Read = start + read
				l.tell()
			},
		}, l.member)
	*done = max(start+max(src.Size, 0), l.progress.Read)
	l.Queue.Blobs = l.blobs.At
	l.add(problems...)
	if err == nil {
		return nil
	}
	if cerr := l.ctx.Err(); cerr != nil {
		return cerr
	}
	if !errors.Is(err, context.Canceled) {
		l.add(queue.Problem{
			Pos: queue.Pos{File: src.Name, Offset: -1}, Kind: queue.KindUnreadable, Reason: err.Error(), Err: err,
		})
	}
	return nil
}

func (l *loader) keep(name string) archive.Keeper {
	if l.opt.Keep == nil {
		return nil
	}
	k := l.opt.Keep(name)
	if k == nil {
		return nil
	}
	return k
}

// tell reports progress and offers the partial queue.
func (l *loader) tell() {
	l.progress.Messages = l.controls
	if l.opt.Progress != nil {
		l.opt.Progress(l.progress)
	}
	l.offer = true
}
