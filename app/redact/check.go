package redact

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"sync"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
)

// MaxLeaks is how many leaks of a file are kept; more are only counted.
const MaxLeaks = 100

const (
	// checkWindow is how much of a file is searched at a time, in bytes.
	checkWindow = 1 << 20
	// checkOverlap is how much of a window is searched again with the next one.
	// An original and its surroundings are shorter, also if encoded.
	checkOverlap = 16 << 10
)

// Check searches a file for originals while it is written: those of the queue,
// and those that got a pseudonym while the file was made. They are found in any
// case, escaped and encoded. Names that are common words are found inside
// addresses only, subjects of less than two words or 12 letters not at all.
type Check struct {
	rd     *Redactor // nil: there is nothing to find
	mu     sync.Mutex
	buf    []byte
	base   int64        // offset of buf
	from   int          // buf[:from] has been searched
	lines  int          // line ends before buf
	places []checkPlace // members that begin in buf
	last   string       // the member that buf begins in; "" outside archives
	found  Findings
}

// Findings are what a Check found.
type Findings struct {
	Leaks    []Leak // the first MaxLeaks
	More     int    // how many more there are
	Searched int64  // bytes; 0 if there was nothing to search for
}

// Count returns the number of leaks.
func (f Findings) Count() int { return len(f.Leaks) + f.More }

// checkPlace is where a member of an archive begins in Check.buf.
type checkPlace struct {
	at   int
	name string
}

// Check begins a search. Only what is written to it is searched.
func (rd *Redactor) Check() *Check {
	if rd == nil || !rd.hide.HidesText() {
		return &Check{}
	}
	return &Check{rd: rd}
}

// Write takes the next bytes of the file. It never fails.
func (c *Check) Write(p []byte) (int, error) {
	if c.rd == nil {
		return len(p), nil
	}
	n := len(p)
	c.found.Searched += int64(n)
	for len(p) > 0 {
		take := min(len(p), checkWindow+2*checkOverlap-len(c.buf))
		c.buf, p = append(c.buf, p[:take]...), p[take:]
		if len(c.buf) == checkWindow+2*checkOverlap {
			c.search(len(c.buf) - checkOverlap)
		}
	}
	return n, nil
}

// search adds the leaks that begin before end, and drops the bytes that the next
// search does not need.
func (c *Check) search(end int) {
	text := string(c.buf)
	c.mu.Lock()
	spans := c.rd.spans(text, known)
	c.mu.Unlock()
	for _, p := range c.rd.audited(text, spans) {
		if p.from >= c.from && p.from < end {
			l := leakAt(text, p)
			l.Offset, l.Where = c.base+int64(p.from), c.where(p.from)
			c.add(l)
		}
	}
	drop := max(0, end-checkOverlap)
	c.lines += bytes.Count(c.buf[:drop], []byte{'\n'})
	var places []checkPlace
	for _, p := range c.places {
		if p.at < drop {
			c.last = p.name
		} else {
			places = append(places, checkPlace{p.at - drop, p.name})
		}
	}
	c.places = places
	c.buf = c.buf[:copy(c.buf, c.buf[drop:])]
	c.base += int64(drop)
	c.from = end - drop
}

// audited adds to what was found in a text what the list of the organisation's
// names finds in it besides.
func (rd *Redactor) audited(text string, spans []span) []span {
	for _, h := range rd.audit.Search(text) {
		h.To = min(h.To, len(text))
		if !slices.ContainsFunc(spans, func(p span) bool { return p.from < h.To && h.From < p.to }) {
			spans = append(spans, span{from: h.From, to: h.To, kind: dictionary.Host, encoding: h.Form})
		}
	}
	sortSpans(spans)
	return spans
}

// where names a place in buf.
func (c *Check) where(at int) string {
	name := c.last
	for _, p := range c.places {
		if p.at <= at {
			name = p.name
		}
	}
	if name == "" {
		return "line " + strconv.Itoa(c.lines+1+bytes.Count(c.buf[:at], []byte{'\n'}))
	}
	return name
}

func (c *Check) add(l Leak) {
	if len(c.found.Leaks) == MaxLeaks {
		c.found.More++
		return
	}
	c.found.Leaks = append(c.found.Leaks, l)
}

// Note searches a text that is in the file in another form. Leaks in it name
// where as their place.
func (c *Check) Note(where, text string) {
	if c.rd == nil {
		return
	}
	c.found.Searched += int64(len(text))
	for _, p := range c.rd.audited(text, c.rd.spans(text, known)) {
		l := leakAt(text, p)
		l.Offset, l.Where = int64(p.from), where
		c.add(l)
	}
}

// Archive calls write with a writer that passes a .tar.gz on to w, and searches
// the names and contents of its members. plain reads a member as text: what frames
// its lines must not read as if it were part of them.
func (c *Check) Archive(w io.Writer, plain func(io.Reader) io.Reader, write func(io.Writer) error) error {
	if c.rd == nil {
		return write(w)
	}
	r, pipe := io.Pipe()
	searched := make(chan error, 1)
	go func() { searched <- c.members(r, plain) }()
	c.mu.Lock()
	err := write(io.MultiWriter(w, unlocked{pipe, &c.mu}))
	c.mu.Unlock()
	pipe.CloseWithError(err)
	return errors.Join(err, <-searched)
}

// unlocked releases the Redactor while a write waits: the archive's writer and
// the search use it in turn.
type unlocked struct {
	w  io.Writer
	mu *sync.Mutex
}

// Write implements io.Writer.
func (u unlocked) Write(p []byte) (int, error) {
	u.mu.Unlock()
	defer u.mu.Lock()
	return u.w.Write(p)
}

// members searches a .tar.gz while it is written.
func (c *Check) members(r *io.PipeReader, plain func(io.Reader) io.Reader) (err error) {
	defer func() { r.CloseWithError(err) }()
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	t := tar.NewReader(z)
	for {
		h, err := t.Next()
		if err == io.EOF {
			_, err = io.Copy(io.Discard, r) // what follows the end of the archive
			return err
		}
		if err != nil {
			return err
		}
		c.places = append(c.places, checkPlace{len(c.buf), h.Name})
		if _, err := io.WriteString(c, h.Name+"\n"+h.Linkname+"\n"+h.Uname+"\n"); err != nil {
			return err
		}
		if _, err := io.Copy(c, plain(t)); err != nil {
			return err
		}
	}
}

// End searches the rest and returns the findings.
func (c *Check) End() Findings {
	if c.rd != nil {
		c.search(len(c.buf))
	}
	return c.found
}
