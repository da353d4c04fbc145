package share

import "strings"

// client masks the host that a client's text begins with; tokens finds the IP
// address behind it.
func (m *Mask) client(s string, hi int) (sp span, lo int) {
	end := strings.IndexAny(s[:hi], " \t\r\n")
	if end < 0 {
		end = hi
	}
	name := s[:end]
	if name == "" || strings.HasPrefix(name, "[") {
		return span{}, 0
	}
	with := ""
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		with, name = m.local(name[:at])+"@", name[at+1:]
	}
	if ip, ok := literal(name); ok {
		if with == "" && (m.keepsAddr(ip) || !m.r.Hosts) {
			return span{}, 0
		}
		if m.r.Hosts && !m.keepsAddr(ip) {
			name = m.addr(ip).String()
		}
	} else if m.r.Hosts {
		name = m.host(name)
	} else if m.r.Addresses && m.domains[cleanHost(name)] != "" {
		name = m.domain(name)
	}
	if with+name == s[:end] {
		return span{}, 0
	}
	return span{from: 0, to: end, kind: host, with: with + name}, end
}

// keptAround returns the end of a name that stays and has the part from i to
// to in it, 0 if there is none: mx.fabrikam.example is a server spoken to, even
// if fabrikam is somebody's address.
func (m *Mask) keptAround(s string, lo, i, to int) int {
	from := i
	for from > lo && from > i-maxDomain && (strings.IndexByte(".-_", s[from-1]) >= 0 || wordEndsAt(s, from)) {
		from--
	}
	for from < i && wordLen(s, from) == 0 {
		from++
	}
	end := domainEnd(s, from, len(s))
	if end < to || from == i && end == to {
		return 0
	}
	name := lower(s[from:end])
	if m.keep[name] || strings.IndexByte(name, '.') > 0 && m.keepsDomain(name) && m.hosts[name] == "" && m.domains[name] == "" && !m.isOwn(name) {
		return end
	}
	return 0
}

// hostAt returns the end of a host name of our side at i, 0 if there is none:
// one in a domain of the queue's servers, and in a Received field any.
func (m *Mask) hostAt(s string, i int, how mode) int {
	if !m.r.Hosts || len(m.own) == 0 && how&received == 0 || i > 0 && strings.IndexByte(".-_", s[i-1]) >= 0 && wordEndsAt(s, i-1) {
		return 0
	}
	end := domainEnd(s, i, len(s))
	name := s[i:end]
	dotted := strings.IndexByte(name, '.') > 0
	if !dotted && how&received == 0 || dotted && how&received == 0 && !m.hasOwnEnd(name) {
		return 0
	}
	if name = lower(name); isMask(name) || m.keep[name] {
		return 0
	}
	if dotted && m.isOwn(name) {
		if how&known != 0 && m.hosts[name] == "" {
			return 0
		}
		return end
	}
	if how&known == 0 && (likeHost(name) || introduced(s[:i])) {
		return end
	}
	return 0
}

// hasOwnEnd tells whether a name ends as the hosts of our side do.
func (m *Mask) hasOwnEnd(name string) bool {
	for _, d := range m.own {
		if len(name) > len(d) && strings.EqualFold(name[len(name)-len(d):], d) {
			return true
		}
	}
	return false
}

// likeHost tells whether a name has labels and ends like a top-level domain.
func likeHost(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	tld := name[dot+1:]
	if dot < 1 || len(tld) < 2 {
		return false
	}
	return strings.HasPrefix(tld, "xn--") || !strings.ContainsAny(tld, "0123456789-_")
}

// introduced tells whether a name of a Received field follows (RFC 5321
// section 4.4), whatever it looks like.
func introduced(before string) bool {
	before = lower(before[max(0, len(before)-16):])
	if rest, ok := strings.CutSuffix(before, "helo="); ok {
		before = rest + " helo"
	}
	f := strings.Fields(before)
	if len(f) == 0 || !strings.HasSuffix(before, f[len(f)-1]) && !blank(before[len(before)-1]) {
		return false
	}
	switch f[len(f)-1] {
	case "from", "by", "helo", "(helo", "(ehlo", "ehlo":
		return true
	}
	return false
}
