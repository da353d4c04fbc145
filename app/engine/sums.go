package engine

import (
	"iter"
	"slices"
	"sort"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// sums are what most tables are made of: the messages that match a query,
// counted by cell in one walk over them.
type sums struct {
	cells []cellSum
	order []int32 // the cells that have any, by their first message
	told  []int32 // places in the rows of messages with a transcript
}

// cellSum is about the messages of one cell.
type cellSum struct {
	n       int
	first   int32 // place in the rows of its first message
	oldest  protocol.Moment
	ages    [ageColumns]int32
	samples [groupSamples]sample // the first different statuses
}

// sample is a status, and the place in the rows of the message that has it first.
type sample struct {
	status queue.Str
	place  int32
}

// sums counts the messages of a view, the first time that it is asked.
func (e *capture) sums(v *view) *sums {
	if v.sums != nil {
		return v.sums
	}
	q, x := e.queue, e.index
	s := &sums{cells: make([]cellSum, len(x.Cells))}
	columns := e.ageColumns()
	for place, i := range v.rows {
		cell := x.Cell[i]
		c := &s.cells[cell]
		if c.n == 0 {
			c.first = int32(place)
			s.order = append(s.order, cell)
		}
		c.n++
		c.oldest = e.older(c.oldest, i)
		if a := columns[i]; a < ageColumns {
			c.ages[a]++
		}
		if st := q.Effective[i]; st != 0 {
			for k, have := range c.samples {
				if have.status == 0 {
					c.samples[k] = sample{st, int32(place)}
				}
				if have.status == 0 || have.status == st {
					break
				}
			}
		}
		if q.ReplyN[i] > 0 {
			s.told = append(s.told, int32(place))
		}
	}
	v.sums = s
	return s
}

// ageColumns is the number of age columns: those of AgeBuckets and what is older.
const ageColumns = 10

// noAge stands for a message whose age is not known.
const noAge = 255

// ageColumns gives the age column of each message, noAge for none.
func (e *capture) ageColumns() []uint8 {
	if e.columns == nil {
		e.columns = make([]uint8, e.queue.Len())
		for i := range e.columns {
			if a := e.age(int32(i)); a >= 0 {
				e.columns[i] = uint8(bucket(a))
			} else {
				e.columns[i] = noAge
			}
		}
	}
	return e.columns
}

// addSome adds up to groupSamples different values in their order.
func addSome[T comparable](list []T, more ...T) []T {
	for _, v := range more {
		if len(list) < groupSamples && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// eachCell goes through the cells that a view has messages of.
func (e *capture) eachCell(v *view) iter.Seq2[*triage.Cell, *cellSum] {
	s := e.sums(v)
	return func(yield func(*triage.Cell, *cellSum) bool) {
		for _, cell := range s.order {
			if !yield(&e.index.Cells[cell], &s.cells[cell]) {
				return
			}
		}
	}
}

// addSample puts a sample among the first different ones.
func addSample(list []sample, s sample) []sample {
	if k := slices.IndexFunc(list, func(have sample) bool { return have.status == s.status }); k >= 0 {
		list[k].place = min(list[k].place, s.place)
	} else {
		list = append(list, s)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].place < list[j].place })
	return list[:min(len(list), groupSamples)]
}
