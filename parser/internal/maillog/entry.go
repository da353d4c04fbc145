// Package maillog reads the logs of mail systems (formats/logs.md): the envelopes that syslog and
// the journal put around their lines, the years and zones that these leave out, and which file
// follows which. What the text of a line says is read by the grammar of its mail system.
package maillog

import "github.com/spoolscope/spoolscope/parser/queue"

// Entry is what a grammar reads from the text of one line. Its strings may share the line's
// memory, and the next line overwrites it: what is kept gets interned.
type Entry struct {
	ID         string          // queue id that the line is about, "" none
	Kind       queue.EventKind // EventNoted unless the line says more
	Recipients []string        // as written
	Sender     string          // of EventReceived: as written, "<>" for a null sender
	Peer       string          // next hop or client, without its address
	IP         string
	Login      string
	Size       int64    // -1 none
	Delay      int32    // seconds, -1 none
	Code       uint16   // of the reply, 0 none
	Status     string   // enhanced status code
	Text       string   // reply, status or reason, unescaped
	Other      string   // another id
	Siblings   []string // more of them, of a message that was split
	MessageID  string   // of EventReceived and EventNoted: as written
	Part       Part     // of a text that the mail system split over several lines
	Born       bool     // the id begins here: earlier lines under it are about another message
}

// Part is the place of a line among those that make one text; zero for a whole one.
type Part struct {
	N, Of int // from 1; Of is 0 where the line does not say how many there are
	Last  bool
}

// Reset clears an entry for the next line, and keeps its memory.
func (e *Entry) Reset() {
	*e = Entry{Recipients: e.Recipients[:0], Siblings: e.Siblings[:0], Size: -1, Delay: -1}
}

// Grammar reads the text of a line, behind its envelope: what follows "program[pid]: ". It reports
// false for an unknown line; an entry with an id and false is about a message, and keeps the text.
// It never gets lines of other programs.
type Grammar func(program, text string, e *Entry) (known bool)
