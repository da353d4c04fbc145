package triage

import (
	"cmp"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Kind is what a message is. Each message has one kind, one source and one
// obstacle, so that the numbers of each add up to the whole queue.
type Kind uint8

// The kinds.
const (
	Bounce      Kind = iota // made here, or from elsewhere with an empty sender
	Ordinary                // mail from a sender
	Quarantined             // held by a filter, a rule or an operator, whatever it is
	NumKinds    = iota
)

var kindNames = [NumKinds]string{"bounce", "ordinary", "quarantined"}

// String returns its name in kind:.
func (k Kind) String() string { return kindNames[k] }

// Kind returns what the message in row i is.
func (x *Index) Kind(i int32) Kind {
	q := x.Queue
	switch {
	case q.State[i] == queue.Quarantined:
		return Quarantined
	case q.Flags[i]&(queue.MadeHere|queue.NullFrom) != 0 || q.Bounce[i] != 0:
		return Bounce
	}
	return Ordinary
}

// obstacles finds what holds up the messages of each cell.
func (x *Index) obstacles(p *poll.Poll) bool {
	known := map[string]int32{}
	x.Obstacle = make([]int32, len(x.Cells))
	for c, cell := range x.Cells {
		if !p.More() {
			return false
		}
		id := x.obstacleID(cell)
		n, ok := known[id]
		if !ok {
			n = int32(len(x.Obstacles))
			known[id] = n
			o := reason.ObstacleOf(id)
			o.Phrase = x.Phrase(o)
			x.Obstacles = append(x.Obstacles, o)
		}
		x.Obstacle[c] = n
	}
	return true
}

// Phrase returns the words for an obstacle in a list, in the terms of the mail
// systems whose queues these are.
func (x *Index) Phrase(o reason.Obstacle) string {
	return cmp.Or(x.Words.Findings[o.ID].Phrase, x.Words.In(o.Phrase))
}

// obstacleID returns the topic of a cell's reason, or a fault on this server
// that the topic alone does not show.
func (x *Index) obstacleID(c Cell) string {
	topic := &x.Topics[c.Reason]
	switch topic.Key {
	case reason.TopicRefused, reason.TopicTimeout, smtp.Connection.Key():
		if reason.IsLocalhost(x.Queue.Text(c.Server)) {
			return reason.ObstacleLocalServer
		}
	case reason.TopicLookup:
		if reason.IsUnqualified(x.Queue.Text(c.Server)) {
			return reason.ObstacleSmartHost
		}
	}
	return topic.Key
}

// ObstacleOf returns what holds up the message in row i.
func (x *Index) ObstacleOf(i int32) *reason.Obstacle { return &x.Obstacles[x.Obstacle[x.Cell[i]]] }

// SourceOf returns where the message in row i came from.
func (x *Index) SourceOf(i int32) *Source { return &x.Sources[x.Source[i]] }
