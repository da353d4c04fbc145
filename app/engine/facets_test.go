package engine

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// A facet shows its first values and those that are checked, however rare these
// are.
func TestTickedValuesAreShown(t *testing.T) {
	for _, c := range allSystems(t) {
		archives := c.Archives(t)
		if len(archives) == 0 {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			e := open(t, c, archives[0])
			all, err := list.Facets(e.shown, protocol.FacetsRequest{})
			if err != nil {
				t.Fatal(err)
			}
			for _, facet := range all.Facets {
				for _, v := range facet.Values {
					query := filter.Toggle("", v.Token, true)
					some, err := list.Facets(e.shown, protocol.FacetsRequest{Query: query, Limit: 1})
					if err != nil {
						t.Fatal(err)
					}
					at := slices.IndexFunc(some.Facets, func(f protocol.Facet) bool { return f.Key == facet.Key })
					if at < 0 {
						t.Errorf("%s: no facet %s", query, facet.Key)
						continue
					}
					shown := some.Facets[at]
					found := slices.IndexFunc(shown.Values, func(s protocol.FacetValue) bool { return s.Name == v.Name && s.Token == v.Token })
					if found < 0 || !shown.Values[found].On || shown.Values[found].Count != v.Count {
						t.Errorf("%s: %s shows %+v, want %q ticked, with %d messages", query, facet.Key, shown.Values, v.Name, v.Count)
					}
					if len(shown.Values) > 2 || len(shown.Values)+shown.More != len(facet.Values)+facet.More {
						t.Errorf("%s: %s shows %d values and %d more, of %d", query, facet.Key, len(shown.Values), shown.More, len(facet.Values)+facet.More)
					}
				}
			}
		})
	}
}
