package submitter

import (
	"net/netip"
	"strings"
)

// Address returns the IP address in a client's $_: "mx.example [192.0.2.1]".
func Address(s string) (netip.Addr, bool) {
	from := strings.LastIndexByte(s, '[')
	to := strings.LastIndexByte(s, ']')
	if from < 0 || to < from {
		return netip.Addr{}, false
	}
	a := s[from+1 : to]
	if len(a) > 5 && strings.EqualFold(a[:5], "IPv6:") {
		a = a[5:]
	}
	addr, err := netip.ParseAddr(a)
	return addr.Unmap().WithZone(""), err == nil
}

// NetworkOf returns the network of a client, of the size that one owner usually
// has: a /24, or a /64 of IPv6. It is "" for this host and if there is no
// address.
func NetworkOf(client string) string {
	a, ok := Address(client)
	if !ok || a.IsLoopback() {
		return ""
	}
	bits := 24
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
