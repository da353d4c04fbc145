package maillog

import "bytes"

// field is the meaning of a field of a collected line.
type field uint8

const (
	noField field = iota
	timeField
	hostField
	programField
	pidField
	messageField
)

// fieldOf returns the meaning of a field, by the names that the common collectors of logs use:
// syslog-ng, Docker, Logstash and Beats, Graylog, Splunk, Fluentd and their exports.
func fieldOf(name []byte) field {
	var lower [24]byte
	if len(name) > len(lower) {
		return noField
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	switch string(lower[:len(name)]) {
	case "@timestamp", "timestamp", "_time", "time", "isodate", "date", "datetime", "timereported":
		return timeField
	case "host", "hostname", "host.name", "host.hostname", "source", "logsource", "syslog_hostname", "_hostname":
		return hostField
	case "program", "programname", "application_name", "appname", "app_name", "app-name", "process.name", "ident", "syslogtag", "syslog_identifier", "syslog_program", "process":
		return programField
	case "pid", "process_id", "procid", "proc_id", "process.pid", "syslog_pid", "_pid":
		return pidField
	case "message", "msg", "log", "_raw", "full_message", "short_message", "textpayload", "event.original", "syslog_message":
		return messageField
	}
	return noField
}

// named takes a field of a collector other than the journal.
func (j *journal) named(name, value []byte) {
	j.take(fieldOf(name), value)
}

// nestedIn takes a field of an object within the entry.
func (j *journal) nestedIn(of, name, value []byte) {
	switch string(of) {
	case "host", "process", "event":
		from := len(j.buf)
		j.buf = append(append(append(j.buf, of...), '.'), name...)
		j.take(fieldOf(j.buf[from:]), value)
	case "result", "_source", "fields", "message": // of exported results of a search
		j.named(name, value)
	}
}

// setProgram sets the program, and the process if it is written behind it, as in the tag of a line of
// syslog: "sendmail[1234]:".
func (j *journal) setProgram(tag []byte) {
	j.program = bytes.TrimSuffix(tag, []byte(":"))
	if name, id, ok := bytes.Cut(j.program, []byte("[")); ok && len(name) > 0 && len(id) > 1 && id[len(id)-1] == ']' && onlyDigits(id[:len(id)-1]) {
		j.program = name
		if j.id == nil {
			j.id = id[:len(id)-1]
		}
	}
}

func (j *journal) take(f field, value []byte) {
	if len(value) == 0 {
		return
	}
	switch f {
	case timeField:
		if j.stamp == nil {
			j.stamp = value
		}
	case hostField:
		if j.host == nil {
			j.host = value
		}
	case programField:
		if j.program == nil {
			j.setProgram(value)
		}
	case pidField:
		if j.id == nil {
			j.id = value
		}
	case messageField:
		if j.message == nil {
			j.message = value
		}
	}
}

// time returns when an entry was written. It returns false if its fields do not say.
func (j *journal) time(s *Stamp) bool {
	if j.micros > 0 {
		*s = Stamp{Civil: j.micros / 1e6, Nanos: int32(j.micros%1e6) * 1000, Dated: true, Zoned: true}
		return true
	}
	b := j.stamp
	if n := len(b); n == len("1709628067160") && onlyDigits(b) { // milliseconds
		nanos, _ := digits(b[10:], 3)
		if _, ok := digits(b, 10); !ok {
			return false
		}
		s.epoch(append(b[:10:10], ' '))
		s.Nanos = int32(nanos) * 1e6
		return true
	}
	if n := s.read(b); n > 0 && n == len(bytes.TrimRight(b, " ")) {
		return true
	}
	return s.spelt(b)
}

// spelt reads "Mar 5, 2024 @ 09:41:07.160", a time as Kibana writes it, by the viewer's clock.
func (s *Stamp) spelt(b []byte) bool {
	m, ok := named(b, months)
	date, clock, found := bytes.Cut(b, []byte(" @ "))
	if !ok || !found || len(date) < len("Mar 5, 2024") || date[3] != ' ' {
		return false
	}
	d, n := dayOfMonth(append(bytes.TrimSuffix(date[4:len(date)-len(", 2024")], []byte(" ")), ' ', ' '))
	y, ok := digits(date[len(date)-4:], 4)
	if !ok || n == 0 {
		return false
	}
	return s.set(clock, 0, y, m+1, d, true) > 0
}

// table reads lines of fields that are separated by commas, as an export of a search has them.
type table struct {
	columns   []field
	separator byte
	buf       []byte
	cells     [][]byte
}

// maxColumns is how many columns of a table are read.
const maxColumns = 64

// heading takes the line with the names of the columns. It reports false for any other line.
func (t *table) heading(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	for _, separator := range [...]byte{',', ';', '\t'} {
		if bytes.IndexByte(b, separator) < 0 {
			continue
		}
		t.separator = separator
		t.split(b)
		var columns []field
		found := [messageField + 1]bool{}
		for _, name := range t.cells {
			f := fieldOf(name)
			found[f] = true
			columns = append(columns, f)
		}
		if found[messageField] && found[timeField] {
			t.columns = columns
			return true
		}
	}
	return false
}

// split cuts a line into cells. Quotes in a quoted cell are doubled.
func (t *table) split(b []byte) {
	t.buf, t.cells = t.buf[:0], t.cells[:0]
	for len(t.cells) < maxColumns {
		if len(b) == 0 || b[0] != '"' {
			end := bytes.IndexByte(b, t.separator)
			if end < 0 {
				t.cells = append(t.cells, b)
				return
			}
			t.cells = append(t.cells, b[:end])
			b = b[end+1:]
			continue
		}
		from := len(t.buf)
		n := 1
		for ; n < len(b); n++ {
			if b[n] == '"' {
				if n+1 >= len(b) || b[n+1] != '"' {
					break
				}
				n++
			}
			t.buf = append(t.buf, b[n])
		}
		t.cells = append(t.cells, t.buf[from:len(t.buf):len(t.buf)])
		if b = b[min(n+1, len(b)):]; len(b) == 0 || b[0] != t.separator {
			return
		}
		b = b[1:]
	}
}

// row reads a line below the heading.
func (t *table) row(b []byte, j *journal, l *Line) bool {
	t.split(b)
	j.reset()
	for k, cell := range t.cells {
		if k < len(t.columns) && string(cell) != "-" {
			j.take(t.columns[k], cell)
		}
	}
	return j.line(l)
}
