package reason

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/poll"
)

// PrefixOf reports whether r, a cut reason, can be the beginning of full: same
// codes or class, same text as far as it goes, and no other server.
func (r Reason) PrefixOf(full Reason) bool {
	return r.Cut && r.begins(full.Key) && r.mayName(full)
}

// varies is what a varying part begins with in a key.
const varies = "‹"

// begins compares the text. A word at the cut may be half of a varying part, so
// it is not compared.
func (r *Reason) begins(key string) bool {
	if r.Key == key {
		return true
	}
	rest, ok := strings.CutPrefix(key, r.stem)
	if !ok {
		return false
	}
	i := Common(rest, r.tail)
	for i > 0 && i < len(rest) && !utf8.RuneStart(rest[i]) {
		i--
	}
	return i == len(r.tail) || strings.HasPrefix(rest[i:], varies) || strings.TrimRight(r.tail, " ") == rest
}

// Common returns the length of the longest common prefix of a and b, in bytes.
func Common(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// mayName reports whether full's server can be r's, whose name may be cut.
func (r *Reason) mayName(full Reason) bool {
	return r.Server == full.Server || r.atHost && strings.HasPrefix(full.Server, r.Server)
}

// Grouper matches the cut reasons of a queue with the full ones that they
// begin. mailq cuts a text after 60 bytes, wherever that is, so one reason is
// cut at many places.
type Grouper struct {
	all      []Reason // one for each key and server
	byServer []int    // indices in all, by server and key
	byKey    []int    // by key and server
	full     map[group]int
}

// group identifies a row: same reason, same server.
type group struct{ key, server string }

// NewGrouper indexes the reasons of a queue, full and cut ones.
func NewGrouper(reasons []Reason) *Grouper { return NewGrouperPolled(reasons, nil) }

// NewGrouperPolled is NewGrouper as long as it is wanted. After that, some cut reasons stay
// ungrouped.
func NewGrouperPolled(reasons []Reason, wanted *poll.Poll) *Grouper {
	g := &Grouper{full: make(map[group]int, len(reasons))}
	for _, r := range reasons {
		if !wanted.More() {
			break
		}
		k := group{r.Key, r.Server}
		i, ok := g.full[k]
		if !ok {
			i = len(g.all)
			g.full[k] = i
			g.all = append(g.all, r)
			g.byServer = append(g.byServer, i)
			g.byKey = append(g.byKey, i)
		} else if g.all[i].Cut && !r.Cut {
			g.all[i] = r
		}
	}
	sort.Slice(g.byServer, func(i, j int) bool {
		if !wanted.More() {
			return false // which ends the sort soon
		}
		a, b := &g.all[g.byServer[i]], &g.all[g.byServer[j]]
		return a.Server < b.Server || a.Server == b.Server && a.Key < b.Key
	})
	sort.Slice(g.byKey, func(i, j int) bool {
		if !wanted.More() {
			return false
		}
		a, b := &g.all[g.byKey[i]], &g.all[g.byKey[j]]
		return a.Key < b.Key || a.Key == b.Key && a.Server < b.Server
	})
	for i := range g.all {
		if !wanted.More() {
			break
		}
		if r := &g.all[i]; r.atHost {
			g.full[group{r.Key, r.Server}] = g.findServer(i)
		} else if r.Cut {
			g.full[group{r.Key, r.Server}] = g.findText(i)
		}
	}
	return g
}

// Full returns the reason to whose group r belongs: the only full reason that r
// begins or, without one, the longest such cut reason. It returns r itself if r
// is not cut, if nothing fits, or if several do.
func (g *Grouper) Full(r Reason) Reason {
	if r.Cut {
		if i, ok := g.full[group{r.Key, r.Server}]; ok {
			return g.all[i]
		}
	}
	return r
}

// findServer returns the index of the one reason with the text of all[self]
// whose server's name all[self] has cut.
func (g *Grouper) findServer(self int) int {
	r := &g.all[self]
	best := self
	from := sort.Search(len(g.byKey), func(i int) bool {
		c := &g.all[g.byKey[i]]
		return c.Key > r.Key || c.Key == r.Key && c.Server >= r.Server
	})
	for _, i := range g.byKey[from:] {
		c := &g.all[i]
		if c.Key != r.Key || !strings.HasPrefix(c.Server, r.Server) {
			break
		}
		switch b := &g.all[best]; {
		case i == self:
		case best == self, b.atHost && strings.HasPrefix(c.Server, b.Server):
			best = i
		default:
			return self
		}
	}
	return best
}

// maxCandidates is how many reasons are looked at for each place where a cut one may go on.
// If there are more, several fit.
const maxCandidates = 100

// between returns those reasons of a server, from some to others in the order of keys, that
// go on with a text at a place up to which their keys are the same.
func (g *Grouper) between(server, text string, at, from, to int) (first, end int) {
	first = from + sort.Search(to-from, func(i int) bool {
		c := &g.all[g.byServer[from+i]]
		return c.Server > server || c.Server == server && c.Key[at:] >= text
	})
	end = first + sort.Search(to-first, func(i int) bool {
		c := &g.all[g.byServer[first+i]]
		return c.Server != server || !strings.HasPrefix(c.Key[at:], text)
	})
	return first, end
}

// findText returns the index of the only reason of the same server that
// all[self] begins. Candidates are adjacent in the order of keys: those that
// continue as the tail does, and those with a varying part somewhere in it.
func (g *Grouper) findText(self int) int {
	r := &g.all[self]
	best := self
	consider := func(prefix string) bool {
		from := sort.Search(len(g.byServer), func(i int) bool {
			c := &g.all[g.byServer[i]]
			return c.Server > r.Server || c.Server == r.Server && c.Key >= prefix
		})
		for n, i := range g.byServer[from:] {
			c := &g.all[i]
			if c.Server != r.Server || !strings.HasPrefix(c.Key, prefix) {
				break
			}
			if n == maxCandidates {
				return false
			}
			if i == self || !r.begins(c.Key) || same(r, c) && c.Key > r.Key {
				continue
			}
			switch b := &g.all[best]; {
			case best == self:
				best = i
			case i == best || same(b, c), c.Cut && c.begins(b.Key):
			case b.Cut && b.begins(c.Key):
				best = i
			default:
				return false
			}
		}
		return true
	}
	tail := strings.TrimRight(r.tail, " ")
	if !consider(r.stem + tail) {
		return self
	}
	if best != self {
		return best // a literal is likelier than a varying part
	}
	// Those between from and to begin like r as far as it was looked at.
	from, to := g.between(r.Server, r.stem, 0, 0, len(g.byServer))
	for i := range len(tail) {
		if to-from <= 1 { // none but r itself
			break
		}
		if i == 0 || !words.IsAlnum(tail[i-1]) {
			if a, b := g.between(r.Server, varies, len(r.stem)+i, from, to); a < b && !consider(r.stem+tail[:i]+varies) {
				return self
			}
		}
		from, to = g.between(r.Server, tail[i:i+1], len(r.stem)+i, from, to)
	}
	return best
}

// same reports whether two cut reasons can begin each other: both end in a
// varying part, recognised differently. The one with the lesser key represents
// both.
func same(a, b *Reason) bool {
	return a.Cut && b.Cut && a.begins(b.Key) && b.begins(a.Key)
}
