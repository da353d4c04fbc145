package triage

import "github.com/spoolscope/spoolscope/parser/queue"

// Minutes are the minutes in which messages came in, counted back from the capture.
type Minutes struct {
	End int64    // of the last minute, Unix seconds
	Of  []uint16 // by row: how many minutes before the last one, EarlierMinute or NoMinute
}

// PastMinutes is how many minutes are distinguished: no mail system keeps trying for more than 30 days.
const (
	PastMinutes   = 30 * 24 * 60
	EarlierMinute = PastMinutes
	NoMinute      = 1<<16 - 1 // of a message without a time of arrival
)

// Minutes returns those of all rows. They are worked out once.
func (x *Index) Minutes() *Minutes {
	if x.minutes == nil {
		x.minutes = x.makeMinutes()
	}
	return x.minutes
}

func (x *Index) makeMinutes() *Minutes {
	q := x.Queue
	end := q.Taken
	if end == 0 {
		for _, i := range q.Order {
			if c := q.Created[i]; c != queue.NoNumber {
				end = max(end, c)
			}
		}
	}
	m := &Minutes{End: end/60*60 + 60, Of: make([]uint16, q.Len())}
	for i, created := range q.Created {
		m.Of[i] = m.at(created)
	}
	return m
}

// at is the minute of a time. What came in after the capture, by a wrong clock, counts as the last.
func (m *Minutes) at(created int64) uint16 {
	if created == queue.NoNumber {
		return NoMinute
	}
	return uint16(min(max((m.End-1-created)/60, 0), EarlierMinute))
}
