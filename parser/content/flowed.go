package content

import "strings"

// unflow joins the soft-broken lines of format=flowed text into paragraphs
// (RFC 3676, 4.1): a line that ends in a space goes on in the next one of the
// same quote depth. With delSp that space is not part of the text.
func unflow(text string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(text))
	depth := 0    // of the paragraph being joined
	soft := false // the line before goes on
	first := true
	for line := range strings.SplitSeq(text, "\n") {
		rest := strings.TrimLeft(line, ">")
		d := len(line) - len(rest)
		rest = strings.TrimPrefix(rest, " ") // space-stuffing, 4.4
		signature := rest == "-- "           // never flowed, 4.3
		if !first && (!soft || d != depth || signature) {
			out.WriteByte('\n')
			soft = false
		}
		if !soft {
			out.WriteString(line[:d])
			if d > 0 {
				out.WriteByte(' ')
			}
		}
		first = false
		depth = d
		soft = strings.HasSuffix(rest, " ") && !signature
		if soft && delSp {
			rest = rest[:len(rest)-1]
		}
		out.WriteString(rest)
	}
	return out.String()
}
