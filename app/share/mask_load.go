package share

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/netip"
)

// Map returns the private list of all masks given so far.
func (m *Mask) Map() *Map {
	if m == nil {
		return &Map{Schema: MapSchema}
	}
	out := &Map{
		Schema: MapSchema, Key: hex.EncodeToString(m.key[:]),
		People: maps.Clone(m.people), Domains: maps.Clone(m.domains), Hosts: maps.Clone(m.hosts),
		Addresses: make(map[string]string, len(m.addrs)), IDs: maps.Clone(m.ids),
	}
	for from, to := range m.addrs {
		out.Addresses[from.String()] = to.String()
	}
	return out
}

// load takes over the masks of a map, each checked to be one: whatever the
// file says, nothing else comes into an export by it.
func (m *Mask) load(k *Map) error {
	key, err := hex.DecodeString(k.Key)
	if err != nil || len(key) != sha256.Size {
		return fmt.Errorf("the map's key is not 64 hex digits: %.80q", k.Key)
	}
	m.key, m.keyed = [sha256.Size]byte(key), true
	for _, part := range []struct {
		from, to map[string]string
		is       func(string) bool
	}{
		{k.People, m.people, func(s string) bool { return isNumbered(s, "person-", 4) }},
		{k.Domains, m.domains, func(s string) bool { return isNumbered(s, "domain-", 2) }},
		{k.Hosts, m.hosts, func(s string) bool { return isNumbered(s, "host-", 2) }},
		{k.IDs, m.ids, func(s string) bool { return isToken(s) && len(s) <= 40 }},
	} {
		used := map[string]bool{}
		for from, to := range part.from {
			if !part.is(to) || used[to] || from == "" {
				return fmt.Errorf("the map's mask %.80q for %.80q is damaged or there twice", to, from)
			}
			part.to[from], used[to] = to, true
		}
	}
	used := map[netip.Addr]bool{}
	for from, to := range k.Addresses {
		a, ok := literal(from)
		b, ok2 := literal(to)
		if !ok || !ok2 || used[b] || a.Is4() && !masked4.Contains(b) || a.Is6() && !masked6.Contains(b) {
			return fmt.Errorf("the map's mask %.80q for %.80q is damaged or there twice", to, from)
		}
		m.addrs[a], used[b] = b, true
		m.nets[subnet(a)] = subnet(b)
		m.netUsed[subnet(b)] = true
	}
	return nil
}
