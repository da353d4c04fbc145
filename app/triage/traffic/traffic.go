// Package traffic reads what mail logs have about all mail of a server, beside
// what waits in its queue: since when mail to a next hop fails, what gets
// through meanwhile, and how often delivery is tried.
package traffic

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Traffic is what mail logs have about all mail. The methods of nil find nothing.
type Traffic struct {
	q           *queue.Queue
	h           *queue.History
	hops        map[string]*queue.HopTotal // by key
	waiting     map[queue.Str]*waiting     // by server
	First, Last int64                      // times of the first and the last line, queue.NoNumber unknown
	Delivered   int                        // recipients, to all next hops
}

// waiting are the messages that wait for one server.
type waiting struct {
	failing []int64            // since when each of them fails
	peers   map[queue.Str]bool // the next hops that they were tried at
	domain  bool               // the server is known by the domain of recipients only
}

// New reads the totals of the logs, and since when each message fails. server
// has the server that each row waits for, 0 none, and domain that of its first
// recipient. It returns nil without a log.
func New(q *queue.Queue, h *queue.History, server, domain []queue.Str) *Traffic {
	if h.MailLogs() == 0 { // those of single messages say nothing of other mail
		return nil
	}
	t := &Traffic{q: q, h: h, hops: make(map[string]*queue.HopTotal, len(h.Totals.Hops)), waiting: map[queue.Str]*waiting{}}
	t.First, t.Last = history.Reach(h)
	for n := range h.Totals.Hops {
		hop := &h.Totals.Hops[n]
		if k := key(q.Text(hop.Peer)); t.hops[k] == nil {
			t.hops[k] = hop
		}
	}
	for n := range h.Totals.Hours {
		t.Delivered += int(h.Totals.Hours[n].N[queue.EventDelivered])
	}
	for _, i := range q.Order {
		if server[i] == 0 {
			continue
		}
		tries := history.Of(h.Of(i))
		if tries.FailingSince == queue.NoNumber {
			continue
		}
		w := t.waiting[server[i]]
		if w == nil {
			w = &waiting{peers: map[queue.Str]bool{}}
			t.waiting[server[i]] = w
		}
		w.failing = append(w.failing, tries.FailingSince)
		w.domain = w.domain || domain[i] == server[i]
		if tries.Failure != nil && tries.Failure.Peer != 0 {
			w.peers[tries.Failure.Peer] = true
		}
	}
	return t
}

// cutAt is where sendmail cuts the name of a next hop.
const cutAt = 40

// key returns a name by which logs and queues agree on a server.
func key(name string) string {
	name = strings.ToLower(name)
	if len(name) > cutAt {
		name = name[:cutAt]
	}
	return strings.TrimSuffix(name, ".")
}

// hop returns the totals of a server, nil if the logs have none.
func (t *Traffic) hop(server string) *queue.HopTotal {
	if t == nil {
		return nil
	}
	return t.hops[key(server)]
}

// Server is what the logs have about the mail to one server.
type Server struct {
	Delivered, Deferred, Failed int   // recipients, all mail that went there
	LastDelivery                int64 // queue.NoNumber none
	// Since is when the first attempt failed after which none succeeded;
	// queue.NoNumber if mail gets through, or nothing shows it.
	Since int64
	// Begun is set if the failures may be older than the logs.
	Begun bool
	// Passing is set if other mail was delivered there while the messages that
	// wait for it failed already.
	Passing bool
	// Sure is set if the logs would have what was delivered there under a name
	// that is known here.
	Sure bool
}

// To returns what is known of a server that messages wait for; false if the
// logs have nothing about it.
func (t *Traffic) To(server queue.Str) (Server, bool) {
	s := Server{LastDelivery: queue.NoNumber, Since: queue.NoNumber}
	if t == nil || server == 0 {
		return s, false
	}
	w, hop := t.waiting[server], t.hop(t.q.Text(server))
	if hop == nil && w == nil {
		return s, false
	}
	if w == nil {
		w = &waiting{}
	}
	s.Sure = hop != nil || !w.domain
	first := int64(queue.NoNumber) // failure of any mail there
	if hop != nil {
		first = s.count(hop)
	}
	for peer := range w.peers {
		// A domain is known by where its mail is sent. That other domains get
		// mail through the same host shows nothing about it.
		if h := t.hop(t.q.Text(peer)); hop == nil && w.domain && h != nil {
			s.Sure = true
			first = earlier(first, s.count(h))
		}
	}
	before := false // some failed already at the last delivery, or only since
	for _, at := range w.failing {
		if s.LastDelivery != queue.NoNumber && at <= s.LastDelivery {
			before = true
		} else {
			s.Since = earlier(s.Since, at)
		}
	}
	if s.LastDelivery == queue.NoNumber {
		s.Since = earlier(s.Since, first)
	}
	s.Passing = before && s.Since == queue.NoNumber
	if hop == nil && w.domain && s.LastDelivery != queue.NoNumber {
		s = Server{Since: s.Since, Sure: s.Sure, LastDelivery: queue.NoNumber}
	} else if s.Since != queue.NoNumber && s.LastDelivery == queue.NoNumber {
		s.Begun = t.First != queue.NoNumber && s.Since < t.First+beginning
	}
	return s, true
}

// count adds what a next hop has, and returns the first failure there.
func (s *Server) count(hop *queue.HopTotal) int64 {
	s.Delivered += int(hop.N[queue.EventDelivered])
	s.Deferred += int(hop.N[queue.EventDeferred])
	s.Failed += int(hop.N[queue.EventFailed])
	s.LastDelivery = max(s.LastDelivery, hop.LastDelivery)
	return hop.FirstFailure
}

// earlier returns the earlier of two times that are known.
func earlier(a, b int64) int64 {
	if a == queue.NoNumber || b != queue.NoNumber && b < a {
		return b
	}
	return a
}

// beginning is how close to the first line of the logs a first failure shows
// nothing about the time before: a mail server that holds mail back runs its
// queue within an hour.
const beginning = 3600

// Whole reports whether the logs reach from a time to another without a gap, so
// that what is not in them did not happen.
func (t *Traffic) Whole(from, to int64) bool {
	return t != nil && history.CoverOf(t.h, from, to) == history.Whole
}

// Attempts counts what was tried in some hours, by recipient.
type Attempts struct {
	From                        int64 // begin of the first hour
	Delivered, Deferred, Failed int
}

// All returns how many attempts there were.
func (a Attempts) All() int { return a.Delivered + a.Deferred + a.Failed }

// Since counts the attempts in the whole hours from one that is at most this
// many seconds before the last line of the logs.
func (t *Traffic) Since(seconds int64) Attempts {
	if t == nil || t.Last == queue.NoNumber {
		return Attempts{}
	}
	const hour = 3600
	a := Attempts{From: (t.Last - seconds + hour - 1) / hour * hour}
	for n := range t.h.Totals.Hours {
		if h := &t.h.Totals.Hours[n]; h.At >= a.From {
			a.Delivered += int(h.N[queue.EventDelivered])
			a.Deferred += int(h.N[queue.EventDeferred])
			a.Failed += int(h.N[queue.EventFailed])
		}
	}
	if t.First != queue.NoNumber && a.From < t.First {
		a.From = t.First
	}
	return a
}

// LastDelivery returns when anything was delivered last to another server, queue.NoNumber never.
func (t *Traffic) LastDelivery() int64 {
	last := int64(queue.NoNumber)
	if t == nil {
		return last
	}
	for n := range t.h.Totals.Hops {
		last = max(last, t.h.Totals.Hops[n].LastDelivery)
	}
	return last
}
