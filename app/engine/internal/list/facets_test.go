package list

import (
	"reflect"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/engine/internal/synthetic"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
)

// After an overview, facets and the head of the list for the same query visit no
// message.
func TestFacetsAfterOverview(t *testing.T) {
	for _, query := range []string{"", "size:>0"} {
		facets := func(c *capture.Capture) protocol.Facets {
			f, err := Facets(c, protocol.FacetsRequest{Query: query, Limit: 6})
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		want := facets(capture.New(synthetic.Queue(2000), nil))
		if len(want.Facets) < 8 {
			t.Fatalf("only %d facets: %+v", len(want.Facets), want)
		}
		c := capture.New(synthetic.Queue(2000), nil)
		if _, err := overview.Overview(c, protocol.OverviewRequest{Query: query}); err != nil {
			t.Fatal(err)
		}
		v, err := c.View(query)
		if err != nil {
			t.Fatal(err)
		}
		v.Rows = nil // counting again would find nothing
		if got := facets(c); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: facets %+v, want %+v", query, got, want)
		}
	}
}

// Each value of diff: has a name in the facet.
func TestComparedNames(t *testing.T) {
	for _, word := range triage.Words("diff") {
		if compared[word] == "" {
			t.Errorf("diff:%s has no name", word)
		}
	}
	if n := len(triage.Words("diff")); n != len(compared) {
		t.Errorf("%d names for %d values", len(compared), n)
	}
}
