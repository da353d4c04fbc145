package content

import (
	"bytes"
	"io"
	"strings"
)

// decoder undoes a transfer encoding piece by piece. It never fails:
// invalid code is left out or kept as it is, whichever loses less.
type decoder interface {
	decode(dst, src []byte) []byte // appends what src decodes to
	flush(dst []byte) []byte       // appends what is left at the end
}

// newDecoder returns the decoder for an encoding as in Part.Encoding, nil for
// one that leaves bytes unchanged.
func newDecoder(encoding string) decoder {
	switch encoding {
	case "base64":
		return &base64Decoder{}
	case "quoted-printable":
		return &qpDecoder{}
	case "x-uuencode":
		return &uuDecoder{}
	case "x-yenc":
		return &yencDecoder{}
	}
	return nil
}

// cleanEncoding reads a Content-Transfer-Encoding (RFC 2045, 6.1), with common
// misspellings.
func cleanEncoding(value string) string {
	value, _, _ = strings.Cut(unfold(value), ";")
	value = clip(strings.ToLower(strings.TrimSpace(cutComment(value))), 40)
	switch value {
	case "":
		return "7bit"
	case "7-bit":
		return "7bit"
	case "8-bit":
		return "8bit"
	case "base-64":
		return "base64"
	case "quoted printable", "quotedprintable", "quoted_printable", "q-p", "qp":
		return "quoted-printable"
	case "uuencode", "x-uue", "uue", "uu":
		return "x-uuencode"
	case "yenc":
		return "x-yenc"
	}
	return cleanLine(value)
}

// isKnownEncoding reports whether a part in that encoding can be decoded.
func isKnownEncoding(encoding string) bool {
	switch encoding {
	case "7bit", "8bit", "binary":
		return true
	}
	return newDecoder(encoding) != nil
}

// decodeReader reads r through a decoder.
type decodeReader struct {
	r    io.Reader
	d    decoder
	in   []byte
	out  []byte // decoded, of which pos bytes are read
	pos  int
	done error
}

func newDecodeReader(r io.Reader, d decoder) io.Reader {
	if d == nil {
		return r
	}
	return &decodeReader{r: r, d: d, in: make([]byte, 32<<10)}
}

func (d *decodeReader) Read(p []byte) (int, error) {
	for d.pos == len(d.out) && len(p) > 0 {
		if d.done != nil {
			return 0, d.done
		}
		n, err := d.r.Read(d.in)
		d.out, d.pos = d.d.decode(d.out[:0], d.in[:n]), 0
		if err != nil {
			d.done = err
			d.out = d.d.flush(d.out)
		}
	}
	n := copy(p, d.out[d.pos:])
	d.pos += n
	return n, nil
}

// base64Value maps a byte to its six bits; 64 marks a byte outside the alphabet.
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 64
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = byte(i)
	}
	return t
}()

// base64Decoder skips bytes outside the alphabet (RFC 2045, 6.8)
// and continues after padding: some senders join encoded pieces.
type base64Decoder struct {
	bits uint32
	n    int // characters in bits
}

func (d *base64Decoder) decode(dst, src []byte) []byte {
	for _, c := range src {
		v := base64Value[c]
		if v == 64 {
			if c == '=' {
				dst = d.flush(dst)
			}
			continue
		}
		d.bits = d.bits<<6 | uint32(v)
		if d.n++; d.n == 4 {
			dst = append(dst, byte(d.bits>>16), byte(d.bits>>8), byte(d.bits))
			d.bits, d.n = 0, 0
		}
	}
	return dst
}

func (d *base64Decoder) flush(dst []byte) []byte {
	switch d.n {
	case 2:
		dst = append(dst, byte(d.bits>>4))
	case 3:
		dst = append(dst, byte(d.bits>>10), byte(d.bits>>2))
	}
	d.bits, d.n = 0, 0
	return dst
}

// maxSoftBreak is how many blanks may follow "=" at the end of a line: transport
// may add them (RFC 2045, 6.7, rule 3).
const maxSoftBreak = 80

// qpDecoder keeps an invalid escape as written.
type qpDecoder struct {
	held []byte // "=" and what may belong to it
}

func (d *qpDecoder) decode(dst, src []byte) []byte {
	for len(src) > 0 {
		if len(d.held) == 0 {
			i := bytes.IndexByte(src, '=')
			if i < 0 {
				return append(dst, src...)
			}
			dst = append(dst, src[:i]...)
			d.held = append(d.held, '=')
			src = src[i+1:]
			continue
		}
		c := src[0]
		last := d.held[len(d.held)-1]
		switch {
		case c == '\n': // a soft line break
			d.held = d.held[:0]
			src = src[1:]
		case len(d.held) == 2 && unhex(last) >= 0:
			if v := unhex(c); v >= 0 {
				dst = append(dst, byte(unhex(last)<<4|v))
				d.held = d.held[:0]
				src = src[1:]
				continue
			}
			dst = d.giveUp(dst)
		case len(d.held) == 1 && unhex(c) >= 0,
			unhex(last) < 0 && last != '\r' && len(d.held) < maxSoftBreak && (c == ' ' || c == '\t' || c == '\r'):
			d.held = append(d.held, c)
			src = src[1:]
		default:
			dst = d.giveUp(dst)
		}
	}
	return dst
}

func (d *qpDecoder) giveUp(dst []byte) []byte {
	dst = append(dst, d.held...)
	d.held = d.held[:0]
	return dst
}

// flush drops a soft line break cut off at the end.
func (d *qpDecoder) flush(dst []byte) []byte {
	if len(bytes.TrimRight(d.held, " \t\r")) > 1 {
		return d.giveUp(dst)
	}
	d.held = d.held[:0]
	return dst
}
