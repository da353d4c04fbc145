package redact

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/octets"
)

// quotedPrintable takes a line. Lines are redacted together with those that they
// continue, and all up to an empty one.
func (b *bodyRedactor) quotedPrintable(text []byte) {
	trimmed := bytes.TrimRight(text, " \t")
	soft := bytes.HasSuffix(trimmed, []byte("="))
	if soft {
		trimmed = trimmed[:len(trimmed)-1]
	} else {
		trimmed = text
	}
	if b.held = append(b.held, trimmed...); soft && len(b.held) < maxBodyLine {
		return
	}
	if b.held = append(b.held, '\n'); len(text) == 0 || len(b.held) > maxBlock {
		b.flushQuoted()
	}
}

// flushQuoted writes the quoted-printable lines that were taken.
func (b *bodyRedactor) flushQuoted() {
	held := string(b.held)
	b.held = b.held[:0]
	if held == "" {
		return
	}
	v, ok := escape.Schemes[1].Decode(held)
	if !ok {
		v.Text = held
	}
	redacted, encode := b.prose(v.Text), escape.QuotedPrintable
	if redacted == v.Text {
		redacted, encode = held, escape.WrapQuotedPrintable
	}
	for line := range strings.Lines(redacted) {
		b.w.WriteString(encode(strings.TrimSuffix(line, "\n")) + "\n")
	}
}

// base64 redacts the decoded form of the lines so far. What is not text is left out.
func (b *bodyRedactor) base64(end bool) {
	n := len(b.held) / 4 * 4
	if end {
		n = len(b.held)
	}
	data := make([]byte, base64.StdEncoding.DecodedLen(n))
	k, err := base64.StdEncoding.Decode(data, b.held[:n])
	b.held = append(b.held[:0], b.held[n:]...)
	if b.text = append(b.text, data[:k]...); err != nil || octets.IsBinary(b.text) {
		b.dropped += int64(len(b.text))
		b.text, b.encoding = b.text[:0], "drop"
	}
	cut := len(b.text)
	if !end {
		cut = b.safeCut()
	}
	if cut > 0 {
		if b.encoder == nil {
			b.encoder = base64.NewEncoder(base64.StdEncoding, &lineWriter{w: b.w})
		}
		io.WriteString(b.encoder, b.prose(string(b.text[:cut])))
		b.text = append(b.text[:0], b.text[cut:]...)
	}
	if b.encoder != nil && (end || b.encoding == "drop") {
		b.encoder.Close()
		b.encoder = nil
		b.w.WriteByte('\n')
	}
}

// safeCut returns where decoded text can be cut without cutting a name: after a line,
// or where a word ends. A word longer than any name is cut anywhere.
func (b *bodyRedactor) safeCut() int {
	if nl := bytes.LastIndexByte(b.text, '\n'); nl >= 0 {
		return nl + 1
	}
	if i := bytes.LastIndexAny(b.text, " \t,;"); i >= 0 {
		return i + 1
	}
	return max(0, len(b.text)-maxBodyLine)
}

// lineWriter breaks base64 into lines of base64Line characters.
type lineWriter struct {
	w *bufio.Writer
	n int
}

const base64Line = 76 // RFC 2045 section 6.8

func (l *lineWriter) Write(p []byte) (int, error) {
	for _, c := range p {
		if l.n == base64Line {
			l.w.WriteByte('\n')
			l.n = 0
		}
		l.w.WriteByte(c)
		l.n++
	}
	return len(p), nil
}
