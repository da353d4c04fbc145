package maillog

import (
	"bytes"
	"strings"
	"unsafe"
)

// Line is a line of a log without its envelope. Its strings share the memory of the line.
type Line struct {
	Stamp
	Timed   bool // there is a stamp
	Own     bool // Exim's own form: no host and no program are written
	Host    string
	Program string // "sendmail", "postfix/smtp"; "" of a line that has none
	PID     string
	Text    string
}

// text shares the memory of b.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Read splits a line, without its line end. It reports false for a line that has no
// envelope: a continuation of the text above it, a heading of journalctl, anything else.
func (l *Line) Read(b []byte) bool {
	*l = Line{}
	if len(b) > 2 && b[0] == '<' {
		n := priority(b)
		if n == 0 {
			return false
		}
		b = b[n:]
		if isStructured(b) {
			return l.structured(b[2:])
		}
	} else if isStructured(b) && len(b) > 12 && b[12] == 'T' { // the priority was taken off
		return l.structured(b[2:])
	}
	n := l.Stamp.read(b)
	if n == 0 {
		b = undressed(b)
		n = l.Stamp.read(b)
	}
	if n == 0 || n < len(b) && b[n] != ' ' {
		return false
	}
	l.Timed = true
	iso := b[4] == '-'
	own := iso && b[10] == ' '
	outer := iso && !own || b[0] == '@'
	b = skipBlanks(b[n:])
	if outer {
		b = l.container(b)
	}
	switch {
	case l.Own:
		return true
	case own && !hasTag(b):
		return l.exim(b)
	}
	return l.tagged(b)
}

// isStructured reports whether a line has the version of RFC 5424 before its stamp.
func isStructured(b []byte) bool { return len(b) > 2 && b[0] == '1' && b[1] == ' ' }

// priority returns the length of "<22>", 0 if there is none.
func priority(b []byte) int {
	for n := 1; n < len(b) && n < 6; n++ {
		if b[n] == '>' && n > 1 {
			return n + 1
		}
		if b[n] < '0' || b[n] > '9' {
			break
		}
	}
	return 0
}

func skipBlanks(b []byte) []byte {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	return b
}

// aside is how far two clocks can be apart that show the same moment, in different time zones: 15 hours.
const aside = 15 * 60 * 60

// by returns a stamp in the year that a later stamp shows, if its own year is not written.
func (s Stamp) by(later Stamp) Stamp {
	if s.Dated || !later.Dated {
		return s
	}
	year := yearOf(later.Civil) + 1
	for inYear(s.Civil, year) > later.Civil+aside {
		year--
	}
	s.Civil, s.Dated = inYear(s.Civil, year), true
	return s
}

// container steps over what a container runtime puts between its stamp and the line: the name
// of the stream, and the line's own stamp, which is less exact (§1.1).
func (l *Line) container(b []byte) []byte {
	for _, stream := range [...]string{"stdout F ", "stderr F ", "stdout P ", "stderr P "} {
		if bytes.HasPrefix(b, []byte(stream)) {
			b = b[len(stream):]
			break
		}
	}
	if len(b) > 2 && b[0] == '<' {
		b = b[priority(b):]
	}
	if len(b) == 0 || (b[0] < '0' || b[0] > '9') && (b[0] < 'A' || b[0] > 'Z') {
		return b
	}
	outer := l.Stamp
	n := l.Stamp.read(b)
	if n == 0 || n >= len(b) || b[n] != ' ' {
		l.Stamp = outer
		return b
	}
	own := b[4] == '-' && b[10] == ' '
	if inner := l.Stamp.by(outer); inner.Civil < outer.Civil-aside || inner.Civil > outer.Civil+aside {
		outer = inner // that of who copied the log long after it was written
	}
	l.Stamp = outer
	b = skipBlanks(b[n:])
	if own {
		l.exim(b)
	}
	return b
}

// exim splits a line of Exim's own files after its stamp: "[pid] text" (§4.1).
func (l *Line) exim(b []byte) bool {
	l.Own, l.Program = true, "exim"
	if len(b) > 2 && b[0] == '[' && b[1] >= '0' && b[1] <= '9' {
		if end := bytes.IndexByte(b, ']'); end > 0 && onlyDigits(b[1:end]) {
			l.PID = text(b[1:end])
			b = skipBlanks(b[end+1:])
		}
	}
	l.Text = text(b)
	return true
}

func onlyDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// structured splits the rest of a line of RFC 5424 (§1.1, C).
func (l *Line) structured(b []byte) bool {
	n := l.Stamp.read(b)
	if n == 0 {
		if len(b) < 2 || b[0] != '-' {
			return false
		}
		n = 1
	} else {
		l.Timed = true
	}
	b = skipBlanks(b[n:])
	var field [4]string // host, program, process, message id
	for i := range field {
		end := bytes.IndexByte(b, ' ')
		if end < 0 {
			return false
		}
		if end != 1 || b[0] != '-' {
			field[i] = text(b[:end])
		}
		b = b[end+1:]
	}
	l.Host, l.Program, l.PID = field[0], field[1], field[2]
	for len(b) > 0 && b[0] == '[' {
		n := element(b)
		if n == 0 {
			return false
		}
		b = b[n:]
	}
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	b = bytes.TrimPrefix(skipBlanks(b), []byte("\ufeff"))
	l.setText(b)
	return true
}

// element returns the length of an element of structured data: "[id name="value"]".
func element(b []byte) int {
	quoted := false
	for n := 1; n < len(b); n++ {
		switch {
		case b[n] == '\\' && quoted:
			n++
		case b[n] == '"':
			quoted = !quoted
		case b[n] == ']' && !quoted:
			return n + 1
		}
	}
	return 0
}

// forwarded is what the syslogd of AIX puts before a line of another host, with the name of that host
// behind it.
const forwarded = "Message forwarded from "

// tagged takes "host program[pid]: text" apart; the host may be missing, and some systems put
// facility and level behind it (§1.2).
func (l *Line) tagged(b []byte) bool {
	if l.bracketed(b) {
		return true
	}
	for range 4 {
		if l.tag(b) {
			return true
		}
		if isRepeat(b) {
			l.Text = text(b)
			return true
		}
		if sender, ok := bytes.CutPrefix(b, []byte(forwarded)); ok {
			if host, rest, ok := bytes.Cut(sender, []byte(": ")); ok && isName(host) {
				l.Host, b = text(host), rest
				continue
			}
		}
		end := bytes.IndexByte(b, ' ')
		if end <= 0 {
			break
		}
		if word := b[:end]; l.Host == "" && word[0] != '<' && !isPriority(word) {
			l.Host = text(word)
		}
		b = skipBlanks(b[end:])
		var sent Stamp
		if n := sent.read(b); n > 0 && n < len(b) && b[n] == ' ' { // a relay put its stamp and name before those of the sender
			if sent.Zoned || sent.Dated && !l.Dated {
				l.Stamp = sent
			}
			l.Host, b = "", skipBlanks(b[n:])
		}
	}
	l.Text = text(b)
	return l.Host != ""
}

// bracketed reads "[program] " and what follows, as metalog writes it: without a host and a process.
func (l *Line) bracketed(b []byte) bool {
	if len(b) < 4 || b[0] != '[' {
		return false
	}
	end := bytes.IndexByte(b, ']')
	if end < 2 || end+1 >= len(b) || b[end+1] != ' ' || !isName(b[1:end]) || onlyDigits(b[1:end]) {
		return false
	}
	l.Program = text(b[1:end])
	l.setText(b[end+2:])
	return true
}

// tag reads "program[pid]: " and what follows.
func (l *Line) tag(b []byte) bool {
	for n, c := range b {
		switch {
		case c == ':' && n > 0 && (n+1 == len(b) || b[n+1] == ' '):
			l.Program = text(b[:n])
			if open := bytes.IndexByte(b[:n], '['); open > 0 && b[n-1] == ']' {
				l.Program, l.PID = text(b[:open]), text(b[open+1:n-1])
			}
			l.setText(b[min(n+2, len(b)):])
			return true
		case c == ' ':
			return false
		}
	}
	return false
}

// setText sets the text, without what Solaris puts before it: "[ID 801593 mail.info] ".
func (l *Line) setText(b []byte) {
	if len(b) > 8 && b[0] == '[' && b[1] == 'I' && b[2] == 'D' && b[3] == ' ' {
		if end := bytes.IndexByte(b, ']'); end > 0 && bytes.IndexByte(b[4:end], '.') > 0 {
			b = skipBlanks(b[end+1:])
		}
	}
	l.Text = text(b)
}

// relays reports whether a program passes on the lines of others: the log drivers of Docker, which
// name a container by its id, and the journal.
func relays(program string) bool {
	const containerID = 12
	if program == "journal" || strings.HasPrefix(program, "docker") {
		return true
	}
	return len(program) == containerID && strings.Trim(program, "0123456789abcdef") == ""
}

// passedOn extracts the line that a relay passes on from its own.
func (l *Line) passedOn() {
	b := unsafe.Slice(unsafe.StringData(l.Text), len(l.Text))
	var of Line
	if of.Read(b) {
		if of.Host == "" && !of.Own {
			of.Host = l.Host
		}
		if l.Zoned || l.Timed && !of.Dated {
			of.Stamp, of.Timed = l.Stamp, true
		}
		*l = of
	} else if of.tag(b) {
		l.Program, l.PID, l.Text = of.Program, of.PID, of.Text
	}
}

// Inner extracts a line that Exim logs through syslog in its own form: the inner stamp has a year,
// and perhaps a zone (§4.5). It does the same for a line that a relay passes on.
func (l *Line) Inner() {
	if relays(l.Program) {
		l.passedOn()
	}
	if l.Own || len(l.Text) < 20 || l.Text[4] != '-' || len(l.Program) < 4 || l.Program[:4] != "exim" {
		return
	}
	b := unsafe.Slice(unsafe.StringData(l.Text), len(l.Text))
	var s Stamp
	n := s.iso(b)
	if n == 0 || b[10] != ' ' || n >= len(b) || b[n] != ' ' {
		return
	}
	if !l.Timed || !l.Dated || s.Zoned && !l.Zoned {
		l.Stamp, l.Timed = s, true
	}
	program, pid := l.Program, l.PID
	l.exim(skipBlanks(b[n:]))
	l.Own, l.Program = false, program
	if l.PID == "" {
		l.PID = pid
	}
}
