package triage

import "github.com/spoolscope/spoolscope/parser/queue"

// Twice reports whether the two sources of a queue hold the same message. They are
// then two captures of one server, to be compared rather than added up.
func Twice(q *queue.Queue) bool {
	if len(q.Sources) != 2 {
		return false
	}
	seen := make([]int32, q.Strings.Len()) // by id: its first row plus one
	for _, i := range q.Order {
		k := seen[q.ID[i]] - 1
		if k < 0 {
			seen[q.ID[i]] = i + 1
		} else if a, b := &q.Control[k], &q.Control[i]; a.Size >= 0 && b.Size >= 0 && a.Blob != b.Blob && q.Created[k] == q.Created[i] {
			return true
		}
	}
	return false
}
