// Package pastedlog undoes what terminals, web pages, mail programs and other tools do to the lines of
// a mail log, so that the log reads as its syslog daemon wrote it.
package pastedlog

import (
	"bytes"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Reader reads a log without what was put around its lines: escape codes, HTML, marks at both ends,
// another encoding, line breaks inside a line. A line of the log stays on the line where it began: the
// lines that were joined to it become empty. It is an io.Reader.
type Reader struct {
	in    *paste.Reader
	shape shape
	next  []byte // the line after the one at hand, if it was read
	ahead bool
	out   []byte // not yet read
	err   error

	changed bool
	lines   int // that were read
	differ  int // of these, from the source
}

// Head is the beginning of a text as a Reader cleans it.
type Head struct {
	shape   shape
	Text    []byte
	Changed bool // it differs from what was given by more than returns before line feeds
	Most    bool // most of its lines do
}

// NewReader returns a Reader of the whole text.
func (h *Head) NewReader(r io.Reader) *Reader { return &Reader{in: paste.NewReader(r), shape: h.shape} }

// Clean returns the beginning of a text as a Reader cleans it; nothing of a text whose lines are in
// strings of JSON.
func Clean(head []byte) (out Head) {
	out.shape = shapeOf(head)
	r := &Reader{in: paste.Head(head), shape: out.shape}
	if r.shape.escaped {
		return out
	}
	out.Text, _ = io.ReadAll(r) // a Reader of a text in memory has no error
	out.Most = 2*r.differ >= r.lines || r.shape.broken != whole || isEscaped(head) || isLinked(head) || bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0
	out.Changed = out.Most && r.differ+r.lines > 0 || r.Changed()
	return out
}

// isEscaped reports whether signs are written as entities of HTML: in every log, "=" stands beside "<".
func isEscaped(head []byte) bool {
	return bytes.Contains(head, []byte("&lt;")) && !bytes.Contains(head, []byte("=<")) && !bytes.Contains(head, []byte("<="))
}

// isLinked reports whether a mail program made links of the addresses: nearly each is written twice.
func isLinked(head []byte) bool {
	n := bytes.Count(head, []byte("mailto:"))
	return n > 1 && n*3 >= bytes.Count(head, []byte("@"))
}

// Turns reports whether a text has characters that turn the direction of writing: no paste adds them,
// but who wants to mislead a reader.
func Turns(text []byte) bool {
	return bytes.ContainsAny(text, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
}

// Lines returns the lines of a text that start a line of a log, and how many they are.
func Lines(text []byte) (lines []byte, n int) {
	for line := range bytes.Lines(text) {
		if starts(bytes.TrimRight(line, "\r\n")) {
			lines = append(lines, line...)
			n++
		}
	}
	return lines, n
}

// Changed reports whether a line that was read differs from that of the source.
func (r *Reader) Changed() bool { return r.changed || len(r.in.Coats()) > 0 }

// Cleaned returns the Problem that says what was removed, if anything was.
func (r *Reader) Cleaned(file string) (p queue.Problem, ok bool) {
	if p, ok = r.in.Cleaned(file); ok || !r.changed {
		return p, ok
	}
	return queue.Problem{
		Pos: queue.Pos{File: file, Offset: -1}, Kind: queue.KindCleaned,
		Reason: "taken off before reading: what other programs have put around the lines of the log",
	}, true
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// maxJoined is how many lines one line of a log can have been broken into.
const maxJoined = 64

// fill puts the next line of the log into out.
func (r *Reader) fill() {
	line, ok := r.line()
	if !ok {
		return
	}
	r.out = append(r.out[:0], line...)
	joined, last := 0, len(line)
	if r.shape.broken != whole && starts(line) {
		for joined < maxJoined && len(r.out) < maillog.MaxLine {
			more, ok := r.line()
			if !ok {
				break
			}
			if len(more) == 0 || starts(more) {
				r.next, r.ahead = append(r.next[:0], more...), true
				break
			}
			switch {
			case r.shape.broken == betweenWords:
				r.out = append(r.out, ' ')
				more = bytes.TrimLeft(more, " ")
			case last < r.shape.width: // a blank at the end was trimmed
				r.out = append(r.out, ' ')
			}
			r.out = append(r.out, more...)
			last = len(more)
			r.changed = true
			r.differ++
			joined++
		}
	}
	for range joined + 1 {
		r.out = append(r.out, '\n')
	}
}

// line returns the next line without what stands around it, valid until the next one.
func (r *Reader) line() ([]byte, bool) {
	if r.ahead {
		r.ahead = false
		return r.next, true
	}
	if r.err != nil {
		return nil, false
	}
	l, err := r.in.Next()
	if err != nil {
		r.err = err
		return nil, false
	}
	text := r.shape.bare(l.Text)
	if !bytes.Equal(text, l.Text) {
		r.changed = true
	}
	if len(l.Text) > 0 || len(l.Raw) > 0 {
		r.lines++
	}
	if !bytes.Equal(text, bytes.TrimRight(l.Raw, "\r")) {
		r.differ++
	}
	return text, true
}
