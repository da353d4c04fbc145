package record

import (
	"bytes"
	"fmt"
)

// Writer writes the records of a file.
type Writer struct{ buf []byte }

// Add writes a record and returns the offset of its type.
func (w *Writer) Add(kind byte, data string) int64 {
	at := int64(len(w.buf))
	w.buf = append(w.buf, kind)
	n := len(data)
	for ; n >= 0x80; n >>= 7 {
		w.buf = append(w.buf, byte(n)|0x80)
	}
	w.buf = append(append(w.buf, byte(n)), data...)
	return at
}

// Sizes writes the record with which a file begins. Finish completes it.
func (w *Writer) Sizes(recipients int) {
	w.Add(size, sizesText(0, 0, recipients))
}

func sizesText(content, at int64, recipients int) string {
	return fmt.Sprintf("%15d %15d %15d %15d %15d %15d", content, at, recipients, 0, content, 0)
}

// maxLine is how much of a line Postfix puts into one record.
const maxLine = 2048

// Finish writes the text of a message, and the end record unless the file is to be cut. A
// file that began with Sizes then says where the text is.
func (w *Writer) Finish(text []byte, recipients int, complete bool) []byte {
	w.Add(message, "")
	from := int64(len(w.buf))
	for len(text) > 0 {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		text = rest
		for len(line) > maxLine {
			w.Add(long, string(line[:maxLine]))
			line = line[maxLine:]
		}
		if ended {
			w.Add(norm, string(line))
		} else if len(line) > 0 {
			w.Add(long, string(line))
		}
	}
	to := int64(len(w.buf))
	w.Add(extracted, "")
	if complete {
		w.Add(end, "")
	}
	const header = 2 // the type, and a length of one byte
	if w.buf[0] == size {
		copy(w.buf[header:], sizesText(to-from, from, recipients))
	}
	return w.buf
}
