package maillog

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Reader reads a log line by line, whatever form each line has.
type Reader struct {
	Line          // the current line; its strings are valid until the next one
	Number int32  // from 1
	Offset int64  // in the log
	Raw    []byte // the line with its envelope; of an entry of the journal that goes over several lines, the first
	Cut    bool   // it is longer than MaxLine
	Lost   int    // entries of the journal without their text

	s    *scanner
	j    journal
	t    table
	long bool // the current entry goes over several lines
}

// NewReader reads a log from its start.
func NewReader(r io.Reader) *Reader { return &Reader{s: newScanner(r, nil)} }

// ReadText reads a log, or the beginning of one, that is in memory.
func ReadText(text []byte) *Reader {
	return &Reader{s: &scanner{buf: text[:len(text):len(text)], err: io.EOF}}
}

// Reset makes the reader read another log, and keeps its memory.
func (r *Reader) Reset(from io.Reader) {
	*r = Reader{s: newScanner(from, r.s.buf), j: journal{buf: r.j.buf}}
}

// Next reads the next line. known is false for a line without an envelope: a continuation of
// the line above it, a heading, damage. Next returns false at the end.
func (r *Reader) Next() (known, more bool) {
	if !r.s.Next() {
		return false, false
	}
	r.Number, r.Offset, r.Raw, r.Cut = r.s.Number, r.s.Offset, r.s.Line, r.s.Cut
	b := r.s.Line
	r.long = false
	if len(b) == 0 {
		r.Line = Line{}
		return false, true
	}
	switch c := b[0]; {
	case c == '{' || c == 0x1e:
		if j := bytes.TrimRight(b, " \t"); j[len(j)-1] == '{' && len(j) < 4 {
			r.long = true
			b = r.collect(b)
		}
		known = r.j.object(b) && r.j.line(&r.Line)
		if r.j.lost {
			r.Lost++
		}
	case c == '_' && bytes.HasPrefix(b, []byte("__CURSOR=")):
		r.long = true
		known = r.export()
	case r.t.columns != nil:
		known = r.t.row(b, &r.j, &r.Line)
	default:
		if known = r.Line.Read(b); !known && r.Number == 1 {
			r.t.heading(b)
		}
	}
	if !known {
		r.Line = Line{}
	}
	return known, true
}

// collect reads the lines of an object to its closing bracket.
func (r *Reader) collect(b []byte) []byte {
	all := append([]byte(nil), b...)
	for len(all) < MaxLine && r.s.Next() {
		all = append(append(all, '\n'), r.s.Line...)
		if len(r.s.Line) > 0 && r.s.Line[0] == '}' {
			break
		}
	}
	return all
}

// export reads an entry of -o export: fields to an empty line. A field whose value has a line end
// has its length in eight bytes before the value.
func (r *Reader) export() bool {
	r.j.reset()
	for r.s.Next() && len(r.s.Line) > 0 {
		name, value, ok := bytes.Cut(r.s.Line, []byte("="))
		if !ok {
			name = append([]byte(nil), r.s.Line...)
			size := r.s.bytes(8)
			if len(size) < 8 {
				break
			}
			n := binary.LittleEndian.Uint64(size)
			if n > 1<<40 {
				break
			}
			value = r.s.bytes(int64(n))
			r.s.bytes(1) // its line end
		}
		if wanted(name) {
			from := len(r.j.buf)
			if room := MaxLine - from; len(value) > room {
				value = value[:max(room, 0)]
			}
			r.j.buf = append(r.j.buf, value...)
			r.j.set(name, r.j.buf[from:len(r.j.buf):len(r.j.buf)])
		}
	}
	return r.j.line(&r.Line)
}

func wanted(name []byte) bool {
	switch string(name) {
	case "__REALTIME_TIMESTAMP", "_HOSTNAME", "SYSLOG_IDENTIFIER", "_COMM", "SYSLOG_PID", "_PID", "MESSAGE":
		return true
	}
	return false
}

// Size returns how many bytes were read.
func (r *Reader) Size() int64 { return r.s.offset + int64(r.s.at) }

// Err returns the error that ended the reading early, nil at the end of the log.
func (r *Reader) Err() error { return r.s.Err() }

// Before calls each with the lines shortly before the current one that contain a text, oldest first,
// and returns the offset from which it searched: lines before it are no longer in memory. It leaves
// out journal entries of several lines.
func (r *Reader) Before(holds string, each func(l *Line, number int32, offset int64)) int64 {
	if r.long {
		return r.Offset
	}
	var l Line
	var j journal
	t := table{columns: r.t.columns, separator: r.t.separator}
	return r.s.Before(holds, func(b []byte, number int32, offset int64) {
		if len(b) > 0 && b[0] == '{' {
			if j.object(b) && j.line(&l) {
				each(&l, number, offset)
			}
		} else if t.columns != nil {
			if t.row(b, &j, &l) {
				each(&l, number, offset)
			}
		} else if l.Read(b) {
			each(&l, number, offset)
		}
	})
}
