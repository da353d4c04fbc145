package capture

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// order is all messages in the ascending order of a column. The most recent
// ones are cached, and some made while nobody asks: sorting a million texts takes
// a second, and with a kept order the messages of a filter are picked out in
// one pass.
type order struct {
	column string
	rank   []uint32 // by row: equal values have equal ranks
	rows   []int32  // the rows of the queue's order, sorted
}

// cachedOrders is the least number of orders that are kept, and orderBytes how
// many bytes they may take together: of a million messages those that are
// prepared, and one more.
const (
	cachedOrders = 3
	orderBytes   = 56 << 20
)

// ForgetOrders drops the cached orders.
func (c *Capture) ForgetOrders() { c.orders = nil }

// orderBy returns the order of a column, cached. Unknown values come first.
func (c *Capture) orderBy(column string) *order {
	for i, o := range c.orders {
		if o.column == column {
			c.orders = append(slices.Delete(c.orders, i, i+1), o)
			return o
		}
	}
	o, _ := c.makeOrder(column, restless)
	c.keep(o)
	return o
}

// hasRoom reports whether another order may be kept besides those that are.
func (c *Capture) hasRoom() bool {
	return (len(c.orders)+1)*(c.Queue.Len()+len(c.Queue.Order))*4 <= orderBytes
}

// keep caches an order. Without room it replaces the least recently used one,
// preferably one that is quick to make.
func (c *Capture) keep(o *order) {
	if len(c.orders) >= cachedOrders && !c.hasRoom() {
		fast := slices.IndexFunc(c.orders, func(o *order) bool { return !slices.Contains(prepared, o.column) })
		c.orders = slices.Delete(c.orders, max(fast, 0), max(fast, 0)+1)
	}
	c.orders = append(c.orders, o)
}

// makeOrder sorts all messages by a column. It calls rest often, and reports false
// if that did.
func (c *Capture) makeOrder(column string, rest func() bool) (*order, bool) {
	keys, ok := c.makeKeys(column, rest)
	if !ok {
		return nil, false
	}
	rows, ok := byKeyAtRest(c.Queue.Order, keys, false, rest)
	if !ok {
		return nil, false
	}
	o := &order{column, make([]uint32, len(keys)), rows}
	n := uint32(0)
	for k, i := range o.rows {
		if k > 0 && keys[i] != keys[o.rows[k-1]] {
			n++
		}
		o.rank[i] = n
	}
	return o, rest()
}

// fewRows: up to one in fewRows of all messages it is faster to sort them than
// to pick them out of the order of all.
const fewRows = 8

// inOrder sorts some messages, given in the queue's order. Messages with equal
// values keep their order.
func (c *Capture) inOrder(rows []int32, column string, desc bool) []int32 {
	o := c.orderBy(column)
	if len(rows) < len(o.rows)/fewRows {
		return byKey(rows, o.rank, desc)
	}
	all := len(rows) == len(o.rows)
	if all && !desc {
		return o.rows
	}
	picked := make([]bool, len(o.rank))
	for _, i := range rows {
		picked[i] = true
	}
	out := make([]int32, 0, len(rows))
	pick := func(some []int32) {
		for _, i := range some {
			if picked[i] {
				out = append(out, i)
			}
		}
	}
	if !desc {
		pick(o.rows)
		return out
	}
	for end := len(o.rows); end > 0; { // runs of equal values, the last first
		start := end - 1
		for start > 0 && o.rank[o.rows[start-1]] == o.rank[o.rows[end-1]] {
			start--
		}
		pick(o.rows[start:end])
		end = start
	}
	return out
}

// makeKeys returns a number for each message, in the order of a column. It calls
// rest often, and reports false if that did.
func (c *Capture) makeKeys(column string, rest func() bool) ([]uint64, bool) {
	q, x := c.Queue, c.Index
	keys := make([]uint64, q.Len())
	each := func(key func(i int32) int64) ([]uint64, bool) {
		for i := range keys {
			if i%restEvery == 0 && !rest() {
				return nil, false
			}
			keys[i] = uint64(max(key(int32(i)), -1) + 1)
		}
		return keys, true
	}
	texts := func(of func(i int32) queue.Str, show func(string) string) ([]uint64, bool) {
		rank, ok := c.textRank(of, show, rest)
		if !ok {
			return nil, false
		}
		return each(func(i int32) int64 { return int64(rank[of(i)]) })
	}
	same := func(s string) string { return s }
	switch column {
	case "id":
		return texts(func(i int32) queue.Str { return q.ID[i] }, same)
	case "state":
		return each(func(i int32) int64 { return int64(q.State[i]) })
	case "tries":
		return each(func(i int32) int64 { return int64(q.Attempts[i]) })
	case "size":
		return each(func(i int32) int64 { return q.Size[i] })
	case "from":
		return texts(func(i int32) queue.Str { return q.Sender[i] }, triage.Bare)
	case "to":
		return texts(func(i int32) queue.Str {
			if q.RcptN[i] == 0 {
				return 0
			}
			return q.RcptAddr[q.RcptAt[i]]
		}, triage.Bare)
	case "reason":
		rank := c.reasonRank()
		return each(func(i int32) int64 { return int64(rank[x.Reason[i]]) })
	case "server":
		return texts(func(i int32) queue.Str { return x.Server[i] }, same)
	case "source":
		rank := c.sourceRank()
		return each(func(i int32) int64 { return int64(rank[x.Source[i]]) })
	case "subject":
		return texts(func(i int32) queue.Str { return q.Subject[i] }, same)
	case "next":
		return each(c.NextTry)
	case "end":
		return each(c.GivenUp)
	}
	return each(c.Age)
}

// reasonRank orders the reasons by their codes and texts.
func (c *Capture) reasonRank() []int32 {
	x := c.Index
	keys := make([]string, len(x.Reasons))
	for r := range keys {
		keys[r] = x.Reasons[r].CodeText() + x.Reasons[r].EnhancedText() + x.Text(int32(r))
	}
	return ranks(keys)
}

// sourceRank orders the sources by their names.
func (c *Capture) sourceRank() []int32 {
	keys := make([]string, len(c.Index.Sources))
	for n := range keys {
		keys[n] = c.Index.Sources[n].Name
	}
	return ranks(keys)
}

// byKey sorts rows by their keys; it is stable. It is a radix sort: one pass
// over the rows for every 11 bits that the keys use.
func byKey[K uint32 | uint64](rows []int32, key []K, desc bool) []int32 {
	rows, _ = byKeyAtRest(rows, key, desc, restless)
	return rows
}

// byKeyAtRest is byKey that calls rest between the passes, and reports false if that
// did.
func byKeyAtRest[K uint32 | uint64](rows []int32, key []K, desc bool, rest func() bool) ([]int32, bool) {
	const bits = 11
	out, other := slices.Clone(rows), make([]int32, len(rows))
	least, most := ^K(0), K(0)
	for _, i := range rows {
		least, most = min(least, key[i]), max(most, key[i])
	}
	for shift := 0; len(rows) > 0 && (most-least)>>shift > 0; shift += bits {
		if !rest() {
			return nil, false
		}
		var at [1 << bits]int32
		digit := func(i int32) K {
			k := key[i] - least
			if desc {
				k = most - key[i]
			}
			return k >> shift % (1 << bits)
		}
		for _, i := range out {
			at[digit(i)]++
		}
		sum := int32(0)
		for d, n := range at {
			at[d] = sum
			sum += n
		}
		for _, i := range out {
			d := digit(i)
			other[at[d]] = i
			at[d]++
		}
		out, other = other, out
	}
	return out, rest()
}

// prepared are the columns whose orders take longest to make, the slowest first.
var prepared = []string{"to", "from", "subject", "id", "age", "size"}

// restless never rests: it is for answers that somebody waits for.
func restless() bool { return true }
