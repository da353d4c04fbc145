package engine

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strconv"
	"sync"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	// checkWindow is how much of a file is searched at a time, in bytes.
	checkWindow = 4 << 20
	// checkOverlap is the longest name that is found across two windows, also
	// as part of an encoded line.
	checkOverlap = 16 << 10
)

// leakCheck searches a file for what should be hidden, while it is written.
// Without a mask nothing should.
type leakCheck struct {
	mask   *redact.Redactor
	mu     sync.Mutex // held by whoever uses the mask
	buf    []byte
	lines  int          // line ends before buf
	places []checkPlace // files in buf; without any, places are lines
	last   string       // the file that buf begins in
	n      int64
	leaks  []protocol.ShareLeak
	more   int
}

// checkPlace is where a file of an archive begins, in bytes of leakCheck.buf.
type checkPlace struct {
	at   int
	name string
}

func newLeakCheck(m *redact.Redactor) *leakCheck {
	if r := m.Redaction(); r == (redact.Redaction{Bodies: r.Bodies}) {
		m = nil // no name is hidden
	}
	return &leakCheck{mask: m}
}

// Write implements io.Writer.
func (c *leakCheck) Write(p []byte) (int, error) {
	if c.mask == nil {
		return len(p), nil
	}
	n := len(p)
	c.n += int64(n)
	for len(p) > 0 {
		take := min(len(p), checkWindow-len(c.buf))
		c.buf, p = append(c.buf, p[:take]...), p[take:]
		if len(c.buf) == checkWindow {
			c.search(checkWindow - checkOverlap)
		}
	}
	return n, nil
}

// search takes the leaks that begin before end, and forgets the bytes before it.
func (c *leakCheck) search(end int) {
	c.mu.Lock()
	found := c.mask.Leaks(c.buf)
	c.mu.Unlock()
	for _, l := range found {
		if l.Offset < int64(end) {
			c.add(l, c.where(int(l.Offset)))
		}
	}
	c.lines += bytes.Count(c.buf[:end], []byte{'\n'})
	var places []checkPlace
	for _, p := range c.places {
		if p.at < end {
			c.last = p.name
		} else {
			places = append(places, checkPlace{p.at - end, p.name})
		}
	}
	c.places = places
	c.buf = c.buf[:copy(c.buf, c.buf[end:])]
}

// where names a place in buf.
func (c *leakCheck) where(at int) string {
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

func (c *leakCheck) add(l redact.Leak, where string) {
	if len(c.leaks) == redact.MaxLeaks {
		c.more++
		return
	}
	c.leaks = append(c.leaks, protocol.ShareLeak{Where: words.Visible(where), Category: l.Category, Encoding: l.Encoding, Found: words.Visible(l.Found), Excerpt: words.Visible(l.Excerpt)})
}

// note searches a text that goes into the file beside the rest.
func (c *leakCheck) note(where, text string) {
	if c.mask == nil {
		return
	}
	c.n += int64(len(text))
	for _, l := range c.mask.Leaks([]byte(text)) {
		c.add(l, where)
	}
}

// archive searches the files of a .tar.gz that write writes to w.
func (c *leakCheck) archive(w io.Writer, write func(io.Writer) error) error {
	if c.mask == nil {
		return write(w)
	}
	r, pipe := io.Pipe()
	searched := make(chan error, 1)
	go func() { searched <- c.files(r) }()
	c.mu.Lock()
	err := write(io.MultiWriter(w, unlocked{pipe, &c.mu}))
	c.mu.Unlock()
	pipe.CloseWithError(err)
	return errors.Join(err, <-searched)
}

// unlocked gives the mask away while it waits.
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

// files searches a .tar.gz as it comes.
func (c *leakCheck) files(r *io.PipeReader) (err error) {
	defer func() { r.CloseWithError(err) }()
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	t := tar.NewReader(z)
	for {
		h, err := t.Next()
		if err == io.EOF {
			_, err = io.Copy(io.Discard, r) // what follows the archive's end
			return err
		}
		if err != nil {
			return err
		}
		c.places = append(c.places, checkPlace{len(c.buf), h.Name})
		if _, err := io.WriteString(c, h.Name+"\n"+h.Linkname+"\n"+h.Uname+"\n"); err != nil {
			return err
		}
		if _, err := io.Copy(c, t); err != nil {
			return err
		}
	}
}

// end searches the rest and tells what was found, how much more, and in how
// many bytes.
func (c *leakCheck) end() (leaks []protocol.ShareLeak, more int, searched int64) {
	if c.mask != nil {
		c.search(len(c.buf))
	}
	return append([]protocol.ShareLeak{}, c.leaks...), c.more, c.n
}
