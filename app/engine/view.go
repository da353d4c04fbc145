package engine

import (
	"errors"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// view is the messages that match a query, in one order. What is counted of
// them is kept with those in the order of the queue.
type view struct {
	query, sort string
	desc        bool
	rows        []int32

	recipients int
	bytes      int64
	sums       *sums
	overview   *protocol.Overview // without its status table
	groups     []protocol.GroupTable
}

// viewCache keeps the last views: a page of rows, the facets and the overview
// of one query come together.
type viewCache struct{ views []*view }

// cachedViews is how many are kept; of a million messages one takes 4 MB.
const cachedViews = 6

func (c *viewCache) get(query, sort string, desc bool, make func() ([]int32, error)) (*view, error) {
	for i, v := range c.views {
		if v.query == query && v.sort == sort && v.desc == desc {
			c.views = append(slices.Delete(c.views, i, i+1), v)
			return v, nil
		}
	}
	rows, err := make()
	if err != nil {
		return nil, err
	}
	if len(c.views) == cachedViews {
		c.views = slices.Delete(c.views, 0, 1)
	}
	v := &view{query: query, sort: sort, desc: desc, rows: rows}
	c.views = append(c.views, v)
	return v, nil
}

// view finds the messages that match a query, ordered by host, queue, id.
func (e *capture) view(query string) (*view, error) {
	return e.views.get(query, "", false, func() ([]int32, error) {
		n, err := filter.Parse(query)
		if err != nil {
			return nil, err
		}
		return e.index.Select(n)
	})
}

// match returns the rows of a view, which must not be changed.
func (e *capture) match(query string) ([]int32, error) {
	v, err := e.view(query)
	if err != nil {
		return nil, err
	}
	return v.rows, nil
}

// queryError turns a syntax error into an answer.
func queryError(err error) *protocol.QueryError {
	var at *filter.Error
	if errors.As(err, &at) {
		return &protocol.QueryError{Pos: at.Pos, Len: at.Len, Text: at.Text}
	}
	return &protocol.QueryError{Text: err.Error()}
}
