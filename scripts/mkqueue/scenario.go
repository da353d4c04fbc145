package main

import (
	"math"
	"strings"
)

// scenario is a queue with a single trouble among everyday mail.
type scenario struct {
	name, about string
	n           int   // messages, unless -n says otherwise
	since       int64 // seconds before the capture at which the trouble began, 0 for none
	streams     []stream
}

// stream is mail of one kind, from one source, that waits for one reason.
type stream struct {
	name  string // as in the facts
	share int    // relative to the other streams of the scenario
	kind  kind

	// Arrivals are spread evenly from since to until, in seconds before the
	// capture. If since is 0 they go back five days, fewer the older they are: the
	// leftovers of a working server.
	since, until int64

	source   source
	sender   string                          // address in angle brackets; "" for one of the source's
	to       func(*spool, *dice) destination // nil for anywhere
	troubles []trouble                       // nil for those of the destination
	refusals []refusal                       // for a bounce: the server's reply about the original
	server   *destination                    // for a bounce: the server that said it; nil for any
	subjects []string                        // nil for any
	size     [2]int                          // least and most bytes of the data file; zero for ordinary sizes
}

// source is where the mail of a stream, or the originals of its bounces, was
// submitted.
type source struct {
	client func(*dice) client // nil for programs on this server
	login  string
	script string // header that PHP adds
	list   bool
}

// findScenario returns the scenario with a name.
func findScenario(name string) (*scenario, bool) {
	for i := range scenarios {
		if scenarios[i].name == name {
			return &scenarios[i], true
		}
	}
	return nil, false
}

// scenarioNames lists the names for a help text.
func scenarioNames() string {
	names := make([]string, len(scenarios))
	for i := range scenarios {
		names[i] = scenarios[i].name
	}
	return strings.Join(names, ", ")
}

// stream draws the stream of message i; the first messages are one of each, so
// that small queues have them all.
func (c *scenario) stream(d *dice, i int) *stream {
	if i < len(c.streams) {
		return &c.streams[i]
	}
	sum := 0
	for k := range c.streams {
		sum += c.streams[k].share
	}
	at := d.n(sum)
	for k := range c.streams {
		if at < c.streams[k].share {
			return &c.streams[k]
		}
		at -= c.streams[k].share
	}
	panic("mkqueue: shares do not add up")
}

// draw makes message i of a scenario.
func (s *spool) draw(d *dice, i int) {
	m, t := &s.m, s.scenario.stream(d, i)
	m.kind, m.stream = t.kind, t
	m.dir = clientQueue
	if m.kind != submission {
		m.dir = d.n(clientQueue)
	}
	m.arrive(d, t)
	m.id = queueID(m.created, i, d)
	if m.kind == bounce || m.kind == warning {
		s.report(d, t)
		return
	}
	m.submit(d, t)
	m.address(s, d, t)
	m.write(d, t)
	m.why(d)
}

// arrive draws the times. Mail is tried at once, and then in every queue run.
func (m *message) arrive(d *dice, t *stream) {
	const interval = 1800 // of queue runs
	age := t.until + 1
	if t.since > 0 {
		age += int64(d.share() * float64(t.since-t.until))
	} else {
		u := d.share()
		age += int64(u * u * u * (5*86400 - 3600))
	}
	if m.kind == held {
		age = int64(1 + d.n(900))
	}
	m.created = taken - age
	if m.kind == held || m.kind == quarantined {
		return
	}
	m.tries = 1 + int(age/interval)
	m.tried = max(taken-int64(d.n(interval)), m.created)
}

// submit draws the client that submits the message.
func (m *message) submit(d *dice, t *stream) {
	from := t.source
	m.login, m.script = from.login, from.script
	switch {
	case from.client == nil:
		m.origin, m.client = fromShell, client{"localhost", "127.0.0.1", "localhost"}
		m.sender = pick(d, []string{"root", "nagios", "backup@example.org"})
	case from.list:
		m.origin, m.client = fromList, from.client(d)
		m.sender = "<owner-" + pick(d, words[:12]) + "@lists.example.org>"
	default:
		m.client = from.client(d)
		m.sender = address(pick(d, staff), "example.org")
		if from.script != "" {
			m.origin = fromWeb
		}
	}
	if t.sender != "" {
		m.sender = t.sender
	}
}

// address draws the recipients, most often one.
func (m *message) address(s *spool, d *dice, t *stream) {
	n := 1
	if m.origin == fromOffice && m.login == "" && d.chance(100) {
		n = d.in(2, 5)
	}
	for range n {
		m.add(d, person(d), t.goTo(s, d))
	}
	if !strings.Contains(m.sender, "%r") {
		return
	}
	to := strings.Trim(m.rcpts[0].address, "<>")
	m.sender = strings.Replace(m.sender, "%r", number(d.in(10_000, 99_999))+"-"+strings.Replace(to, "@", "=", 1), 1)
}

// goTo draws a destination of the stream.
func (t *stream) goTo(s *spool, d *dice) destination {
	to := destination{}
	if t.to != nil {
		to = t.to(s, d)
	} else {
		to = s.goTo(d)
	}
	if t.troubles != nil {
		to.troubles = t.troubles
	}
	return to
}

// write draws the form and size of the text.
func (m *message) write(d *dice, t *stream) {
	m.form = plain
	m.size = max(50, int(1250*math.Exp(0.7*d.bell())))
	switch k := d.n(1000); {
	case t.size[1] > 0:
		// Small ones are more frequent: sizes are uniform on a logarithmic scale.
		ratio := float64(t.size[1]) / float64(t.size[0])
		m.form, m.size = html, int(float64(t.size[0])*math.Pow(ratio, d.share()))
	case k < 40:
		m.form, m.size = attached, d.in(3000, 100_000)
	case k < 180:
		m.form = plain8
	case k < 450:
		m.form, m.size = html, max(m.size, 800)
	}
	m.flags = "bs"
	if m.form == plain8 {
		m.body, m.flags = "8BITMIME", "8bs"
	}
	if taken-m.created > 4*3600+1800 && m.kind == mail {
		m.flags = "w" + m.flags
	}
}

// report draws a bounce or delay notice, and the message that it is about.
func (s *spool) report(d *dice, t *stream) {
	m := &s.m
	if m.report == nil {
		m.report = &dead{}
	}
	r := m.report
	*r = dead{rcpts: r.rcpts[:0], login: t.source.login, script: t.source.script}
	m.form, m.sender, m.flags, m.origin = delivered, "MAILER-DAEMON", "rs", fromShell
	m.client = client{"localhost", "127.0.0.1", "localhost"}
	m.add(d, person(d), t.goTo(s, d))

	if r.server = s.goTo(d); t.server != nil {
		r.server = *t.server
	}
	r.rcpts = append(r.rcpts, person(d)+"@"+r.server.domain)
	r.client = t.source.client(d)
	r.created = m.created - int64(d.n(5))
	if m.kind == warning {
		r.created = m.created - 4*3600 - int64(d.n(1800))
		var room [300]byte
		r.status = string(fill(room[:0], d, r.server.troubles[0].status, r.server, r.rcpts[0]))
	} else {
		r.refusal = &t.refusals[d.n(len(t.refusals))]
		m.eightBit(strings.Join(r.refusal.replies, ""))
	}
	if m.kind == bounce && d.chance(850) {
		r.size = int(700 * math.Exp(0.7*d.bell()))
	}
	r.id = queueID(r.created, d.n(maxMessages), d)
}
