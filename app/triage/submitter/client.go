package submitter

import (
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// Client is the submitter of a message, as sendmail writes it into $_:
// "[ident@]name [address]", with " (may be forged)" behind it if the name does
// not lead back to the address; "[address]" without a name; "user@localhost" for
// a program of this server (formats/sendmail.md §2.4).
type Client struct {
	User string // by ident, or the user of this server
	Host string // in lower case; "" without one that can be trusted
	Addr netip.Addr
	Text string // as sendmail wrote it
}

// ParseClient takes $_ apart.
func ParseClient(text string) Client {
	c := Client{Text: text}
	c.Addr, _ = Address(text)
	name, _, _ := strings.Cut(text, " ")
	name = strings.TrimPrefix(name, "IDENT:")
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		c.User, name = name[:at], name[at+1:]
	}
	if !strings.HasPrefix(name, "[") && !strings.HasSuffix(text, "(may be forged)") {
		c.Host = reason.NormalHost(name)
	}
	return c
}

// Name returns the client's name as a source: its host name, or its address if it
// has no name that can be trusted.
func (c *Client) Name() string {
	switch {
	case c.Host != "":
		return c.Host
	case c.Addr.IsValid():
		return c.Addr.String()
	}
	return c.Text
}

// IsHere reports whether the client is the server with the queue, whose name is server. A loopback address other than that of localhost with the name of
// another host is that host: where names lead to such addresses, several hosts
// live on one machine.
func (c *Client) IsHere(server string) bool {
	switch {
	case IsServer(c.Host, server):
		return true
	case c.Host != "" && c.Addr.Is4() && c.Addr != localhost4:
		return false
	}
	return c.Addr.IsLoopback()
}

var localhost4 = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// IsServer reports whether a name is that of the server with the queue.
func IsServer(host, server string) bool {
	host = strings.ToLower(host)
	return reason.IsLocalhost(host) || host != "" && host == strings.ToLower(server)
}
