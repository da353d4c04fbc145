package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/punycode"
	"github.com/spoolscope/spoolscope/app/redact/audit"
	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Redactor replaces what a Redaction names by pseudonyms. A nil *Redactor
// changes nothing. It is not safe for concurrent use.
type Redactor struct {
	hide Redaction
	*names
	tld string // appended to the pseudonyms of hosts and domains
}

// New assigns pseudonyms to everything that a queue names, in the order of the
// sorted originals: the same queue gets the same pseudonyms, whatever is written
// and in whatever order. The pseudonyms of known, which may be nil, are reused;
// New fails if known is malformed.
//
// An original that occurs only while texts are redacted (an address in a
// header) gets a pseudonym derived from a key of the queue, so that it does not
// depend on what was redacted before.
func New(q *queue.Queue, r Redaction, blame Blame, known *Map) (*Redactor, error) {
	return NewOwn(q, r, blame, known, FindOwn(q))
}

// NewOwn is New with the organisation's domains as the user corrected them.
func NewOwn(q *queue.Queue, r Redaction, blame Blame, known *Map, own []OwnDomain) (*Redactor, error) {
	rd := &Redactor{hide: r, names: newNames()}
	if r.Hosts {
		for _, d := range own {
			rd.own = append(rd.own, d.Name)
		}
	}
	if known != nil {
		if err := rd.load(known); err != nil {
			return nil, err
		}
	}
	if r.HidesText() {
		rd.collect(q, blame)
	}
	if r.Hosts && r.Addresses {
		var forms []string
		for _, d := range rd.own {
			forms = append(forms, d, punycode.ToASCII(d))
		}
		rd.audit = audit.NewList(q, forms)
	}
	return rd, nil
}

// ForMail returns a redactor for files that mail programs read: host-01 is
// host-01.invalid there, which is still a valid name. It shares its pseudonyms
// with rd.
func (rd *Redactor) ForMail() *Redactor {
	if rd == nil {
		return nil
	}
	c := *rd
	c.tld = hostname.Invalid
	return &c
}

// Redaction returns what is redacted.
func (rd *Redactor) Redaction() Redaction {
	if rd == nil {
		return Redaction{}
	}
	return rd.hide
}

// Text redacts any text: a reply, a status, a header, a sentence that quotes
// these. Originals are found in any case, in angle brackets and quotes, inside
// other addresses (VERP, SRS, user%host), with escapes and in encoded words.
func (rd *Redactor) Text(s string) string { return rd.text(s, 0) }

// Reason redacts the text of a reason, whose varying parts are taken out of it.
// Encoded words are left out: names cannot be recognised in one that was cut.
func (rd *Redactor) Reason(s string) string {
	if rd == nil || !rd.hide.HidesText() || !strings.Contains(s, "=?") && !strings.Contains(s, "?=") {
		return rd.Status(s)
	}
	var b strings.Builder
	for part := range strings.SplitAfterSeq(s, " ") {
		word := strings.TrimSuffix(part, " ")
		if strings.Contains(word, "=?") || strings.Contains(word, "?=") {
			part = LeftOut + part[len(word):]
		}
		b.WriteString(part)
	}
	return rd.Status(b.String())
}

// Bytes is Text for bytes. It returns b itself if nothing is replaced.
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

// Address redacts one address, with or without angle brackets, or a local name.
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

// Host redacts one host name or IP address, or a relay client as sendmail writes
// it, "name [192.0.2.1] (may be forged)". Unlike Text, it replaces every name
// except those of known next hops.
func (rd *Redactor) Host(s string) string {
	if rd == nil || s == "" || !rd.hide.HidesText() {
		return s
	}
	return rd.text(s, clientText)
}

// ID redacts a queue id.
func (rd *Redactor) ID(s string) string {
	if rd == nil || !rd.hide.IDs || s == "" {
		return s
	}
	if id, ok := rd.ids[s]; ok {
		return id
	}
	return rd.newID(s)
}

// Subject redacts a subject; it is "" if subjects are redacted.
func (rd *Redactor) Subject(s string) string {
	if rd != nil && rd.hide.Subjects {
		return ""
	}
	return rd.Text(s)
}

// Cut redacts a text whose end may be cut off, as in a listing. A last word that
// begins exactly one original is redacted as that original; one that begins
// several is removed.
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
	} else if rd.hide.Addresses && local != "" && addrspec.LocalStart(s, 0, i+len(local)) == i {
		end := rd.end(dom)
		if end == "" && dom != "" { // of several: still an address
			end = rd.keyedName("domain-", dom) + rd.tld
		}
		tail = rd.local(local) + "@" + end
	}
	return rd.Status(s[:i] + tail)
}

// minCut is how many bytes of an original identify it at a cut end.
const minCut = 3

// end redacts the last word of a cut text if it begins an original.
func (rd *Redactor) end(last string) string {
	key := word.Lower(last)
	if len(key) < minCut || rd.keep[strings.TrimSuffix(key, ".")] {
		return last
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
		return last
	case rd.hosts[found] != "":
		return rd.host(found)
	case rd.domains[found] != "":
		return rd.domain(found)
	}
	return rd.local(found)
}

// text replaces what spans finds. The result is searched again: a pseudonym next
// to an escape may complete another original.
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

// Whole redacts what is left in a text whose parts were redacted one by one: a
// name that two of them make together. A Check would find it.
func (rd *Redactor) Whole(b []byte) []byte {
	if rd == nil || !rd.hide.HidesText() {
		return b
	}
	s := string(b)
	for range maxRounds {
		spans := rd.spans(s, known)
		if len(spans) == 0 {
			break
		}
		for i := range spans {
			if p := &spans[i]; strings.IndexByte(s[p.from:p.to], '\n') >= 0 {
				p.with += "\n"
			}
		}
		s = replace(s, spans)
	}
	return []byte(s)
}

// maxRounds is how often a text is searched. Two rounds suffice for all texts
// but those crafted to need more.
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

// LeftOut replaces a part of a text that is removed.
const LeftOut = "(left out)"
