package traffic

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	none = queue.NoNumber
	hour = 3600
)

// made is a queue with a log from 0 to 100 hours, and one next hop in its totals.
type made struct {
	q              *queue.Queue
	server, domain []queue.Str
}

func build(hop queue.HopTotal, peer string) *made {
	m := &made{q: queue.New()}
	hop.Peer = m.q.Strings.Add(peer)
	m.q.History = &queue.History{Logs: []queue.Log{{First: 0, Last: 100 * hour}}, Totals: queue.Totals{Hops: []queue.HopTotal{hop}}}
	return m
}

// waits adds a message that waits for a server and has failed since a time.
func (m *made) waits(server, domain, peer string, since int64) *made {
	h, s := m.q.History, m.q.Strings
	m.q.Order = append(m.q.Order, int32(len(m.q.Order)))
	m.server, m.domain = append(m.server, s.Add(server)), append(m.domain, s.Add(domain))
	h.At, h.N = append(h.At, uint32(len(h.Events))), append(h.N, 1)
	h.Events = append(h.Events, queue.Event{Kind: queue.EventDeferred, Time: since, Peer: s.Add(peer), Text: s.Add("Deferred"), Count: 1})
	return m
}

func deferred(n, first, last int64) queue.HopTotal {
	h := queue.HopTotal{FirstFailure: first, LastFailure: last, LastDelivery: none}
	h.N[queue.EventDeferred] = uint32(n)
	return h
}

func andDelivered(h queue.HopTotal, n, last int64) queue.HopTotal {
	h.N[queue.EventDelivered], h.LastDelivery = uint32(n), last
	return h
}

func TestSinceWhenAServerFails(t *testing.T) {
	for _, c := range []struct {
		name   string
		of     *made
		server string
		want   Server
		ok     bool
	}{
		{"it never took any", build(deferred(9, 5*hour, 90*hour), "mx.example.com.").waits("mx.example.com", "example.com", "mx.example.com.", 7*hour), "mx.example.com",
			Server{Deferred: 9, LastDelivery: none, Since: 5 * hour, Sure: true}, true},
		{"perhaps before the log begins", build(deferred(9, 60, 90*hour), "mx.example.com.").waits("mx.example.com", "example.com", "mx.example.com.", 7*hour), "mx.example.com",
			Server{Deferred: 9, LastDelivery: none, Since: 60, Begun: true, Sure: true}, true},
		{"it took some before", build(andDelivered(deferred(9, 5*hour, 90*hour), 3, 8*hour), "mx.example.com").waits("mx.example.com", "", "", 9*hour), "mx.example.com",
			Server{Delivered: 3, Deferred: 9, LastDelivery: 8 * hour, Since: 9 * hour, Sure: true}, true},
		{"it takes other mail", build(andDelivered(deferred(9, 5*hour, 90*hour), 3, 80*hour), "mx.example.com").waits("mx.example.com", "", "", 9*hour), "mx.example.com",
			Server{Delivered: 3, Deferred: 9, LastDelivery: 80 * hour, Since: none, Passing: true, Sure: true}, true},
		{"one failed before the last delivery and one after", build(andDelivered(deferred(9, 5*hour, 90*hour), 3, 80*hour), "mx.example.com").waits("mx.example.com", "", "", 9*hour).waits("mx.example.com", "", "", 81*hour), "mx.example.com",
			Server{Delivered: 3, Deferred: 9, LastDelivery: 80 * hour, Since: 81 * hour, Sure: true}, true},
		{"a domain, by the host that takes its mail", build(deferred(9, 5*hour, 90*hour), "mx.example.com.").waits("example.com", "example.com", "mx.example.com.", 7*hour), "example.com",
			Server{Deferred: 9, LastDelivery: none, Since: 5 * hour, Sure: true}, true},
		{"a domain whose host takes the mail of others", build(andDelivered(deferred(9, 5*hour, 90*hour), 3, 80*hour), "mx.example.com.").waits("example.com", "example.com", "mx.example.com.", 7*hour), "example.com",
			Server{LastDelivery: none, Since: none, Sure: true}, true},
		{"a domain without a host", build(deferred(9, 5*hour, 90*hour), "other.example.org").waits("example.com", "example.com", "", 7*hour), "example.com",
			Server{LastDelivery: none, Since: 7 * hour}, true},
		{"a host that only messages name", build(deferred(9, 5*hour, 90*hour), "other.example.org").waits("mx.example.com", "example.com", "", 7*hour), "mx.example.com",
			Server{LastDelivery: none, Since: 7 * hour, Sure: true}, true},
		{"a name that sendmail cuts", build(deferred(9, 5*hour, 90*hour), "a-very-long-name-of-a-mail-server.example.com"[:40]).waits("a-very-long-name-of-a-mail-server.example.com", "", "", none), "a-very-long-name-of-a-mail-server.example.com",
			Server{Deferred: 9, LastDelivery: none, Since: 5 * hour, Sure: true}, true},
		{"nothing", build(deferred(9, 5*hour, 90*hour), "mx.example.com"), "other.example.org", Server{LastDelivery: none, Since: none}, false},
	} {
		m := c.of
		tr := New(m.q, m.q.History, m.server, m.domain)
		if got, ok := tr.To(m.q.Strings.Add(c.server)); got != c.want || ok != c.ok {
			t.Errorf("%s: %+v, %v, want %+v, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestAttemptsAreOfWholeHours(t *testing.T) {
	m := build(deferred(1, 0, 0), "mx.example.com")
	for at := int64(0); at <= 100; at++ {
		h := queue.HourTotal{At: at * hour}
		h.N[queue.EventDelivered], h.N[queue.EventDeferred], h.N[queue.EventFailed], h.N[queue.EventNotTried] = 1, 2, 3, 4
		m.q.History.Totals.Hours = append(m.q.History.Totals.Hours, h)
	}
	tr := New(m.q, m.q.History, nil, nil)
	if got, want := tr.Since(10*hour), (Attempts{From: 90 * hour, Delivered: 11, Deferred: 22, Failed: 33}); got != want || got.All() != 66 {
		t.Errorf("attempts %+v, want %+v", got, want)
	}
	if got := tr.Since(1000 * hour); got.From != 0 || got.Delivered != 101 {
		t.Errorf("attempts of all hours %+v", got)
	}
}

func TestWithoutALog(t *testing.T) {
	tr := New(queue.New(), nil, nil, nil)
	if tr != nil || tr.Since(hour) != (Attempts{}) || tr.LastDelivery() != none || tr.Whole(0, 1) {
		t.Error("without a log there is traffic")
	}
	if _, ok := tr.To(1); ok {
		t.Error("without a log there is a server")
	}
}
