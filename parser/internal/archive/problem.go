package archive

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// problems collects Problems. An archive with a fault in every member must not
// make a list as long as itself, so of one kind in one archive only the first
// few are kept.
type problems struct {
	tell func(queue.Problem) // takes them instead, unless nil

	all   []queue.Problem
	count map[problemKey]int
	order []problemKey
}

type problemKey struct {
	file string
	kind queue.Kind
}

func (ps *problems) add(p queue.Problem) {
	if ps.tell != nil {
		ps.tell(p)
		return
	}
	key := problemKey{p.File, p.Kind}
	if ps.count == nil {
		ps.count = make(map[problemKey]int)
	}
	if ps.count[key]++; ps.count[key] <= problemLimit {
		ps.all = append(ps.all, p)
	} else if ps.count[key] == problemLimit+1 {
		ps.order = append(ps.order, key)
	}
}

// list returns the Problems in the order in which they were found, and then
// how many more there were.
func (ps *problems) list() []queue.Problem {
	for _, key := range ps.order {
		ps.all = append(ps.all, queue.Problem{
			Pos:    queue.Pos{File: key.file, Offset: -1},
			Kind:   key.kind,
			Reason: fmt.Sprintf("and %s more", count.Text(int64(ps.count[key]-problemLimit))),
		})
	}
	ps.order = nil
	return ps.all
}

// add notes a Problem of the stream s at an offset of the source. Once the handler
// has ended the walk, nothing more is noted.
func (w *walker) add(s *stream, kind queue.Kind, offset int64, err error, format string, args ...any) {
	if w.fatal != nil {
		return
	}
	w.found.add(queue.Problem{
		Pos:    queue.Pos{File: s.label, Offset: offset},
		Kind:   kind,
		Reason: fmt.Sprintf(format, args...),
		Err:    err,
	})
}
