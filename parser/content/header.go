package content

import (
	"bytes"
	"strings"
)

// Field is one header field.
type Field struct {
	Name  string // as written; "" for a line that is not a field
	Value string // decoded for reading, see DecodeHeader
	Raw   string // the value as written, with its folds, without the last line end
}

// parseHeader splits header bytes into fields (RFC 5322, 2.2). A line that is
// neither a field nor a continuation is kept as a Field without a name.
func parseHeader(b []byte, decode Decoder) []Field {
	var fields []Field
	for len(b) > 0 {
		var line []byte
		line, b = cutField(b)
		if len(line) == 0 {
			continue
		}
		name, value, ok := cutName(line)
		if !ok {
			value = line
		}
		raw := string(value)
		fields = append(fields, Field{Name: string(name), Value: DecodeHeader(raw, decode), Raw: raw})
	}
	return fields
}

// cutField returns the first field with its continuation lines but without
// its last line end, and the rest.
func cutField(b []byte) (field, rest []byte) {
	end := 0
	for {
		i := bytes.IndexByte(b[end:], '\n')
		if i < 0 {
			return trimEOL(b), nil
		}
		end += i + 1
		if end == len(b) || b[end] != ' ' && b[end] != '\t' {
			return trimEOL(b[:end]), b[end:]
		}
	}
}

// cutName splits a header line at its colon. A field name is printable ASCII
// without a colon (RFC 5322, 2.2); blanks before the colon are an obsolete
// form (4.5.8) and dropped.
func cutName(line []byte) (name, value []byte, ok bool) {
	i := bytes.IndexByte(line, ':')
	if i <= 0 {
		return nil, nil, false
	}
	name = bytes.TrimRight(line[:i], " \t")
	if len(name) == 0 {
		return nil, nil, false
	}
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return nil, nil, false
		}
	}
	return name, line[i+1:], true
}

// trimEOL removes one LF or CRLF.
func trimEOL(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
		if n > 1 && b[n-2] == '\r' {
			b = b[:n-2]
		}
	}
	return b
}

// rawField returns the value of the first field of that name as written.
func rawField(fields []Field, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) {
			return f.Raw
		}
	}
	return ""
}

// joinFields returns the values of all fields of that name: To and Cc may
// occur once only, but no address must be lost where they occur again.
func joinFields(fields []Field, name string) string {
	var values []string
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) && f.Value != "" {
			values = append(values, f.Value)
		}
	}
	return strings.Join(values, ", ")
}
