package redact

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// What is redacted as one piece; what is longer is redacted in parts.
const (
	maxBodyLine = 64 << 10
	maxBodyPart = 1 << 20 // of base64
)

// Body redacts a message's text from r to w. Header fields of parts and of
// enclosed messages are redacted as such; quoted-printable and base64 are
// decoded for it. Attachments that are not text are left out if any text is
// redacted, since nothing can search them. top is the header of the message.
//
// If bodies are redacted it writes only a note, or for a bounce what the mail
// system wrote itself, down to the header of the message that is returned.
func (rd *Redactor) Body(w io.Writer, r io.Reader, top []byte, bounce bool) error {
	if r == nil {
		return nil
	}
	if rd == nil || !rd.hide.HidesText() && !rd.hide.Bodies {
		_, err := io.Copy(w, r)
		return err
	}
	if rd.hide.Bodies && !bounce {
		_, err := io.WriteString(w, LeftOut+"\n")
		return err
	}
	b := &bodyRedactor{rd: rd, w: bufio.NewWriter(w), in: bufio.NewReaderSize(r, maxBodyLine), only: rd.hide.Bodies, made: bounce}
	return b.redact(top)
}

// Transcript redacts the transcript of a session from r to w.
func (rd *Redactor) Transcript(w io.Writer, r io.Reader) error {
	b := &bodyRedactor{rd: rd, w: bufio.NewWriter(w), in: bufio.NewReaderSize(r, maxBodyLine), only: rd.hide.Bodies, made: true, transcript: true}
	return b.redact(nil)
}

func (b *bodyRedactor) redact(top []byte) error {
	b.headerField(top)
	b.afterHeader()
	if err := b.run(); err != nil {
		return err
	}
	return b.w.Flush()
}

// bodyRedactor redacts a text line by line.
type bodyRedactor struct {
	rd         *Redactor
	w          *bufio.Writer
	in         *bufio.Reader
	only       bool            // keep only what the mail system wrote
	made       bool            // the mail system wrote the text
	copies     bool            // the header of a returned message begins with the next line that is not empty
	inHeader   bool            // in the header of a part or of an enclosed message
	returned   bool            // the current part encloses a message
	report     bool            // the current part has fields about deliveries (RFC 3464), of which only known ones stay
	fields     bool            // in these
	inside     bool            // the header is that of an enclosed message
	encoding   string          // transfer encoding of the part; "drop", "uuencode" and "yenc" leave lines out
	field      []byte          // the current header field
	held       []byte          // lines that are not decoded yet
	text       []byte          // decoded text that is not redacted yet
	encoder    io.WriteCloser  // to base64
	dropped    int64           // bytes left out so far
	first      string          // the first boundary
	block      []byte          // lines of text that are not redacted yet
	bounds     map[string]bool // boundaries that header fields name
	persons    persons
	transcript bool // the text is that of an SMTP session
	signed     bool // below the mark of a signature
	card       bool // within an electronic business card
}

func (b *bodyRedactor) run() error {
	for {
		line, err := b.in.ReadSlice('\n')
		if len(line) > 0 && b.line(line) {
			break
		}
		if err == io.EOF {
			break
		}
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
	}
	b.flushField()
	b.endPart()
	return nil
}

// line redacts one line, or a part of a very long one. It reports true if the
// rest of the message is left out.
func (b *bodyRedactor) line(line []byte) bool {
	text := bytes.TrimRight(line, "\r\n")
	switch {
	case boundaryLike(text) || b.bounds[strings.TrimSuffix(string(text), "--")]:
		b.flushField()
		b.endPart()
		line = b.separator(line)
		if b.first == "" {
			b.first = strings.TrimRight(string(line), "\r\n")
		}
		b.inHeader, b.returned, b.inside, b.report, b.fields, b.encoding = true, false, false, false, false, ""
		b.w.Write(line)
	case b.inHeader && len(text) == 0:
		b.flushField()
		b.w.Write(line)
		if b.inside && b.only {
			return b.leaveOut()
		}
		b.afterHeader()
	case b.inHeader:
		if line[0] != ' ' && line[0] != '\t' || len(b.field) > maxBodyLine {
			b.flushField()
		}
		b.field = append(b.field, line...)
	case b.only && bytes.HasPrefix(text, []byte("   ----- ")) && bytes.HasSuffix(text, []byte(" follows -----")) && !bytes.Contains(text, []byte("Transcript")):
		b.flushBlock()
		b.w.Write(line) // a bounce without MIME (formats/sendmail.md §3.4)
		return b.leaveOut()
	case b.made && b.returns(line, text):
	case b.encoding == "base64":
		if b.held = append(b.held, text...); len(b.held) > maxBodyPart {
			b.base64(false)
		}
	case b.encoding == "quoted-printable":
		b.quotedPrintable(text)
	case b.encoding == "drop":
		b.dropped += int64(len(line))
	case b.encoding == "uuencode":
		if b.dropped += int64(len(line)); string(text) == "end" {
			b.endPart()
			b.encoding = ""
		}
	case b.encoding == "yenc":
		if b.dropped += int64(len(line)); bytes.HasPrefix(text, []byte("=yend")) {
			b.endPart()
			b.encoding = ""
		}
	case beginsFile(text):
		b.flushBlock()
		b.dropped += int64(len(line))
		b.encoding = "uuencode"
	case bytes.HasPrefix(text, []byte("=ybegin ")):
		b.dropped += int64(len(line))
		b.encoding = "yenc"
	default:
		b.plain(line)
	}
	return false
}

// beginsFile reports whether a line begins a uuencoded file: begin 644 name.
func beginsFile(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte("begin "))
	return ok && len(rest) > 4 && rest[3] == ' ' && len(bytes.Trim(rest[:3], "01234567")) == 0
}

// leaveOut ends the text with a note.
func (b *bodyRedactor) leaveOut() bool {
	fmt.Fprintln(b.w, LeftOut)
	if b.first != "" {
		fmt.Fprintf(b.w, "\n%s--\n", b.first)
	}
	return true
}

// separator replaces the boundary in a line that separates parts.
func (b *bodyRedactor) separator(line []byte) []byte {
	text := bytes.TrimRight(line, "\r\n")
	return []byte("--" + b.rd.boundary(string(text[2:])) + string(line[len(text):]))
}

// boundaryLike reports whether a line could separate parts (RFC 2046 section
// 5.1.1). The "-- " before a signature does not.
func boundaryLike(text []byte) bool {
	return len(text) > 2 && len(text) <= 76 && text[0] == '-' && text[1] == '-' && !bytes.ContainsAny(text, " \t") && len(bytes.Trim(text, "-")) > 0
}

// flushField writes the current header field.
func (b *bodyRedactor) flushField() {
	if len(b.field) == 0 {
		return
	}
	field := b.field
	b.field = b.field[:0]
	if b.fields {
		b.w.Write(b.rd.statusField(field))
		return
	}
	b.headerField(field)
	b.w.Write(b.rd.Header(field))
}

// afterHeader begins what is below a header.
func (b *bodyRedactor) afterHeader() {
	if b.report && b.encoding != "" {
		b.encoding, b.report = "drop", false // fields are not encoded
	}
	b.fields = b.report
	b.inHeader, b.inside, b.returned = b.returned || b.fields, b.returned, false
}

// headerField notes what fields say about the text after them.
func (b *bodyRedactor) headerField(h []byte) {
	for len(h) > 0 {
		end := FoldedEnd(h)
		name, value, _ := strings.Cut(string(h[:end]), ":")
		b.noteBoundary(value)
		plain := value
		value = word.Lower(strings.TrimSpace(value))
		switch h = h[end:]; word.Lower(strings.TrimSpace(name)) {
		case "from", "to", "cc", "reply-to", "sender", "resent-from", "resent-to", "resent-cc":
			b.persons.note(plain)
		case "full-name":
			b.persons.note(plain + " <" + strings.Join(strings.Fields(plain), ".") + ">")
		case "content-transfer-encoding":
			if value != "7bit" && value != "8bit" && value != "binary" && b.encoding != "drop" {
				b.encoding = value
			}
		case "content-type":
			if isCard(value) && b.rd.hide.Addresses {
				b.encoding = "drop"
			}
			b.returned = strings.HasPrefix(value, "message/rfc822") || strings.HasPrefix(value, "message/global") && !strings.HasPrefix(value, "message/global-delivery") ||
				strings.HasPrefix(value, "text/rfc822-headers")
			b.report = b.rd.Strict() && (strings.HasPrefix(value, "message/delivery-status") || strings.HasPrefix(value, "message/global-delivery-status"))
		}
	}
	switch b.encoding {
	case "", "base64", "quoted-printable", "drop":
	default:
		b.encoding = "drop" // uuencode and others
	}
}

// isCard reports whether a part is an electronic business card (RFC 6350).
func isCard(contentType string) bool {
	for _, t := range [...]string{"text/vcard", "text/x-vcard", "text/directory"} {
		if strings.HasPrefix(contentType, t) {
			return true
		}
	}
	return false
}

// AboutText reports whether a header field helps Body: it describes the text, or
// names people.
func AboutText(field string) bool {
	n := word.Lower(strings.TrimSpace(field))
	return strings.HasPrefix(n, "content-") || header.HasAddresses(n) || n == "full-name"
}

// noteBoundary notes the boundary of a content type.
func (b *bodyRedactor) noteBoundary(value string) {
	if !hasFold(value, "boundary") {
		return
	}
	for _, p := range header.Parameters(value) {
		if name, v, ok := strings.Cut(p, "="); ok && strings.EqualFold(strings.TrimSpace(name), "boundary") {
			if b.bounds == nil {
				b.bounds = map[string]bool{}
			}
			b.bounds["--"+addrspec.Unquote(strings.TrimSpace(v))] = true
		}
	}
}

// endPart writes the rest of a part that was held back.
func (b *bodyRedactor) endPart() {
	b.flushBlock()
	b.signed, b.card, b.transcript = false, false, false
	switch b.encoding {
	case "base64":
		b.base64(true)
	case "quoted-printable":
		b.flushQuoted()
	}
	if b.dropped > 0 {
		fmt.Fprintf(b.w, "(%d bytes left out)\n", b.dropped)
		b.dropped = 0
	}
}
