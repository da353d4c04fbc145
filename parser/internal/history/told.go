package history

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// AddTold adds the logs of single messages to the histories of rows, which may be nil: lines that the
// main log has too are not events of their own (formats/logs.md §4.4). partly is how many rows have
// more lines than are kept.
func AddTold(h *queue.History, rows int, of func(i int32) mailsystem.Told) (out *queue.History, partly int) {
	var t teller
	for i := range int32(rows) {
		if told := of(i); len(told.Events) > 0 {
			t.row(h, i, told)
		}
	}
	return t.result(h, rows), t.partly
}

// teller puts histories together.
type teller struct {
	logs  []queue.Log
	of    map[string]uint16       // by folder
	more  map[int32][]queue.Event // of rows: the events that the main log lacks
	left  map[int32]int
	rcpts []queue.Str

	partly int // rows of whose logs not all lines are kept
}

// row takes what the log of a row says.
func (t *teller) row(h *queue.History, i int32, told mailsystem.Told) {
	main := h.Of(i)
	if h != nil && h.Left[i] > 0 {
		return // what the main log has cannot be known
	}
	var more []queue.Event
	for k := range told.Events {
		e := told.Events[k]
		list := told.Recipients[e.RcptAt : e.RcptAt+e.RcptN]
		if slices.ContainsFunc(main, func(m queue.Event) bool {
			return sameTold(&e, &m) && slices.Equal(list, h.Recipients[m.RcptAt:m.RcptAt+m.RcptN]) || impliedTold(&e, &m)
		}) {
			continue
		}
		e.Log = t.log(told.Log)
		e.Offset = queue.SpoolOffset(told.Blob, e.Offset)
		e.RcptAt = uint32(len(t.rcpts))
		t.rcpts = append(t.rcpts, list...)
		more = append(more, e)
	}
	if len(more) == 0 {
		return
	}
	if t.more == nil {
		t.more, t.left = map[int32][]queue.Event{}, map[int32]int{}
	}
	t.more[i] = more
	if told.Left > 0 {
		t.partly++
	}
	if told.Left > 0 && len(main) == 0 {
		t.left[i] = told.Left
	}
}

// sameTold reports whether an event of a message's own log is one of the main log, apart from
// recipients: the two are written one after the other.
func sameTold(own, main *queue.Event) bool {
	return own.Kind == main.Kind && (own.Peer == main.Peer || own.Peer == 0 || main.Peer == 0 || own.Kind == queue.EventDelivered) && together(own, main)
}

// impliedTold reports whether both are the arrival, for which only the main log has recipients, or the
// message's own log has a server's reply on the way to what the main log has.
func impliedTold(own, main *queue.Event) bool {
	switch own.Kind {
	case queue.EventReceived:
		return main.Kind == queue.EventReceived && together(own, main)
	case queue.EventNoted:
		return together(own, main)
	}
	return false
}

// together reports whether two lines can belong to the same second. While the zone of one of them is
// not known, they may be hours apart.
func together(own, main *queue.Event) bool {
	if own.Time == queue.NoNumber || main.Time == queue.NoNumber {
		return true
	}
	d := own.Time - main.Time
	if own.Clock >= queue.ClockUnsure || main.Clock >= queue.ClockUnsure {
		if max(d, -d) > unsureSlack {
			return false
		}
		d -= rounded(d, quarter)
	}
	return max(d, -d) <= 1
}

// log returns the number of the logs of a folder.
func (t *teller) log(folder string) uint16 {
	n, ok := t.of[folder]
	if !ok {
		if len(t.logs) == maxFolders {
			return maxFolders - 1
		}
		if t.of == nil {
			t.of = map[string]uint16{}
		}
		n = uint16(len(t.logs))
		t.of[folder] = n
		t.logs = append(t.logs, queue.Log{Name: folder, File: queue.FileRef{Blob: -1}, First: queue.NoNumber, Last: queue.NoNumber, Spool: true})
	}
	l := &t.logs[n]
	l.Lines++
	l.Known++
	return n
}

// maxFolders is how many folders of logs are distinguished, besides MaxLogs: a queue has no more.
const maxFolders = 10_000

// result puts what was taken into a history.
func (t *teller) result(h *queue.History, rows int) *queue.History {
	if len(t.more) == 0 {
		return h
	}
	if h == nil {
		h = &queue.History{}
	}
	base, rcpts := uint16(len(h.Logs)), uint32(len(h.Recipients))
	h.Logs = append(h.Logs, t.logs...)
	h.Recipients = append(h.Recipients, t.rcpts...)
	total := len(h.Events)
	for _, more := range t.more {
		total += len(more)
	}
	events := make([]queue.Event, 0, total)
	at, n := make([]uint32, rows), make([]uint32, rows)
	for i := range int32(rows) {
		from := len(events)
		events = append(events, h.Of(i)...)
		main := len(events)
		for _, e := range t.more[i] {
			e.Log += base
			e.RcptAt += rcpts
			events = append(events, e)
		}
		if own := events[from:]; main > from && len(events) > main {
			slices.SortStableFunc(own, byTime)
		}
		at[i], n[i] = uint32(from), uint32(len(events)-from)
		if left := t.left[i]; left > 0 {
			if h.Left == nil {
				h.Left = map[int32]int{}
			}
			h.Left[i] = left
		}
	}
	for id, of := range h.Also {
		from := uint32(len(events))
		events = append(events, h.Events[of.At:of.At+of.N]...)
		h.Also[id] = queue.AlsoOf{At: from, N: of.N}
	}
	h.At, h.N, h.Events = at, n, events
	return h
}

func byTime(a, b queue.Event) int {
	if a.Time == queue.NoNumber || b.Time == queue.NoNumber {
		return 0
	}
	return cmp.Compare(a.Time, b.Time)
}
