package mailq

import "bytes"

var (
	bracket   = []byte(" (")
	mime8bit  = []byte("8BITMIME")
	mime7bit  = []byte(" 7BIT")
	blankType = []byte(" ")
)

// summaryLine returns what the guide's first pipeline prints for a line, if it
// does: grep " (" | sed 's/\(8BITMIME\| 7BIT\)/ /'. The sed command replaces
// the leftmost match only.
func summaryLine(text []byte) ([]byte, bool) {
	if !bytes.Contains(text, bracket) {
		return nil, false
	}
	at, length := bytes.Index(text, mime8bit), len(mime8bit)
	if i := bytes.Index(text, mime7bit); i >= 0 && (at < 0 || i < at) {
		at, length = i, len(mime7bit)
	}
	if at < 0 {
		return text, true
	}
	out := make([]byte, 0, len(text))
	out = append(out, text[:at]...)
	out = append(out, blankType...)
	return append(out, text[at+length:]...), true
}
