package paste

import (
	"bytes"
	"encoding/base64"
	"mime/quotedprintable"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// transfer undoes the transfer encodings of mail (RFC 2045 §6). A part in
// base64 begins after its header, quoted-printable applies to the whole text.
type transfer struct {
	printable bool // quoted-printable
	binary    bool // there is a part in base64
	header    bool // that part's header was seen
	body      bool // that part is being read
	rest      []byte
	pending   line64 // of the line that rest comes from
}

// line64 is the place of a line of base64, and how many lines it became.
type line64 struct {
	offset int64
	number int
	pieces int
}

var (
	printableHeader = lazyregexp.New(`(?im)^Content-Transfer-Encoding: *quoted-printable\s*$`)
	binaryHeader    = lazyregexp.New(`(?im)^Content-Transfer-Encoding: *base64\s*$`)
	printableSign   = lazyregexp.New(`=(?:20|3D|09|3C|3E)`)
	softBreak       = lazyregexp.New(`(?m)^[^\n]{55,74}[^\n=]=\r?$`)
	base64Line      = lazyregexp.New(`^[A-Za-z0-9+/]+={0,2}$`)
)

func newTransfer(head []byte) transfer {
	var t transfer
	if bytes.Contains(head, []byte("=\n")) || bytes.Contains(head, []byte("=\r\n")) {
		breaks := len(softBreak().FindAll(head, 3))
		t.printable = breaks > 2 || breaks > 0 && printableSign().Match(head)
	}
	if bytes.Contains(head, []byte("ransfer-")) || bytes.Contains(head, []byte("TRANSFER-")) {
		t.binary = binaryHeader().Match(head)
		t.printable = t.printable || printableHeader().Match(head)
	}
	return t
}

// softened removes a soft line break from the end of a line.
func softened(text []byte) ([]byte, bool) {
	rest, soft := bytes.CutSuffix(bytes.TrimRight(text, " \t\r"), []byte("="))
	if !soft || bytes.HasSuffix(rest, []byte("=")) {
		return text, false
	}
	return rest, true
}

// printed decodes a line of quoted-printable. Anything else stays unchanged.
func printed(text []byte) []byte {
	if bytes.IndexByte(text, '=') < 0 {
		return text
	}
	r := quotedprintable.NewReader(strings.NewReader(string(text)))
	var out bytes.Buffer
	if _, err := out.ReadFrom(r); err != nil {
		return text
	}
	return out.Bytes()
}

// decode takes a line of a text with a part in base64. It reports false for a
// line outside of that part, and returns the lines that are complete.
func (t *transfer) decode(text []byte) (lines [][]byte, ok bool) {
	switch trimmed := bytes.TrimSpace(text); {
	case t.body && base64Line().Match(trimmed):
		plain, err := base64.StdEncoding.DecodeString(string(trimmed))
		if err != nil {
			plain, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(string(trimmed), "="))
		}
		if err != nil || len(t.rest)+len(plain) > MaxLine {
			return nil, false
		}
		t.rest = append(t.rest, plain...)
		for {
			line, rest, found := bytes.Cut(t.rest, []byte("\n"))
			if !found {
				return lines, true
			}
			lines, t.rest = append(lines, bytes.TrimRight(line, "\r")), rest
		}
	case len(trimmed) == 0:
		t.body = t.body || t.header
		t.header = false
	case binaryHeader().Match(trimmed):
		t.header, t.body = true, false
	default:
		t.body = false
	}
	return nil, false
}
