package share

import (
	"crypto/sha256"
	"strings"
)

// secretName is a mask for what the columns do not have: the same for the
// same original, whatever was met before.
func (m *Mask) secretName(prefix, s string) string {
	h := sha256.New()
	h.Write(m.key[:])
	h.Write([]byte(prefix + s))
	b := []byte(prefix)
	for _, c := range h.Sum(nil)[:secretLen] {
		b = append(b, secretChars[c%byte(len(secretChars))])
	}
	return string(b)
}

// Such a mask has nine characters, of five bits each.
const (
	secretLen   = 9
	secretChars = "abcdefghijklmnopqrstuvwxyz234567"
)

// isMask tells whether a name is a mask already, as in an archive that was
// redacted before.
func isMask(s string) bool {
	if h, ok := strings.CutSuffix(s, invalid); ok {
		return isNumbered(h, "host-", 2) || isNumbered(h, "domain-", 2)
	}
	return isNumbered(s, "person-", 4)
}

func isNumbered(s, prefix string, digits int) bool {
	n, ok := strings.CutPrefix(s, prefix)
	if !ok {
		return false
	}
	if len(n) == secretLen && strings.Trim(n, secretChars) == "" {
		return true
	}
	return len(n) >= digits && strings.Trim(n, "0123456789") == ""
}

// local masks what stands before the @.
func (m *Mask) local(s string) string {
	key := lower(s)
	if !m.r.Addresses || isRole(key) || isMask(key) {
		return s
	}
	v := m.people[key]
	if v == "" {
		v = m.secretName("person-", key)
		m.people[key] = v
	}
	return v
}

// domain masks what stands behind the @.
func (m *Mask) domain(s string) string {
	key := cleanHost(s)
	switch {
	case key == "" || isMask(key):
		return s
	case strings.HasPrefix(key, "["):
		if ip, ok := literal(key); ok && m.r.Hosts {
			return m.bracketed(s, ip)
		}
		return s
	case m.r.Hosts && (m.hosts[key] != "" || m.isOwn(key)):
		return m.host(s)
	case !m.r.Addresses || m.keepsDomain(key):
		return s
	}
	v := m.domains[key]
	if v == "" {
		v = m.secretName("domain-", key)
		m.domains[key] = v
	}
	return v + m.tld
}

// host masks a name of our side.
func (m *Mask) host(s string) string {
	key := cleanHost(s)
	v := m.hosts[key]
	switch {
	case !m.r.Hosts || key == "" || isMask(key):
		return s
	case v == "" && (m.keep[key] || isLocal(key)):
		return s
	case v == "":
		v = m.secretName("host-", key)
		m.hosts[key] = v
	}
	return v + m.tld
}

// isOwn tells whether a host is in a domain of the queue's servers.
func (m *Mask) isOwn(h string) bool {
	if m.keep[h] {
		return false
	}
	for _, d := range m.own {
		if strings.HasSuffix(h, d) {
			return true
		}
	}
	return false
}

// keepsDomain tells whether a domain keeps its name: it is that of a recipient
// or of a server spoken to, above one, or below.
func (m *Mask) keepsDomain(d string) bool {
	for rest := d; strings.IndexByte(rest, '.') > 0; {
		if m.keep[rest] {
			return true
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return m.keep[d] || m.above[d]
}
