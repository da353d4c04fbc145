package triage

import (
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// client is the submitter of a message, as sendmail writes it into $_:
// "[ident@]name [address]", with " (may be forged)" behind it if the name does
// not lead back to the address; "[address]" without a name; "user@localhost" for
// a program of this server (formats/sendmail.md §2.4).
type client struct {
	user string // by ident, or the user of this server
	host string // in lower case; "" without one that can be trusted
	addr netip.Addr
	text string
}

func parseClient(text string) client {
	c := client{text: text}
	c.addr, _ = clientAddr(text)
	name, _, _ := strings.Cut(text, " ")
	name = strings.TrimPrefix(name, "IDENT:")
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		c.user, name = name[:at], name[at+1:]
	}
	if !strings.HasPrefix(name, "[") && !strings.HasSuffix(text, "(may be forged)") {
		c.host = reason.NormalHost(name)
	}
	return c
}

// name returns the client's name as a source: its host name, or its address if it
// has no name that can be trusted.
func (c *client) name() string {
	switch {
	case c.host != "":
		return c.host
	case c.addr.IsValid():
		return c.addr.String()
	}
	return c.text
}

// isHere reports whether the client is the server itself whose queue the
// directory is. A loopback address other than that of localhost with the name of
// another host is that host: where names lead to such addresses, several hosts
// live on one machine.
func (c *client) isHere(dir *queue.Dir) bool {
	switch {
	case isOwnHost(c.host, dir):
		return true
	case c.host != "" && c.addr.Is4() && c.addr != localhost4:
		return false
	}
	return c.addr.IsLoopback()
}

var localhost4 = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// isOwnHost reports whether a name is that of the server whose queue the
// directory is.
func isOwnHost(host string, dir *queue.Dir) bool {
	host = strings.ToLower(host)
	return reason.IsLocalhost(host) || host != "" && host == strings.ToLower(dir.Name)
}

// ClientAddress returns the address in a client's $_, "" if it has none.
func ClientAddress(text string) string {
	if a, ok := clientAddr(text); ok {
		return a.String()
	}
	return ""
}
