package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Select returns the messages that a filter selects, in the queue's order. A
// filter that makes no sense returns a *filter.Error.
func (x *Index) Select(n *filter.Node) ([]int32, error) {
	if n == nil {
		return x.Queue.Order, nil
	}
	t, err := x.compile(n)
	if err != nil {
		return nil, err
	}
	out := make([]int32, 0, 64)
	if t.cell {
		ok, cell := x.byCell(t), x.Cell
		for _, i := range x.Queue.Order {
			if ok[cell[i]] {
				out = append(out, i)
			}
		}
		return out, nil
	}
	for _, i := range x.Queue.Order {
		if t.holds(i) {
			out = append(out, i)
		}
	}
	return out, nil
}

// Count counts the rows that a filter selects; 0 for a filter that makes no
// sense.
func (x *Index) Count(n *filter.Node, rows []int32) int {
	if n == nil {
		return len(rows)
	}
	t, err := x.compile(n)
	if err != nil {
		return 0
	}
	count := 0
	if t.cell {
		for ok, i := x.byCell(t), 0; i < len(rows); i++ {
			if ok[x.Cell[rows[i]]] {
				count++
			}
		}
		return count
	}
	for _, i := range rows {
		if t.holds(i) {
			count++
		}
	}
	return count
}

// Contains returns a test for texts that contain v, which is in lower case.
func (x *Index) Contains(v string) func(queue.Str) bool { return x.lower(pattern{[]byte(v)}.in) }

// Check reports whether a filter makes sense for any queue. The error is a
// *filter.Error.
func Check(text string) error {
	n, err := filter.Parse(text)
	if err == nil && n != nil {
		x := NewIndex(queue.New())
		x.marks = []diffMark{}
		_, err = x.compile(n)
	}
	return err
}

// test decides whether a message is selected. Of several, the cheap ones run
// first.
type test struct {
	holds func(i int32) bool
	cost  int
	cell  bool // it depends on the message's cell only
}

func ofCell(f func(i int32) bool) test    { return test{f, 1, true} }  // reads the cell
func cheap(f func(i int32) bool) test     { return test{f, 1, false} } // one number
func lookup(f func(i int32) bool) test    { return test{f, 2, false} } // one text
func several(f func(i int32) bool) test   { return test{f, 5, false} } // a few texts
func expensive(f func(i int32) bool) test { return test{f, 9, false} } // all texts of a message

// value is a term's value with its pattern.
type value struct {
	*filter.Term
	pattern
}

// compile makes the test of a filter.
func (x *Index) compile(n *filter.Node) (test, error) {
	if n.Op == filter.TermOp {
		return x.term(&n.Term)
	}
	var tests, ofCells []test
	sum := 0
	for _, a := range n.Args {
		t, err := x.compile(a)
		if err != nil {
			return test{}, err
		}
		sum += t.cost
		if t.cell {
			ofCells = append(ofCells, t)
		} else {
			tests = append(tests, t)
		}
	}
	if len(tests) == 0 {
		return test{join(n.Op, ofCells), sum, true}, nil
	}
	if len(ofCells) > 0 { // one table for all of them, which is looked at first
		ok, cell := x.byCell(ofCell(join(n.Op, ofCells))), x.Cell
		tests = slices.Insert(tests, 0, cheap(func(i int32) bool { return ok[cell[i]] }))
	}
	return test{join(n.Op, tests), sum, false}, nil
}

// join makes one of the tests of an operator's operands.
func join(op filter.Op, tests []test) func(i int32) bool {
	slices.SortStableFunc(tests, func(a, b test) int { return a.cost - b.cost })
	switch op {
	case filter.NotOp:
		f := tests[0].holds
		return func(i int32) bool { return !f(i) }
	case filter.OrOp:
		return func(i int32) bool {
			for _, t := range tests {
				if t.holds(i) {
					return true
				}
			}
			return false
		}
	}
	return func(i int32) bool {
		for _, t := range tests {
			if !t.holds(i) {
				return false
			}
		}
		return true
	}
}

func (x *Index) term(t *filter.Term) (test, error) {
	v := value{t, newPattern(t)}
	if t.Key == "" {
		return x.word(v), nil
	}
	k, ok := keys[t.Key]
	if !ok {
		text := fmt.Sprintf("%q is not a key", t.Key)
		if near := nearest(t.Key); near != "" {
			text += "; there is " + near + ":"
		}
		return test{}, &filter.Error{Pos: t.At - len(t.Key) - 1, Len: len(t.Key) + 1, Text: text + ". Put a word with a colon in quotes"}
	}
	f, err := k.test(x, v)
	if err != nil {
		return f, &filter.Error{Pos: t.At, Len: t.End - t.At, Text: err.Error()}
	}
	return f, nil
}

// nearest returns the first key with the longest common prefix, "" if none
// shares two letters.
func nearest(key string) string {
	best, most := "", 1
	for _, k := range Keys {
		if n := reason.Common(k, key); n > most {
			best, most = k, n
		}
	}
	return best
}

// word finds a free word in anything the list shows about a message. A literal one
// is searched for in one column after the other, which is faster than message by
// message.
func (x *Index) word(v value) test {
	if v.wild() || len(v.pattern[0]) < worthSearching {
		return x.wordIs(x.in(v.pattern))
	}
	q := x.Queue
	set, found := q.Strings.Containing(string(v.pattern[0])), make([]bool, q.Len())
	for _, column := range [...][]queue.Str{q.Effective, x.Server, q.Sender, q.Subject, q.ID} {
		for i, s := range column {
			if set.Has(s) {
				found[i] = true
			}
		}
	}
	for i := range found {
		from, to := q.Recipients(int32(i))
		for _, a := range q.RcptAddr[from:to] {
			if set.Has(a) {
				found[i] = true
			}
		}
	}
	return cheap(func(i int32) bool { return found[i] })
}

func (x *Index) wordIs(m func(queue.Str) bool) test {
	q := x.Queue
	rcpt := x.anyRecipient(m)
	return expensive(func(i int32) bool {
		return m(q.Effective[i]) || m(x.Server[i]) || m(q.Sender[i]) || rcpt(i) || m(q.Subject[i]) || m(q.ID[i])
	})
}

// anyText finds a word in any text that is kept for a message.
func (x *Index) anyText(v value) test {
	q := x.Queue
	m := x.in(v.pattern)
	word := x.wordIs(m).holds
	dir := x.byDir(func(d *queue.Dir) bool {
		return v.in([]byte(strings.ToLower(d.Host))) || v.in([]byte(strings.ToLower(d.Path)))
	})
	columns := [][]queue.Str{q.Status, q.Client, q.Auth, q.Helo, q.Script, q.Columns.Reason, q.Bounce, q.Origin, q.OriginBy, q.BodyType}
	return test{func(i int32) bool {
		if word(i) || dir(i) {
			return true
		}
		for _, c := range columns {
			if m(c[i]) {
				return true
			}
		}
		from, to := q.Recipients(i)
		for _, s := range q.RcptStat[from:to] {
			if m(s) {
				return true
			}
		}
		from, to = q.Replies(i)
		for k := from; k < to; k++ {
			if m(q.ReplyText[k]) || m(q.ReplyHost[k]) {
				return true
			}
		}
		if n := q.Listing[i]; n >= 0 {
			l := &q.Listed[n]
			return m(l.Sender) || m(l.Status) || m(l.Reason) || m(l.Remark)
		}
		return false
	}, 20, false}
}
