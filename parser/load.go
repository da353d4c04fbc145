// Package parser reads mail queues of sendmail, Postfix and Exim: archives of
// their spools, folders, single files, the output of mailq, and mail logs. [Load]
// reads any number of them in one streaming pass and returns a [queue.Queue], with
// a list of Problems instead of failing: damage never stops the rest. What mail logs
// have about its messages is the queue's History; [ReadHistory] reads logs for a
// queue that was loaded before.
package parser

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Source is one input: a file, a file of a folder, a text.
type Source struct {
	Name string      // path as given: "spool.tgz", "mqueue/qfAB12"
	Size int64       // bytes, -1 unknown
	R    io.Reader   // read once from its start; not needed with At
	At   io.ReaderAt // random access: zip needs it, and bodies can be read again

	// ModTime is when the file was modified, zero if unknown. It dates a
	// listing that contains no date.
	ModTime time.Time

	// Folder is the folder that was given and that holds the file, "" if the
	// file itself was given. Sources of one folder follow each other. Whatever
	// was given but does not belong to a queue is a Problem.
	Folder string
	// Empty marks a folder without files: Folder names it, and there is nothing
	// to read.
	Empty bool
}

// Options of Load. The zero value works.
type Options struct {
	// Decode converts header texts; if it is nil, only UTF-8, Latin-1 and ASCII are known.
	Decode content.Decoder
	// Progress is called at least every 256 KiB.
	Progress func(Progress)
	// Capture selects the listing to show if there are several captures of one
	// queue: its index in Queue.Listings plus one. 0 shows the newest. Before
	// is the time (Unix) after which a capture is not shown if there is an
	// earlier one; 0 means no limit.
	Capture int
	Before  int64
	// Digests asks for SHA-256 sums of control and data files.
	Digests bool
	// InMemory keeps the decoded contents of compressed archives, and sources
	// without At, so that their messages can be opened: up to MaxInMemory bytes
	// of each. Without it they are only listed.
	InMemory bool
	// Parsers is the number of goroutines that parse files. With more than one,
	// sources are read and Hooks.Keep is called on yet another goroutine; all
	// other callbacks run on that of Load. 0 takes one for each processor, up to
	// MaxParsers, and one where more gain nothing. The queue is always the same.
	Parsers int
	// LogIDs are messages that are looked for in the mail logs alone, whether
	// they are finished there or not. What the logs have about others is left
	// out, and none of them need be in a queue.
	LogIDs []string
	// Hooks are for Spoolscope's page and command; leave them unset.
	Hooks hook.Hooks
}

// Progress of a Load.
type Progress struct {
	Source   string // the source being read
	File     string // the member being read
	Index    int    // of the source, from 0
	Read     int64  // bytes of all sources
	Messages int    // found so far
	Joining  bool   // all is read; files and listings are being put together
	LogRead  int64  // bytes of mail logs that were read then
}

// MaxControl is the number of bytes of a control file that are read: 16 MiB,
// some 200,000 recipients.
const MaxControl = mailsystem.MaxControl

// MaxInMemory is how much of one source Options.InMemory keeps: 1 GiB.
const MaxInMemory = 1 << 30

// Load reads sources one after the other. It fails only when ctx is done; the
// queue is never nil and holds what was read until then. Whatever else goes
// wrong is in its Problems.
func Load(ctx context.Context, sources []Source, opt Options) (*queue.Queue, error) {
	if opt.Hooks.Tell != nil {
		return queue.New(), readApart(ctx, sources, opt)
	}
	l := newLoader(ctx, opt)
	var err error
	var done int64
	for i, src := range sources {
		if err = l.source(i, src, &done); err != nil {
			break
		}
	}
	l.progress.Joining = true
	l.tell()
	if err == nil {
		err = l.ctx.Err()
	}
	wanted := ctx
	if err != nil {
		wanted = context.WithoutCancel(ctx) // otherwise nothing could be shown of what was read
	}
	l.Poll = poll.New(wanted, l.tell)
	l.finish()
	if err == nil {
		err = l.Poll.Err()
	}
	return l.Queue, err
}

// source walks one source. Only the context's error is returned.
func (l *loader) source(i int, src Source, done *int64) error {
	l.progress.Source, l.progress.Index, l.modTime = src.Name, i, src.ModTime
	l.Sources = append(l.Sources, queue.SourceInfo{Name: src.Name, Size: src.Size})
	l.give(src)
	if src.Empty {
		return l.ctx.Err()
	}
	start := *done
	problems, err := l.walk(src, func(read int64) {
		l.progress.Read = start + read
		l.tell()
	})
	*done = max(start+max(src.Size, 0), l.progress.Read)
	l.Queue.Blobs = l.blobs.At
	l.AddProblems(problems...)
	for _, p := range problems {
		l.now().known = l.now().known || p.Severity() == queue.Error
	}
	if err == nil {
		return nil
	}
	if cerr := l.ctx.Err(); cerr != nil {
		return cerr
	}
	if err != mailsystem.ErrFull && !errors.Is(err, context.Canceled) {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{File: src.Name, Offset: -1}, Kind: queue.KindUnreadable, Reason: err.Error(), Err: err,
		})
		l.now().known = true
	}
	return nil
}

// walk passes the members of a source to member, whichever thread reads it.
func (l *loader) walk(src Source, progress func(read int64)) ([]queue.Problem, error) {
	opt := l.walking(src)
	opt.Progress = progress
	if at, ok := src.At.(hook.Apart); ok {
		if pipe := at.Begin(); pipe != nil {
			return archive.Follow(l.ctx, walked(src), &l.blobs, opt, queuefile.Decode, l.member, pipe)
		}
	}
	return archive.Walk(l.ctx, walked(src), &l.blobs, opt, l.member)
}

// walking returns the options of a walk.
func (l *loader) walking(src Source) archive.Options {
	return archive.Options{Keep: l.keep, Message: name.IsMessage, Later: isLog, Ahead: l.ahead(src)}
}

func walked(src Source) archive.Source {
	return archive.Source{Name: src.Name, Size: src.Size, R: src.R, At: src.At}
}

// keep makes a store for a decoded stream; nil if none is wanted.
func (l *loader) keep(name string) hook.Keeper {
	switch {
	case l.opt.Hooks.Keep != nil:
		return l.opt.Hooks.Keep(name)
	case l.opt.InMemory:
		return archive.InMemory(MaxInMemory)
	}
	return nil
}

// poll reports progress, since only then does the page notice a cancellation, and
// returns the context's error.
func (l *loader) poll() error {
	l.tell()
	return l.ctx.Err()
}

// tell reports progress and passes on the partial queue.
func (l *loader) tell() {
	l.progress.Messages = l.Controls
	if l.opt.Progress != nil {
		l.opt.Progress(l.progress)
	}
	l.offer = true
}
