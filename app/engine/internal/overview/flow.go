package overview

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// leastPictured is from how many messages in the whole queue a picture says
// more than a list.
const leastPictured = 10

// flow counts the messages of a view by source, kind and obstacle. It is nil for
// a queue of few messages, and for one of a single source or obstacle, unless
// that source is a listing, which names none.
func flow(c *capture.Capture, v *capture.View) *protocol.Flow {
	m := c.Marks()
	if len(c.Queue.Order) < leastPictured || !m.Distinguish {
		return nil
	}
	all := m.Bands
	matched := all
	if len(v.Rows) < len(c.Queue.Order) {
		matched = c.CountBands(m, v)
	}
	columns := [...]column{newColumn(v.Query, m.Sources), newColumn(v.Query, m.Kinds), newColumn(v.Query, m.Obstacles)}
	f := &protocol.Flow{
		Matched: len(v.Rows), In: []protocol.FlowBand{}, Out: []protocol.FlowBand{},
		Sources: columns[0].marks(v.Query), Kinds: columns[1].marks(v.Query), Obstacles: columns[2].marks(v.Query),
	}
	for k := range m.Kinds {
		f.Kinds[k].Class = m.Kinds[k].Kind.String()
	}
	for o := range m.Obstacles {
		f.Obstacles[o].State = m.Obstacles[o].State.String()
	}
	for s := range m.Sources {
		for k := range m.Kinds {
			n := matched.In[s][k]
			f.Sources[s].Count += n
			f.Kinds[k].Count += n
			if total := all.In[s][k]; total > 0 {
				f.In = append(f.In, protocol.FlowBand{From: s, To: k, Total: total, Count: n, Query: bandQuery(v.Query, &columns[0], s, &columns[1], k)})
			}
		}
	}
	for k := range m.Kinds {
		for o := range m.Obstacles {
			n := matched.Out[k][o]
			f.Obstacles[o].Count += n
			if total := all.Out[k][o]; total > 0 {
				f.Out = append(f.Out, protocol.FlowBand{From: k, To: o, Total: total, Count: n, Query: bandQuery(v.Query, &columns[1], k, &columns[2], o)})
			}
		}
	}
	return f
}

// column is a column of marks, and which of them a query names.
type column struct {
	of    []capture.Mark
	on    []bool
	where int // the operand of the query that names them, -1 none
}

// newColumn finds the operand of a query that names marks and nothing else: one
// of them, or several joined by OR.
func newColumn(query string, marks []capture.Mark) column {
	col := column{of: marks, on: make([]bool, len(marks)), where: -1}
	for n, text := range filter.Operands(query) {
		node, err := filter.Parse(text)
		if err != nil {
			continue
		}
		terms := []*filter.Node{node}
		if node.Op == filter.OrOp {
			terms = node.Args
		}
		on := make([]bool, len(marks))
		named := func(t *filter.Node) bool {
			at := slices.IndexFunc(marks, func(m capture.Mark) bool { return m.Term.Operand() == t.Operand() })
			if at >= 0 {
				on[at] = true
			}
			return at >= 0
		}
		if !slices.ContainsFunc(terms, func(t *filter.Node) bool { return !named(t) }) {
			col.on, col.where = on, n
		}
	}
	return col
}

// without returns the query without the operand that names marks.
func (col *column) without(query string) string {
	if col.where < 0 {
		return query
	}
	return filter.Without(query, col.where)
}

// toggle returns the query with a mark added to those that it names, or taken away.
func (col *column) toggle(query string, mark int) string {
	var terms []*filter.Node
	for n := range col.of {
		if col.on[n] != (n == mark) {
			terms = append(terms, col.of[n].Term)
		}
	}
	rest := col.without(query)
	if len(terms) == 0 {
		return rest
	}
	return filter.And(rest, filter.Any(terms...).Operand())
}

// marks makes the marks of an answer, without their counts.
func (col *column) marks(query string) []protocol.FlowMark {
	out := make([]protocol.FlowMark, len(col.of))
	for n := range col.of {
		m := &col.of[n]
		out[n] = protocol.FlowMark{
			Name: m.Name, Note: m.Note, Side: string(m.Side), Total: m.Total, Others: m.Folded,
			Query: col.toggle(query, n), On: col.on[n],
		}
	}
	return out
}

// bandQuery returns the query with the marks at both ends of a band in place of those
// that it names.
func bandQuery(query string, left *column, from int, right *column, to int) string {
	// The operand further back goes first, so that the other keeps its number.
	a, b := left, right
	if a.where < b.where {
		a, b = b, a
	}
	query = b.without(a.without(query))
	return filter.And(filter.And(query, left.of[from].Term.Operand()), right.of[to].Term.Operand())
}
