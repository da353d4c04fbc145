package causes

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// Cause is a finding: what holds up a part of the queue, judging by the files.
// All servers that do the same are one cause, and so are all sources of
// backscatter, or all queue directories that nobody runs: they are its parts.
type Cause struct {
	Rule       string // the rule that found it
	Title      string // who does what; names the part if there is only one
	Subtitle   string // what is inside: "9 servers, mostly mx2.example.org"; "" if one part is all
	Class      string // the title whatever the parts are
	Text       string // the evidence; may hold **bold** and `code`
	Advice     string // what to do, a step a line; may hold **bold** and `code`
	Command    string // for a shell on the server; "" if none, or if the parts have their own
	Confidence Confidence
	Side       reason.Side
	// About selects the messages that the cause is about. Except selects those
	// of them that other causes cover.
	About  *filter.Node
	Except []*filter.Node
	Count  int
	Oldest int64 // creation of the oldest message; 0 if unknown
	Newest int64 // and of the newest one
	Urgent bool  // a fault on this server that holds up all further mail

	Hosts    []string // whose messages these are; nil unless the queue has several hosts
	PartsAre string   // what the parts are: "Servers"; "" without parts
	Parts    []Part   // the largest first, at most MaxParts
	PartsOf  int      // of how many

	key string
}

// Part is one of the servers, sources or queue directories of a cause.
type Part struct {
	Name    string
	Note    string // "[192.0.2.80]", "on mx1.example.org"
	Count   int
	Last    int64  // creation of its newest message; 0 if unknown
	Command string // for a shell on the server; "" if none
	Query   *filter.Node
}

// MaxParts is how many parts of a cause are listed. More are only counted.
const MaxParts = 20

// Query selects exactly the messages of a cause, among the rows that were
// examined.
func (c *Cause) Query() *filter.Node {
	parts := []*filter.Node{c.About}
	for _, x := range c.Except {
		parts = append(parts, filter.Not(x))
	}
	return filter.All(parts...)
}

// Key identifies a cause within its queue. It is the same for the same cause in
// another capture, whatever its parts are there.
func (c *Cause) Key() string { return c.key }

// Confidence is how sure a finding is.
type Confidence uint8

// The confidences.
const (
	Look    Confidence = iota + 1 // worth a look: unusual, but may be intended
	Likely                        // the usual explanation of what the files say
	Certain                       // the files say so
)

// String returns look, likely or certain.
func (c Confidence) String() string {
	return [...]string{"", "look", "likely", "certain"}[c]
}
