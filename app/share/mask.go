package share

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Mask replaces what a Redaction hides. A nil *Mask hides nothing. It is not
// safe for concurrent use.
type Mask struct {
	r Redaction
	*names
	tld string // stands behind masks of hosts and domains
}

// NewMask works out the masks for all that a queue names. Masks are given in
// the order of the sorted originals, so the same queue has the same masks,
// whatever is written of it and in which order. Entries of known, which may be
// nil, are kept. It fails when known is damaged.
//
// What only shows while texts are read (an address in a header) gets a mask
// made of a secret of the queue, so that it does not depend on what was read
// before.
func NewMask(q *queue.Queue, r Redaction, known *Map) (*Mask, error) {
	m := &Mask{r: r, names: newNames()}
	if known != nil {
		if err := m.load(known); err != nil {
			return nil, err
		}
	}
	if r.hidesText() {
		m.collect(q)
	}
	return m, nil
}

// hidesText tells whether texts are changed, not only left out.
func (r Redaction) hidesText() bool { return r.Addresses || r.Hosts || r.Subjects || r.IDs }

// invalid is the top-level domain that nobody has (RFC 2606).
const invalid = ".invalid"

// dotted is the mask for files that mail programs read: host-01 is
// host-01.invalid there, so that it still looks like a name.
func (m *Mask) dotted() *Mask {
	if m == nil {
		return nil
	}
	c := *m
	c.tld = invalid
	return &c
}

// Redaction tells what is hidden.
func (m *Mask) Redaction() Redaction {
	if m == nil {
		return Redaction{}
	}
	return m.r
}

// Text masks any text: a reply, a status, a header, words made of these.
// Originals are found in any case, in angle brackets and quotes, inside other
// addresses (VERP, SRS, user%host), and where they are written with escapes or
// in encoded words.
func (m *Mask) Text(s string) string { return m.text(s, 0) }

// Bytes is Text for bytes. It returns b itself when nothing is masked.
func (m *Mask) Bytes(b []byte) []byte {
	if m == nil || !m.r.hidesText() {
		return b
	}
	s := string(b)
	if out := m.text(s, 0); out != s {
		return []byte(out)
	}
	return b
}

// Address masks one address, with or without angle brackets, or a local name.
// The null sender and the names of roles stay.
func (m *Mask) Address(s string) string {
	if m == nil || s == "" || s == queue.NullSender || !m.r.hidesText() {
		return s
	}
	if !m.r.Addresses {
		return m.Text(s)
	}
	a := splitAddress(s)
	if a.local == "" && a.domain == "" {
		return m.Text(s)
	}
	out := m.local(a.local)
	if a.domain != "" {
		out += "@" + m.domain(a.domain)
	}
	if a.angle {
		out = "<" + out + ">"
	}
	return m.text(out, known)
}

// Host masks one host name or IP address, or a client as sendmail writes it,
// "name [192.0.2.1] (may be forged)". Unlike in Text, a name that is not known
// to be of a server that was spoken to is masked.
func (m *Mask) Host(s string) string {
	if m == nil || s == "" || !m.r.hidesText() {
		return s
	}
	return m.text(s, clientText)
}

// ID masks a queue id.
func (m *Mask) ID(s string) string {
	if m == nil || !m.r.IDs || s == "" {
		return s
	}
	if id, ok := m.ids[s]; ok {
		return id
	}
	return m.newID(s)
}

// Subject masks a subject: "" when subjects are left out.
func (m *Mask) Subject(s string) string {
	if m != nil && m.r.Subjects {
		return ""
	}
	return m.Text(s)
}

// cut masks a text that may be cut at its end, as mailq does. What may be the
// beginning of an original there is that original if no other begins so, and
// goes otherwise.
func (m *Mask) cut(s string) string {
	if m == nil || !m.r.hidesText() {
		return s
	}
	i := len(s)
	for i > 0 && strings.IndexByte(" \t<(\"'=:[,;", s[i-1]) < 0 {
		i--
	}
	tail := s[i:]
	if local, dom, ok := strings.Cut(tail, "@"); !ok {
		tail = m.end(tail)
	} else if m.r.Addresses && local != "" && localStart(s, 0, i+len(local)) == i {
		tail = m.local(local) + "@" + m.end(dom)
	}
	return m.Text(s[:i] + tail)
}

// minCut is the length of the beginning of an original that tells it.
const minCut = 3

// end masks the last word of a cut text, if it is the beginning of an original.
func (m *Mask) end(word string) string {
	key := lower(word)
	if len(key) < minCut || m.keep[strings.TrimSuffix(key, ".")] {
		return word
	}
	found := ""
	all := m.sorted()
	i, _ := slices.BinarySearch(all, key)
	for ; i < len(all) && strings.HasPrefix(all[i], key); i++ {
		if found != "" {
			return ""
		}
		found = all[i]
	}
	switch {
	case found == "":
		return word
	case m.hosts[found] != "":
		return m.host(found)
	case m.domains[found] != "":
		return m.domain(found)
	}
	return m.local(found)
}

// text replaces what spans finds. What it becomes is looked at again: a mask
// beside an escape may make an original whole.
func (m *Mask) text(s string, how mode) string {
	if m == nil || s == "" || !m.r.hidesText() {
		return s
	}
	for range maxRounds {
		spans := m.spans(s, how)
		if len(spans) == 0 {
			return s
		}
		s = replace(s, spans)
		how = known
	}
	if len(m.spans(s, how)) > 0 {
		return leftOut
	}
	return s
}

// maxRounds is how often a text is looked at. Two will do for all but texts
// made for it.
const maxRounds = 4

func replace(s string, spans []span) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	at := 0
	for _, p := range spans {
		b.WriteString(s[at:p.from])
		b.WriteString(p.with)
		at = p.to
	}
	b.WriteString(s[at:])
	return b.String()
}

// leftOut stands where a part of a text was taken out.
const leftOut = "(left out)"
