package history

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Merge returns the histories of one queue from two sets of logs. Lines that are in both, as in the
// logs that came with two captures, are one event. Totals are those of the first: they cannot be told
// apart. Either may be nil.
func Merge(a, b *queue.History) *queue.History {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	m := merger{out: &queue.History{Logs: append(slices.Clone(a.Logs), b.Logs...), Totals: a.Totals, Left: map[int32]int{}, Also: map[queue.Str]queue.AlsoOf{}}, from: [2]*queue.History{a, b}}
	for row := range int32(max(len(a.At), len(b.At))) {
		at, n := m.join(a.Of(row), b.Of(row))
		m.out.At, m.out.N = append(m.out.At, at), append(m.out.N, n)
		if left := max(a.Left[row], b.Left[row]); left > 0 {
			m.out.Left[row] = left
		}
	}
	for _, ids := range []map[queue.Str]queue.AlsoOf{a.Also, b.Also} {
		for id := range ids {
			if _, done := m.out.Also[id]; !done {
				at, n := m.join(a.Named(id), b.Named(id))
				m.out.Also[id] = queue.AlsoOf{At: at, N: n}
			}
		}
	}
	return m.out
}

type merger struct {
	out  *queue.History
	from [2]*queue.History
}

// join appends the events of one message from both histories, and returns where they are.
func (m *merger) join(a, b []queue.Event) (at, n uint32) {
	at = uint32(len(m.out.Events))
	used := make([]bool, len(b))
	for k := range a {
		for n := range b {
			if !used[n] && m.same(&a[k], &b[n]) {
				used[n] = true
				break
			}
		}
		m.add(0, a[k])
	}
	for n := range b {
		if !used[n] {
			m.add(1, b[n])
		}
	}
	joined := m.out.Events[at:]
	slices.SortStableFunc(joined, func(x, y queue.Event) int {
		if x.Time == queue.NoNumber || y.Time == queue.NoNumber {
			return 0
		}
		return cmp.Compare(x.Time, y.Time)
	})
	return at, uint32(len(joined))
}

// add appends an event of one of the histories.
func (m *merger) add(side int, e queue.Event) {
	rcpts := recipients(m.from[side], &e)
	if side == 1 {
		e.Log += uint16(len(m.from[0].Logs))
	}
	e.RcptAt = uint32(len(m.out.Recipients))
	m.out.Recipients = append(m.out.Recipients, rcpts...)
	m.out.Events = append(m.out.Events, e)
}

// sameLine is the number of seconds within which two logs may date one line: the year or zone of
// either may be an inference.
const sameLine = 2

func (m *merger) same(a, b *queue.Event) bool {
	if a.Kind != b.Kind || a.Text != b.Text || a.Peer != b.Peer || a.Other != b.Other || a.Status != b.Status || a.Program != b.Program {
		return false
	}
	if known := a.Time != queue.NoNumber && b.Time != queue.NoNumber; known && max(a.Time-b.Time, b.Time-a.Time) > sameLine {
		return false
	}
	return slices.Equal(recipients(m.from[0], a), recipients(m.from[1], b))
}
