package cleanup

import (
	_ "embed"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// system is what a plan and its scripts need to know about a mail system.
type system struct {
	engine  string                           // the script, with a line for what all systems share
	tagged  bool                             // whether the script marks messages with the plan
	columns string                           // of its list of messages, in words
	steps   map[Method][]string              // of the script; the first is the default
	undo    map[Method]string                // the step that undoes the first one
	meaning map[string]string                // of the steps
	warning map[Method]string                // what else the operator must know
	line    func(b []byte, it *Item) []byte  // appends what follows a message's id in the list
	queue   func(Queue) string               // what the list of queues has after the number
	isID    func(string) bool                // whether an id is one that the system makes
	kind    func(*queue.Queue, int32) string // what refuses decides by; "" if unknown
	refuses func(Method, string) Why         // why the method cannot be applied to a kind, "" if it can
	path    func(On, *queue.Dir) string      // of a queue directory on the server
	files   func(*Plan, *queue.Queue, *Item) []planned
}

//go:embed shared.sh
var shared string

// systems has a table for each mail system.
var systems = [...]*system{queue.Sendmail: &ofSendmail, queue.Postfix: &ofPostfix, queue.Exim: &ofExim}

// planned is a file of a planned message, and its path on the server.
type planned struct {
	file queue.FileRef
	path string
}

// script returns the engine with the shared part inserted.
func (s *system) script() string {
	return strings.Replace(s.engine, "# shared\n\n", shared+"\n", 1)
}

// MostOn returns the mail system that holds the most of the messages of rows that are
// on a host, or without such messages most of its directories. A script is for one.
func MostOn(q *queue.Queue, rows []int32, host string) queue.System {
	var n [len(systems)]int
	for _, i := range rows {
		if d := &q.Dirs[q.Dir[i]]; d.Host == host {
			n[d.System]++
		}
	}
	if n == [len(systems)]int{} {
		for _, d := range q.Dirs {
			if host == "" || d.Host == host {
				n[d.System]++
			}
		}
	}
	most := queue.Sendmail
	for s := range n {
		if n[s] > n[most] {
			most = queue.System(s)
		}
	}
	return most
}
