// Package hostname judges the names of hosts and domains: whose they are, and whether they
// are pseudonyms already.
package hostname

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/punycode"
	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// Pseudonyms of names that only texts have end in KeyedLen of KeyedChars.
const (
	KeyedLen   = 9
	KeyedChars = "abcdefghijklmnopqrstuvwxyz234567"
)

// Invalid is a top-level domain that does not exist (RFC 2606).
const Invalid = ".invalid"

// Clean returns a host name in the form in which it is looked up: lower case,
// without a final dot, and with the letters that punycode stands for.
func Clean(s string) string {
	s = word.Lower(strings.TrimRight(s, ".> "))
	if strings.Contains(s, punycode.Prefix) {
		return punycode.ToUnicode(s, len(s))
	}
	return s
}

// IsLocal reports whether a name is that of the host itself, on every host.
func IsLocal(host string) bool {
	return strings.EqualFold(host, "localhost") || strings.EqualFold(host, "localhost.localdomain")
}

// IsDomain reports whether a name in lower case has labels separated by dots,
// the last of which is not a number.
func IsDomain(name string) bool {
	if name == "" || len(name) > addrspec.MaxDomain || IsPseudonym(name) || IsLocal(name) {
		return false
	}
	labels := strings.Split(name, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 {
			return false
		}
		for i := range len(l) {
			if c := l[i]; c != '-' && c != '_' && c < utf8.RuneSelf && word.Len(l, i) == 0 {
				return false
			}
		}
	}
	return len(labels) > 1 && strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

// Organisation returns the domain under which an organisation has the given name:
// example.com of mail.example.com, and example.co.uk of mail.example.co.uk. It
// is "" if the name has none.
func Organisation(name string) string {
	if !IsDomain(name) {
		return ""
	}
	labels := strings.Split(name, ".")
	n := 2
	if len(labels) > 2 && len(labels[len(labels)-1]) == 2 && registries[labels[len(labels)-2]] {
		n = 3
	}
	return strings.Join(labels[len(labels)-n:], ".")
}

// privateEnds are the top-level domains that only private networks use (RFC 6762
// appendix G, RFC 8375, and what ICANN reserves or has found in wide use).
var privateEnds = [...]string{".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".private", ".localdomain", ".home.arpa"}

// IsPrivate reports whether a host, in the form of cleanHost, has a name that no
// public DNS has.
func IsPrivate(host string) bool {
	return !IsLocal(host) && !IsPseudonym(host) && slices.ContainsFunc(privateEnds[:], func(end string) bool { return strings.HasSuffix(host, end) })
}

// IsInside reports whether a host, in the form of cleanHost, is one of ours by its
// name alone: it has no domain, or a private one.
func IsInside(host string) bool { return strings.IndexByte(host, '.') < 0 || IsPrivate(host) }

// registries are the labels under which countries register organisations, as in
// example.co.uk.
var registries = func() map[string]bool {
	m := map[string]bool{}
	for _, l := range strings.Fields("ac co com edu go gob gouv gov gv info ltd me mil ne net nhs nom or org plc sch web") {
		m[l] = true
	}
	return m
}()

// Under reports whether a name is a domain or in it.
func Under(name, domain string) bool {
	return name == domain || len(name) > len(domain) && name[len(name)-len(domain)-1] == '.' && strings.HasSuffix(name, domain)
}

// IsPseudonym reports whether a name is a pseudonym already, as in an archive
// that was redacted before.
func IsPseudonym(s string) bool {
	if h, ok := strings.CutSuffix(s, Invalid); ok {
		return IsNumbered(h, "host-", 2) || IsNumbered(h, "domain-", 2)
	}
	return IsNumbered(s, "person-", 4)
}

// IsNumbered reports whether a name is a prefix and the rest of a pseudonym.
func IsNumbered(s, prefix string, digits int) bool {
	n, ok := strings.CutPrefix(s, prefix)
	if !ok {
		return false
	}
	if len(n) == KeyedLen && strings.Trim(n, KeyedChars) == "" {
		return true
	}
	return len(n) >= digits && strings.Trim(n, "0123456789") == ""
}

// EndsInPseudonym reports whether a local part is a pseudonym, maybe after an
// escape.
func EndsInPseudonym(local string) bool {
	i := strings.LastIndex(local, "person-")
	if i < 0 || !IsPseudonym(local[i:]) {
		return false
	}
	return i == 0 || i >= 3 && strings.IndexByte("=%+", local[i-3]) >= 0 && escape.HexDigit(local[i-2]) && escape.HexDigit(local[i-1])
}
