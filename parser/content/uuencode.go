package content

import "bytes"

// uuDecoder reads uuencode (POSIX, "uuencode"): a line "begin MODE NAME", lines
// that start with their length, and "end". Lines before the begin line are
// left out.
type uuDecoder struct {
	begun, ended bool
	line         []byte
}

// maxUULine is the longest valid line: 63 bytes in 84 characters, with their
// length and a checksum.
const maxUULine = 96

func (d *uuDecoder) decode(dst, src []byte) []byte {
	for len(src) > 0 && !d.ended {
		i := bytes.IndexByte(src, '\n')
		part := src
		if i >= 0 {
			part = src[:i]
		}
		// Room for a begin line with a long name, which only its start decides.
		if room := maxUULine - len(d.line); room > 0 {
			d.line = append(d.line, part[:min(room, len(part))]...)
		}
		if i < 0 {
			return dst
		}
		dst = d.endLine(dst)
		src = src[i+1:]
	}
	return dst
}

func (d *uuDecoder) flush(dst []byte) []byte {
	if !d.ended && len(d.line) > 0 {
		dst = d.endLine(dst)
	}
	return dst
}

func (d *uuDecoder) endLine(dst []byte) []byte {
	line := bytes.TrimSuffix(d.line, []byte("\r"))
	d.line = d.line[:0]
	switch {
	case !d.begun:
		_, d.begun = uuBegin(line)
	case string(line) == "end":
		d.ended = true
	case len(line) > 0:
		dst = appendUU(dst, line)
	}
	return dst
}

// appendUU decodes one line. Blanks at its end may have been lost in
// transport: missing characters are zero bits.
func appendUU(dst, line []byte) []byte {
	n := int(line[0]-' ') & 0x3f
	at := func(i int) byte {
		if i < len(line) {
			return (line[i] - ' ') & 0x3f
		}
		return 0
	}
	for i := 1; n > 0; i, n = i+4, n-3 {
		a, b, c, e := at(i), at(i+1), at(i+2), at(i+3)
		three := [3]byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | e}
		dst = append(dst, three[:min(n, 3)]...)
	}
	return dst
}

// uuBegin reads "begin 644 name".
func uuBegin(line []byte) (name string, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte("begin "))
	if !ok {
		return "", false
	}
	mode, file, ok := bytes.Cut(rest, []byte(" "))
	file = bytes.TrimSpace(file)
	if !ok || len(mode) < 3 || len(mode) > 4 || len(file) == 0 {
		return "", false
	}
	for _, c := range mode {
		if c < '0' || c > '7' {
			return "", false
		}
	}
	return string(file), true
}

// isUULine distinguishes a line of code from prose after "begin 100 things": its
// length must be the one that its first character announces.
func isUULine(line []byte) bool {
	if len(line) == 0 {
		return false
	}
	for _, c := range line {
		if c < ' ' || c > '`' {
			return false
		}
	}
	n := int(line[0]-' ') & 0x3f
	if n == 0 {
		return len(line) <= 2
	}
	want := 1 + (n+2)/3*4
	return len(line) == want || len(line) == want+1
}
