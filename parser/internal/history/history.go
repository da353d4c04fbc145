// Package history finds the lines of mail logs about messages. The messages are known before the
// logs are read, so a line about another message costs no memory (formats/logs.md §5.5).
package history

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// System is a mail system and how it logs.
type System struct {
	Name      queue.System
	IsProgram func(program string) bool
	Parse     maillog.Grammar
	// CutPart takes the mark off a line that the system split over several; nil if it does not.
	CutPart  func(text string) (of string, part maillog.Part, rest string, ok bool)
	DecodeID func(id string) (queue.IDInfo, bool)
}

// Subject is a message whose history is searched for.
type Subject struct {
	ID      string
	Arrived int64 // Unix seconds, queue.NoNumber unknown
	*Server       // that has it, of many messages; nil if the message is not looked for
}

// Server is where messages are.
type Server struct {
	System   queue.System
	Host     string // as its files or its folder name it, "" unknown
	Named    bool   // Host is the server's own name
	Instance string // of Postfix: the name of its spool
}

// nowhere is the server of messages without one.
var nowhere = new(Server)

// Log is a log to be read.
type Log struct {
	Name   string
	File   queue.FileRef
	Packed bool
	Latest int64 // its last line is not much later, Unix seconds, 0 unknown
	Year   int   // of its first line, 0 unknown
}

// Limits of what is kept.
const (
	MaxEvents   = 500       // of one message: the first firstEvents and the last ones
	firstEvents = 50        // of those
	MaxAll      = 1_500_000 // events of all messages, from which on each has few
	// However small the sources are, there may be FreeEvents, or one for each BytesPerEvent bytes
	// of them: few lines of a log are about mail that waits, and each takes 30 to 40 bytes when
	// compressed.
	FreeEvents    = 200_000
	BytesPerEvent = 40
	MaxTexts      = 128 << 20 // bytes of their texts
	MaxRelated    = 100_000   // messages that lines name, as the bounces of a message
	// Bytes before the current line that are searched for messages it names, for each byte of the
	// logs. Beyond them such messages are found when the logs are read once more.
	LookBackPerByte = 64
	MaxLogs         = 10_000
	MaxSame         = 100 // messages with one id: each line about it is compared with all of them
)

// Collector collects the histories of subjects.
type Collector struct {
	strings  *queue.Strings
	systems  []System
	programs map[string]int // of systems, plus one; 0 is of none

	subjects []subject
	byID     map[string]int32 // the first subject of an id
	rows     int              // subjects that were asked for; the others follow

	logs   []log
	events []queue.Event
	links  []link // of events
	rcpts  []queue.Str
	free   int // texts in strings before the first event
	most   int // events, for the size of the sources

	reader  *maillog.Reader
	entry   maillog.Entry
	parts   parts
	logins  map[string]string // of the last login of a process
	last    lastLine
	unknown unknown
	totals  totals
	seen    sampled // lines of earlier logs
	number  int     // of the current log
	past    int64   // bytes of the logs before it
	looked  int64   // bytes that were searched by lookBack
	again   bool    // the current lines were read before
	earlier bool    // all of them are, for messages that later lines named

	all      bool                    // no messages are known: all are looked for
	named    map[string]bool         // of them only these, finished or not; nil all
	target   *queue.Strings          // where the texts go in the end, if all are looked for
	sweepAt  int                     // events
	waiting  map[queue.Str]queue.Str // empty, for the next message
	openFull bool
	opened   int // messages that wanted to be opened since sweepFull
	rest     int // of them, until it sweeps again

	server *Server        // of the message that was opened last
	wanted map[int32]bool // messages that logs are read once more for

	failed, found  []queue.Problem
	foreign        map[[2]string]int // events of messages of one host in lines of another
	full, textFull bool              // a limit was reached
	dense          bool              // as well: there is no room for more events
	relatedFull    bool              // as well
	crowded        bool              // too many messages have one id
	capped         int               // messages with more events than are kept
	partly         int               // messages of which the beginning was not looked for
	pass           int32             // how often the current log went back to earlier times
	lined, unfit   int               // messages whose ids are in lines, and those of which no lines can be theirs
}

// subject is a message with the list of its events.
type subject struct {
	Subject
	next        int32 // subject of the same id, -1 none
	first, last int32 // events
	keep        int32 // the last of the first events that stay
	n, left     int32 // events kept, and left out
	by          int32 // the event that names it, of one that was not asked for; -1 none
	same        uint8 // how many subjects of the same id follow
	before      bool  // it is older than that event: what that is about goes back to it
	unread      place // lines before this one were not looked at for it
}

// link is what else the collector knows about an event. It is kept apart so that the events can be put
// in order where they lie.
type link struct {
	next int32  // event of its subject
	sum  uint32 // of its text
	host queue.Str
	born bool
	pass int32 // how often its log went back to earlier times before it
}

// event is a copy of an event, with what is known about it and where it is.
type event struct {
	queue.Event
	link
	slot int32
}

func (c *Collector) event(slot int32) event { return event{c.events[slot], c.links[slot], slot} }

// New begins with no subjects.
func New(strings *queue.Strings, systems []System) *Collector {
	return &Collector{
		strings: strings, systems: systems, programs: map[string]int{}, byID: map[string]int32{},
		logins: map[string]string{}, free: int(strings.Size()), most: 2 * MaxAll,
	}
}

// Of sets how many bytes the sources have, as they were given. It must be called before the first log
// is read.
func (c *Collector) Of(bytes int64) {
	c.most = int(min(2*MaxAll, max(FreeEvents, bytes/BytesPerEvent)))
}

// Expect makes room for as many messages that are looked for. Some more may be named by lines.
func (c *Collector) Expect(n int) {
	c.subjects = make([]subject, 0, n+n/16)
	c.byID = make(map[string]int32, n)
}

// Add adds a message to look for, and returns its number. All must be added before the first log
// is read.
func (c *Collector) Add(s Subject) int {
	c.rows++
	return int(c.add(s))
}

func (c *Collector) add(s Subject) int32 {
	if s.Server == nil {
		s.Server = nowhere
	}
	n := int32(len(c.subjects))
	next := int32(-1)
	same := 0
	if first, ok := c.byID[s.ID]; ok {
		next, same = first, int(c.subjects[first].same)+1
	}
	if same < MaxSame && s.ID != "" {
		c.byID[s.ID] = n
	} else {
		next, same = -1, 0
		c.crowded = c.crowded || s.ID != ""
	}
	c.subjects = append(c.subjects, subject{Subject: s, next: next, first: -1, last: -1, keep: -1, by: -1, same: uint8(same)})
	return n
}

// crowd reports whether as many messages have an id as may.
func (c *Collector) crowd(id string) bool {
	first := c.find(id)
	return first >= 0 && int(c.subjects[first].same)+1 >= MaxSame
}

// serverOf is the server whose line names a message that was not asked for.
func (c *Collector) serverOf(system queue.System, line *maillog.Line) *Server {
	if c.server == nil || c.server.System != system || c.server.Host != line.Host {
		c.server = &Server{System: system, Host: strings.Clone(line.Host)}
	}
	return c.server
}

// systemOf finds the mail system of a program, nil for other programs.
func (c *Collector) systemOf(program string) *System {
	n, ok := c.programs[program]
	if !ok {
		n = slices.IndexFunc(c.systems, func(s System) bool { return s.IsProgram(program) }) + 1
		if len(c.programs) < maxPrograms {
			c.programs[strings.Clone(program)] = n
		}
	}
	if n == 0 {
		return nil
	}
	return &c.systems[n-1]
}

// maxPrograms bounds the names of programs that are remembered.
const maxPrograms = 10_000

// find returns the first subject that a line is about, -1 if there is none.
func (c *Collector) find(id string) int32 {
	if n, ok := c.byID[id]; ok && id != "" {
		return n
	}
	return -1
}

// SameHost reports whether two names can be those of one host: they are equal, or one is the first
// label of the other, or one is not known.
func SameHost(a, b string) bool {
	if a == "" || b == "" || strings.EqualFold(a, b) {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(b) > len(a) && b[len(a)] == '.' && strings.EqualFold(b[:len(a)], a)
}
