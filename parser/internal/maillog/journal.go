package maillog

import (
	"bytes"
	"unicode/utf8"
)

// journal reads the entries of the systemd journal, as journalctl writes them with -o json and
// -o export (§1.3), and lines that another collector of logs wrote as fields with names.
type journal struct {
	micros            int64
	stamp             []byte // of other collectors
	host, program, id []byte
	message           []byte
	lost              bool // the message is not in the entry: it is too long
	buf               []byte
}

func (j *journal) reset() {
	*j = journal{buf: j.buf[:0]}
}

// set takes a field, whose value stays valid until reset.
func (j *journal) set(name, value []byte) {
	switch string(name) {
	case "__REALTIME_TIMESTAMP":
		j.micros = 0
		for _, c := range value {
			if j.micros = j.micros*10 + int64(c-'0'); c < '0' || c > '9' || j.micros > latest*1_000_000 {
				j.micros = 0
				return
			}
		}
	case "_HOSTNAME":
		j.host = value
	case "SYSLOG_IDENTIFIER":
		j.program = value
	case "_COMM":
		if j.program == nil {
			j.program = value
		}
	case "SYSLOG_PID":
		j.id = value
	case "_PID":
		if j.id == nil {
			j.id = value
		}
	case "MESSAGE":
		j.message = value
	default:
		j.named(name, value)
	}
}

// line returns the entry as a line.
func (j *journal) line(l *Line) bool {
	*l = Line{}
	message := bytes.TrimRight(j.message, "\r\n")
	if n := bytes.IndexByte(message, '\n'); n >= 0 {
		message = message[:n]
	}
	timed := j.time(&l.Stamp)
	if !timed && j.message == nil {
		return false
	}
	if j.program == nil { // the text has the program
		var whole Line
		outer := l.Stamp
		if whole.Read(message) {
			*l = whole
			if timed && outer.Zoned {
				l.Stamp, l.Timed = outer, true
			}
			if l.Host == "" && !l.Own {
				l.Host = text(j.host)
			}
			return true
		}
		if !l.tag(message) && j.micros == 0 && j.id == nil {
			return false
		}
		l.Timed, l.Host = timed, text(j.host)
		if l.Program == "" {
			l.PID = text(j.id)
			l.setText(message)
		}
		return true
	}
	l.Timed = timed
	l.Host, l.Program, l.PID = text(j.host), text(j.program), text(j.id)
	l.setText(message)
	return true
}

// object reads an object of JSON on one line. It reports false if the line is not one.
func (j *journal) object(b []byte) bool {
	j.reset()
	b = bytes.TrimLeft(b, "\x1e \t")
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	_, ok := j.members(b[1:], nil, 0)
	return ok
}

// maxNested is how deep the objects and arrays of an entry may be nested.
const maxNested = 4

// members reads what follows the opening bracket of an object; of is the field whose value it is.
func (j *journal) members(b, of []byte, depth int) (rest []byte, ok bool) {
	for {
		b = bytes.TrimLeft(b, " \t\r\n,")
		if len(b) == 0 {
			return nil, false
		}
		if b[0] == '}' {
			return b[1:], true
		}
		name, rest, ok := j.str(b)
		if !ok {
			return nil, false
		}
		b = bytes.TrimLeft(rest, " \t\r\n")
		if len(b) == 0 || b[0] != ':' {
			return nil, false
		}
		b = bytes.TrimLeft(b[1:], " \t\r\n")
		if len(b) > 0 && b[0] == '{' && depth < maxNested {
			if b, ok = j.members(b[1:], name, depth+1); !ok {
				return nil, false
			}
			continue
		}
		value, rest, ok := j.value(b, string(name) == "MESSAGE")
		if !ok {
			return nil, false
		}
		if of == nil {
			j.set(name, value)
		} else {
			j.nestedIn(of, name, value)
		}
		b = rest
	}
}

// value reads a string, the first string of an array, an array of bytes, or null.
func (j *journal) value(b []byte, message bool) (value, rest []byte, ok bool) {
	if len(b) == 0 {
		return nil, nil, false
	}
	switch {
	case b[0] == '"':
		return j.str(b)
	case b[0] == '[':
		return j.array(b[1:], 0)
	}
	end := bytes.IndexAny(b, ",}")
	if end < 0 {
		return nil, nil, false
	}
	word := bytes.TrimSpace(b[:end])
	if string(word) == "null" {
		j.lost = j.lost || message
		return nil, b[end:], true
	}
	return word, b[end:], true
}

// array reads what follows the opening bracket of an array, in as many others as depth says.
func (j *journal) array(b []byte, depth int) (value, rest []byte, ok bool) {
	from := len(j.buf)
	for {
		b = bytes.TrimLeft(b, " \t\r\n,")
		switch {
		case len(b) == 0:
			return nil, nil, false
		case b[0] == ']':
			if value == nil {
				value = j.buf[from:]
			}
			return value, b[1:], true
		case b[0] == '"':
			s, rest, ok := j.str(b)
			if !ok {
				return nil, nil, false
			}
			if value == nil {
				value = s
			}
			b = rest
		case b[0] == '[' && depth < maxNested: // of a field that was given twice, one in bytes
			s, rest, ok := j.array(b[1:], depth+1)
			if !ok {
				return nil, nil, false
			}
			if value == nil {
				value = s
			}
			b = rest
		default:
			n, v := 0, 0
			for n < len(b) && n < 4 && b[n] >= '0' && b[n] <= '9' {
				v = v*10 + int(b[n]-'0')
				n++
			}
			if n == 0 {
				return nil, nil, false
			}
			j.buf = append(j.buf, byte(v))
			b = b[n:]
		}
	}
}

// str reads a string of JSON. Without escapes it shares the memory of b.
func (j *journal) str(b []byte) (value, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, false
	}
	b = b[1:]
	for n := 0; n < len(b); n++ {
		switch b[n] {
		case '"':
			return b[:n], b[n+1:], true
		case '\\':
			return j.escaped(b, n)
		}
	}
	return nil, nil, false
}

// escaped reads a string whose first n bytes have no escape.
func (j *journal) escaped(b []byte, n int) (value, rest []byte, ok bool) {
	from := len(j.buf)
	j.buf = append(j.buf, b[:n]...)
	for ; n < len(b); n++ {
		c := b[n]
		if c == '"' {
			return j.buf[from:len(j.buf):len(j.buf)], b[n+1:], true
		}
		if c != '\\' || n+1 >= len(b) {
			j.buf = append(j.buf, c)
			continue
		}
		n++
		switch c = b[n]; c {
		case 'n':
			j.buf = append(j.buf, '\n')
		case 't':
			j.buf = append(j.buf, '\t')
		case 'r':
			j.buf = append(j.buf, '\r')
		case 'b':
			j.buf = append(j.buf, '\b')
		case 'f':
			j.buf = append(j.buf, '\f')
		case 'u':
			r, ok := hex4(b[n+1:])
			if !ok {
				return nil, nil, false
			}
			n += 4
			if r >= 0xd800 && r < 0xdc00 && n+6 < len(b) && b[n+1] == '\\' && b[n+2] == 'u' {
				if low, ok := hex4(b[n+3:]); ok && low >= 0xdc00 && low < 0xe000 {
					r = 0x10000 + (r-0xd800)<<10 + (low - 0xdc00)
					n += 6
				}
			}
			j.buf = utf8.AppendRune(j.buf, r)
		default:
			j.buf = append(j.buf, c)
		}
	}
	return nil, nil, false
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	r := rune(0)
	for _, c := range b[:4] {
		d := rune(-1)
		switch {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		}
		if d < 0 {
			return 0, false
		}
		r = r<<4 | d
	}
	return r, true
}
