// Package mailsystem is what the loader and the mail systems know about each other. A System
// is a row of the loader's table; Rows are what it fills while files stream by.
//
// sendmail is not a System: its queue directories have no layout that would identify a file, so
// the loader tries its names first, and sorts folders and listings by its rules.
package mailsystem

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// System is a mail system that keeps its queue in a spool, and a list of it that names no
// directories.
type System struct {
	Name queue.System

	// Open begins a load. Its files may come in any order. It is nil for a system of which
	// listings alone are read.
	Open func(*Rows) Spools

	// Parser returns a parser for a file of this name, nil if its Spools do not read all
	// of it. Spools get the parser's result by archive.Parsed of the data. It is called
	// from several goroutines, and nil for a system of which no file is read ahead. sums
	// asks for digests.
	Parser func(name string, sums bool) func(m archive.Member, data []byte) any

	// Begins reports whether a file begins like a queue file, wherever it is; nil if the
	// bytes of queue files do not show what they are. Spools that are Strays take it.
	Begins func(head []byte) bool

	// Read reads a message's control file again, with the text to show for it.
	Read func(file *io.SectionReader, name string) (queue.Control, string, []queue.Problem)

	// DecodeID reads an id.
	DecodeID func(id string) (queue.IDInfo, bool)

	// List reads a listing. It calls done after each part of another queue.
	List func(r io.Reader, name string, done func(n int, part queue.Listing), each func(n int, e queue.ListingEntry)) ([]queue.Listing, []queue.Problem)

	// Named reports whether a file is a listing that its lines alone do not identify; nil if
	// there are none.
	Named func(name string, head []byte) bool

	// Listed is the state of a message that is known from a listing only, by its mark; tried
	// means that the listing has a reason.
	Listed func(mark byte, tried bool) queue.State

	// Arrived dates an entry of a listing made at a time, if the entry has a date: with the
	// server's zone, or without one to a day only.
	Arrived func(e *queue.ListedEntry, id string, taken int64, zone int) (int64, bool)

	// Untried reports whether a mark is that of a message that was not tried even once.
	Untried func(mark byte) bool

	// Unique is set if no id is ever used again, so that the id is enough to find a message.
	Unique bool
}

// Strays are Spools that take files outside of any spool.
type Strays interface {
	// Stray takes a file that System.Begins recognises. It reports whether the file is
	// of a message, or why not.
	Stray(m archive.Member, r io.Reader) error
}

// Teller are Spools that have logs of single messages.
type Teller interface {
	// Told returns the log of the message of a row. Finish must have been called; a row is asked
	// for once.
	Told(i int32) Told
}

// Told is what the log of one message says.
type Told struct {
	Events     []queue.Event // RcptAt is in Recipients, Log not set, Offset in the blob
	Recipients []queue.Str
	Left       int    // lines between those that are kept
	Log        string // the folder of such logs
	Blob       int32
}

// Spools are the spools of one mail system during a load.
type Spools interface {
	// File takes a file of a spool. It reports false if the file is not one,
	// before anything is read of it.
	File(m archive.Member, r io.Reader) (taken bool, err error)

	// Finish does what needs all files. It drops rows that are not messages.
	Finish()

	// Seen is a time at which the message of a row was certainly there, 0 if unknown: the
	// capture is not older.
	Seen(i int32) int64

	// Settle sets the state of a message with files, once the time of the capture is known.
	Settle(i int32)

	// Report reports what is wrong with a message.
	Report(i int32)
}
