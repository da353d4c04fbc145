// Package spool knows the layout of Exim's spool: what a file is by its name and the directory
// that it lies in (formats/exim.md §1).
package spool

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Kind is what a file of a spool holds.
type Kind uint8

// The kinds of files.
const (
	None      Kind = iota
	Envelope       // ID-H
	Body           // ID-D
	Journal        // ID-J
	Log            // msglog/ID
	Hints          // db/retry, db/wait-…
	Temporary      // hdr.ID, ID-K: while another file is written, or a message is signed
)

// File is the place of a file in a spool.
type File struct {
	Spool string // the folder of the queue: that of the spool, or below it of a named queue
	Kind  Kind
	ID    string // of Hints the name of the database
	Aside bool   // Exim moved the message away: it was frozen
}

// suffixes are the endings of the names of each kind.
var suffixes = [...]string{Envelope: "-H", Body: "-D", Journal: "-J", Temporary: "-K"}

// Suffix returns the ending of the names of a kind, "" if they end with their id.
func (k Kind) Suffix() string {
	if int(k) < len(suffixes) {
		return suffixes[k]
	}
	return ""
}

// kindOf returns the kind of a file by the end of its name.
func kindOf(base string) Kind {
	for k, suffix := range suffixes {
		if suffix != "" && strings.HasSuffix(base, suffix) {
			return Kind(k)
		}
	}
	return None
}

// Parse finds the place of a file by its cleaned name. It reports false for other files.
func Parse(name string) (f File, ok bool) {
	at := strings.LastIndexByte(name, '/')
	base, dir := name[at+1:], name[:max(at, 0)]
	if db, up := base, folderNamed(dir, "db"); up != none && isHints(db) {
		return File{Spool: up, Kind: Hints, ID: db}, true
	}
	if !f.named(base) {
		return File{}, false
	}
	up := dir
	if splitBy(f.ID) == lastOf(dir) {
		up = parentOf(dir)
	}
	switch lastOf(up) {
	case "input", "msglog":
	case "Finput", "Fmsglog":
		f.Aside = true
	case "msglog.OLD":
		return File{}, false // of messages that are gone
	default:
		f.Spool = dir
		if up != dir && f.Kind != Log {
			f.Spool = up // packed from inside input
		}
		return f, true
	}
	f.Spool = parentOf(up)
	return f, true
}

// named reads the name of a file of a message.
func (f *File) named(base string) bool {
	if id, ok := strings.CutPrefix(base, "hdr."); ok {
		f.ID, f.Kind = id, Temporary
		return queue.IsEximID(id)
	}
	if f.ID, f.Kind = base, Log; queue.IsEximID(base) {
		return true
	}
	if len(base) < 2 {
		return false
	}
	f.ID, f.Kind = base[:len(base)-2], kindOf(base)
	if f.Kind == Temporary && !queue.IsEximID(f.ID) {
		f.ID = f.ID[:max(strings.LastIndexByte(f.ID, '-'), 0)] // ID-…-K
	}
	return f.Kind != None && queue.IsEximID(f.ID)
}

// isHints reports whether a database is one that is read: of retry times, or of messages that wait
// for a host.
func isHints(base string) bool {
	return !strings.HasSuffix(base, ".lockfile") && (base == "retry" || strings.HasPrefix(base, "wait-"))
}

// splitBy returns the folder of a message in a spool that is split: a character of its id.
func splitBy(id string) string {
	const digit = 5 // the last one of the seconds
	return id[digit : digit+1]
}

// none is not a folder.
const none = "\x00"

// folderNamed returns the folder above dir if that has the name, else none.
func folderNamed(dir, name string) string {
	if lastOf(dir) != name {
		return none
	}
	return parentOf(dir)
}

func lastOf(dir string) string { return dir[strings.LastIndexByte(dir, '/')+1:] }

func parentOf(dir string) string { return dir[:max(strings.LastIndexByte(dir, '/'), 0)] }
