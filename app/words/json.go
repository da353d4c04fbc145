package words

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON is a writer for a json.Encoder: what acts on a terminal, is not seen or
// changes the direction of writing is passed on to w as \u escapes, which mean the
// same. The encoder writes each value at once.
func JSON(w io.Writer) io.Writer { return jsonWriter{w} }

type jsonWriter struct{ w io.Writer }

func (j jsonWriter) Write(p []byte) (int, error) {
	if _, err := j.w.Write(escapeJSON(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escapeJSON escapes in a JSON text what an encoder leaves as it is: DEL, C1 and
// whatever has no shape.
func escapeJSON(p []byte) []byte {
	var out []byte
	kept := 0 // of p, up to there
	for i := 0; i < len(p); {
		if p[i] < 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRune(p[i:])
		if r == 0x7f || !unicode.IsGraphic(r) {
			out = append(out, p[kept:i]...)
			if r > 0xffff {
				high, low := utf16.EncodeRune(r)
				out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
			kept = i + n
		}
		i += n
	}
	if kept == 0 {
		return p
	}
	return append(out, p[kept:]...)
}
