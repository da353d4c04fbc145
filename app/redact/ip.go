package redact

import (
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// keepsAddr reports whether an IP address stays: that of the host itself, a
// pseudonym, or that of a next hop.
func (rd *Redactor) keepsAddr(a netip.Addr) bool {
	return a.IsUnspecified() || a == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || a == netip.IPv6Loopback() ||
		ipaddr.IsPseudonym(a) || rd.keep[a.String()]
}

// assignAddrs numbers the subnets of the addresses in their order.
func (rd *Redactor) assignAddrs(set map[netip.Addr]bool) {
	var n4, n6 uint32
	for _, a := range ipaddr.Sorted(set) {
		if rd.keepsAddr(a) {
			continue
		}
		p := ipaddr.Subnet(a)
		for rd.nets[p] == (netip.Prefix{}) {
			var to netip.Prefix
			if a.Is4() {
				n4++
				to = ipaddr.Net4(n4)
			} else {
				n6++
				to = ipaddr.Net6(uint64(n6))
			}
			rd.setNet(p, to)
		}
		rd.addr(a)
	}
}

// setNet assigns a pseudonym to a subnet, unless another subnet has it.
func (rd *Redactor) setNet(p, to netip.Prefix) {
	if !rd.netUsed[to] || len(rd.netUsed) >= ipaddr.Nets4-1 { // once all are in use, two may share one
		rd.nets[p], rd.netUsed[to] = to, true
	}
}

// addr returns the pseudonym of an IP address.
func (rd *Redactor) addr(a netip.Addr) netip.Addr {
	if v, ok := rd.addrs[a]; ok {
		return v
	}
	p := ipaddr.Subnet(a)
	for n := uint64(0); rd.nets[p] == (netip.Prefix{}); n++ {
		h := rd.digest("net", p.Addr().String()) + n
		if a.Is4() {
			rd.setNet(p, ipaddr.Net4(ipaddr.Nets4/2+uint32(h%(ipaddr.Nets4/2))))
		} else {
			rd.setNet(p, ipaddr.Net6(h|1<<43))
		}
	}
	// Within a subnet, multiply by an odd number and add another: both depend
	// on the subnet, and no two addresses get the same pseudonym.
	h := rd.digest("host", p.Addr().String())
	to := rd.nets[p].Addr()
	if a.Is4() {
		b := to.As4()
		b[3] = a.As4()[3]*byte(h|1) + byte(h>>8)
		to = netip.AddrFrom4(b)
	} else {
		b, from := to.As16(), a.As16()
		binary.BigEndian.PutUint64(b[8:], binary.BigEndian.Uint64(from[8:])*(h|1)+h>>32)
		to = netip.AddrFrom16(b)
	}
	rd.addrs[a] = to
	return to
}

func (rd *Redactor) digest(what, s string) uint64 {
	h := sha256.New()
	h.Write(rd.key[:])
	h.Write([]byte(what + s))
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// bracketed redacts an address literal, [192.0.2.1] or [IPv6:2001:db8::1].
func (rd *Redactor) bracketed(s string, a netip.Addr) string {
	if rd.keepsAddr(a) {
		return s
	}
	to := rd.addr(a)
	if to.Is6() {
		return "[IPv6:" + to.String() + "]"
	}
	return "[" + to.String() + "]"
}

// ipAt finds an IP address at i, the start of a word, and its pseudonym. from is
// where it begins, since "::" may precede the word.
func (rd *Redactor) ipAt(s string, i, lo, hi int, how mode) (from, end int, with string) {
	if s[i] >= '0' && s[i] <= '9' {
		if end, with = rd.ip4At(s, i, hi, how); end > 0 {
			return i, end, with
		}
	}
	if !escape.HexDigit(s[i]) {
		return 0, 0, ""
	}
	from = i
	for from > lo && i-from < 2 && s[from-1] == ':' {
		from--
	}
	if i-from == 1 {
		from = i
	}
	end = from
	colons := 0
	for end < hi && end-from < 46 && (escape.HexDigit(s[end]) || s[end] == ':' || s[end] == '.') {
		if s[end] == ':' {
			colons++
		}
		end++
	}
	if dot := strings.LastIndexByte(s[from:end], '.'); dot > 0 && (end < hi && word.Len(s, end) > 0 || strings.Count(s[from:end], ".") < 3) {
		end = from + dot // the name of a file goes on
	}
	if colons < 2 || end < hi && word.Len(s, end) > 0 {
		return 0, 0, ""
	}
	for ; end > from+1; end-- {
		if a, err := netip.ParseAddr(s[from:end]); err == nil {
			a = a.Unmap()
			if rd.keepsAddr(a) || !rd.replaces(a, how) {
				return from, end, s[from:end]
			}
			return from, end, rd.addr(a).String()
		}
		if c := s[end-1]; c != ':' && c != '.' {
			break
		}
	}
	return 0, 0, ""
}

// replaces reports whether an address is replaced: all are, except in a search
// for leaks.
func (rd *Redactor) replaces(a netip.Addr, how mode) bool {
	_, ok := rd.addrs[a]
	return ok || how&known == 0
}

// ip4At finds a dotted quad, also reversed before the name of a zone.
func (rd *Redactor) ip4At(s string, i, hi int, how mode) (end int, with string) {
	if i > 1 && s[i-1] == '.' && word.At(s, i-2) {
		return 0, ""
	}
	dots := 0
	for end = i; end < hi && end-i < 16; end++ {
		if c := s[end]; c == '.' && end+1 < hi && s[end+1] >= '0' && s[end+1] <= '9' && dots < 3 {
			dots++
		} else if c < '0' || c > '9' {
			break
		}
	}
	if dots != 3 || end < hi && word.Len(s, end) > 0 {
		return 0, ""
	}
	a, err := netip.ParseAddr(s[i:end])
	if err != nil {
		return 0, ""
	}
	dotted := end+1 < hi && s[end] == '.'
	if dotted && s[end+1] >= '0' && s[end+1] <= '9' {
		return 0, "" // five numbers: a version
	}
	reversed := dotted && word.Len(s, end+1) > 0
	if reversed {
		a = ipaddr.Reverse(a)
	}
	_, listed := rd.addrs[a]
	// QUIRK: a release such as 8.17.1.9 is in Received lines as
	// "(8.17.1.9/8.17.1.9/Debian-2)".
	version := !listed && a.As4()[0] == 8 && (i > 0 && s[i-1] == '/' || end < hi && s[end] == '/')
	if version || rd.keepsAddr(a) || !rd.replaces(a, how) {
		return end, s[i:end]
	}
	to := rd.addr(a)
	if reversed {
		to = ipaddr.Reverse(to)
	}
	return end, to.String()
}
