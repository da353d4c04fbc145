package main

import (
	"archive/tar"
	"io"
	"strconv"
	"time"
)

// The directories of Postfix's spool that hold something, in the order of the archive.
// Those of deferred messages and their logs are hashed by the first character of the id.
const (
	spoolDir = "var/spool/postfix/"
	levels   = "0123456789ABCDEF"
)

var flatDirs = []string{"active", "incoming", "maildrop", "hold", "corrupt"}

// pickup is how long, in seconds, a message of this server waits for Postfix to pick it
// up.
const pickup = 900

// directory returns the directory of a message's file.
func (m *message) directory() string {
	switch m.kind {
	case working:
		return "active"
	case held:
		return "incoming"
	case submission:
		if m.created > taken-pickup {
			return "maildrop"
		}
	case quarantined:
		return "hold"
	case lost:
		return "corrupt"
	}
	return "deferred"
}

var postfixState = map[string]string{
	"active": "processing", "incoming": "held", "maildrop": "held", "hold": "quarantined", "corrupt": "lost", "deferred": "deferred",
}

// postfixID makes a short id: microseconds, and the number of the file. That encodes i, so
// no id repeats (formats/postfix.md §1.3).
func postfixID(i int, d *dice) string {
	const firstFile = 0x20000
	b := strconv.AppendInt(nil, int64(0x100000+d.n(1_000_000)), 16)
	b = strconv.AppendInt(b[1:], int64(firstFile+i*611953%maxMessages), 16)
	for k, c := range b {
		if c >= 'a' {
			b[k] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// Waiting times of Postfix with its default settings, in seconds (formats/postfix.md §7).
const (
	leastWait = 300
	mostWait  = 4000
	queueRun  = 300
)

// schedule returns when the message was last tried, and when it will be tried next,
// which is the time of its file.
func (m *message) schedule(d *dice) (last, next int64) {
	last = min(m.created+int64(d.n(20)), taken)
	for {
		next = last + min(max(last-m.created, leastWait), mostWait)
		if next > taken-int64(d.n(queueRun)) {
			return last, next
		}
		try := next + int64(d.n(queueRun))
		if try >= taken {
			return last, next // the next queue run will see it
		}
		last = try
	}
}

// ofPostfix gives message i an id and reasons of Postfix.
func (s *spool) ofPostfix(i int) {
	m, d := &s.m, s.m.content
	m.id = postfixID(i, &d)
	if m.form == delivered {
		m.report.id = postfixID(d.n(maxMessages), &d)
	}
	for k := range m.rcpts {
		m.rcpts[k].reason = postfixReason(&d, m.rcpts[k].why, m.rcpts[k])
	}
}

// countPostfix adds a message to the facts; its text must have been made.
func (s *spool) countPostfix(f *Facts, m *message) {
	dir := m.directory()
	f.Dirs["/"+spoolDir+dir]++
	f.Files[dir]++
	f.States[postfixState[dir]]++
	f.Recipients += len(m.rcpts)
	f.Data += int64(m.size)
	f.Largest = max(f.Largest, int64(m.size))
	if m.stream != nil {
		f.Streams[m.stream.name]++
	}
	switch m.kind {
	case bounce:
		f.Bounces++
	case warning:
		f.Warnings++
	}
	if m.kind != lost {
		f.Listed++
	}
	f.Taken = max(f.Taken, m.created)
}

// postfixArchive writes the tar of a spool of Postfix: the listing, then the directories.
func (s *spool) postfixArchive(w io.Writer) (*Facts, error) {
	facts := newFacts(s)
	var hashed [len(levels)][]uint32
	flat := map[string][]uint32{}
	texts := make([]int32, s.n) // the sizes of their texts
	var b []byte
	for i := range s.n {
		m := s.message(i)
		b, _ = s.postfixFile(b[:0], m)
		texts[i] = int32(m.size)
		s.countPostfix(facts, m)
		if m.kind != lost {
			facts.Listing += int64(len(m.appendObject(b[:0], texts[i])))
		}
		if dir := m.directory(); dir == "deferred" {
			k := m.id[0] - '0'
			if m.id[0] >= 'A' {
				k = m.id[0] - 'A' + 10
			}
			hashed[k] = append(hashed[k], uint32(i))
		} else {
			flat[dir] = append(flat[dir], uint32(i))
		}
	}
	p := &packer{tar: tar.NewWriter(&counter{w, &facts.Unpacked})}
	p.header(tar.Header{Name: "postqueue.json", Size: facts.Listing, Mode: 0o644, ModTime: time.Unix(taken, 0), Uname: "root", Gname: "root"})
	b = b[:0]
	for i := range s.n {
		if m := s.message(i); m.kind != lost {
			b = m.appendObject(b, texts[i])
		}
		if len(b) > 1<<16 || i == s.n-1 {
			p.write(b)
			b = b[:0]
		}
	}
	p.dir(spoolDir, 0o755)
	for _, dir := range flatDirs {
		p.spool(s, spoolDir+dir+"/", flat[dir], false)
	}
	for _, dir := range []string{"defer", "deferred"} {
		p.dir(spoolDir+dir+"/", 0o700)
		for k, numbers := range hashed {
			p.spool(s, spoolDir+dir+"/"+levels[k:k+1]+"/", numbers, dir == "defer")
		}
	}
	s.packLog(p)
	if p.err != nil {
		return nil, p.err
	}
	return facts, p.tar.Close()
}

// spool writes a directory with the files of messages, or with their logs.
func (p *packer) spool(s *spool, dir string, numbers []uint32, logs bool) {
	p.dir(dir, 0o700)
	for _, i := range numbers {
		m := s.message(int(i))
		last, next := m.times()
		file, log := s.postfixFile(p.b[:0], m)
		h := tar.Header{Typeflag: tar.TypeReg, Name: dir + m.id, Mode: 0o700, Uname: "postfix", Gname: "postfix", Uid: 104, Gid: 111}
		p.b = file
		if logs {
			h.Mode, h.ModTime, file = 0o600, time.Unix(last, 0), log
		} else {
			h.ModTime = time.Unix(next, 0)
		}
		h.Size = int64(len(file))
		p.header(h)
		p.write(file)
		if p.err != nil {
			return
		}
	}
}

// times returns the times of a message's log and file.
func (m *message) times() (log, file int64) {
	if m.directory() != "deferred" {
		return m.created, m.created
	}
	d := m.content
	return m.schedule(&d)
}
