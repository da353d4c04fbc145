package list

import (
	"cmp"
	"errors"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// Messages answers a window of the list.
func Messages(c *capture.Capture, req protocol.MessagesRequest) protocol.Page {
	q := c.Queue
	p := protocol.Page{Query: req.Query, Sort: cmp.Or(req.Sort, "age"), Desc: req.Desc, From: max(req.From, 0), Rows: []protocol.Row{}, Total: len(q.Order)}
	v, err := c.View(req.Query)
	if err != nil {
		p.QueryError = queryError(err)
		return p
	}
	s := c.Sums(v)
	p.Matched, p.Recipients, p.Bytes = len(v.Rows), s.Recipients, s.Bytes
	p.From = min(p.From, len(v.Rows))
	end := min(len(v.Rows), p.From+min(max(req.Count, 0), capture.MaxPage))
	if p.From == end {
		return p
	}
	rows, err := c.Sorted(req.Query, req.Sort, req.Desc)
	if err != nil {
		p.QueryError = queryError(err)
		return p
	}
	for _, i := range rows[p.From:end] {
		p.Rows = append(p.Rows, c.Row(i))
	}
	return p
}

// queryError turns a syntax error into an answer.
func queryError(err error) *protocol.QueryError {
	var at *filter.Error
	if errors.As(err, &at) {
		return &protocol.QueryError{Pos: at.Pos, Len: at.Len, Text: at.Text}
	}
	return &protocol.QueryError{Text: err.Error()}
}
