package capture

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// GroupSamples is how many statuses a row keeps.
const GroupSamples = 3

// Sums is what most tables are made from: the messages that match a query,
// counted in one pass by everything that has few values.
type Sums struct {
	Cells       []cellSum
	Order       []int32                  // the cells that have messages, by their first one
	Transcripts []int32                  // places in the rows of messages with a transcript
	Sources     [][triage.NumKinds]int32 // by source of the index and kind
	Dirs        []int32                  // by queue directory
	Listed      [triage.NumListed]int    // as triage.Listed, of a queue with a listing and files

	Recipients     int
	Bytes, Largest int64 // of sizes that are known
}

// cellSum sums up the messages of one cell.
type cellSum struct {
	N       int
	Kinds   [triage.NumKinds]int32
	First   int32 // place in the rows of its first message
	Oldest  protocol.Moment
	Ages    [AgeColumns]int32
	Samples [GroupSamples]Sample // the first different statuses
}

// Sample is a status, and the place in the rows of the first message that has
// it.
type Sample struct {
	Status queue.Str
	place  int32
}

// Sums counts the messages of a view. The result is kept with the view.
func (c *Capture) Sums(v *View) *Sums {
	if v.sums != nil {
		return v.sums
	}
	q, x := c.Queue, c.Index
	s := &Sums{
		Cells: make([]cellSum, len(x.Cells)), Sources: make([][triage.NumKinds]int32, len(x.Sources)), Dirs: make([]int32, len(q.Dirs)),
	}
	columns, listed := c.AgeColumns(), c.Listed()
	for place, i := range v.Rows {
		cell := x.Cell[i]
		sum := &s.Cells[cell]
		if sum.N == 0 {
			sum.First = int32(place)
			s.Order = append(s.Order, cell)
		}
		sum.N++
		kind := x.Kind(i)
		sum.Kinds[kind]++
		s.Sources[x.Source[i]][kind]++
		s.Dirs[q.Dir[i]]++
		if len(listed) > 0 {
			s.Listed[listed[i]]++
		}
		s.Recipients += int(q.RcptN[i])
		if size := q.Size[i]; size > 0 {
			s.Bytes += size
			s.Largest = max(s.Largest, size)
		}
		sum.Oldest = c.Older(sum.Oldest, i)
		if a := columns[i]; a < AgeColumns {
			sum.Ages[a]++
		}
		if st := q.Effective[i]; st != 0 {
			for k, have := range sum.Samples {
				if have.Status == 0 {
					sum.Samples[k] = Sample{st, int32(place)}
				}
				if have.Status == 0 || have.Status == st {
					break
				}
			}
		}
		if q.ReplyN[i] > 0 {
			s.Transcripts = append(s.Transcripts, int32(place))
		}
	}
	v.sums = s
	return s
}

// AgeColumns is the number of age columns: those of AgeBuckets and one for
// anything older.
const AgeColumns = 10

// noAge marks a message of unknown age.
const noAge = 255

// AgeColumns returns the age column of each message, noAge if unknown.
func (c *Capture) AgeColumns() []uint8 {
	if c.columns == nil {
		c.columns = make([]uint8, c.Queue.Len())
		for i := range c.columns {
			if a := c.Age(int32(i)); a >= 0 {
				c.columns[i] = uint8(bucket(a))
			} else {
				c.columns[i] = noAge
			}
		}
	}
	return c.columns
}

// Listed returns which of listing and files have each message; it is empty
// unless the queue has both.
func (c *Capture) Listed() []triage.Listed {
	q := c.Queue
	if c.listed == nil {
		c.listed = []triage.Listed{}
		if len(q.Listings) > 0 && slices.ContainsFunc(q.Order, func(i int32) bool { return q.Control[i].Size >= 0 || q.Data[i].Size >= 0 }) {
			c.listed = make([]triage.Listed, q.Len())
			for _, i := range q.Order {
				c.listed[i] = c.Index.Listed(i)
			}
		}
	}
	return c.listed
}

// AppendSample inserts a sample by its place, keeping the first GroupSamples
// distinct ones.
func AppendSample(list []Sample, s Sample) []Sample {
	if k := slices.IndexFunc(list, func(have Sample) bool { return have.Status == s.Status }); k >= 0 {
		list[k].place = min(list[k].place, s.place)
	} else {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Sample) int { return cmp.Compare(a.place, b.place) })
	return list[:min(len(list), GroupSamples)]
}
