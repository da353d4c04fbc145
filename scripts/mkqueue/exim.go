package main

import (
	"archive/tar"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// eximDir is the spool of Exim, as on Debian.
const eximDir = "var/spool/exim4/"

// eximID makes an id of 4.97 and later: the second, the process, and microseconds. The process
// encodes i, so no id repeats (formats/exim.md §1.3).
func eximID(t int64, i int, d *dice) string {
	return digits62(t, 6) + "-" + digits62(int64(1000+i*611953%maxMessages), 11) + "-" + digits62(int64(d.n(1_000_000)), 4)
}

// digits62 writes n in base 62, with the given number of digits.
func digits62(n int64, width int) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	b := make([]byte, width)
	for k := width - 1; k >= 0; k-- {
		b[k] = digits[n%62]
		n /= 62
	}
	return string(b)
}

// eximState is the state of each kind. Exim sets no messages aside by itself, and has no queue for
// submission.
var eximState = [numKinds]string{
	mail: "deferred", bounce: "deferred", warning: "deferred", left: "deferred", submission: "deferred", lost: "deferred",
	held: "held", quarantined: "quarantined", orphan: "orphan", working: "processing",
}

// frozen reports whether Exim has frozen the message: quarantined mail, and bounces that could not
// be delivered either, which are most of the frozen mail on a server.
func (m *message) frozen() bool {
	return m.kind == quarantined || m.kind == bounce && m.content.state%5 == 0
}

func (m *message) eximState() string {
	if m.frozen() {
		return "quarantined"
	}
	return eximState[m.kind]
}

// ofExim gives message i an id and reasons of Exim.
func (s *spool) ofExim(i int) {
	m, d := &s.m, s.m.content
	m.id = eximID(m.created, i, &d)
	if m.form == delivered {
		m.report.id = eximID(m.report.created, d.n(maxMessages), &d)
	}
	for k := range m.rcpts {
		m.rcpts[k].reason = eximReason(m.rcpts[k].why, m.rcpts[k])
	}
}

// countExim adds a message to the facts; its text must have been made.
func (s *spool) countExim(f *Facts, m *message) {
	f.Dirs["/"+eximDir+"input"]++
	f.States[m.eximState()]++
	f.Files["D"]++
	f.Taken = max(f.Taken, m.created)
	if m.stream != nil {
		f.Streams[m.stream.name]++
	}
	if m.kind == orphan {
		return
	}
	f.Files["H"]++
	f.Recipients += len(m.rcpts)
	f.Data += int64(m.size)
	f.Largest = max(f.Largest, int64(m.size))
	f.Listed++
	switch m.kind {
	case bounce:
		f.Bounces++
	case warning:
		f.Warnings++
	}
}

// eximArchive writes the tar of a spool of Exim: the listing, then db, input and msglog.
func (s *spool) eximArchive(w io.Writer) (*Facts, error) {
	facts := newFacts(s)
	order := make([]uint32, s.n)
	ids, texts := make([]string, s.n), make([]int32, s.n)
	known := eximHints{map[string]*eximRetry{}, map[string][]string{}}
	var b []byte
	for i := range s.n {
		m := s.message(i)
		order[i] = uint32(i)
		known.add(m)
		s.eximFiles(b[:0], m)
		ids[i], texts[i] = m.id, int32(m.size)
		s.countExim(facts, m)
		facts.Listing += int64(len(m.appendEximEntry(b[:0], texts[i])))
	}
	slices.SortFunc(order, func(x, y uint32) int { return cmp.Compare(ids[x], ids[y]) }) // as exim -bp lists them
	p := &packer{tar: tar.NewWriter(&counter{w, &facts.Unpacked})}
	p.header(tar.Header{Name: "mailq.txt", Size: facts.Listing, Mode: 0o644, ModTime: time.Unix(taken, 0), Uname: "root", Gname: "root"})
	for n, i := range order {
		b = s.message(int(i)).appendEximEntry(b, texts[i])
		if len(b) > 1<<16 || n == s.n-1 {
			p.write(b)
			b = b[:0]
		}
	}
	p.dir(eximDir, 0o750)
	p.dir(eximDir+"db/", 0o750)
	p.exim("db/retry", known.retry(), taken)
	p.exim("db/wait-remote_smtp", known.wait(), taken)
	p.dir(eximDir+"input/", 0o750)
	for _, i := range order {
		m := s.message(int(i))
		f := s.eximFiles(b[:0], m)
		if m.kind != orphan {
			p.exim("input/"+m.id+"-H", f.head, max(m.tried, m.created))
		}
		p.exim("input/"+m.id+"-D", f.data, m.created)
		if m.kind == working {
			p.exim("input/"+m.id+"-J", []byte("done@example.org\n"), taken)
		}
	}
	p.dir(eximDir+"msglog/", 0o750)
	for _, i := range order {
		m := s.message(int(i))
		if m.kind != orphan {
			p.exim("msglog/"+m.id, s.eximLog(b[:0], m), max(m.tried, m.created))
		}
	}
	s.packLog(p)
	if p.err != nil {
		return nil, p.err
	}
	return facts, p.tar.Close()
}

func (p *packer) exim(name string, data []byte, mod int64) {
	p.header(tar.Header{Typeflag: tar.TypeReg, Name: eximDir + name, Size: int64(len(data)), Mode: 0o640, ModTime: time.Unix(mod, 0),
		Uname: "Debian-exim", Gname: "Debian-exim", Uid: 105, Gid: 113})
	p.write(data)
}

// appendEximEntry appends the entry of exim -bp for a message of size bytes (formats/exim.md §7.1).
func (m *message) appendEximEntry(b []byte, size int32) []byte {
	if m.kind == orphan {
		return b
	}
	b = fmt.Appendf(b, "%s%s %s <%s>", eximAge(taken-m.created), eximSize(int64(size)), m.id, m.eximSender())
	if m.frozen() {
		b = append(b, " *** frozen ***"...)
	}
	b = append(b, '\n')
	for i := range m.rcpts {
		b = append(append(append(b, "          "...), strings.Trim(m.rcpts[i].address, "<>")...), '\n')
	}
	return append(b, '\n')
}

// eximAge writes a message's age, given in seconds, rounded as exim -bp does.
func eximAge(age int64) string {
	minutes := age / 60
	if minutes <= 90 {
		return fmt.Sprintf("%2dm ", minutes)
	}
	hours := (minutes + 30) / 60
	if hours <= 72 {
		return fmt.Sprintf("%2dh ", hours)
	}
	return fmt.Sprintf("%2dd ", (hours+12)/24)
}

func eximSize(n int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	switch {
	case n < kilo:
		return fmt.Sprintf("%5d", n)
	case n < 10*kilo:
		return fmt.Sprintf("%4.1fK", float64(n)/kilo)
	case n < mega:
		return fmt.Sprintf("%4dK", (n+kilo/2)/kilo)
	case n < 10*mega:
		return fmt.Sprintf("%4.1fM", float64(n)/mega)
	}
	return fmt.Sprintf("%4dM", (n+mega/2)/mega)
}
