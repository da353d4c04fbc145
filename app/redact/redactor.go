package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Redactor replaces what a Redaction hides by pseudonyms. A nil *Redactor hides nothing. It is not
// safe for concurrent use.
type Redactor struct {
	hide Redaction
	*names
	tld string // stands behind masks of hosts and domains
}

// New works out the masks for all that a queue names. Masks are given in
// the order of the sorted originals, so the same queue has the same masks,
// whatever is written of it and in which order. Entries of known, which may be
// nil, are kept. It fails when known is damaged.
//
// What only shows while texts are read (an address in a header) gets a mask
// made of a secret of the queue, so that it does not depend on what was read
// before.
func New(q *queue.Queue, r Redaction, blame Blame, known *Map) (*Redactor, error) {
	m := &Redactor{hide: r, names: newNames()}
	if known != nil {
		if err := m.load(known); err != nil {
			return nil, err
		}
	}
	if r.HidesText() {
		m.collect(q, blame)
	}
	return m, nil
}

// HidesText tells whether texts are changed, not only left out.
func (r Redaction) HidesText() bool { return r.Addresses || r.Hosts || r.Subjects || r.IDs }

// invalid is the top-level domain that nobody has (RFC 2606).
const invalid = ".invalid"

// ForMail is the redactor for files that mail programs read: host-01 is
// host-01.invalid there, so that it still looks like a name.
func (rd *Redactor) ForMail() *Redactor {
	if rd == nil {
		return nil
	}
	c := *rd
	c.tld = invalid
	return &c
}

// Redaction tells what is hidden.
func (rd *Redactor) Redaction() Redaction {
	if rd == nil {
		return Redaction{}
	}
	return rd.hide
}

// Text masks any text: a reply, a status, a header, words made of these.
// Originals are found in any case, in angle brackets and quotes, inside other
// addresses (VERP, SRS, user%host), and where they are written with escapes or
// in encoded words.
func (rd *Redactor) Text(s string) string { return rd.text(s, 0) }

// Bytes is Text for bytes. It returns b itself when nothing is masked.
func (rd *Redactor) Bytes(b []byte) []byte {
	if rd == nil || !rd.hide.HidesText() {
		return b
	}
	s := string(b)
	if out := rd.text(s, 0); out != s {
		return []byte(out)
	}
	return b
}

// Address masks one address, with or without angle brackets, or a local name.
// The null sender and the names of roles stay.
func (rd *Redactor) Address(s string) string {
	if rd == nil || s == "" || s == queue.NullSender || !rd.hide.HidesText() {
		return s
	}
	if !rd.hide.Addresses {
		return rd.Text(s)
	}
	a := splitAddress(s)
	if a.local == "" && a.domain == "" {
		return rd.Text(s)
	}
	out := rd.local(a.local)
	if a.domain != "" {
		out += "@" + rd.domain(a.domain)
	}
	if a.angle {
		out = "<" + out + ">"
	}
	return rd.text(out, known)
}

// Host masks one host name or IP address, or a client as sendmail writes it,
// "name [192.0.2.1] (may be forged)". Unlike in Text, a name that is not known
// to be of a server that was spoken to is masked.
func (rd *Redactor) Host(s string) string {
	if rd == nil || s == "" || !rd.hide.HidesText() {
		return s
	}
	return rd.text(s, clientText)
}

// ID masks a queue id.
func (rd *Redactor) ID(s string) string {
	if rd == nil || !rd.hide.IDs || s == "" {
		return s
	}
	if id, ok := rd.ids[s]; ok {
		return id
	}
	return rd.newID(s)
}

// Subject masks a subject: "" when subjects are left out.
func (rd *Redactor) Subject(s string) string {
	if rd != nil && rd.hide.Subjects {
		return ""
	}
	return rd.Text(s)
}

// Cut masks a text that may be cut at its end, as mailq does. What may be the
// beginning of an original there is that original if no other begins so, and
// goes otherwise.
func (rd *Redactor) Cut(s string) string {
	if rd == nil || !rd.hide.HidesText() {
		return s
	}
	i := len(s)
	for i > 0 && strings.IndexByte(" \t<(\"'=:[,;", s[i-1]) < 0 {
		i--
	}
	tail := s[i:]
	if local, dom, ok := strings.Cut(tail, "@"); !ok {
		tail = rd.end(tail)
	} else if rd.hide.Addresses && local != "" && localStart(s, 0, i+len(local)) == i {
		tail = rd.local(local) + "@" + rd.end(dom)
	}
	return rd.Text(s[:i] + tail)
}

// minCut is the length of the beginning of an original that tells it.
const minCut = 3

// end masks the last word of a cut text, if it is the beginning of an original.
func (rd *Redactor) end(word string) string {
	key := lower(word)
	if len(key) < minCut || rd.keep[strings.TrimSuffix(key, ".")] {
		return word
	}
	found := ""
	all := rd.sorted()
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
	case rd.hosts[found] != "":
		return rd.host(found)
	case rd.domains[found] != "":
		return rd.domain(found)
	}
	return rd.local(found)
}

// text replaces what spans finds. What it becomes is looked at again: a mask
// beside an escape may make an original whole.
func (rd *Redactor) text(s string, how mode) string {
	if rd == nil || s == "" || !rd.hide.HidesText() {
		return s
	}
	for range maxRounds {
		spans := rd.spans(s, how)
		if len(spans) == 0 {
			return s
		}
		s = replace(s, spans)
		how = known
	}
	if len(rd.spans(s, how)) > 0 {
		return LeftOut
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

// LeftOut stands where a part of a text was taken out.
const LeftOut = "(left out)"
