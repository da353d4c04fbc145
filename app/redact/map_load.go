package redact

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/netip"
)

// Map returns the private list of all masks given so far.
func (rd *Redactor) Map() *Map {
	if rd == nil {
		return &Map{Schema: MapSchema}
	}
	out := &Map{
		Schema: MapSchema, Key: hex.EncodeToString(rd.key[:]),
		People: maps.Clone(rd.people), Domains: maps.Clone(rd.domains), Hosts: maps.Clone(rd.hosts),
		Addresses: make(map[string]string, len(rd.addrs)), IDs: maps.Clone(rd.ids),
	}
	for from, to := range rd.addrs {
		out.Addresses[from.String()] = to.String()
	}
	return out
}

// load takes over the masks of a map, each checked to be one: whatever the
// file says, nothing else comes into an export by it.
func (rd *Redactor) load(k *Map) error {
	key, err := hex.DecodeString(k.Key)
	if err != nil || len(key) != sha256.Size {
		return fmt.Errorf("the map's key is not 64 hex digits: %.80q", k.Key)
	}
	rd.key, rd.keyed = [sha256.Size]byte(key), true
	for _, part := range []struct {
		from, to map[string]string
		is       func(string) bool
	}{
		{k.People, rd.people, func(s string) bool { return isNumbered(s, "person-", 4) }},
		{k.Domains, rd.domains, func(s string) bool { return isNumbered(s, "domain-", 2) }},
		{k.Hosts, rd.hosts, func(s string) bool { return isNumbered(s, "host-", 2) }},
		{k.IDs, rd.ids, func(s string) bool { return isToken(s) && len(s) <= 40 }},
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
		if !ok || !ok2 || used[b] || a.Is4() && !pool4.Contains(b) || a.Is6() && !pool6.Contains(b) {
			return fmt.Errorf("the map's mask %.80q for %.80q is damaged or there twice", to, from)
		}
		rd.addrs[a], used[b] = b, true
		rd.nets[subnet(a)] = subnet(b)
		rd.netUsed[subnet(b)] = true
	}
	return nil
}
