package redact

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// client redacts the host that the text of a relay client begins with. lo is
// where the rest begins, whose IP address tokens finds.
func (rd *Redactor) client(s string, hi int) (sp span, lo int) {
	end := strings.IndexAny(s[:hi], " \t\r\n")
	if end < 0 {
		end = hi
	}
	name := s[:end]
	if name == "" || ipaddr.IsLiteral(name) {
		return span{}, 0
	}
	with := ""
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		with, name = rd.local(name[:at])+"@", name[at+1:]
	}
	if ip, ok := ipaddr.Parse(name); ok {
		if with == "" && (rd.keepsAddr(ip) || !rd.hide.Hosts) {
			return span{}, 0
		}
		if rd.hide.Hosts && !rd.keepsAddr(ip) {
			name = rd.addr(ip).String()
		}
	} else if rd.hide.Hosts {
		name = rd.host(name)
	} else if rd.hide.Addresses && rd.domains[hostname.Clean(name)] != "" {
		name = rd.domain(name)
	}
	if with+name == s[:end] {
		return span{}, 0
	}
	return span{from: 0, to: end, kind: dictionary.Host, with: with + name}, end
}

// keptAround returns the end of a name that stays and contains s[i:to], 0 if
// there is none: mx.fabrikam.example is a next hop even if fabrikam is a local
// part.
func (rd *Redactor) keptAround(s string, lo, i, to int) int {
	from := i
	for from > lo && from > i-addrspec.MaxDomain && (strings.IndexByte(".-_", s[from-1]) >= 0 || word.EndsAt(s, from)) {
		from--
	}
	for from < i && word.Len(s, from) == 0 {
		from++
	}
	end := addrspec.DomainEnd(s, from, len(s))
	if end < to || from == i && end == to {
		return 0
	}
	name := word.Lower(s[from:end])
	if rd.keep[name] || strings.IndexByte(name, '.') > 0 && rd.keepsDomain(name) && rd.hosts[name] == "" && rd.domains[name] == "" && !rd.ownIn(name) {
		return end
	}
	return 0
}

// hostAt returns the end of a host name of our side that begins at i, 0 if there
// is none: a name in a domain of the organisation or of a private network, in a
// Received field any name.
func (rd *Redactor) hostAt(s string, i int, how mode) int {
	if !rd.hide.Hosts || i > 0 && strings.IndexByte(".-_", s[i-1]) >= 0 && word.EndsAt(s, i-1) {
		return 0
	}
	end := addrspec.DomainEnd(s, i, len(s))
	name := s[i:end]
	dotted := strings.IndexByte(name, '.') > 0
	if !dotted && how&received == 0 {
		return 0
	}
	if name = hostname.Clean(name); hostname.IsPseudonym(name) || rd.keep[name] {
		return 0
	}
	if dotted && (rd.ownIn(name) || hostname.IsPrivate(name)) {
		return end
	}
	if how&known == 0 && how&received != 0 && (likeHost(name) || introduced(s[:i])) {
		return end
	}
	return 0
}

// likeHost reports whether a name has labels and ends like a top-level domain.
func likeHost(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	tld := name[dot+1:]
	if dot < 1 || len(tld) < 2 {
		return false
	}
	return strings.HasPrefix(tld, "xn--") || !strings.ContainsAny(tld, "0123456789-_")
}

// introduced reports whether the next word in a Received field is a host (RFC
// 5321 section 4.4), whatever it looks like.
func introduced(before string) bool {
	before = word.Lower(before[max(0, len(before)-16):])
	if rest, ok := strings.CutSuffix(before, "helo="); ok {
		before = rest + " helo"
	}
	f := strings.Fields(before)
	if len(f) == 0 || !strings.HasSuffix(before, f[len(f)-1]) && !word.Blank(before[len(before)-1]) {
		return false
	}
	switch f[len(f)-1] {
	case "from", "by", "helo", "(helo", "(ehlo", "ehlo":
		return true
	}
	return false
}

// Server redacts the name of a next hop: it stays unless it is known to be of
// our side.
func (rd *Redactor) Server(s string) string {
	if rd == nil {
		return s
	}
	switch {
	case rd.hosts[s] != "":
		return rd.host(s)
	case rd.domains[s] != "":
		return rd.domain(s)
	}
	if to := rd.insideHost(s); to != s {
		return to
	}
	return rd.Text(s)
}
