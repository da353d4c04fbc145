package exim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/exim/hints"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// dump is the output of exim_dumpdb, and the folder that held it.
type dump struct {
	known
	at    place.Folder
	name  string
	local bool // the times are those of the server's clock
}

// dumped takes the output of exim_dumpdb or exinext.
func (s *spools) dumped(m archive.Member, text []byte) {
	at := mailsystem.FolderOf(m)
	n := slices.IndexFunc(s.dumps, func(d *dump) bool { return d.at == at })
	if n < 0 && len(s.dumps) == MaxDumps {
		if !s.dumpsFull {
			s.dumpsFull = true
			s.AddProblems(queue.Problem{
				Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
				Reason: fmt.Sprintf("more than %s folders with printed databases of Exim; this one and those after it are not read", count.Text(MaxDumps)),
			})
		}
		return
	}
	if n < 0 {
		n = len(s.dumps)
		s.dumps = append(s.dumps, &dump{known: *newKnown(&s.amounts), at: at, name: m.Name, local: true})
	}
	d := s.dumps[n]
	s.dumpsOf = nil
	if left := MaxPrinted - s.amounts.printed; s.amounts.full() || len(text) > left {
		text, d.over = text[:min(len(text), max(0, left))], true
	}
	s.amounts.printed += len(text)
	if hints.BeginsNext(text) {
		hints.ParseNext(string(text), d.retry)
	} else if n := hints.ParseDump(string(text), d.retry, d.wait); n > 0 {
		s.Problem(queue.KindHints, m.Name, "%s lines are not understood", count.Text(int64(n)))
	}
	s.reportOver(&d.known, m.Name)
}

// dumpOf finds the output of exim_dumpdb for a queue: the nearest one in a folder around the
// spool, else one that was given by itself.
func (s *spools) dumpOf(dir uint16, z zones) *known {
	if d, ok := s.dumpsOf[dir]; ok {
		return d
	}
	if s.dumpsOf == nil {
		s.dumpsOf = map[uint16]*known{}
	}
	d := s.findDump(dir, z)
	s.dumpsOf[dir] = d
	return d
}

func (s *spools) findDump(dir uint16, z zones) *known {
	in := s.Places.Folder(dir)
	var of *dump
	for _, d := range s.dumps {
		switch {
		case d.at.Archive == in.Archive && (d.at.Path == "" || in.Path == d.at.Path || strings.HasPrefix(in.Path, d.at.Path+"/")):
			if of == nil || of.at.Archive != in.Archive || len(d.at.Path) > len(of.at.Path) {
				of = d
			}
		case of == nil && d.at.Archive != in.Archive && d.at.Archive == "":
			of = d
		}
	}
	if of == nil {
		return nil
	}
	if of.local {
		of.local, of.first = false, nil
		for key, r := range of.retries {
			r.First, r.Last, r.Next = z.unix(r.First), z.unix(r.Last), z.unix(r.Next)
			of.retries[key] = r
		}
		for recipient, r := range of.pipes {
			of.pipes[recipient] = of.retries[r.Key]
		}
	}
	return &of.known
}

// lone reports printed databases whose messages are missing.
func (s *spools) lone() {
	for i := range int32(s.Len()) {
		if s.isOurs(i) {
			return
		}
	}
	for _, d := range s.dumps {
		s.Problem(queue.KindHints, d.name, "times of %s hosts and addresses, without the spool whose messages wait for them: open both together", count.Text(int64(len(d.retries))))
	}
}
