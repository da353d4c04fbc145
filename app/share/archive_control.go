package share

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// controlFile redacts a control file (formats/sendmail.md §2).
type controlFile struct {
	rd      *redact.Redactor
	version int64 // of the format, from the record V
}

// redactControl redacts a control file, record by record. Records keep their
// order, and damaged ones their damage. The record d, which says that the data
// file is in another directory, is left out: archives have the two side by
// side.
func redactControl(rd *redact.Redactor, file []byte) []byte {
	c := controlFile{rd: rd}
	out := make([]byte, 0, len(file))
	for len(file) > 0 {
		end := redact.FoldedEnd(file)
		rec := file[:end]
		file = file[end:]
		text := bytes.TrimSuffix(rec, []byte("\n"))
		tail := rec[len(text):]
		if len(text) == 0 {
			out = append(out, rec...)
			continue
		}
		if text[0] == 'V' {
			n, _, _ := strings.Cut(string(text[1:]), "/")
			c.version, _ = strconv.ParseInt(strings.TrimSpace(n), 10, 64)
		}
		if v, keep := c.record(text[0], string(text[1:])); keep {
			out = append(append(append(out, text[0]), v...), tail...)
		}
	}
	return rd.Whole(out)
}

// record redacts the value of one record. It reports false for a record that
// is left out.
func (c *controlFile) record(code byte, v string) (string, bool) {
	if code == 'd' {
		return "", false
	}
	rd := c.rd
	if !rd.Redaction().HidesText() {
		return v, true
	}
	switch code {
	case 'V', 'T', 'K', 'N', 'P', 'I', 'F', 'B', '!', 'G', 'Y', '.':
		if rd.Strict() && code == 'F' {
			return lettersOf(v, envelopeFlags), true
		}
		if isPlain(code, v) {
			return v, true
		}
		return rd.Text(v), !rd.Strict()
	case 'M', 'q':
		return rd.Status(v), true
	case 'S', 'E':
		return rd.Address(v), true
	case 'R':
		flags, addr, ok := strings.Cut(v, ":")
		if c.version < 1 || !ok {
			return rd.Address(v), true
		}
		if rd.Strict() {
			flags = lettersOf(flags, recipientFlags)
		}
		return flags + ":" + rd.Address(addr), true
	case 'Q', 'r':
		kind, addr, ok := strings.Cut(v, ";")
		if !ok {
			return rd.Text(v), !rd.Strict()
		}
		if rd.Strict() && !strings.EqualFold(kind, "rfc822") {
			return "", false
		}
		blank := addr[:len(addr)-len(strings.TrimLeft(addr, " "))]
		if code == 'Q' {
			addr = decodeXtext(addr)
		}
		return kind + ";" + blank + rd.Address(strings.TrimSpace(addr)), true
	case 'A':
		return rd.Address(decodeXtext(v)), true
	case 'C':
		part := strings.Split(v, ":")
		for k := range part {
			if k == 0 || k > 2 || len(part) <= 2 || !isPlain('T', part[k]) {
				part[k] = rd.Address(part[k])
			}
		}
		return strings.Join(part, ":"), true
	case 'D':
		if len(v) > 2 && v[1] == 'f' {
			return v[:2] + rd.ID(v[2:]), true
		}
		return rd.ID(v), true
	case '$':
		return c.macro(v), true
	case 'H':
		return c.headerRecord(v)
	}
	return rd.Text(v), !rd.Strict()
}

// headerRecord redacts a header record, ?conditions?name:value. Since 8.14
// some bytes have 0xFF before them (formats/sendmail.md §2.7).
func (c *controlFile) headerRecord(v string) (string, bool) {
	cond := ""
	if strings.HasPrefix(v, "?") {
		if end := strings.IndexByte(v[1:], '?'); end >= 0 {
			cond, v = v[:end+2], v[end+2:]
		}
	}
	name, value, ok := strings.Cut(v, ":")
	if !ok {
		return cond + c.rd.Text(v), !c.rd.Strict()
	}
	if c.rd.Strict() && !conditions().MatchString(cond) {
		cond = "??"
	}
	stuffed := c.version >= 8 && strings.IndexByte(value, 0xff) >= 0
	if stuffed {
		value = unstuff(value)
	}
	name, value, keep := c.rd.Field(name, value)
	if stuffed {
		value = stuff(value)
	}
	return cond + name + ":" + value, keep
}

// decodeXtext decodes xtext (RFC 3461 section 4). A plus sign without two hex
// digits after it stays.
func decodeXtext(s string) string {
	if strings.IndexByte(s, '+') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '+' && i+2 < len(s) {
			if c, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b = append(b, c[0])
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

// unstuff removes the 0xFF that sendmail puts before some bytes.
func unstuff(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == 0xff && i+1 < len(s) {
			i++
		}
		b = append(b, s[i])
	}
	return string(b)
}

// stuff puts 0xFF before the bytes before which sendmail does.
func stuff(s string) string {
	b := make([]byte, 0, len(s)+8)
	for i := range len(s) {
		if c := s[i]; c >= 0x80 && c <= 0x9f || c == 0xff {
			b = append(b, 0xff)
		}
		b = append(b, s[i])
	}
	return string(b)
}

// rebuilt makes a control file from the queue's columns, for a message whose
// control file cannot be read again. Its only header field is the subject, its
// only flag that of a bounce.
func rebuilt(q *queue.Queue, i int32) []byte {
	b := envelopeOf(q, i)
	if q.Subject[i] != 0 {
		b = append(b, "H??Subject: "+oneLine.Replace(q.Text(q.Subject[i]))+"\n"...)
	}
	if q.Flags[i]&queue.Damaged == 0 {
		b = append(b, ".\n"...)
	}
	return b
}

// oneLine makes a text a line.
var oneLine = strings.NewReplacer("\n", " ", "\r", " ")

// envelopeOf writes the records of a control file that are not header fields.
func envelopeOf(q *queue.Queue, i int32) []byte {
	var b bytes.Buffer
	line := func(code byte, v string) {
		b.WriteByte(code)
		b.WriteString(oneLine.Replace(v))
		b.WriteByte('\n')
	}
	number := func(code byte, n, none int64) {
		if n != none {
			fmt.Fprintf(&b, "%c%d\n", code, n)
		}
	}
	line('V', "8")
	number('T', q.Created[i], queue.NoNumber)
	number('K', q.LastTry[i], queue.NoNumber)
	number('N', int64(q.Attempts[i]), -1)
	number('P', q.Priority[i], queue.NoNumber)
	text := func(code byte, s queue.Str) {
		if s != 0 {
			line(code, q.Text(s))
		}
	}
	text('B', q.BodyType[i])
	text('q', q.Columns.Reason[i])
	text('M', q.Status[i])
	if q.IsMade(i) {
		line('F', "r")
	}
	if q.Client[i] != 0 {
		line('$', "_"+q.Text(q.Client[i]))
	}
	if q.Auth[i] != 0 {
		line('$', "{auth_authen}"+q.Text(q.Auth[i]))
	}
	if q.Flags[i]&queue.HasSender != 0 {
		line('S', q.Text(q.Sender[i]))
	}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		text('M', q.RcptStat[k])
		line('R', "PFD:"+q.Text(q.RcptAddr[k]))
	}
	return b.Bytes()
}
