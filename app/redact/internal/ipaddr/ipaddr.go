// Package ipaddr reads and writes IP addresses in the forms that mail has: literals, parts,
// numbers, nibbles, and the networks that serve as pseudonyms.
package ipaddr

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// The addresses that serve as pseudonyms are in use nowhere (RFC 1112 section 4,
// RFC 9637).
var (
	Pool4 = netip.PrefixFrom(netip.AddrFrom4([4]byte{240}), 4)
	Pool6 = netip.PrefixFrom(netip.AddrFrom16([16]byte{0x3f, 0xff}), 20)
)

// Parse parses an IP address as written in domains and relay clients, with
// or without brackets and IPv6:.
func Parse(s string) (netip.Addr, bool) {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")
	if len(s) > 5 && strings.EqualFold(s[:5], "IPv6:") {
		s = s[5:]
	}
	if s == "" || len(s) > 45 || s[0] != ':' && !escape.HexDigit(s[0]) {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}

// IsLiteral reports whether a text begins with brackets around what could be an IP
// address: anything else in brackets is a name.
func IsLiteral(s string) bool {
	in, _, ok := strings.Cut(strings.TrimPrefix(s, "["), "]")
	if len(in) > 5 && strings.EqualFold(in[:5], "IPv6:") {
		in = in[5:]
	}
	return ok && strings.HasPrefix(s, "[") && strings.Trim(word.Lower(in), "0123456789abcdef.:") == ""
}

// Subnet returns the part of an address that gets a common pseudonym.
func Subnet(a netip.Addr) netip.Prefix {
	bits := 64
	if a.Is4() {
		bits = 24
	}
	p, _ := a.Prefix(bits)
	return p
}

// Sorted returns addresses in their order.
func Sorted(set map[netip.Addr]bool) []netip.Addr {
	all := make([]netip.Addr, 0, len(set))
	for a := range set {
		all = append(all, a)
	}
	sort.Slice(all, func(a, b int) bool { return all[a].Less(all[b]) })
	return all
}

// Nets4 is how many IPv4 subnets serve as pseudonyms; the upper half is for
// subnets that only texts have.
const Nets4 = 14 << 16

// Net4 returns an IPv4 subnet that serves as a pseudonym, of the Nets4 that there are.
func Net4(n uint32) netip.Prefix {
	n %= Nets4
	return Subnet(netip.AddrFrom4([4]byte{240 + byte(n>>16), byte(n >> 8), byte(n), 0}))
}

// Net6 returns an IPv6 subnet that serves as a pseudonym.
func Net6(n uint64) netip.Prefix {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], 0x3fff<<48|n&(1<<44-1))
	return Subnet(netip.AddrFrom16(b))
}

// Reverse returns an IPv4 address with its bytes in reverse order, as DNS names have them.
func Reverse(a netip.Addr) netip.Addr {
	b := a.As4()
	slices.Reverse(b[:])
	return netip.AddrFrom4(b)
}

// Number reads an IPv4 address that is one number, decimal or hexadecimal, or an IPv6 address
// without its colons.
func Number(s string) netip.Addr {
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

// Parts reads up to four parts of an IPv4 address, the last of which stands for the rest. Parts with a
// zero before them are octal or decimal.
func Parts(parts []string, octal bool) (netip.Addr, bool) {
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

// FromNibbles reads the digits of an IPv6 address from the last to the first, as in ip6.arpa.
func FromNibbles(parts []string) (netip.Addr, bool) {
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

// Nibbles writes an IPv6 address as nibbles reads it.
func Nibbles(a netip.Addr, sep string) string {
	digits := strings.Split(strings.ReplaceAll(a.StringExpanded(), ":", ""), "")
	for l, r := 0, len(digits)-1; l < r; l, r = l+1, r-1 {
		digits[l], digits[r] = digits[r], digits[l]
	}
	return strings.Join(digits, sep)
}

// IsPseudonym reports whether an address serves as a pseudonym.
func IsPseudonym(a netip.Addr) bool { return Pool4.Contains(a) || Pool6.Contains(a) }
