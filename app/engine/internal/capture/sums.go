package capture

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
)

// Sums counts the messages of a view. The result is kept with the view.
func (c *Capture) Sums(v *View) *triage.Sums {
	if v.sums == nil {
		v.sums = c.Index.Sums(v.Rows, c.AgeColumns(), nil)
	}
	return v.sums
}

// AgeColumns is the number of age columns: those of AgeBuckets and one for
// anything older.
const AgeColumns = triage.NumAges

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

// CountListed counts the messages of a view by how listing and files have them, if the queue has
// both. The result is kept with the view.
func (c *Capture) CountListed(v *View) *[triage.NumListed]int {
	if v.listed == nil {
		v.listed = new([triage.NumListed]int)
		if listed := c.Listed(); len(listed) > 0 {
			for _, i := range v.Rows {
				v.listed[listed[i]]++
			}
		}
	}
	return v.listed
}

// AppendSample inserts a sample by its place, keeping the first triage.NumSamples
// distinct ones.
func AppendSample(list []triage.Sample, s triage.Sample) []triage.Sample {
	if k := slices.IndexFunc(list, func(have triage.Sample) bool { return have.Status == s.Status }); k >= 0 {
		list[k].Place = min(list[k].Place, s.Place)
	} else {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b triage.Sample) int { return cmp.Compare(a.Place, b.Place) })
	return list[:min(len(list), triage.NumSamples)]
}
