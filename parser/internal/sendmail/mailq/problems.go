package mailq

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxQuoted bounds the bytes that a Problem carries.
const maxQuoted = 120

// problems collects Problems, at most MaxProblems of a kind.
type problems struct {
	list []queue.Problem
	more map[queue.Kind]*overflow
}

type overflow struct {
	seen  int
	first queue.Pos // of those left out
}

func (ps *problems) add(p queue.Problem) {
	if ps.more == nil {
		ps.more = make(map[queue.Kind]*overflow)
	}
	o := ps.more[p.Kind]
	if o == nil {
		o = &overflow{}
		ps.more[p.Kind] = o
	}
	if o.seen++; o.seen > MaxProblems {
		if o.seen == MaxProblems+1 {
			o.first = p.Pos
		}
		return
	}
	ps.list = append(ps.list, p)
}

// all returns the Problems, with one for the rest of each kind.
func (ps *problems) all() []queue.Problem {
	for _, k := range [...]queue.Kind{queue.KindListing, queue.KindListingNoise, queue.KindLimit, queue.KindRefused, queue.KindPartial} {
		if o := ps.more[k]; o != nil && o.seen > MaxProblems {
			ps.list = append(ps.list, queue.Problem{
				Pos: o.first, Kind: k, Reason: fmt.Sprintf("and %s more", count.Text(int64(o.seen-MaxProblems))),
			})
		}
	}
	ps.more = nil
	return ps.list
}

func head(text []byte, n int) string { return string(text[:min(len(text), n)]) }
