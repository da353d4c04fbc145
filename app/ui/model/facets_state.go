package model

import (
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// FacetRows is how many values of a facet are shown at first, and facetSteps
// how many after each "more".
const FacetRows = 6

var FacetSteps = []int{FacetRows, 40, 200, 1000}

// askFacets asks for the facets of the query, with as many values as the one
// that shows most.
func (m *Model) askFacets() []Command {
	l := &m.List
	if l.facetsAsked && l.FacetsFor == m.Route.Query {
		return nil
	}
	l.facetsAsked, l.FacetsFor = true, m.Route.Query
	limit := FacetRows
	for _, n := range l.FacetRows {
		limit = max(limit, n)
	}
	return []Command{m.ask(FacetsSlot, protocol.Request{Facets: &protocol.FacetsRequest{
		Query: l.FacetsFor, Limit: limit,
	}})}
}

// growFacet shows more values of one facet.
func (m *Model) growFacet(key string) []Command {
	l := &m.List
	rows := maps.Clone(l.FacetRows)
	if rows == nil {
		rows = make(map[string]int)
	}
	i := slices.Index(FacetSteps, max(rows[key], FacetRows))
	rows[key] = FacetSteps[min(i+1, len(FacetSteps)-1)]
	l.FacetRows = rows
	for _, f := range l.facets() {
		if f.Key == key && (f.More == 0 || len(f.Values) >= rows[key]) {
			return nil // they came with those of another facet
		}
	}
	l.facetsAsked = false
	return m.askFacets()
}

func (l *ListState) facets() []protocol.Facet {
	if l.Facets == nil {
		return nil
	}
	return l.Facets.Facets
}

// tickFacet adds the token of a value to the query or removes it. The box is
// drawn as the browser shows it already, so that go-app knows its state when
// the next answer puts other values in the same places.
func (m *Model) tickFacet(e FacetTicked) []Command {
	l := &m.List
	fs := slices.Clone(l.facets())
	if e.Facet >= len(fs) || e.Value >= len(fs[e.Facet].Values) {
		return nil
	}
	f := &fs[e.Facet]
	f.Values = slices.Clone(f.Values)
	v := &f.Values[e.Value]
	v.On = !v.On
	l.Facets = &protocol.Facets{Facets: fs}

	r := m.Route
	r.Query = filter.Toggle(r.Query, v.Token, v.On)
	r.ID, r.Tab, r.Wide = "", "", false
	return m.goTo(r, false)
}
