package record

import (
	"bufio"
	"io"
)

// Lines reads a file of records as text: the data of each record on a line of its own, in the
// order of the file, without types and lengths. A length that makes no sense ends the records;
// what follows it is text as it stands.
func Lines(r *bufio.Reader) io.Reader { return &lines{r: r} }

type lines struct {
	r       *bufio.Reader
	left    int  // bytes of the current record
	ends    bool // a line end is due
	unknown bool // the rest has no records
}

// Read implements io.Reader.
func (l *lines) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		switch {
		case l.unknown:
			return l.r.Read(p)
		case l.left > 0:
			n, err := l.r.Read(p[:min(len(p), l.left)])
			l.left -= n
			return n, err
		case l.ends:
			l.ends = false
			p[0] = '\n'
			return 1, nil
		}
		if err := l.next(); err != nil {
			return 0, err
		}
	}
}

// next begins a record.
func (l *lines) next() error {
	const maxHead = 5 // a type, and a length of at most four bytes
	head, err := l.r.Peek(maxHead)
	if len(head) == 0 {
		return err
	}
	n := 0
	for used := 1; used < len(head); used++ {
		n |= int(head[used]&0x7f) << (7 * (used - 1))
		if head[used] < 0x80 {
			l.left, l.ends = n, true
			_, err := l.r.Discard(used + 1)
			return err
		}
	}
	l.unknown = true
	return nil
}
