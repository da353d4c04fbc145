package share

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// control masks a control file, record by record (formats/sendmail.md §2).
// Records keep their order, and damaged ones their damage. The record d, which
// says that the data file lies elsewhere, is left out: archives have the two
// side by side.
func (m *Mask) control(file []byte) []byte {
	out := make([]byte, 0, len(file))
	version := int64(0)
	for len(file) > 0 {
		end := fieldEnd(file)
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
			version, _ = strconv.ParseInt(strings.TrimSpace(n), 10, 64)
		}
		if v, keep := m.record(text[0], string(text[1:]), version); keep {
			out = append(append(append(out, text[0]), v...), tail...)
		}
	}
	return out
}

// record masks the value of one record.
func (m *Mask) record(code byte, v string, version int64) (string, bool) {
	if code == 'd' {
		return "", false
	}
	if m == nil || !m.r.hidesText() {
		return v, true
	}
	switch code {
	case 'V', 'T', 'K', 'N', 'P', 'I', 'F', 'B', '!', 'G', 'Y', 'X', 'L', '.':
		return v, true
	case 'S', 'E':
		return m.Address(v), true
	case 'R':
		flags, addr, ok := strings.Cut(v, ":")
		if version < 1 || !ok {
			return m.Address(v), true
		}
		return flags + ":" + m.Address(addr), true
	case 'Q', 'r':
		kind, addr, ok := strings.Cut(v, ";")
		if !ok {
			return m.Text(v), true
		}
		blank := addr[:len(addr)-len(strings.TrimLeft(addr, " "))]
		if code == 'Q' {
			if plain, ok := schemes[2].decode(addr); ok {
				addr = plain.text
			}
		}
		return kind + ";" + blank + m.Address(strings.TrimSpace(addr)), true
	case 'A':
		if plain, ok := schemes[2].decode(v); ok {
			v = plain.text
		}
		return m.Address(v), true
	case 'C':
		part := strings.Split(v, ":")
		for k := range part {
			if k == 0 || k > 2 || len(part) <= 2 {
				part[k] = m.Address(part[k])
			}
		}
		return strings.Join(part, ":"), true
	case 'D':
		if len(v) > 2 && v[1] == 'f' {
			return v[:2] + m.ID(v[2:]), true
		}
		return m.ID(v), true
	case '$':
		return m.macro(v), true
	case 'H':
		return m.headerRecord(v, version)
	}
	return m.Text(v), true
}

// macro masks a macro (formats/sendmail.md §2.6).
func (m *Mask) macro(v string) string {
	name, value := v, ""
	if end := strings.IndexByte(v, '}'); strings.HasPrefix(v, "{") && end > 0 {
		name, value = v[:end+1], v[end+1:]
	} else if v != "" {
		name, value = v[:1], v[1:]
	}
	switch name {
	case "r":
	case "_", "s", "{client_addr}", "{client_name}", "{client_ptr}", "{if_addr}", "{if_name}", "{daemon_addr}":
		value = m.Host(value)
	case "{auth_authen}", "{auth_author}", "{mail_addr}", "{rcpt_addr}":
		value = m.Address(value)
	default:
		value = m.Text(value)
	}
	return name + value
}

// headerRecord masks a header record: ?conditions?name:value. Since 8.14 some
// bytes have 0xFF before them (formats/sendmail.md §2.7).
func (m *Mask) headerRecord(v string, version int64) (string, bool) {
	cond := ""
	if strings.HasPrefix(v, "?") {
		if end := strings.IndexByte(v[1:], '?'); end >= 0 {
			cond, v = v[:end+2], v[end+2:]
		}
	}
	name, value, ok := strings.Cut(v, ":")
	if !ok {
		return cond + m.Text(v), true
	}
	stuffed := version >= 8 && strings.IndexByte(value, 0xff) >= 0
	if stuffed {
		value = unstuff(value)
	}
	value, keep := m.field(name, value)
	if stuffed {
		value = stuff(value)
	}
	return cond + name + ":" + value, keep
}

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

// rebuilt writes a control file from what the queue's columns kept of it, for
// one whose bytes cannot be read again: without header and flags.
func rebuilt(q *queue.Queue, i int32) []byte {
	var b bytes.Buffer
	line := func(code byte, v string) {
		b.WriteByte(code)
		b.WriteString(strings.NewReplacer("\n", " ", "\r", " ").Replace(v))
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
	if q.Subject[i] != 0 {
		line('H', "??Subject: "+q.Text(q.Subject[i]))
	}
	if q.Flags[i]&queue.Damaged == 0 {
		line('.', "")
	}
	return b.Bytes()
}
