package main

import (
	"archive/tar"
	"cmp"
	"io"
	"slices"
	"time"
)

// dirs are the queue directories; the last one is the client's.
var dirs = []string{
	"/var/spool/mqueue/qd01", "/var/spool/mqueue/qd02", "/var/spool/mqueue/qd03", "/var/spool/mqueue/qd04", "/var/spool/clientmqueue",
}

const clientQueue = 4

// file is one of the files that a message can have.
type file uint8

const (
	controlFile file = iota
	dataFile
	transcript
	fileBits = 2
)

// files returns the files of m.
func (m *message) files() []file {
	switch m.kind {
	case orphan:
		return []file{dataFile}
	case working, left:
		return []file{controlFile, dataFile, transcript}
	}
	return []file{controlFile, dataFile}
}

func (m *message) prefix(f file) string {
	switch {
	case f == dataFile:
		return "df"
	case f == transcript:
		return "xf"
	case m.kind == quarantined:
		return "hf"
	case m.kind == lost:
		return "Qf"
	}
	return "qf"
}

// time returns when a file was last written.
func (m *message) time(f file) int64 {
	if f == dataFile {
		return m.created
	}
	return max(m.tried, m.created)
}

// order is the order of the files in each directory, and of the listing.
type order struct {
	files   [clientQueue + 1][]uint32 // the number of the message, and the file
	entries [clientQueue + 1][]entry
}

type entry struct {
	priority int64
	message  int32
}

// plan goes over all messages once: it counts, and orders files and entries.
func (s *spool) plan() (*order, *Facts) {
	o, facts := &order{}, newFacts(s)
	var b []byte
	for i := range s.n {
		m := s.message(i)
		facts.count(m)
		for _, f := range m.files() {
			o.files[m.dir] = append(o.files[m.dir], uint32(i)<<fileBits|uint32(f))
		}
		if m.listed() {
			o.entries[m.dir] = append(o.entries[m.dir], entry{m.priority, int32(i)})
			b = m.appendEntry(b[:0])
			facts.Listing += int64(len(b))
		}
	}
	for k := range dirs {
		// A directory with hashed names lists its files in no particular order.
		d := roll(s.seed, sortOrder, uint64(k))
		files := o.files[k]
		for i := len(files) - 1; i > 0; i-- {
			j := d.n(i + 1)
			files[i], files[j] = files[j], files[i]
		}
		slices.SortFunc(o.entries[k], func(a, b entry) int {
			return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(a.message, b.message))
		})
	}
	facts.Listing += int64(len(o.frame(nil, func(b []byte, _ int) []byte { return b })))
	return o, facts
}

// frame appends what mailq prints around the entries, and calls for those of
// each directory: first "mailq -Ac", then "mailq".
func (o *order) frame(b []byte, entries func([]byte, int) []byte) []byte {
	b = appendHead(b, dirs[clientQueue], len(o.entries[clientQueue]))
	b = entries(b, clientQueue)
	b = appendTotal(b, len(o.entries[clientQueue]))
	total := 0
	for k := range clientQueue {
		b = appendHead(b, dirs[k], len(o.entries[k]))
		b = entries(b, k)
		total += len(o.entries[k])
	}
	return appendTotal(b, total)
}

// archive writes the tar.
func (s *spool) archive(w io.Writer) (*Facts, error) {
	o, facts := s.plan()
	p := &packer{tar: tar.NewWriter(&counter{w, &facts.Unpacked})}
	p.header(tar.Header{Name: "mailq.txt", Size: facts.Listing, Mode: 0o644, ModTime: time.Unix(taken, 0), Uname: "root", Gname: "root"})
	p.write(o.frame(nil, func(b []byte, k int) []byte {
		for _, e := range o.entries[k] {
			if b = s.message(int(e.message)).appendEntry(b); len(b) > 1<<16 {
				p.write(b)
				b = b[:0]
			}
		}
		return b
	}))
	p.dir("var/spool/mqueue/", 0o700)
	for k, dir := range dirs {
		p.pack(s, dir[1:]+"/", o.files[k])
	}
	s.packLog(p)
	if p.err != nil {
		return nil, p.err
	}
	return facts, p.tar.Close()
}

// packer writes a tar; after an error it does nothing.
type packer struct {
	tar *tar.Writer
	err error
	b   []byte
}

func (p *packer) header(h tar.Header) {
	h.Format = tar.FormatUSTAR
	if p.err == nil {
		p.err = p.tar.WriteHeader(&h)
	}
}

func (p *packer) write(b []byte) {
	if p.err == nil {
		_, p.err = p.tar.Write(b)
	}
}

func (p *packer) dir(name string, mode int64) {
	p.header(tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: mode, ModTime: time.Unix(taken, 0), Uname: "root", Gname: "smmsp", Gid: 51})
}

// pack writes a queue directory.
func (p *packer) pack(s *spool, dir string, files []uint32) {
	p.dir(dir, 0o700)
	for _, number := range files {
		f := file(number & (1<<fileBits - 1))
		m := s.message(int(number >> fileBits))
		switch p.b = p.b[:0]; f {
		case controlFile:
			p.b = s.appendControl(p.b, m)
		case dataFile:
			p.b = s.appendData(p.b, m)
		case transcript:
			p.b = s.appendTranscript(p.b, m)
		}
		p.header(tar.Header{
			Typeflag: tar.TypeReg, Name: dir + m.prefix(f) + m.id, Size: int64(len(p.b)), Mode: 0o600,
			ModTime: time.Unix(m.time(f), 0), Uname: "root", Gname: "smmsp", Gid: 51,
		})
		p.write(p.b)
		if p.err != nil {
			return
		}
	}
}

// counter counts the bytes written to w.
type counter struct {
	w io.Writer
	n *int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	*c.n += int64(n)
	return n, err
}
