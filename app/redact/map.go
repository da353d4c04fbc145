package redact

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/netip"

	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MapSchema is the format of a Map's file.
const MapSchema = "spoolscope.map/1"

// Map lists originals and their pseudonyms. It undoes a redaction, so it is
// private: saved only on request, to a file of its own. New reuses its entries
// and adds to them, so that two files agree. Originals are in lower case, except
// for ids.
type Map struct {
	Schema string `json:"schema"`
	// Key, 64 hex digits, is what the pseudonyms of originals outside the
	// queue's columns are derived from.
	Key       string            `json:"key"`
	People    map[string]string `json:"people"`    // local parts
	Domains   map[string]string `json:"domains"`   // of addresses
	Hosts     map[string]string `json:"hosts"`     // names of our side
	Addresses map[string]string `json:"addresses"` // IP addresses
	IDs       map[string]string `json:"ids"`
	Scripts   map[string]string `json:"scripts,omitempty"` // paths, as PHP names them
}

// ReadMap reads a file that Map.Write wrote.
func ReadMap(r io.Reader) (*Map, error) {
	var m Map
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		return nil, fmt.Errorf("not a pseudonym map: %w", err)
	}
	if m.Schema != MapSchema {
		return nil, fmt.Errorf("not a pseudonym map: schema %q, want %q", m.Schema, MapSchema)
	}
	return &m, nil
}

// Write writes the map as JSON with sorted keys.
func (m *Map) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(m)
}

// Map returns the private list of all pseudonyms assigned so far.
func (rd *Redactor) Map() *Map {
	if rd == nil {
		return &Map{Schema: MapSchema}
	}
	out := &Map{
		Schema: MapSchema, Key: hex.EncodeToString(rd.key[:]),
		People: maps.Clone(rd.people), Domains: maps.Clone(rd.domains), Hosts: maps.Clone(rd.hosts),
		Addresses: make(map[string]string, len(rd.addrs)), IDs: maps.Clone(rd.ids), Scripts: maps.Clone(rd.scripts),
	}
	for from, to := range rd.addrs {
		out.Addresses[from.String()] = to.String()
	}
	return out
}

// load takes over the pseudonyms of a map. Each is checked to be one: whatever
// the file says, it brings nothing else into an export.
func (rd *Redactor) load(k *Map) error {
	key, err := hex.DecodeString(k.Key)
	if err != nil || len(key) != sha256.Size {
		return fmt.Errorf("pseudonym map: key %.80q is not 64 hex digits", k.Key)
	}
	rd.key, rd.keyed = [sha256.Size]byte(key), true
	for _, part := range []struct {
		from, to map[string]string
		is       func(string) bool
	}{
		{k.People, rd.people, func(s string) bool { return hostname.IsNumbered(s, "person-", 4) }},
		{k.Domains, rd.domains, func(s string) bool { return hostname.IsNumbered(s, "domain-", 2) }},
		{k.Hosts, rd.hosts, func(s string) bool { return hostname.IsNumbered(s, "host-", 2) }},
		{k.Scripts, rd.scripts, func(s string) bool { return hostname.IsNumbered(s, "script-", 2) }},
		{k.IDs, rd.ids, func(s string) bool { return (header.IsToken(s) || queue.IsEximID(s)) && len(s) <= 40 }},
	} {
		used := map[string]bool{}
		for from, to := range part.from {
			if !part.is(to) || used[to] || from == "" {
				return fmt.Errorf("pseudonym map: %.80q for %.80q is malformed or assigned twice", to, from)
			}
			part.to[from], used[to] = to, true
		}
	}
	used := map[netip.Addr]bool{}
	for from, to := range k.Addresses {
		a, ok := ipaddr.Parse(from)
		b, ok2 := ipaddr.Parse(to)
		if !ok || !ok2 || used[b] || a.Is4() != b.Is4() || !ipaddr.IsPseudonym(b) {
			return fmt.Errorf("pseudonym map: %.80q for %.80q is malformed or assigned twice", to, from)
		}
		rd.addrs[a], used[b] = b, true
		rd.nets[ipaddr.Subnet(a)] = ipaddr.Subnet(b)
		rd.netUsed[ipaddr.Subnet(b)] = true
	}
	return nil
}
