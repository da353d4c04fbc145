package redact

import (
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// ipForm finds an IP address of the queue in another notation than usual, at the word s[i:end], and
// returns its end and the pseudonym: within the names of hosts (203-0-113-7, 7_113_0_203), as the
// nibbles of an IPv6 address before the name of a zone, as a number, and with octal or hexadecimal
// parts as inet_aton reads them. Since such texts may mean something else, only the addresses that
// the queue's columns have are looked for.
func (rd *Redactor) ipForm(s string, i, end, hi int, how mode) (to int, with string) {
	if len(rd.listed) == 0 || !escape.HexDigit(s[i]) || end-i > 32 {
		return 0, ""
	}
	if how&known == 0 { // a file has numbers of its own: times, sizes, ids
		if a := ipaddr.Number(s[i:end]); rd.listed[a] {
			return end, rd.addr(a).String()
		}
	}
	if end == hi || strings.IndexByte(".-_", s[end]) < 0 {
		return 0, ""
	}
	sep := s[end : end+1]
	to = end
	for to < hi && (s[to] == sep[0] || word.Len(s, to) == 1) && to-i < 70 {
		to++
	}
	parts := strings.Split(s[i:to], sep)
	if len(parts) >= 32 {
		if a, ok := ipaddr.FromNibbles(parts[:32]); ok && rd.listed[a] {
			return i + 63, ipaddr.Nibbles(rd.addr(a), sep)
		}
	}
	if sep == "-" {
		for n := min(len(parts), 9); n >= 3; n-- { // a name may go on after it
			text := strings.Join(parts[:n], ":")
			if a, err := netip.ParseAddr(text); err == nil && rd.listed[a] {
				return i + len(text), strings.ReplaceAll(rd.addr(a).String(), ":", sep)
			}
		}
	}
	return rd.dotted(parts, i, sep)
}

// dotted finds an IPv4 address in the parts of a text, which begins at i.
func (rd *Redactor) dotted(parts []string, i int, sep string) (to int, with string) {
	for n := min(len(parts), 4); n >= 2; n-- {
		to = i + len(strings.Join(parts[:n], sep))
		for _, octal := range [...]bool{false, true} {
			a, ok := ipaddr.Parts(parts[:n], octal)
			switch {
			case !ok || sep != "." && n < 4:
			case rd.listed[a]:
				return to, strings.ReplaceAll(rd.addr(a).String(), ".", sep)
			case n == 4 && rd.listed[ipaddr.Reverse(a)]:
				return to, strings.ReplaceAll(ipaddr.Reverse(rd.addr(ipaddr.Reverse(a))).String(), ".", sep)
			}
		}
	}
	return 0, ""
}
