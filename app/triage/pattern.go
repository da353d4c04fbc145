package triage

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// pattern is a value of the filter, in lower case, split at its wildcards.
type pattern [][]byte

func newPattern(t *filter.Term) pattern {
	p := make(pattern, len(t.Parts))
	for i, part := range t.Parts {
		p[i] = []byte(strings.ToLower(part))
	}
	return p
}

func (p pattern) wild() bool { return len(p) > 1 }

// is matches the whole of a text.
func (p pattern) is(text []byte) bool {
	last := len(p) - 1
	if last == 0 {
		return bytes.Equal(p[0], text)
	}
	if len(text) < len(p[0])+len(p[last]) || !bytes.HasPrefix(text, p[0]) || !bytes.HasSuffix(text, p[last]) {
		return false
	}
	text = text[len(p[0]) : len(text)-len(p[last])]
	for _, part := range p[1:last] {
		i := bytes.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// in matches anywhere in a text; with wildcards, the whole.
func (p pattern) in(text []byte) bool {
	if p.wild() {
		return p.is(text)
	}
	return bytes.Contains(text, p[0])
}

// host matches a host or domain: *.example.org also matches example.org.
func (p pattern) host(name []byte) bool {
	if p.is(name) {
		return true
	}
	return len(p) == 2 && len(p[0]) == 0 && len(p[1]) > 1 && p[1][0] == '.' && bytes.Equal(p[1][1:], name)
}

// exact removes a leading =, which asks for the whole value.
func (p pattern) exact() (pattern, bool) {
	if rest, ok := bytes.CutPrefix(p[0], []byte("=")); ok {
		return append(pattern{rest}, p[1:]...), true
	}
	return p, false
}

// address returns the test of an address: for the whole of it if the value has
// an @ inside, wildcards, or a leading =; otherwise for any part.
func (p pattern) address() func([]byte) bool {
	q, exact := p.exact()
	if !exact && !q.wild() && bytes.IndexByte(q[0], '@') <= 0 {
		return p.in
	}
	if !q.wild() {
		q[0] = []byte(Bare(string(q[0])))
	}
	return func(a []byte) bool {
		for _, part := range q {
			if !bytes.Contains(a, part) { // rules out most addresses early
				return false
			}
		}
		return q.is([]byte(Bare(string(a))))
	}
}

// longest returns the longest part: whatever matches contains it.
func (p pattern) longest() []byte {
	var best []byte
	for _, part := range p {
		if len(part) > len(best) {
			best = part
		}
	}
	return best
}

// worthSearching is the length from which finding a part by a search in all
// texts is faster than looking at those of one column.
const worthSearching = 3

// within is memo for an f that holds only for texts that contain part.
func (x *Index) within(part []byte, f func([]byte) bool) func(queue.Str) bool {
	ask := x.memo(f)
	if len(part) < worthSearching {
		return ask
	}
	set := x.Queue.Strings.Containing(string(part))
	return func(s queue.Str) bool { return (set.Has(s) || !set.Known(s)) && ask(s) }
}

// in returns the test of v.in.
func (x *Index) in(v pattern) func(queue.Str) bool {
	if v.wild() || len(v[0]) < worthSearching {
		return x.within(v.longest(), v.in)
	}
	set := x.Queue.Strings.Containing(string(v[0]))
	ask := x.lower(v.in)
	return func(s queue.Str) bool { return set.Has(s) || !set.Known(s) && ask(s) }
}

// address returns the test of v.address.
func (x *Index) address(v pattern) func(queue.Str) bool {
	q, _ := v.exact()
	part := q.longest()
	if !q.wild() {
		part = []byte(Bare(string(part)))
	}
	return x.within(part, v.address())
}

// memo runs f once for each distinct text, in lower case.
func (x *Index) memo(f func([]byte) bool) func(queue.Str) bool {
	const seen, yes = 1, 2
	known := make([]uint8, (x.Queue.Strings.Len()+3)/4)
	ask := x.lower(f)
	return func(s queue.Str) bool {
		if int(s/4) >= len(known) { // interned after the filter was made
			return ask(s)
		}
		cell, shift := &known[s/4], s%4*2
		if *cell>>shift&seen == 0 {
			*cell |= seen << shift
			if ask(s) {
				*cell |= yes << shift
			}
		}
		return *cell>>shift&yes != 0
	}
}

// lower is memo without making strings.
func (x *Index) lower(f func([]byte) bool) func(queue.Str) bool {
	var buf []byte
	return func(s queue.Str) bool {
		buf = x.Queue.Strings.Append(buf[:0], s)
		for i, c := range buf {
			if 'A' <= c && c <= 'Z' {
				buf[i] = c + ('a' - 'A')
			} else if c >= 0x80 {
				return f([]byte(strings.ToLower(x.Queue.Text(s))))
			}
		}
		return f(buf)
	}
}
