package triage

import (
	"github.com/spoolscope/spoolscope/parser/poll"
)

// Submitted counts messages by sender, client, login and script: at first only messages that this server did
// not make itself, and all of them after AddMade. Messages without a value are not counted.
type Submitted struct {
	Senders, Clients, Logins, Scripts *Tally

	x    *Index
	rows []int32
	Sent int // messages that this server did not make
}

// Submitted counts those of rows that this server did not make itself. The caller calls Release.
func (x *Index) Submitted(rows []int32, wanted *poll.Poll) *Submitted {
	q := x.Queue
	s := &Submitted{x: x, rows: rows, Senders: BorrowTally(q), Clients: BorrowTally(q), Logins: BorrowTally(q), Scripts: BorrowTally(q)}
	s.Sent = s.add(0, wanted)
	return s
}

// AddMade counts those that were made here, too.
func (s *Submitted) AddMade() { s.add(Made, nil) }

// add counts the messages with or without the trait Made, and returns how many these are.
func (s *Submitted) add(made Trait, wanted *poll.Poll) int {
	x, traits, n := s.x, s.x.Traits(), 0
	clients := x.Queue.Client
	for _, i := range s.rows {
		if !wanted.More() {
			break
		}
		if traits[i]&Made != made {
			continue
		}
		n++
		if v := x.From[i]; v != 0 {
			s.Senders.Add(v)
		}
		if v := clients[i]; v != 0 {
			s.Clients.Add(v)
		}
		if v := x.Login[i]; v != 0 {
			s.Logins.Add(v)
		}
		if v := x.Script[i]; v != 0 {
			s.Scripts.Add(v)
		}
	}
	return n
}

// Release gives back what was borrowed.
func (s *Submitted) Release() { ReturnTallies(s.Senders, s.Clients, s.Logins, s.Scripts) }
