package queue

// Event is one line that a mail log has about one message (formats/logs.md §5.1).
// It has no pointers: a jam has millions of them.
type Event struct {
	Time    int64     // Unix seconds, NoNumber unknown
	Nanos   int32     // of the second, as far as the log has them
	Line    int32     // in its log, from 1
	Offset  int64     // of the line in its decoded log; see SpoolOffset for the log of a spool
	Size    int64     // of Received: bytes of the message, -1 none
	Delay   int32     // age of the message in seconds as the line gives it, -1 none
	Count   uint32    // how often it happened, 1 unless the log repeats the line
	RcptAt  uint32    // first of its recipients in History.Recipients
	RcptN   uint32    // how many there are
	Program Str       // that wrote it: "sm-mta", "postfix/smtp"
	Sender  Str       // of Received: the envelope sender as written, "<>" for a null sender
	Peer    Str       // the other side: next hop of a delivery, client of an arrival
	IP      Str       // of Peer, "" unknown
	Login   Str       // of Received: who had logged in
	Status  Str       // enhanced status code, "" none
	Text    Str       // what was said: reply, status or reason, without the log's escapes
	Other   Str       // another id: of the notice, of the message at the next hop, of what it is about
	Code    uint16    // of the reply, 0 none
	Log     uint16    // index in History.Logs
	Kind    EventKind // what happened
	Clock   Clock     // how sure Time is
}

// EventKind is what happened, in terms that all mail systems share.
type EventKind uint8

// The kinds of events.
const (
	EventNoted     EventKind = iota // about the message, and changes nothing: milter, TLS, dialogue
	EventReceived                   // the message was accepted
	EventRejected                   // refused while it came in, as a whole or for a recipient
	EventQueued                     // taken, and left for a queue run
	EventDelivered                  // the next server, a mailbox or a program took it
	EventDeferred                   // an attempt failed; there will be another
	EventFailed                     // refused for good
	EventNotTried                   // an earlier failure was repeated without an attempt
	EventDiscarded                  // thrown away by a rule
	EventNotice                     // a bounce, warning or receipt about it was made: Other is its id
	EventMoved                      // it goes on under another id: Other
	EventHeld                       // put on hold, quarantined, frozen
	EventReleased                   // no longer held
	EventExpired                    // given up after its lifetime
	EventRemoved                    // removed by hand, according to the log
	EventLost                       // the mail system lost its file, or trusts it no longer
	EventEnded                      // the mail system is done with it
	NumEventKinds
)

// Clock is how sure the time of an event is.
type Clock uint8

// How sure a time is.
const (
	ClockExact   Clock = iota // the line has year and zone
	ClockDerived              // year or zone follow from other lines or files
	ClockUnsure               // within the hour that the end of summer time repeats, or a guess
	ClockUnknown              // without a year
)

// Log is a mail log that was read beside a queue, or alone.
type Log struct {
	Name string  // as in its archive
	Host string  // of its lines, "" if they have none or several
	File FileRef // to read its lines again
	// Packed is set if File is compressed: its lines are in what it decodes to.
	Packed bool
	Lines  int   // in it
	Known  int   // of mail systems, whatever they are about
	First  int64 // time of its first line, NoNumber unknown
	Last   int64 // time of its last line
	Silent int64 // the longest time between two of its lines, in seconds, without Breaks
	// Breaks are where pieces of it seem to be missing: rotated logs that were joined.
	Breaks []Break
	// Spool is set if these are the logs that a mail system keeps in its spool, one for each
	// message: lines count from the beginning of each, File is unset, and First and Last are
	// unknown.
	Spool bool
}

// Break is a time without lines in the middle of a log.
type Break struct {
	From, To int64 // of the lines before and after it, Unix seconds
	Line     int32 // the one after it
}

// History is what mail logs have about messages, in the order of the logs.
type History struct {
	Logs       []Log
	Events     []Event  // those of one message follow each other
	Recipients []Str    // of all events, as written
	At         []uint32 // by row: the first of its events
	N          []uint32 // by row: how many there are
	// Left is how many events of a row were left out in the middle because there were too many.
	Left map[int32]int
	// Totals count all messages in the logs, whether they are rows or not.
	Totals Totals
	// Also are messages that are not rows but named by the events of rows: notices about them,
	// siblings, the same message under another id.
	Also map[Str]AlsoOf
}

// SpoolOffset returns the Offset of an event in a spool's log of one message: each may be a file by itself,
// so it holds the blob of the line and the offset in it.
func SpoolOffset(blob int32, offset int64) int64 {
	if blob < 0 || offset < 0 || offset >= 1<<spoolBits || blob >= 1<<(63-spoolBits) {
		return -1
	}
	return int64(blob)<<spoolBits | offset
}

const spoolBits = 40

// Spooled returns where the line of an event in such a log is.
func (e *Event) Spooled() (blob int32, offset int64) {
	if e.Offset < 0 {
		return -1, 0
	}
	return int32(e.Offset >> spoolBits), e.Offset & (1<<spoolBits - 1)
}

// AlsoOf are the events of a message that is not a row.
type AlsoOf struct{ At, N uint32 }

// Of returns the events of row i, oldest first.
func (h *History) Of(i int32) []Event {
	if h == nil || int(i) >= len(h.At) {
		return nil
	}
	return h.Events[h.At[i] : h.At[i]+h.N[i]]
}

// MailLogs returns how many logs there are that are not part of a spool.
func (h *History) MailLogs() int {
	n := 0
	if h != nil {
		for k := range h.Logs {
			if !h.Logs[k].Spool {
				n++
			}
		}
	}
	return n
}

// Named returns the events of a message that is not a row but is named by the events of one,
// oldest first.
func (h *History) Named(id Str) []Event {
	if h == nil {
		return nil
	}
	of, ok := h.Also[id]
	if !ok {
		return nil
	}
	return h.Events[of.At : of.At+of.N]
}
