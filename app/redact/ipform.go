package redact

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
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
		if a := number4(s[i:end]); rd.listed[a] {
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
		if a, ok := nibbles(parts[:32]); ok && rd.listed[a] {
			return i + 63, nibbled(rd.addr(a), sep)
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
			a, ok := aton(parts[:n], octal)
			switch {
			case !ok || sep != "." && n < 4:
			case rd.listed[a]:
				return to, strings.ReplaceAll(rd.addr(a).String(), ".", sep)
			case n == 4 && rd.listed[reverse(a)]:
				return to, strings.ReplaceAll(reverse(rd.addr(reverse(a))).String(), ".", sep)
			}
		}
	}
	return 0, ""
}

// number4 reads an IPv4 address that is one number, decimal or hexadecimal, or an IPv6 address
// without its colons.
func number4(s string) netip.Addr {
	s = strings.TrimPrefix(word.Lower(s), "0x")
	if b, err := hex.DecodeString(s); err == nil && (len(b) == 4 || len(b) == 16) {
		a, _ := netip.AddrFromSlice(b)
		return a
	}
	if n, err := strconv.ParseUint(s, 10, 32); err == nil && len(s) > 7 {
		return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
	}
	return netip.Addr{}
}

// aton reads up to four parts of an IPv4 address, the last of which stands for the rest. Parts with a
// zero before them are octal or decimal.
func aton(parts []string, octal bool) (netip.Addr, bool) {
	var sum uint64
	for k, p := range parts {
		base := 10
		if rest, ok := strings.CutPrefix(word.Lower(p), "0x"); ok {
			p, base = rest, 16
		} else if octal && len(p) > 1 && p[0] == '0' {
			base = 8
		}
		n, err := strconv.ParseUint(p, base, 32)
		left := 0
		if k == len(parts)-1 {
			left = 4 - len(parts)
		}
		if err != nil || n >= 1<<(8*(left+1)) {
			return netip.Addr{}, false
		}
		sum = sum<<(8*(left+1)) | n
	}
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}), true
}

// nibbles reads the digits of an IPv6 address from the last to the first, as in ip6.arpa.
func nibbles(parts []string) (netip.Addr, bool) {
	digits := make([]byte, 0, len(parts))
	for k := len(parts) - 1; k >= 0; k-- {
		if len(parts[k]) != 1 {
			return netip.Addr{}, false
		}
		digits = append(digits, parts[k][0])
	}
	b, err := hex.DecodeString(string(digits))
	a, ok := netip.AddrFromSlice(b)
	return a, err == nil && ok
}

// nibbled writes an IPv6 address as nibbles reads it.
func nibbled(a netip.Addr, sep string) string {
	digits := strings.Split(strings.ReplaceAll(a.StringExpanded(), ":", ""), "")
	for l, r := 0, len(digits)-1; l < r; l, r = l+1, r-1 {
		digits[l], digits[r] = digits[r], digits[l]
	}
	return strings.Join(digits, sep)
}
