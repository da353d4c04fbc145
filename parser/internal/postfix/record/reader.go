// Package record reads Postfix's queue files: records of a type, a length and
// data, with pointers between them where a mail filter edited the message
// (formats/postfix.md §2). It knows nothing about directories and times, which
// say what Postfix does with the message next.
package record

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/spoolscope/spoolscope/parser/count"
)

// Types of records (formats/postfix.md §2.2).
const (
	size      = 'C'
	time      = 'T'
	fullName  = 'F'
	inspector = 'I'
	long      = 'L' // in an envelope: the content filter
	sender    = 'S'
	done      = 'D'
	recipient = 'R'
	original  = 'O'
	cancelled = '/'
	warning   = 'W'
	verp      = 'V'
	attribute = 'A'
	killed    = 'K'
	redirect  = '>'
	message   = 'M'
	extracted = 'X'
	norm      = 'N'
	filler    = 'w'
	pointer   = 'p'
	end       = 'E'
	receipt   = 'r'
	errorsTo  = 'e'
	priority  = 'P'
	envelope  = 'n' // and o, i, <: DSN parameters as records of their own
	dsnRcpt   = 'o'
	dsnID     = 'i'
	dsnReturn = '<'
)

// MaxRecord is how much of one record is kept: 1 MiB. Postfix writes 2 KiB at most
// unless told otherwise.
const MaxRecord = 1 << 20

// MaxJumps is how many pointers of a file are followed. Each edit of a mail filter makes
// two.
const MaxJumps = 100_000

// Fault is something in a file that is not as Postfix writes it.
type Fault struct {
	Offset int64
	Reason string
	Limit  bool // nothing is wrong, but not all of it was kept
}

// Record is one record. Its data is valid until the next one is read.
type Record struct {
	Type byte
	At   int64 // offset of the type
	Data []byte
}

// Reader follows the records of a file from its start, and the pointers in
// them. Whatever the bytes, it ends: no pointer is followed twice, and no more
// is read than the file has.
type Reader struct {
	in       *Input
	pos      int64
	read     int64 // bytes of records, which pointers could multiply
	jumps    map[int64]bool
	cut      bool // nothing can follow
	Faults   []Fault
	Complete bool // the end record was seen
}

// NewReader starts at the beginning of a file.
func NewReader(in *Input) *Reader { return &Reader{in: in} }

// maxFaults bounds what is said of one file.
const maxFaults = 20

func (r *Reader) fault(at int64, format string, args ...any) {
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, Fault{Offset: at, Reason: fmt.Sprintf(format, args...)})
	}
}

// Next reads a record that is not a pointer. It reports false at the end record,
// and where the file can be read no further, which is a Fault.
func (r *Reader) Next() (rec Record, ok bool) {
	for {
		rec, ok = r.next()
		if !ok {
			return rec, false
		}
		switch rec.Type {
		case end:
			r.Complete = true
			return rec, false
		case pointer:
			if !r.follow(rec) {
				return rec, false
			}
		default:
			return rec, true
		}
	}
}

// next reads a record of any type.
func (r *Reader) next() (rec Record, ok bool) {
	const maxHead = 5 // a type, and a length of at most four bytes
	if r.cut {
		return rec, false
	}
	at := r.pos
	head := r.in.Bytes(at, maxHead)
	if len(head) == 0 {
		r.fault(at, "the file stops before its end record")
		return rec, false
	}
	n, used := 0, 1
	for shift := 0; ; shift += 7 {
		if used >= len(head) {
			if len(head) < maxHead {
				r.fault(at, "the file stops in the length of a record")
			} else {
				r.fault(at, "the length of a record takes more than four bytes: %q", head)
			}
			return rec, false
		}
		b := head[used]
		used++
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	kind := head[0] // before the data overwrites the bytes
	from := at + int64(used)
	if left := r.in.Size() - from; int64(n) > left {
		r.fault(at, "the file stops in a record of type %q: it has %s of %s bytes", string(kind), count.Text(int64(max(left, 0))), count.Text(int64(n)))
		rec = Record{Type: kind, At: at, Data: r.in.Bytes(from, int(min(max(left, 0), MaxRecord)))}
		r.cut = true
		return rec, len(rec.Data) > 0 && isText(rec.Type) // a text is worth having in part
	}
	if r.read += int64(used + n); r.read > r.in.Size() {
		r.fault(at, "pointers lead to the same records again")
		return rec, false
	}
	kept := min(n, MaxRecord)
	rec = Record{Type: kind, At: at, Data: r.in.Bytes(from, kept)}
	if len(rec.Data) < kept {
		r.fault(at, "a record of %s bytes could not be read", count.Text(int64(n)))
		return rec, false
	}
	if kept < n && len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, Fault{at, fmt.Sprintf("of a record of %s bytes the first %s were kept", count.Text(int64(n)), count.Text(MaxRecord)), true})
	}
	r.pos = from + int64(n)
	return rec, true
}

// passText steps over the lines of text that follow in memory: only their end is wanted. It
// stops at any other record, and at a damaged one.
func (r *Reader) passText() {
	if r.in.at != nil {
		return
	}
	at := int(r.pos - r.in.from)
	for b := r.in.buf; at >= 0 && at+1 < len(b) && isText(b[at]); {
		n, used := int(b[at+1]), 2
		if n >= 0x80 {
			if at+2 >= len(b) || b[at+2] >= 0x80 {
				return // longer than Postfix writes a line
			}
			n, used = n&0x7f|int(b[at+2])<<7, 3
		}
		if at+used+n > len(b) || r.read+int64(used+n) > r.in.size {
			return
		}
		at += used + n
		r.read += int64(used + n)
		r.pos += int64(used + n)
	}
}

func isText(t byte) bool { return t == norm || t == long }

// follow goes where a pointer leads; 0 is the record after it.
func (r *Reader) follow(rec Record) bool {
	to, ok := number(rec.Data)
	switch {
	case !ok:
		r.fault(rec.At, "a pointer to %q", rec.Data[:min(len(rec.Data), 40)])
		return false
	case to == 0:
		return true
	case to < 0 || to >= r.in.Size():
		r.fault(rec.At, "a pointer to offset %d of a file with %d bytes", to, r.in.Size())
		return false
	case len(r.jumps) >= MaxJumps:
		r.Faults = append(r.Faults, Fault{rec.At, fmt.Sprintf("more than %s pointers; what follows is left out", count.Text(MaxJumps)), true})
		return false
	case r.jumps[rec.At]:
		r.fault(rec.At, "a pointer that leads back to itself")
		return false
	}
	if r.jumps == nil {
		r.jumps = map[int64]bool{}
	}
	r.jumps[rec.At] = true
	r.pos = to
	return true
}

// seek goes on at an offset.
func (r *Reader) seek(to int64) { r.pos = to }

// number reads a decimal number between blanks. It has 61 bits at most, so that times and offsets
// can be added without an overflow.
func number(b []byte) (n int64, ok bool) {
	n, err := strconv.ParseInt(string(bytes.Trim(b, " \t")), 10, 61)
	if err != nil {
		return 0, false
	}
	return n, true
}
