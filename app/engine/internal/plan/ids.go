package plan

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
)

// maxPlanIDs is how many messages a filter names by their IDs. Above it no
// filter selects exactly what a plan is about.
const maxPlanIDs = 50

// idsQuery selects messages by their IDs, "" for too many.
func idsQuery(c *capture.Capture, refs []int) string {
	if len(refs) == 0 || len(refs) > maxPlanIDs {
		return ""
	}
	var parts []*filter.Node
	for _, r := range refs {
		if r >= 0 && r < c.Queue.Len() {
			parts = append(parts, idTerm(c, int32(r)))
		}
	}
	return filter.Any(parts...).String()
}

// idTerm selects a message. One ID may be in several queues.
func idTerm(c *capture.Capture, i int32) *filter.Node {
	id := capture.Term("id", "="+c.Queue.Text(c.Queue.ID[i]))
	if d := &c.Queue.Dirs[c.Queue.Dir[i]]; len(c.Queue.Dirs) > 1 {
		return filter.All(id, capture.Term("queue", d.Path), capture.Term("host", d.Host))
	}
	return id
}
