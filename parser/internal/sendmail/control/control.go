// Package control reads sendmail's control files: qf, hf, Qf and tf, in every
// version from 0 (no V line) to 8 (formats/sendmail.md §2).
//
// Notable divergences from sendmail's own reader: a bad line costs that line
// and not the file; a file without end mark is read as far as it goes;
// versions above 8 are read like 8.
package control

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxProblems is the number of bad lines that are reported for one file; the
// last one says how many more there are.
const MaxProblems = 10

// MaxRecords is the number of records of one file that are read. Half a
// million recipients fit; the rest is left out, with a Problem.
const MaxRecords = 1 << 19

// MaxStatus is how many bytes of a status are kept: 64 KiB. A server's reply has a few
// hundred.
const MaxStatus = 64 << 10

// Parse reads a control file. The strings of the result share data.
func Parse(data, file string) (queue.Control, []queue.Problem) {
	var c queue.Control
	problems := ParseInto(&c, data, file)
	return c, problems
}

// ParseInto is Parse into a Control whose slices are reused.
func ParseInto(c *queue.Control, data, file string) []queue.Problem {
	*c = queue.Control{
		Version: queue.NoNumber, Created: queue.NoNumber, LastTry: queue.NoNumber,
		Attempts: queue.NoNumber, Priority: queue.NoNumber,
		Macros: c.Macros[:0], Recipients: c.Recipients[:0], Header: c.Header[:0],
	}
	if len(data) > large {
		// Slices that grow to hundreds of thousands leave several times their size.
		c.Recipients = slices.Grow(c.Recipients, min(strings.Count(data, "\nR"), MaxRecords))
		c.Header = slices.Grow(c.Header, min(strings.Count(data, "\nH"), MaxRecords))
	}
	p := parser{file: file, c: c}
	p.run(data)
	c.Complete = c.Complete || p.ends(data)
	if p.more > 0 {
		last := &p.problems[MaxProblems-1]
		last.Reason += fmt.Sprintf(" (and %s more lines)", count.Text(int64(p.more)))
	}
	return p.problems
}

// large is the size, in bytes, of a control file whose records are counted first.
const large = 1 << 20

type parser struct {
	file     string
	c        *queue.Control
	rcpt     queue.Recipient // what belongs to the next R record
	control  string          // C is sticky until the next C
	line     int
	off      int64
	records  int
	done     bool
	named    bool // a D record names the data file
	problems []queue.Problem
	more     int
	limited  bool // a Problem says that not all was kept
}

// ends reports whether a file without an end mark is whole, as far as it shows: sendmail wrote none until
// some release of 8.7 (sendmail.md §2.2). Without a version, only the name of the data file tells such a
// file from a damaged one.
func (p *parser) ends(data string) bool {
	c := p.c
	old := c.Version == queue.NoNumber && p.named || c.Version == 0 || c.Version == 1
	return old && strings.HasSuffix(data, "\n") && c.HasSender && len(c.Recipients) > 0 && len(c.Header) > 0
}

// run splits into records, continuations joined first: they start with a
// space or a tab whatever the record.
func (p *parser) run(data string) {
	off := 0
	for off < len(data) && !p.done {
		end, lines := recordEnd(data, off)
		rec := data[off:end]
		p.line, p.off = p.c.Lines+1, int64(off)
		if p.records++; p.records > MaxRecords {
			p.tooMany()
			return
		}
		p.c.Lines += lines
		if end < len(data) {
			end++ // the newline
			rec = strings.TrimSuffix(rec, "\r")
		}
		if lines > 1 {
			rec = strings.ReplaceAll(rec, "\r\n", "\n")
		}
		p.record(rec)
		off = end
	}
	if p.done && off < len(data) {
		p.line, p.off = p.c.Lines+1, int64(off)
		p.bad(data[off:min(len(data), off+60)], "data after the end mark")
	}
}

// recordEnd returns the offset of the newline that ends the record at off, or
// the length of data, and the number of physical lines.
func recordEnd(data string, off int) (end, lines int) {
	for lines = 1; ; lines++ {
		n := strings.IndexByte(data[off:], '\n')
		if n < 0 {
			return len(data), lines
		}
		end = off + n
		if end+1 >= len(data) || data[end+1] != ' ' && data[end+1] != '\t' {
			return end, lines
		}
		off = end + 1
	}
}

func (p *parser) record(rec string) {
	// sendmail holds a record as a C string.
	if nul := strings.IndexByte(rec, 0); nul >= 0 {
		p.bad(rec, "a NUL byte ends the record early")
		if rec = rec[:nul]; rec == "" {
			return
		}
	}
	if rec == "" {
		p.bad("", "empty line")
		return
	}
	v := rec[1:]
	c := p.c
	switch rec[0] {
	case 'V':
		p.number(&c.Version, rec, "a version number")
		if c.Version > 8 {
			p.bad(rec, "version "+strconv.FormatInt(c.Version, 10)+" is newer than any known sendmail writes")
		}
	case 'T':
		p.number(&c.Created, rec, "a Unix time")
	case 'K':
		p.number(&c.LastTry, rec, "a Unix time")
	case 'N':
		p.number(&c.Attempts, rec, "a number of tries")
	case 'P':
		p.number(&c.Priority, rec, "a priority")
	case 'B':
		c.BodyType = v
	case 'F':
		if strings.HasPrefix(rec, "From ") {
			p.bad(rec, "somebody appended a mailbox to this file")
			return
		}
		c.Flags = v
	case 'd':
		c.DataDir = v
	case 'M':
		if len(v) > MaxStatus {
			p.limit("a status of %s bytes; the first %s were kept", count.Text(int64(len(v))), count.Text(MaxStatus))
			v = v[:MaxStatus]
		}
		if c.HasSender {
			p.rcpt.Status = v
		} else {
			c.Status, c.HasStatus = v, true
		}
	case 'q':
		c.Quarantine = v
	case '$':
		p.macro(rec)
	case 'S':
		c.Sender, c.HasSender = v, true
	case 'Z':
		c.EnvelopeID = v
	case 'A':
		c.Auth = v
	case '!':
		p.deliverBy(rec)
	case 'C':
		p.control = v
	case 'Q':
		p.rcpt.Original = v
	case 'r':
		p.rcpt.Final = v
	case 'R':
		p.recipient(v)
	case 'H':
		p.header(rec)
	case '.':
		c.Complete, p.done = true, true
	case 'D':
		p.named = true
	case 'I', 'X', 'G', 'Y', 'E', 'L':
		// Inode, charset, queue delay and the obsolete records: nothing that
		// the model keeps, and no fault.
	default:
		c.Unknown = append(c.Unknown, queue.Line{Text: rec, Line: p.line, Off: p.off})
		p.bad(rec, "no record that sendmail writes")
	}
}

func (p *parser) number(dst *int64, rec, what string) {
	n, err := strconv.ParseInt(strings.TrimSpace(rec[1:]), 10, 64)
	if err != nil || n == queue.NoNumber {
		p.bad(rec, fmt.Sprintf("%c line: %.40q is not %s", rec[0], rec[1:], what))
		return
	}
	*dst = n
}

// macro splits "$xvalue" and "${name}value".
func (p *parser) macro(rec string) {
	v := rec[1:]
	if strings.HasPrefix(v, "{") {
		if end := strings.IndexByte(v, '}'); end > 0 {
			p.c.Macros = append(p.c.Macros, queue.Macro{Name: v[:end+1], Value: v[end+1:]})
			return
		}
	} else if v != "" {
		p.c.Macros = append(p.c.Macros, queue.Macro{Name: v[:1], Value: v[1:]})
		return
	}
	p.bad(rec, "$ line: no macro name")
}

// deliverBy reads the ! record: one raw byte of flags, a space, seconds.
func (p *parser) deliverBy(rec string) {
	v := rec[1:]
	if len(v) > 2 && v[1] == ' ' {
		if n, err := strconv.ParseInt(v[2:], 10, 64); err == nil {
			p.c.DeliverBy = &queue.DeliverBy{Mode: v[0], Seconds: n}
			return
		}
	}
	p.bad(rec, fmt.Sprintf("! line: %.40q is not a deliver-by value", v))
}

// recipient splits flags and address at the first colon, whatever is before
// it. In version 0 there are no flags.
func (p *parser) recipient(v string) {
	r := p.rcpt
	p.rcpt = queue.Recipient{}
	r.Controlling = p.control
	r.Address = v
	if p.c.Version >= 1 {
		flags, addr, ok := strings.Cut(v, ":")
		switch {
		case !ok:
			p.bad("R"+v, "R line without a colon; mailq leaves it out")
		case !isLetters(flags):
			p.bad("R"+v, fmt.Sprintf("R line: %.40q are not flags of a recipient", flags))
			fallthrough
		default:
			r.Flags, r.Address = flags, addr
		}
	}
	p.c.Recipients = append(p.c.Recipients, r)
}

func isLetters(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// tooMany reports that the rest of the file is left out.
func (p *parser) tooMany() {
	p.limit("control file has more than %s records; the rest was left out", count.Text(MaxRecords))
}

// limit reports that not all was kept, once a file.
func (p *parser) limit(format string, args ...any) {
	if p.limited {
		return
	}
	p.limited = true
	p.problems = append(p.problems, queue.Problem{
		Pos:    queue.Pos{File: p.file, Offset: p.off, Line: p.line},
		Kind:   queue.KindLimit,
		Err:    queue.ErrLimit,
		Reason: fmt.Sprintf(format, args...),
	})
}

func (p *parser) bad(rec, reason string) {
	if len(p.problems) >= MaxProblems {
		p.more++
		return
	}
	p.problems = append(p.problems, queue.Problem{
		Pos:    queue.Pos{File: p.file, Offset: p.off, Line: p.line},
		Kind:   queue.KindLine,
		Reason: reason,
		Bytes:  rec[:min(len(rec), 120)],
	})
}
