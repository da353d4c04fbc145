package redact

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/app/redact/internal/naming"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// keyedName returns the pseudonym of an original that the queue's columns do not
// have. It depends on the original and the key alone.
func (rd *Redactor) keyedName(prefix, s string) string {
	h := sha256.New()
	h.Write(rd.key[:])
	h.Write([]byte(prefix + s))
	b := []byte(prefix)
	for _, c := range h.Sum(nil)[:hostname.KeyedLen] {
		b = append(b, hostname.KeyedChars[c%byte(len(hostname.KeyedChars))])
	}
	return string(b)
}

// Such a pseudonym ends in nine characters of five bits each.

// local redacts a local part.
func (rd *Redactor) local(s string) string {
	key := word.Lower(s)
	if !rd.hide.Addresses || naming.IsRole(key) || hostname.IsPseudonym(key) {
		return s
	}
	v := rd.people[key]
	if v == "" {
		v = rd.keyedName("person-", key)
		rd.people[key] = v
	}
	return v
}

// domain redacts the domain of an address.
func (rd *Redactor) domain(s string) string {
	key := hostname.Clean(s)
	switch {
	case key == "" || hostname.IsPseudonym(key):
		return s
	case strings.HasPrefix(key, "[") && ipaddr.IsLiteral(key):
		if ip, ok := ipaddr.Parse(key); ok && rd.hide.Hosts {
			return rd.bracketed(s, ip)
		}
		return s
	case rd.hide.Hosts && rd.hosts[key] != "":
		return rd.host(s)
	case rd.hide.Addresses && (rd.domains[key] != "" || slices.Contains(rd.own, key)):
	case rd.hide.Hosts && rd.isOwn(key):
		return rd.host(s)
	case !rd.hide.Addresses || rd.keepsDomain(key):
		return s
	}
	v := rd.domains[key]
	if v == "" {
		v = rd.keyedName("domain-", key)
		rd.domains[key] = v
	}
	return v + rd.tld
}

// host redacts the name of a host of our side.
func (rd *Redactor) host(s string) string {
	key := hostname.Clean(s)
	v := rd.hosts[key]
	switch {
	case !rd.hide.Hosts || key == "" || hostname.IsPseudonym(key):
		return s
	case v == "" && (rd.keep[key] || hostname.IsLocal(key)):
		return s
	case v == "":
		v = rd.keyedName("host-", key)
		rd.hosts[key] = v
	}
	return v + rd.tld
}

// isOwn reports whether a host, in the form of cleanHost, is in a domain of the
// organisation. If addresses are redacted too, so is the domain itself.
func (rd *Redactor) isOwn(h string) bool {
	for _, d := range rd.own {
		if hostname.Under(h, d) && (len(h) > len(d) || rd.hide.Addresses) {
			return true
		}
	}
	return false
}

// ownIn reports whether a name is in a domain of the organisation, or has it
// within, as example.com.relay.example.net does.
func (rd *Redactor) ownIn(name string) bool {
	for _, d := range rd.own {
		if hostname.Under(name, d) && (len(name) > len(d) || rd.hide.Addresses) {
			return true
		}
		if i := strings.Index(name, d+"."); i == 0 || i > 0 && name[i-1] == '.' {
			return true
		}
	}
	return false
}

// keepsDomain reports whether a domain keeps its name: it is that of a recipient
// or next hop, or a parent or subdomain of one.
func (rd *Redactor) keepsDomain(d string) bool {
	for rest := d; strings.IndexByte(rest, '.') > 0; {
		if rd.keep[rest] {
			return true
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return rd.keep[d] || rd.above[d]
}
