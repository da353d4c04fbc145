// Package audit searches files that are given away for names of the organisation.
// It has a list and decoders of its own and shares nothing with the code that
// redacts, so that a fault there cannot hide itself here.
package audit

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// List is what must not be in a file.
type List struct {
	domains []string        // with all names in them
	names   map[string]bool // of hosts, logins and people, each a whole word
	addrs   map[netip.Addr]bool
}

// Hit is a name that is left.
type Hit struct {
	From, To int    // in the text, about
	Found    string // the name
	Form     string // how it is written, "" as it is
}

const (
	// maxDomains bounds the domains that are searched for.
	maxDomains = 200
	// minWord is the length of the shortest name that is searched for without a
	// domain; shorter ones are in too many words.
	minWord = 6
)

// NewList collects the names of a queue that are below some domains: those of
// hosts, the addresses of hosts and the local parts of addresses. Domains are in
// every form in which they must be found.
func NewList(q *queue.Queue, domains []string) *List {
	l := &List{names: map[string]bool{}, addrs: map[netip.Addr]bool{}}
	for _, d := range domains {
		if d = strings.ToLower(d); len(l.domains) < maxDomains && !slices.Contains(l.domains, d) {
			l.domains = append(l.domains, d)
		}
	}
	seen := make([]bool, q.Strings.Len())
	each := func(column []queue.Str, f func(string)) {
		for _, s := range column {
			if s != 0 && !seen[s] {
				seen[s] = true
				f(q.Strings.Get(s))
			}
		}
	}
	for _, column := range [][]queue.Str{q.Client, q.OriginBy} {
		each(column, l.client)
	}
	for _, column := range [][]queue.Str{q.Sender, q.RcptAddr, q.Origin, q.Auth, q.OriginAuth} {
		each(column, l.address)
	}
	return l
}

// client takes the host and the address of a client in an own domain: "name
// [192.0.2.1]" (formats/sendmail.md §2.6).
func (l *List) client(s string) {
	host, rest, _ := strings.Cut(strings.ToLower(s), " ")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if !l.own(host) {
		return
	}
	rest = strings.TrimPrefix(strings.TrimLeft(rest, " ["), "ipv6:")
	addr, _, _ := strings.Cut(rest, "]")
	if a, err := netip.ParseAddr(addr); err == nil && !a.IsLoopback() {
		l.addrs[a.Unmap()] = true
	}
}

// address takes the local part of an address in an own domain.
func (l *List) address(s string) {
	s = strings.ToLower(strings.Trim(s, "<> "))
	at := strings.LastIndexByte(s, '@')
	if at < 0 || !l.own(s[at+1:]) {
		return
	}
	if local := s[:at]; len(local) >= minWord && mixed(local) {
		l.names[local] = true
	}
}

// mixed reports whether a local part cannot be a word of a language: it has
// letters, and a digit or a dot between them, and is one word of a text.
func mixed(s string) bool {
	letters, others := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			letters++
		case c >= '0' && c <= '9', c == '.' && i > 0 && i < len(s)-1:
			others++
		default:
			return false
		}
	}
	return letters >= 4 && others > 0
}

func (l *List) own(host string) bool {
	host = strings.TrimRight(host, ".> ")
	return slices.ContainsFunc(l.domains, func(d string) bool {
		return host == d || strings.HasSuffix(host, "."+d)
	})
}

// Search returns the names in a text, in whatever form they are written.
func (l *List) Search(text string) []Hit {
	if l == nil || len(l.domains) == 0 {
		return nil
	}
	s := searcher{list: l}
	s.search(form{text: text}, 0)
	return s.hits
}

type searcher struct {
	list *List
	hits []Hit
}

// maxHits bounds the names that are reported for one text.
const maxHits = 1000

// hit notes a name in a form, unless it was found at that place.
func (s *searcher) hit(f form, from, to int, name string) {
	h := Hit{f.place(from), f.place(to), name, f.name}
	h.To = max(h.To, h.From+1)
	if len(s.hits) < maxHits && !slices.ContainsFunc(s.hits, func(o Hit) bool { return o.From < h.To && h.From < o.To }) {
		s.hits = append(s.hits, h)
	}
}

// maxDepth is how many encodings within one another are undone.
const maxDepth = 3

// search searches a form of the text, and what is encoded in it.
func (s *searcher) search(f form, depth int) {
	s.plain(f)
	if depth == maxDepth {
		return
	}
	if plain, ok := f.unescaped(); ok {
		s.search(plain, depth+1)
	}
	f.runs(func(run form) { s.search(run, depth+1) })
}

// plain searches for domains in any context, and for the other names as words.
func (s *searcher) plain(f form) {
	low := lower(f.text)
	for _, d := range s.list.domains {
		for at := 0; ; {
			i := strings.Index(low[at:], d)
			if i < 0 {
				break
			}
			i += at
			at = i + len(d)
			if (i == 0 || !alnum(low[i-1])) && (at == len(low) || !alnum(low[at])) {
				s.hit(f, i, at, d)
			}
		}
	}
	if len(s.list.names)+len(s.list.addrs) == 0 {
		return
	}
	for i := 0; i < len(low); {
		if !alnum(low[i]) {
			i++
			continue
		}
		end := i
		for end < len(low) && (alnum(low[end]) || low[end] == '.' || low[end] == ':') {
			end++
		}
		word := strings.TrimRight(low[i:end], ".:")
		if s.list.names[word] {
			s.hit(f, i, i+len(word), word)
		} else if len(s.list.addrs) > 0 && len(word) >= 7 && len(word) <= 45 && (low[i] <= '9' || strings.IndexByte(word, ':') > 0) {
			if a, err := netip.ParseAddr(word); err == nil && s.list.addrs[a.Unmap()] {
				s.hit(f, i, i+len(word), word)
			}
		}
		i = end
	}
}

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// lower has the ASCII letters of s in lower case, at the same places.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
