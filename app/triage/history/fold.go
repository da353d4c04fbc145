package history

import "github.com/spoolscope/spoolscope/parser/queue"

// Row is a stretch of the events of one message as a time line shows it: one event, or several
// that are folded into one row.
type Row struct{ From, To int }

// Bounds of a time line.
const (
	foldFrom = 4  // events that say the same, from which on all but the first and the last are folded
	maxRows  = 60 // beyond, the rows in the middle become one
	headRows = 15 // of them, those before it
)

// Fold returns the rows of a time line. What repeats is folded between its first and its last
// event, and if there are still too many rows, those in the middle are.
func Fold(events []queue.Event) []Row {
	var rows []Row
	for n := 0; n < len(events); {
		end := n + 1
		for end < len(events) && alike(&events[n], &events[end]) {
			end++
		}
		if end-n >= foldFrom {
			rows = append(rows, Row{n, n + 1}, Row{n + 1, end - 1}, Row{end - 1, end})
		} else {
			for k := n; k < end; k++ {
				rows = append(rows, Row{k, k + 1})
			}
		}
		n = end
	}
	if len(rows) <= maxRows {
		return rows
	}
	tail := len(rows) - (maxRows - headRows - 1)
	middle := Row{rows[headRows].From, rows[tail-1].To}
	return append(append(rows[:headRows:headRows], middle), rows[tail:]...)
}

// alike reports whether two events differ only in their times and recipients.
func alike(a, b *queue.Event) bool {
	return a.Kind == b.Kind && a.Peer == b.Peer && a.Text == b.Text && a.Status == b.Status && a.Code == b.Code && a.Other == 0 && b.Other == 0
}
