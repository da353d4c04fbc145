package record

import "strings"

// Envelope writes the records around the text of a message one a line, and between them
// its header, up to most bytes: the letter of a record and its data, with pointers followed.
func Envelope(in *Input, most int) string {
	var b strings.Builder
	r := NewReader(in)
	part, inHeader := initial, true
	for b.Len() < most {
		rec, ok := r.Next()
		if !ok {
			if r.Complete {
				b.WriteString("E\n")
			}
			break
		}
		switch {
		case part == content && rec.Type == extracted:
			part = second
		case part == content && isText(rec.Type):
			if inHeader = inHeader && (rec.Type == long || len(rec.Data) > 0); !inHeader {
				continue
			}
		case part == initial && rec.Type == message:
			part = content
		}
		b.WriteByte(rec.Type)
		for _, c := range rec.Data {
			if c == '\n' {
				c = ' ' // a line is a record
			}
			b.WriteByte(c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
