package content

import (
	"bytes"
	"strconv"
)

// yencDecoder reads yEnc (yenc-draft.1.3): lines whose bytes are 42 more than
// those of the file, between the lines "=ybegin" and "=yend". Lines before the
// first are left out.
type yencDecoder struct {
	begun, ended bool
	escaped      bool   // after "="
	inLine       bool   // not at the start of a line
	control      []byte // the line that began with "=y", without that; nil: not in one
}

// maxYencControl bounds the lines "=y…" in bytes: a name and a few numbers.
const maxYencControl = 1024

func (d *yencDecoder) decode(dst, src []byte) []byte {
	for _, c := range src {
		if d.ended {
			break
		}
		switch {
		case c == '\n':
			d.endControl()
			d.escaped, d.inLine = false, false
			continue
		case c == '\r':
			continue // no byte of the code
		case d.control != nil:
			if len(d.control) < maxYencControl {
				d.control = append(d.control, c)
			}
		case d.escaped:
			d.escaped = false
			if c == 'y' && !d.inLine {
				d.control = make([]byte, 0, 64)
			} else if d.begun {
				dst = append(dst, c-64-42)
			}
			d.inLine = true
		case c == '=':
			d.escaped = true
			continue // "=" alone may still begin the line's "=y"
		default:
			d.inLine = true
			if d.begun {
				dst = append(dst, c-42)
			}
		}
	}
	return dst
}

// endControl acts on the line that ends.
func (d *yencDecoder) endControl() {
	switch {
	case d.control == nil:
	case bytes.HasPrefix(d.control, []byte("begin ")):
		d.begun = true
	case bytes.HasPrefix(d.control, []byte("end")):
		d.ended = true
	}
	d.control = nil
}

// flush drops what an escape at the end would have begun.
func (d *yencDecoder) flush(dst []byte) []byte { return dst }

// yencBegin reads "=ybegin line=128 size=123456 name=file.bin". All three are
// required, so that prose is never taken for code.
func yencBegin(line []byte) (name string, size int64, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte("=ybegin "))
	if !ok || len(line) > maxYencControl {
		return "", 0, false
	}
	rest, file, ok := bytes.Cut(rest, []byte("name="))
	file = bytes.TrimSpace(file)
	width, okWidth := yencNumber(rest, "line=", 10)
	size, okSize := yencNumber(rest, "size=", 10)
	if !ok || len(file) == 0 || !okWidth || width == 0 || !okSize {
		return "", 0, false
	}
	return string(file), size, true
}

// yencNumber finds a number such as "size=123" in a line "=y…".
func yencNumber(line []byte, key string, base int) (int64, bool) {
	for field := range bytes.FieldsSeq(line) {
		if digits, ok := bytes.CutPrefix(field, []byte(key)); ok {
			n, err := strconv.ParseInt(string(digits), base, 64)
			return n, err == nil && n >= 0
		}
	}
	return 0, false
}
