package exim

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/exim/envelope"
	"github.com/spoolscope/spoolscope/parser/internal/exim/spool"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// spools are those of one load.
type spools struct {
	*mailsystem.Rows
	facts     []facts // by row
	said      []said  // of all logs
	told      []queue.Event
	toldOf    []queue.Str // their recipients
	zones     map[uint16]zones
	journals  map[int32]*journal
	hints     map[place.Folder]*known // by the folder of the spool
	amounts   amounts
	dumps     []*dump
	dumpsOf   map[uint16]*known // by directory: what dumpOf found
	dumpsFull bool              // a Problem says that there are too many
	window    []byte            // of the current body
	bodies    []bool            // by directory: there are any
}

// facts are what is known about a row besides its columns.
type facts struct {
	header  int64 // bytes of the header as it is sent
	frozen  int64 // since when, 0 not
	log     log
	told    told
	untried bool // no delivery was finished yet
	aside   bool // moved to Finput
	opened  bool // a file of the message was written and not finished
	done    bool // nobody is left to get it
	printed bool // its log was given by itself
}

// journal is a file of addresses that are done.
type journal struct {
	name string
	at   int64 // when the last of them was, 0 unknown
	done []string
}

func open(w *mailsystem.Rows) mailsystem.Spools {
	return &spools{Rows: w, journals: map[int32]*journal{}, hints: map[place.Folder]*known{}}
}

// of returns the facts of a row.
func (s *spools) of(i int32) *facts {
	for int(i) >= len(s.facts) {
		s.facts = append(s.facts, facts{})
	}
	return &s.facts[i]
}

// isOurs reports whether a row belongs to a spool of Exim.
func (s *spools) isOurs(i int32) bool { return s.IsOf(i, queue.Exim) }

// File implements mailsystem.Spools.
func (s *spools) File(m archive.Member, r io.Reader) (taken bool, err error) {
	f, ok := spool.Parse(m.Name)
	if !ok {
		return false, nil
	}
	if f.Kind == spool.Hints {
		return true, s.readHints(m, f, r)
	}
	i := s.RowFor(m, f.ID)
	s.Dirs[s.Dir[i]].System = queue.Exim
	s.of(i).aside = s.of(i).aside || f.Aside
	switch f.Kind {
	case spool.Envelope:
		return true, s.envelope(i, m, f, r)
	case spool.Body:
		return true, s.body(i, m, f, r)
	case spool.Journal:
		return true, s.journal(i, m, r)
	case spool.Log:
		return true, s.log(i, m, r)
	}
	s.of(i).opened = true
	return true, nil
}

// envelope takes a file that ends in -H.
func (s *spools) envelope(i int32, m archive.Member, f spool.File, r io.Reader) error {
	file, err := readText(s, &m, r, parseEnvelope(s.Sums))
	if err != nil {
		return err
	}
	if s.Control[i].Size >= 0 {
		s.Problem(queue.KindDuplicate, m.Name, "the archive holds this file twice")
		if f.Aside {
			return nil // Exim looks at the other one
		}
		s.Clear(i, build.Control)
	} else {
		s.Controls++
	}
	kind := queue.ControlFile
	if f.Aside {
		kind = queue.LostControl
	}
	s.Files[i] = s.Files[i].With(kind)
	s.Control[i] = s.Ref(m)
	if s.Sums {
		d := s.Digest(i)
		d.Control, d.HasControl = file.sum, true
	}
	s.AddProblems(problemsOf(m.Name, file.faults)...)
	s.fill(i, file)
	msg := &file.msg
	s.SetFlag(i, queue.Damaged, !msg.Complete || !msg.HasSender || msg.Arrived == envelope.None)
	file.release()
	return nil
}

// problemsOf returns the faults of a file as problems.
func problemsOf(file string, faults []envelope.Fault) []queue.Problem {
	var problems []queue.Problem
	for _, f := range faults {
		p := queue.Problem{Pos: queue.Pos{File: file, Offset: f.At, Line: f.Line}, Kind: queue.KindSpoolFormat, Reason: f.Reason, Bytes: f.Bytes}
		if f.Limit {
			p.Kind, p.Err = queue.KindLimit, queue.ErrLimit
		}
		problems = append(problems, p)
	}
	return problems
}

// journal takes a file that ends in -J.
func (s *spools) journal(i int32, m archive.Member, r io.Reader) error {
	done, err := readText(s, &m, r, parseJournal)
	if err != nil {
		return err
	}
	s.journals[i] = &journal{name: m.Name, at: max(m.ModTime.Unix(), 0), done: done}
	return nil
}
