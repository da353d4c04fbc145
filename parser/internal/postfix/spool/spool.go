// Package spool knows the layout of Postfix's spool: which of its directories
// holds a file, and the ids that name files (formats/postfix.md §1).
package spool

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Directory is one of the directories of a spool that hold files of messages.
type Directory uint8

// The directories, those that hold messages first. If a message is in two of
// them because it moved while they were read, the earlier one counts.
const (
	None Directory = iota
	Active
	Incoming
	Deferred
	Hold
	Maildrop
	Corrupt
	Saved
	Defer // and from here on logs
	Bounce
	Trace
)

var directories = map[string]Directory{
	"active": Active, "incoming": Incoming, "deferred": Deferred, "hold": Hold, "maildrop": Maildrop,
	"corrupt": Corrupt, "saved": Saved, "defer": Defer, "bounce": Bounce, "trace": Trace,
}

// String returns the name of the directory.
func (d Directory) String() string {
	for name, of := range directories {
		if of == d {
			return name
		}
	}
	return ""
}

// IsLog reports whether the directory holds logs.
func (d Directory) IsLog() bool { return d >= Defer }

// DirectoryOf returns the directory of this name, None for any other.
func DirectoryOf(name string) Directory { return directories[name] }

// File is the place of a file in a spool.
type File struct {
	Spool     string // the folder of the spool, "" at the top
	Directory Directory
	ID        string
}

// Parse finds the place of a file by its cleaned name: below a directory of the spool there
// are none but folders of one character. It reports false for other files and for names that
// are no ids.
func Parse(name string) (f File, ok bool) {
	if !queue.IsPostfixID(name[strings.LastIndexByte(name, '/')+1:]) {
		return File{}, false
	}
	return Locate(name)
}

// Locate is Parse for a file whose name need not be an id.
func Locate(name string) (f File, ok bool) {
	at := strings.LastIndexByte(name, '/')
	f.ID = name[at+1:]
	if at < 0 {
		return File{}, false
	}
	dir := name[:at]
	const levels = 16 // Postfix allows as many
	for range levels + 1 {
		at = strings.LastIndexByte(dir, '/')
		base := dir[at+1:]
		if f.Directory = directories[base]; f.Directory != None {
			f.Spool = dir[:max(at, 0)]
			return f, true
		}
		if len(base) != 1 || at < 0 {
			break
		}
		dir = dir[:at]
	}
	return File{}, false
}

// Stray returns the place of a file that lies in no directory of a spool: the folders of one
// character above it are those of a directory that was packed from inside.
func Stray(name string) File {
	at := strings.LastIndexByte(name, '/')
	f := File{ID: name[at+1:], Spool: name[:max(at, 0)]}
	if !queue.IsPostfixID(f.ID) {
		return f
	}
	for f.Spool != "" {
		at := strings.LastIndexByte(f.Spool, '/')
		if len(f.Spool)-at-1 != 1 {
			break
		}
		f.Spool = f.Spool[:max(at, 0)]
	}
	return f
}

// Around finds the directory of a spool above a folder in which Postfix does not look:
// "deferred/old".
func Around(name string) (f File, ok bool) {
	for at := strings.LastIndexByte(name, '/'); at > 0; at = strings.LastIndexByte(name[:at], '/') {
		if f, ok = Locate(name[:at]); ok {
			return f, true
		}
	}
	return File{}, false
}
