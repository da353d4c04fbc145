package reason

import (
	"net/netip"
	"strings"
)

// IsLocalhost reports whether a name or address, by [NormalHost], is that of
// the host itself.
func IsLocalhost(server string) bool {
	switch server {
	case "localhost", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback":
		return true
	}
	if strings.HasPrefix(server, "localhost.") || strings.HasPrefix(server, "localhost6.") || strings.HasPrefix(server, "localhost4.") {
		return true
	}
	if server == "" || !isDigit(server[len(server)-1]) && strings.IndexByte(server, ':') < 0 {
		return false // not an address
	}
	a, err := netip.ParseAddr(server)
	return err == nil && a.Unmap().IsLoopback()
}

// IsUnqualified reports whether a server's name, by [NormalHost], lacks a
// domain, or has one that a macro of the configuration should have supplied, or
// quotation marks of the configuration: such a name means something at this site
// only, if anything.
func IsUnqualified(server string) bool {
	if server == "" || IsLocalhost(server) || strings.ContainsAny(server, ":[") {
		return false
	}
	return strings.ContainsAny(server, "$'`\"") || !strings.Contains(server, ".")
}
