package words

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns an encoder for programs and for terminals: it leaves <, > and & as
// they are, and writes what acts on a terminal, is invisible or changes the
// direction of writing as \u escapes, which mean the same.
func JSON(w io.Writer) *json.Encoder {
	e := json.NewEncoder(jsonWriter{w})
	e.SetEscapeHTML(false)
	return e
}

// jsonWriter escapes what an encoder writes, which is a whole value each time.
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
