package redact

import (
	"encoding/json"
	"fmt"
	"io"
)

// MapSchema names the format of a Map's file.
const MapSchema = "spoolscope.map/1"

// Map is the list of originals and their masks. It undoes a redaction, so it
// is saved apart and only on request. Given to New, its entries are kept
// and new ones added, so that two files agree. Originals are in lower case,
// but for ids.
type Map struct {
	Schema string `json:"schema"`
	// Key turns what only shows while texts are read into masks, 64 hex digits.
	Key       string            `json:"key"`
	People    map[string]string `json:"people"`    // what stands before the @
	Domains   map[string]string `json:"domains"`   // of addresses
	Hosts     map[string]string `json:"hosts"`     // names of our side
	Addresses map[string]string `json:"addresses"` // IP addresses
	IDs       map[string]string `json:"ids"`
}

// ReadMap reads what Map.Write wrote.
func ReadMap(r io.Reader) (*Map, error) {
	var m Map
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		return nil, fmt.Errorf("not a map of masks: %w", err)
	}
	if m.Schema != MapSchema {
		return nil, fmt.Errorf("not a map of masks: schema %q, want %q", m.Schema, MapSchema)
	}
	return &m, nil
}

// Write writes the map as JSON, sorted.
func (m *Map) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(m)
}
