package redact

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Limits of what is masked as one piece; what is longer is taken in parts.
const (
	maxBodyLine = 64 << 10
	maxBodyPart = 1 << 20 // of base64
)

// Body copies a message's text to w, masked. Header fields of parts and of
// messages inside are masked as such; quoted-printable and base64 texts are
// decoded for it. Files that are no text are left out when anything is hidden:
// nobody can tell what they say. top is the header of the message.
//
// Without bodies, only a note is written, and of a bounce made here what
// sendmail wrote itself: down to the header of the message it returns.
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
	b := &bodyRedactor{rd: rd, w: bufio.NewWriter(w), in: bufio.NewReaderSize(r, maxBodyLine), only: rd.hide.Bodies}
	b.headerField(top)
	b.inHeader, b.inside, b.returned = b.returned, b.returned, false
	if err := b.run(); err != nil {
		return err
	}
	return b.w.Flush()
}

// bodyRedactor goes through a text line by line.
type bodyRedactor struct {
	rd       *Redactor
	w        *bufio.Writer
	in       *bufio.Reader
	only     bool // what sendmail wrote, no more
	inHeader bool // of a part, or of a message inside
	returned bool // the part whose header it is holds a message
	inside   bool // the header is that of a message inside
	encoding string
	field    []byte         // the header field at hand
	held     []byte         // lines not decoded yet
	text     []byte         // decoded text not masked yet
	encoder  io.WriteCloser // to base64
	dropped  int64          // bytes that are no text
	first    string         // the first boundary
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

// line takes one line, or a part of a very long one. It reports true when the
// rest is left out.
func (b *bodyRedactor) line(line []byte) bool {
	text := bytes.TrimRight(line, "\r\n")
	switch {
	case boundaryLike(text):
		b.flushField()
		b.endPart()
		line = b.rd.Bytes(line)
		if b.first == "" {
			b.first = strings.TrimRight(string(line), "\r\n")
		}
		b.inHeader, b.returned, b.inside, b.encoding = true, false, false, ""
		b.w.Write(line)
	case b.inHeader && len(text) == 0:
		b.flushField()
		b.w.Write(line)
		if b.inside && b.only {
			return b.leaveOut()
		}
		b.inHeader, b.inside, b.returned = b.returned, b.returned, false
	case b.inHeader:
		if line[0] != ' ' && line[0] != '\t' || len(b.field) > maxBodyLine {
			b.flushField()
		}
		b.field = append(b.field, line...)
	case b.only && bytes.HasPrefix(text, []byte("   ----- ")) && bytes.HasSuffix(text, []byte(" follows -----")) && !bytes.Contains(text, []byte("Transcript")):
		b.w.Write(line) // a bounce that is no MIME (formats/sendmail.md §3.4)
		return b.leaveOut()
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
	case beginsFile(text):
		b.dropped += int64(len(line))
		b.encoding = "uuencode"
	default:
		b.plain(line)
	}
	return false
}

// beginsFile tells whether a line begins an uuencoded file: begin 644 name.
func beginsFile(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte("begin "))
	return ok && len(rest) > 4 && rest[3] == ' ' && len(bytes.Trim(rest[:3], "01234567")) == 0
}

// leaveOut ends the text.
func (b *bodyRedactor) leaveOut() bool {
	fmt.Fprintln(b.w, LeftOut)
	if b.first != "" {
		fmt.Fprintf(b.w, "\n%s--\n", b.first)
	}
	return true
}

// boundaryLike tells whether a line could separate parts (RFC 2046 section
// 5.1.1). A signature's "-- " is none.
func boundaryLike(text []byte) bool {
	return len(text) > 2 && len(text) <= 76 && text[0] == '-' && text[1] == '-' && !bytes.ContainsAny(text, " \t") && len(bytes.Trim(text, "-")) > 0
}

// plain masks a line of text.
func (b *bodyRedactor) plain(p []byte) {
	if name, value, ok := bytes.Cut(p, []byte(":")); ok && len(name) < 40 && isAddressField(lower(string(name))) && b.rd.hide.Addresses {
		end := len(value) - len(bytes.TrimRight(value, "\r\n"))
		b.w.Write(name)
		b.w.WriteString(":" + b.rd.addressField(string(value[:len(value)-end])))
		b.w.Write(value[len(value)-end:])
		return
	} else if ok && b.rd.hide.Subjects && strings.EqualFold(string(name), "subject") {
		fmt.Fprintf(b.w, "%s: %s\n", name, LeftOut)
		return
	}
	b.w.Write(b.rd.Bytes(p))
}

// flushField writes the header field at hand.
func (b *bodyRedactor) flushField() {
	if len(b.field) == 0 {
		return
	}
	b.headerField(b.field)
	b.w.Write(b.rd.Header(b.field))
	b.field = b.field[:0]
}

// headerField notes what fields say about the text behind them.
func (b *bodyRedactor) headerField(h []byte) {
	for len(h) > 0 {
		end := fieldEnd(h)
		name, value, _ := strings.Cut(string(h[:end]), ":")
		value = lower(strings.TrimSpace(value))
		switch h = h[end:]; lower(strings.TrimSpace(name)) {
		case "content-transfer-encoding":
			if value != "7bit" && value != "8bit" && value != "binary" {
				b.encoding = value
			}
		case "content-type":
			b.returned = strings.HasPrefix(value, "message/rfc822") || strings.HasPrefix(value, "message/global") && !strings.HasPrefix(value, "message/global-delivery") ||
				strings.HasPrefix(value, "text/rfc822-headers")
		}
	}
	switch b.encoding {
	case "", "base64", "quoted-printable", "drop":
	default:
		b.encoding = "drop" // uuencode and others
	}
}

// endPart writes what was held back.
func (b *bodyRedactor) endPart() {
	switch b.encoding {
	case "base64":
		b.base64(true)
	case "quoted-printable":
		if len(b.held) > 0 {
			b.quotedPrintable(nil)
		}
	}
	if b.dropped > 0 {
		fmt.Fprintf(b.w, "(%d bytes left out)\n", b.dropped)
		b.dropped = 0
	}
}
