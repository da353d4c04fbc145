package share

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Part is the data of one host in a capture, from which its tables are made.
type Part struct {
	Selection        // the host's messages
	Host      string // "" unknown
	Archive   string // as Origin.Archive

	Causes  []protocol.Finding // of these messages, the weightiest first
	Once    []int              // by cause: messages that none before it has
	CauseOf []int32            // by row: the first cause that has it, -1 none

	Problems []queue.Problem
	Unread   func(queue.Kind) bool // reports whether a kind of problem kept something from being read

	NextTry, GivenUp func(row int32) int64 // Unix seconds, 0 unknown or never

	Filter string // with which the messages were chosen
}

// Count is how much was written.
type Count struct {
	Messages, Recipients int64
}

// Redacted lists what is redacted, "" for nothing.
func (p *Part) Redacted() string {
	if p.Redactor == nil {
		return ""
	}
	return p.Redactor.Redaction().String()
}
