package causes

import (
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// split lists what a cause consists of, the largest first. Each becomes a Part
// by part, which leaves out the counts.
func (c *Cause) split(are string, list []*named, part func(*named) Part) {
	c.PartsAre, c.PartsOf = are, len(list)
	for _, n := range list[:min(len(list), MaxParts)] {
		p := part(n)
		p.Count, p.Last = n.n, n.Newest
		c.Parts = append(c.Parts, p)
	}
}

// inside sums up several parts for a subtitle: "9 servers, mostly
// mx2.example.org". It is "" for one part.
func inside(list []*named, one, many string) string {
	if len(list) < 2 {
		return ""
	}
	sum := 0
	for _, n := range list {
		sum += n.n
	}
	text := words.Plural(len(list), one, many)
	if name := list[0].name; name != "" && 2*list[0].n > sum {
		name, _ = clientName(name)
		text += ", mostly " + quote(name)
	}
	return text
}

// clientName separates the name of a client from its address:
// "mx.example.org" and "[192.0.2.25]".
func clientName(client string) (name, address string) {
	if n := strings.LastIndex(client, " ["); n > 0 && strings.HasSuffix(client, "]") {
		return client[:n], client[n+1:]
	}
	return client, ""
}

// deferrable returns the address of a client whose mail can be deferred; "" where
// this makes no sense, or where it has forms of its own in a table of clients.
func deferrable(address string) string {
	a, err := netip.ParseAddr(strings.Trim(address, "[]"))
	if err != nil || !a.Is4() || a.IsLoopback() {
		return ""
	}
	return a.String()
}
