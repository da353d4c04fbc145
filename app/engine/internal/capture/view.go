package capture

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
)

// View is the messages that match a query, in one order. Counts of them are
// kept with the view in the queue's order.
type View struct {
	Query, sort string
	desc        bool
	Rows        []int32

	sums     *triage.Sums
	listed   *[triage.NumListed]int
	tops     map[string]Ranking // the first values of keys
	Overview *protocol.Overview // without its status table
	Groups   []protocol.GroupTable
}

// viewCache keeps the last views: a page of rows, the facets and the overview
// of one query are requested together.
type viewCache struct{ views []*View }

// cachedViews is how many are kept; of a million messages one takes 4 MB. That of all
// messages, which people come back to, is always among them.
const cachedViews = 6

func (c *viewCache) get(query, sort string, desc bool, make func() ([]int32, error)) (*View, error) {
	for i, v := range c.views {
		if v.Query == query && v.sort == sort && v.desc == desc {
			c.views = append(slices.Delete(c.views, i, i+1), v)
			return v, nil
		}
	}
	rows, err := make()
	if err != nil {
		return nil, err
	}
	if len(c.views) == cachedViews {
		oldest := slices.IndexFunc(c.views, func(v *View) bool { return v.Query != "" || v.sort != "" })
		c.views = slices.Delete(c.views, oldest, oldest+1)
	}
	v := &View{Query: query, sort: sort, desc: desc, Rows: rows}
	c.views = append(c.views, v)
	return v, nil
}

// Forget drops what was cached for queries.
func (c *Capture) Forget() { c.views = viewCache{} }

// forgetLifetime drops what depends on the queue lifetime.
func (c *Capture) forgetLifetime() {
	const column = "end"
	c.orders = slices.DeleteFunc(c.orders, func(o *order) bool { return o.column == column })
	c.views.views = slices.DeleteFunc(c.views.views, func(v *View) bool { return v.sort == column })
	for _, v := range c.views.views {
		v.Overview = nil
	}
}

// View returns the messages that match a query, ordered by host, queue, id.
func (c *Capture) View(query string) (*View, error) {
	return c.views.get(query, "", false, func() ([]int32, error) {
		n, err := filter.Parse(query)
		if err != nil {
			return nil, err
		}
		return c.Index.Select(n)
	})
}

// Match returns the rows of a view, which must not be changed.
func (c *Capture) Match(query string) ([]int32, error) {
	v, err := c.View(query)
	if err != nil {
		return nil, err
	}
	return v.Rows, nil
}
