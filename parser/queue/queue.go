package queue

import (
	"errors"
	"io"
)

// Queue is what was read from all sources: messages as columns, one element a
// row, and everything that surrounds them. Rows that turned out not to be
// messages of their own stay in the columns; Order lists those that count.
// Texts are interned in Strings.
//
// Once parser.Load has returned it, the columns and lists of a queue do not
// change. Its Strings still do: they take texts in that are interned later,
// and Strings.Containing keeps notes. So only one goroutine at a time may use
// a queue.
//
// A million messages fit into 1 GB this way, and a group-by walks arrays of
// small numbers without pointers.
type Queue struct {
	Strings *Strings
	Columns
	Order    []int32 // the messages in the order host, queue, id; others were left out
	Dirs     []Dir
	Listings []Listing
	Listed   []ListedEntry // entries of all listings, pointer-free
	Problems Problems
	// Lifetimes are the queue lifetimes that configurations set, one for each
	// host and program at most.
	Lifetimes []Lifetime
	Local     []string // names that configurations give their own host
	Sources   []SourceInfo
	Taken     int64  // the capture, Unix seconds; 0 unknown
	TakenBy   string // how it is known: "newest file", "newest try", "date in the listing", "ages in the listing", "time of the listing's file", "newest entry"
	Blobs     []io.ReaderAt
	// Unwrap finds the body of a message in a file with records, for Open.
	Unwrap   func(file *io.SectionReader) *io.SectionReader
	Prefixes map[int32][]string // two-letter prefixes of files that are OtherFile
	Digests  map[int32]*Digest  // only when asked for
	// Made is when the files of requeued messages were made, Unix seconds: from then on
	// their mail system counts how long it keeps them.
	Made     map[int32]int64
	Outcomes map[int32][]Outcome // of recipients, of the few rows whose mail system kept them
	// Xscripts are the transcripts of deliveries: those left behind, of the few rows that have
	// one, and of Exim the logs of the messages.
	Xscripts map[int32]FileRef
	// Finished are recipients that are done according to a journal of Exim, of the few rows that have
	// one.
	Finished map[int32][]Str
	retries  []retry // by row, of Exim; there may be fewer than rows
	// History is what mail logs have about the messages, nil without a log.
	History *History
}

// NewestEntry is the value of TakenBy if only the newest message of a listing
// dates the capture: all ages may be higher.
const NewestEntry = "newest entry"

// Columns are the properties of messages: slices with one element a row, except
// for the pools at the end of each group, of which a row has a range (RcptAddr,
// RcptStat, ReplyText, ReplyHost, ReplyEcho, GrepLine).
type Columns struct {
	ID           []Str
	Dir          []uint16 // index in Queue.Dirs
	Files        []Files
	State        []State
	Flags        []Flags
	Created      []int64 // Unix seconds, NoNumber unknown
	LastTry      []int64
	Attempts     []int32 // -1 unknown
	Priority     []int64
	Size         []int64 // bytes of the data file, -1 none
	Sender       []Str   // as written
	Status       []Str   // envelope status (M before S)
	Effective    []Str   // the status that counts: a recipient's, else the envelope's
	BodyType     []Str
	Reason       []Str // quarantine reason
	Subject      []Str // decoded
	Client       []Str // $_, who submitted it
	Auth         []Str // ${auth_authen}
	Helo         []Str // $s, as which the client greeted
	Script       []Str // X-PHP-Originating-Script or X-PHP-Script: the script that submitted it
	Bounce       []Str // kind of a bounce made here, "" none
	Origin       []Str // of a bounce: the original sender
	OriginBy     []Str // of a bounce: the client that submitted the original
	OriginScript []Str // of a bounce: the script that submitted the original, as Script
	OriginAuth   []Str // of a bounce: the login with which the original was submitted
	OriginID     []Str // of a bounce: the original's id in this server's queue
	Control      []FileRef
	Data         []FileRef
	Listing      []int32 // index in Queue.Listed, -1 none

	RcptAt   []uint32 // first of the message's recipients in RcptAddr and RcptStat
	RcptN    []uint32 // how many there are
	RcptAddr []Str
	RcptStat []Str // a recipient's own status, "" none

	ReplyAt   []uint32 // replies of a bounce's own transcript
	ReplyN    []uint32
	ReplyText []Str  // whole replies: lines as received, separated by line feeds
	ReplyHost []Str  // who said it
	ReplyEcho []bool // it only follows from the refusal before it, see smtp.Answer

	GrepAt   []uint32 // lines of the data file with "<<<", as grep finds them
	GrepN    []uint32
	GrepLine []Str
}

// Flags are boolean properties of a message.
type Flags uint16

// The flags.
const (
	HasSender Flags = 1 << iota // there is an S record, or a listed sender
	HasStatus                   // there is an M record before S
	NullFrom                    // the sender is <> or MAILER-DAEMON
	MadeHere                    // F has r: a bounce or receipt made by this sendmail
	Refused                     // a line of the data file begins "<<< 5xx "
	StatusCut                   // the status comes from a listing and may go on
	Warned                      // F has w: the sender was sent a delay notice
	NoControl                   // known from a listing only
	Damaged                     // the control file is damaged
	Mixed                       // the Content-Type is multipart/mixed
	LogStatus                   // Effective comes from a mail log: the queue has no reason
	FromLog                     // known from a mail log only, with NoControl
	DayOnly                     // Created is accurate to a day: the zone or the time of day is unknown
)

// FileRef is where a queue file's bytes are. Its path in the archive consists
// of its folder and a name made of prefix and id, which costs less memory than
// a path for each file; see Queue.FileName.
type FileRef struct {
	Offset int64
	Size   int64
	Blob   int32 // -1 where the bytes cannot be read again
	Folder Str
	ID     Str
	Time   uint32 // modification, Unix seconds, 0 unknown
	// Prefix is zero where the name is the id alone, as with Postfix. With Exim it begins with
	// a hyphen, and follows the id.
	Prefix [2]byte
	// Records marks the text of a message in a queue file of Postfix, which holds
	// the envelope too: Offset and Size are those of the file; opening it gives the
	// body alone.
	Records bool
}

// Dir is one queue directory of one host.
type Dir struct {
	Host   string // the folder above, or the server's own name; "" unknown
	Path   string // on the server: "/var/spool/mqueue/qd1"
	Folder string // in the archive: "host1/mqueue/qd1"
	Sub    bool   // with a sub-directory qf or df
	Client bool   // the client submission queue
	System System // that delivers from it
	Queue  string // of Exim: the name of a named queue, "" the default one
	// Scanned is set for mqueue.in, which sendmail only fills: MailScanner
	// takes the messages from there. No queue run may deliver them.
	Scanned bool
	Name    string // the server's own name in its Received lines, "" unknown
}

// SourceInfo describes one source that was read.
type SourceInfo struct {
	Name  string
	Size  int64 // bytes, -1 unknown
	Files int   // regular files in it
}

// Digest holds SHA-256 sums of the files of a message.
type Digest struct {
	Control, Data       [32]byte
	HasControl, HasData bool
}

// ListedEntry is a listing's entry for a message, without pointers.
type ListedEntry struct {
	Listing  uint16
	Queue    int16 // index in Listing.Queues, -1 none
	Message  int32 // row, -1 none
	ID       Str
	Age      int32 // in seconds, rounded as printed; -1 none
	Size     int64
	Priority int64
	Created  int64 // resolved to Unix seconds, NoNumber none
	Offset   int64
	Sender   Str
	Status   Str
	Reason   Str // quarantine
	Remark   Str
	Line     int32
	Date     ListingDate
	Mark     byte
	Warned   bool
	Cut      bool
	Rounded  bool // Size is rounded, as Exim prints it
	Login    Str  // of the user of the server who gave the sender
}

// SameSize reports whether the size that a listing prints fits a message of size bytes.
func (e *ListedEntry) SameSize(size int64) bool {
	const kilo, mega = 1 << 10, 1 << 20
	unit := int64(0)
	switch {
	case !e.Rounded || e.Size < kilo:
	case e.Size < 10*kilo:
		unit = kilo/10 + 1
	case e.Size < mega:
		unit = kilo
	case e.Size < 10*mega:
		unit = mega/10 + 1
	default:
		unit = mega
	}
	return max(e.Size-size, size-e.Size) <= unit
}

// New returns an empty queue.
func New() *Queue {
	return &Queue{Strings: NewStrings(), Prefixes: map[int32][]string{}, Xscripts: map[int32]FileRef{}}
}

// Len returns the number of rows, including those that Order leaves out.
func (q *Queue) Len() int { return len(q.ID) }

// Text returns an interned string.
func (q *Queue) Text(s Str) string { return q.Strings.Get(s) }

// Xscript returns the transcript of row i, with size -1 if there is none.
func (q *Queue) Xscript(i int32) FileRef {
	if f, ok := q.Xscripts[i]; ok {
		return f
	}
	return FileRef{Blob: -1, Size: -1}
}

// FileName returns the path of a queue file in its archive, "" for none.
func (q *Queue) FileName(f FileRef) string {
	if f.ID == 0 {
		return ""
	}
	name := make([]byte, 0, 64)
	if f.Folder != 0 {
		name = append(append(name, q.Strings.bytes(f.Folder)...), '/')
	}
	if f.Prefix[0] == '-' {
		return string(append(append(name, q.Strings.bytes(f.ID)...), f.Prefix[:]...))
	}
	if f.Prefix[0] != 0 {
		name = append(name, f.Prefix[:]...)
	}
	return string(append(name, q.Strings.bytes(f.ID)...))
}

// Recipients returns the range of row i in RcptAddr and RcptStat.
func (q *Queue) Recipients(i int32) (from, to uint32) {
	return q.RcptAt[i], q.RcptAt[i] + q.RcptN[i]
}

// Replies returns the range of row i in ReplyText and ReplyHost.
func (q *Queue) Replies(i int32) (from, to uint32) {
	return q.ReplyAt[i], q.ReplyAt[i] + q.ReplyN[i]
}

// Grep returns the range of row i in GrepLine.
func (q *Queue) Grep(i int32) (from, to uint32) {
	return q.GrepAt[i], q.GrepAt[i] + q.GrepN[i]
}

// ErrNoBytes is returned for a file whose bytes were not kept.
var ErrNoBytes = errors.New("the bytes were not kept")

// Open opens the bytes of a file; of a file with records, the body of the message
// in it.
func (q *Queue) Open(f FileRef) (*io.SectionReader, error) {
	if f.Blob < 0 || int(f.Blob) >= len(q.Blobs) {
		return nil, ErrNoBytes
	}
	file := io.NewSectionReader(q.Blobs[f.Blob], f.Offset, f.Size)
	if !f.Records {
		return file, nil
	}
	if q.Unwrap == nil {
		return nil, ErrNoBytes
	}
	return q.Unwrap(file), nil
}

// IsMade reports whether row i is a bounce or receipt made by this sendmail.
func (q *Queue) IsMade(i int32) bool { return q.Flags[i]&MadeHere != 0 }

// Age returns the age at the capture, in seconds, of something created at a
// time (Unix), -1 if unknown. It is 0 for a time after the capture. If only the
// newest message dates the capture, its own age is unknown, and the others' may
// be higher.
func (q *Queue) Age(created int64) int64 {
	if created == NoNumber || q.Taken == 0 || created == q.Taken && q.TakenBy == NewestEntry {
		return -1
	}
	return max(q.Taken-created, 0)
}

// sameMoment is the number of seconds within which two captures are taken for
// one: a listing has no seconds.
const sameMoment = 60

// SameMoment reports whether two captures were made at the same time, judging
// by their files. If so, nothing was tried between them.
func SameMoment(a, b *Queue) bool {
	return max(a.Taken-b.Taken, b.Taken-a.Taken) < sameMoment
}
