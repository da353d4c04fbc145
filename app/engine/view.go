package engine

import (
	"errors"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
)

// view is the messages that match a query, in one order.
type view struct {
	query, sort string
	desc        bool
	rows        []int32
}

// viewCache keeps the last views: a page of rows, the facets and the overview
// of one query come together.
type viewCache struct{ views []view }

const cachedViews = 4

func (c *viewCache) get(query, sort string, desc bool, make func() ([]int32, error)) ([]int32, error) {
	for i, v := range c.views {
		if v.query == query && v.sort == sort && v.desc == desc {
			c.views = append(slices.Delete(c.views, i, i+1), v)
			return v.rows, nil
		}
	}
	rows, err := make()
	if err != nil {
		return nil, err
	}
	if len(c.views) == cachedViews {
		c.views = slices.Delete(c.views, 0, 1)
	}
	c.views = append(c.views, view{query, sort, desc, rows})
	return rows, nil
}

// match returns the messages that match a query, ordered by host, queue, id.
// The rows must not be changed.
func (e *Engine) match(query string) ([]int32, error) {
	return e.views.get(query, "", false, func() ([]int32, error) {
		n, err := filter.Parse(query)
		if err != nil {
			return nil, err
		}
		return e.index.Select(n)
	})
}

// queryError turns a syntax error into an answer.
func queryError(err error) *QueryError {
	var at *filter.Error
	if errors.As(err, &at) {
		return &QueryError{Pos: at.Pos, Len: at.Len, Text: at.Text}
	}
	return &QueryError{Text: err.Error()}
}

// pieces converts a reason's text.
func pieces(in []triage.Piece) []Piece {
	out := make([]Piece, len(in))
	for i, p := range in {
		out[i] = Piece{Text: p.Text, Var: p.Var}
	}
	return out
}
