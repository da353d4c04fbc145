package content

import (
	"fmt"
	"io"
	"strings"
)

// Decoder turns text in a charset, named as in MIME, into UTF-8. It reports
// false for a charset it does not know; bytes that are wrong in a charset it
// knows become U+FFFD.
type Decoder func(charset string, b []byte) (text string, ok bool)

// Defaults of [Options]. They fit a browser tab.
const (
	DefaultMaxText  = 1 << 20
	DefaultMaxParts = 1000
	DefaultMaxDepth = 20
	DefaultMaxScan  = 256 << 20
)

// Options set the limits of [Parse]. A limit of zero or less is its default.
type Options struct {
	Decode   Decoder // charsets beyond us-ascii, utf-8, iso-8859-1, windows-1252 and utf-7; may be nil
	MaxText  int64   // bytes of Message.Text
	MaxParts int     // parts in the tree
	MaxDepth int     // levels of the tree
	MaxScan  int64   // bytes of the body read to find the parts
}

func (o Options) withDefaults() Options {
	if o.MaxText <= 0 {
		o.MaxText = DefaultMaxText
	}
	if o.MaxParts <= 0 {
		o.MaxParts = DefaultMaxParts
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = DefaultMaxDepth
	}
	if o.MaxScan <= 0 {
		o.MaxScan = DefaultMaxScan
	}
	return o
}

// Message is one message, decoded for reading.
type Message struct {
	Header                      []Field
	From, To, Cc, Date, Subject string
	Root                        *Part
	Parts                       []*Part // the tree, depth first; Parts[0] is Root
	Text                        string  // lines end in LF; at most Options.MaxText bytes
	TextFrom                    string  // "text/plain, iso-8859-1", "text/html shown as text"; "" no text
	Cut                         int64   // bytes of text left out, as decoded; 0 all shown
	Notes                       []string

	body io.ReaderAt
	opt  Options
}

// Part is a node of the MIME tree: a file or text, a multipart, or a message
// inside the message, whose only child is that message's own root.
type Part struct {
	Path        string // "1" the root, "1.2" its second child
	Depth       int    // 0 the root
	Type        string // "text/plain", lower case
	Charset     string // as named, lower case; "" not named
	Encoding    string // of the bytes: "7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "x-yenc", or as named
	Disposition string // "inline", "attachment" or as named, lower case; "" not given
	Name        string // the file name given, decoded but not safe for a disk: see FileName; "" none
	ContentID   string // without angle brackets
	Inline      bool   // meant to be shown in the text: disposition inline, or a picture the HTML refers to
	Offset      int64  // of the first byte, in the body; of a file inside a winmail.dat, where that begins
	Size        int64  // bytes in the body; likewise
	Decoded     int64  // bytes without the transfer encoding
	Estimated   bool   // Decoded is a guess: the part ends beyond Options.MaxScan
	Header      []Field
	Children    []*Part

	boundary string
	flowed   bool
	delSp    bool
	index    int // in Message.Parts
	shown    bool

	inside *Part // the winmail.dat that holds it, or nil
	skip   int64 // decoded bytes of that before it
}

// Parse reads a message. The header is as sendmail would send it
// (formats/sendmail.md §3.2), with or without the empty line at its end; the
// body holds size bytes and may be nil when size is 0. Parse never fails: what
// is malformed or left out is described in Message.Notes.
func Parse(header []byte, body io.ReaderAt, size int64, opt Options) *Message {
	if body == nil || size < 0 {
		body, size = strings.NewReader(""), 0
	}
	m := &Message{body: body, opt: opt.withDefaults()}
	m.Header = parseHeader(header, m.opt.Decode)
	m.From = m.only("From")
	m.Date = m.only("Date")
	m.Subject = m.only("Subject")
	m.To = joinFields(m.Header, "To")
	m.Cc = joinFields(m.Header, "Cc")

	s := newScanner(m, size)
	s.run()
	m.findText()
	return m
}

// Part returns the part with the path, or nil.
func (m *Message) Part(path string) *Part {
	for _, p := range m.Parts {
		if p.Path == path {
			return p
		}
	}
	return nil
}

// Attachments lists what can be saved as a file: every part that is neither a
// multipart nor merely text to read. Messages inside the message are
// files themselves, and what they carry is listed too.
func (m *Message) Attachments() []*Part {
	var files []*Part
	for _, p := range m.Parts {
		if p.isFile() {
			files = append(files, p)
		}
	}
	return files
}

func (p *Part) isFile() bool {
	switch {
	case p.isMultipart():
		return false
	case p.Disposition == "attachment" || p.Name != "" && p.index > 0:
		return true
	case p.Size == 0:
		return false
	}
	return !p.isReadable()
}

// isMultipart reports whether the part only holds others. A multipart whose
// boundary never occurs is text.
func (p *Part) isMultipart() bool {
	return strings.HasPrefix(p.Type, "multipart/")
}

// isReadable reports whether the part is text that is shown as such.
func (p *Part) isReadable() bool {
	switch p.Type {
	case "text/plain", "text/html", "text/enriched", "text/rfc822-headers",
		"message/delivery-status", "message/global-delivery-status", "message/global-headers",
		"message/disposition-notification", "message/global-disposition-notification":
		return true
	}
	return p.isMultipart() && len(p.Children) == 0
}

// holdsMessage reports whether the part is a message inside the message.
func (p *Part) holdsMessage() bool {
	return p.Type == "message/rfc822" || p.Type == "message/global"
}

// only returns the value of a field that may occur once, and adds a note if it
// occurs more often (RFC 5322, 3.6).
func (m *Message) only(name string) string {
	value, n := "", 0
	for _, f := range m.Header {
		if strings.EqualFold(f.Name, name) {
			if n == 0 {
				value = f.Value
			}
			n++
		}
	}
	if n > 1 {
		m.note(fmt.Sprintf("%d %s fields; the first is shown", n, name))
	}
	return value
}

// maxNotes bounds Message.Notes: a tree of a thousand parts may be wrong in
// a thousand ways.
const maxNotes = 20

func (m *Message) note(text string) {
	if len(m.Notes) >= maxNotes {
		return
	}
	for _, n := range m.Notes {
		if n == text {
			return
		}
	}
	m.Notes = append(m.Notes, text)
}
