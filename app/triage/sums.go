package triage

import (
	"slices"

	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// NumAges is the number of age columns that Sums distinguish, and NumSamples that of the statuses
// they keep for a cell.
const (
	NumAges    = 10
	NumSamples = 3
)

// Sums is what most answers about some messages are made from, all of a queue or a part: they are
// counted in one walk by all that has few values.
type Sums struct {
	Rows        []int32
	Cells       []CellSum   // those that have messages, by their first one
	Sources     []SourceSum // as Index.Sources
	Dirs        []DirSum    // as Queue.Dirs
	Kinds       [NumKinds]int
	Transcripts []int32 // places in Rows of messages with a transcript
	Fileless    int     // known from a listing or a log only

	Recipients     int
	Bytes, Largest int64 // of sizes that are known
}

// Moments are the first and the last times of some messages in Unix seconds, 0 unknown.
type Moments struct {
	Oldest, Newest int64 // arrival
	Tried          int64 // last try
}

// CellSum sums up the messages of one cell.
type CellSum struct {
	Moments
	Kinds   [NumKinds]int32
	Cell    int32 // index in Index.Cells
	First   int32 // place in the rows of its first message
	Ages    [NumAges]int32
	Samples [NumSamples]Sample // the first different statuses
}

// Sample is a status, and the place in the rows of the first message that has it.
type Sample struct {
	Status queue.Str
	Place  int32
}

// N is the number of messages.
func (s *CellSum) N() int { return int(s.Kinds[Bounce] + s.Kinds[Ordinary] + s.Kinds[Quarantined]) }

// SourceSum sums up the messages of one source.
type SourceSum struct {
	Kinds  [NumKinds]int32
	Newest int64 // arrival, 0 unknown
}

// DirSum sums up the messages in one queue directory.
type DirSum struct {
	Kinds  [NumKinds]int32
	Oldest int64 // arrival, 0 unknown

	// Of those that are tried until they are too old:
	Waiting, Due int
	Waited       Moments
}

// N is the number of messages.
func (s *DirSum) N() int { return int(s.Kinds[Bounce] + s.Kinds[Ordinary] + s.Kinds[Quarantined]) }

// Add adds a message by its arrival and its last try; queue.NoNumber is unknown.
func (m *Moments) Add(created, tried int64) {
	if created != queue.NoNumber {
		if m.Oldest == 0 || created < m.Oldest {
			m.Oldest = created
		}
		m.Newest = max(m.Newest, created)
	}
	m.Tried = max(m.Tried, tried)
}

// Merge adds other messages.
func (m *Moments) Merge(n Moments) {
	if n.Oldest != 0 && (m.Oldest == 0 || n.Oldest < m.Oldest) {
		m.Oldest = n.Oldest
	}
	m.Newest, m.Tried = max(m.Newest, n.Newest), max(m.Tried, n.Tried)
}

// Sums counts the messages among rows. Ages has by row a column below NumAges, or another number for
// none; nil counts no ages. Once wanted ends, the result is incomplete.
func (x *Index) Sums(rows []int32, ages []uint8, wanted *poll.Poll) *Sums {
	q, traits := x.Queue, x.Traits()
	s := &Sums{Rows: rows, Cells: make([]CellSum, 0, min(len(rows), len(x.Cells))), Sources: make([]SourceSum, len(x.Sources)), Dirs: make([]DirSum, len(q.Dirs))}
	at := x.borrowPlaces()
	for place, i := range rows {
		if !wanted.More() {
			break
		}
		cell, kind, trait := x.Cell[i], traits[i].Kind(), traits[i]
		n := at[cell]
		if n == 0 {
			s.Cells = append(s.Cells, CellSum{Cell: cell, First: int32(place)})
			n = int32(len(s.Cells))
			at[cell] = n
		}
		sum, created, tried := &s.Cells[n-1], q.Created[i], q.LastTry[i]
		sum.Kinds[kind]++
		sum.Add(created, tried)
		if ages != nil && ages[i] < NumAges {
			sum.Ages[ages[i]]++
		}
		if st := q.Effective[i]; st != 0 && st != sum.Samples[0].Status && sum.Samples[NumSamples-1].Status == 0 {
			sum.sample(st, int32(place))
		}
		source := &s.Sources[x.Source[i]]
		source.Kinds[kind]++
		source.Newest = max(source.Newest, created)
		dir := &s.Dirs[q.Dir[i]]
		dir.Kinds[kind]++
		if created != queue.NoNumber && (dir.Oldest == 0 || created < dir.Oldest) {
			dir.Oldest = created
		}
		if trait&Waits != 0 {
			dir.Waiting++
			if trait&Due != 0 {
				dir.Due++
			}
			dir.Waited.Add(created, tried)
		}
		if trait&Fileless != 0 {
			s.Fileless++
		}
		if trait&Spoken != 0 {
			s.Transcripts = append(s.Transcripts, int32(place))
		}
		s.Recipients += int(q.RcptN[i])
		if size := q.Size[i]; size > 0 {
			s.Bytes += size
			s.Largest = max(s.Largest, size)
		}
	}
	for n := range s.Cells {
		at[s.Cells[n].Cell] = 0
	}
	x.at = at
	if 2*len(s.Cells) < cap(s.Cells) { // sums may be kept
		s.Cells = slices.Clone(s.Cells)
	}
	for n := range s.Sources {
		for k, m := range s.Sources[n].Kinds {
			s.Kinds[k] += int(m)
		}
	}
	return s
}

// sample keeps a new status if there is room for it.
func (s *CellSum) sample(status queue.Str, place int32) {
	n := slices.IndexFunc(s.Samples[:], func(have Sample) bool { return have.Status == status || have.Status == 0 })
	if n >= 0 && s.Samples[n].Status == 0 {
		s.Samples[n] = Sample{status, place}
	}
}

// borrowPlaces returns scratch by cell, all 0, which is given back so as x.at: others may count
// while this one rests.
func (x *Index) borrowPlaces() []int32 {
	at := x.at
	x.at = nil
	if len(at) < len(x.Cells) {
		at = make([]int32, len(x.Cells))
	}
	return at
}
