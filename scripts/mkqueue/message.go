package main

import (
	"math"
	"strconv"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxMessages keeps ids unique and file numbers in 32 bits.
const maxMessages = 10_000_000

// Sorts of dice.
const (
	sortText = iota
	sortTail
	sortMessage
	sortContent
	sortOrder
	sortPassing
)

// kind is why a message is in the queue.
type kind uint8

const (
	mail        kind = iota // waiting
	bounce                  // a bounce made by this server
	warning                 // a delay notice made by this server
	held                    // never tried
	quarantined             // hf
	lost                    // Qf
	orphan                  // a data file alone
	working                 // in delivery when the listing was made: xf and "*"
	left                    // an xf file was left behind by a process that was killed
	submission              // in the client queue
	numKinds
)

// kindShares is the number of messages of each kind among 100,000; the rest are
// ordinary mail.
var kindShares = [numKinds]int{
	bounce: 22000, warning: 3000, held: 2500, quarantined: 900, lost: 40, orphan: 300, working: 20, left: 30, submission: 2000,
}

// message is the envelope of one message, and what is needed to write its
// files. It depends only on the seed and its number, and is made anew for each
// of its files and for the listing.
type message struct {
	system   queue.System
	kind     kind
	dir      int
	id       string
	created  int64
	tried    int64 // 0 never
	tries    int
	priority int64
	sender   string // as in the S line
	rcpts    []recipient
	status   string // of the envelope
	body     string // B line: "", 7BIT, 8BITMIME
	flags    string
	reason   string // of the quarantine
	origin   origin
	client   client
	login    string  // the login of the client
	script   string  // value of the header that names the PHP script
	stream   *stream // of a scenario
	form     form
	size     int   // of the data file
	content  dice  // for the header and the body
	report   *dead // for a bounce or warning: the message that it reports
}

// recipient is one R line.
type recipient struct {
	address string
	status  string
	server  string // the server that spoke last, for transcripts
	why     string // sendmail's status, which may be recorded for the message only
	reason  string // Postfix's reason
}

// form is the structure of the body.
type form uint8

const (
	plain     form = iota
	plain8         // UTF-8
	html           // 7-bit HTML
	attached       // multipart/mixed with a base64 part
	delivered      // multipart/report
)

// spool makes the messages of one server.
type spool struct {
	n    int
	seed uint64
	tail int // number of small destinations
	// scenario is what jams the queue; nil for the mixture of a big relay.
	scenario *scenario
	system   queue.System // that the server runs
	logs     int64        // bytes of its mail log, 0 for none
	text     *text
	df       []byte // the data file of a report, to take its size
	m        message
}

func newSpool(n int, seed uint64) *spool {
	return &spool{n: n, seed: seed, tail: tailDomains(n), text: newText(seed)}
}

// kindOf draws the kind; the first messages are one of each, so that small
// queues also have them all.
func kindOf(d *dice, i int) kind {
	if i < int(numKinds) {
		return kind(i)
	}
	k := d.n(100000)
	for kind := range numKinds {
		share := kindShares[kind]
		if k < share {
			return kind
		}
		k -= share
	}
	return mail
}

// message makes message i, valid until the next call.
func (s *spool) message(i int) *message {
	d := roll(s.seed, sortMessage, uint64(i))
	m := &s.m
	*m = message{system: s.system, rcpts: m.rcpts[:0], report: m.report}
	if s.scenario != nil {
		s.draw(&d, i)
	} else {
		s.mix(&d, i)
	}
	m.content = roll(s.seed, sortContent, uint64(i))
	switch s.system {
	case queue.Postfix:
		s.ofPostfix(i)
		return m
	case queue.Exim:
		s.ofExim(i)
		return m
	}
	if m.form == delivered {
		s.df = s.appendReport(s.df[:0], m)
		m.size = len(s.df)
	}
	m.priority = int64(m.size+d.in(500, 1300)) + 30000*int64(len(m.rcpts)) + 90000*int64(max(m.tries-1, 0))
	return m
}

// mix makes message i of a big relay with troubles of all kinds.
func (s *spool) mix(d *dice, i int) {
	m := &s.m
	m.kind = kindOf(d, i)
	m.dir = clientQueue
	if m.kind != submission {
		m.dir = d.n(clientQueue)
	}
	m.age(d)
	m.id = queueID(m.created, i, d)
	switch m.kind {
	case bounce, warning:
		s.reportFor(d)
	default:
		s.userMail(d)
	}
}

// age draws the times: half of the mail arrived within the last twelve hours,
// the rest within the five days for which sendmail tries.
func (m *message) age(d *dice) {
	age := int64(1 + d.n(12*3600))
	if d.chance(500) {
		u := d.share()
		age += int64(u * u * (5*86400 - 13*3600))
	}
	switch m.kind {
	case held:
		age = int64(1 + d.n(900))
	case working:
		age = int64(60 + d.n(600))
	}
	m.created = taken - age
	if m.kind == held || m.kind == quarantined {
		return
	}
	const interval = 1800 // of queue runs
	m.tries = 1 + int(age/interval)
	m.tried = max(taken-int64(d.n(interval)), m.created)
}

const base60 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// queueID makes an id as sendmail 8.12 and later do (formats/sendmail.md §1.3).
// Process and sequence number encode i, so no id repeats.
func queueID(t int64, i int, d *dice) string {
	at, clock := time.Unix(t, 0).UTC(), int(t%86400)
	year, month, day := at.Date()
	sequence := d.n(300)*12 + i/900000
	pid := 100000 + i%900000*611953%900000
	b := [14]byte{
		base60[(year-1900)%60], base60[month-1], base60[day], base60[clock/3600], base60[clock/60%60], base60[clock%60],
		base60[sequence/60], base60[sequence%60],
	}
	strconv.AppendInt(b[:8], int64(pid), 10)
	return string(b[:])
}

func number(n int) string { return strconv.Itoa(n) }

// address makes an address in angle brackets.
func address(local, domain string) string { return "<" + local + "@" + domain + ">" }

// userMail draws an ordinary message.
func (s *spool) userMail(d *dice) {
	m := &s.m
	switch k := d.n(100); {
	case m.kind == submission:
		m.origin = fromShell
	case k < 45:
		m.origin = fromWeb
	case k < 65:
		m.origin = fromList
	}
	m.client = clientOf(d, m.origin)
	switch m.origin {
	case fromWeb: // forged
		m.script = "33:contact.php"
		m.sender = address(person(d), s.goTo(d).domain)
	case fromList:
		m.sender = "<owner-" + pick(d, words[:12]) + "@lists.example.org>"
	case fromShell:
		m.sender = pick(d, []string{"root", "www-data", "nagios", "backup@example.org"})
		m.client = client{"localhost", "127.0.0.1", "localhost"}
	default:
		m.sender = address(pick(d, staff), "example.org")
	}
	m.recipients(s, d)
	m.form = plain
	m.size = max(20, int(1250*math.Exp(0.7*d.bell())))
	switch k := d.n(1000); {
	case k == 0:
		m.form, m.size = attached, d.in(60_000, 400_000)
	case k < 25:
		m.form, m.size = attached, d.in(3000, 14_000)
	case k < 180:
		m.form = plain8
	case k < 450:
		m.form = html
		m.size = max(m.size, 800)
	}
	switch {
	case m.form == plain8:
		m.body = "8BITMIME"
	case d.chance(150):
		m.body = "7BIT"
	}
	m.flags = "bs"
	if m.form == plain8 {
		m.flags = "8bs"
	}
	if taken-m.created > 4*3600+1800 && m.kind != quarantined && m.kind != submission {
		m.flags = "w" + m.flags
	}
	m.why(d)
}

// recipients draws the recipients still waiting for the message, and why.
func (m *message) recipients(s *spool, d *dice) {
	n := 1
	switch k := d.n(1000); {
	case k < 5:
		n = d.in(20, 60)
	case k < 30:
		n = d.in(6, 20)
	case k < 140:
		n = d.in(2, 5)
	}
	to := s.goTo(d)
	for k := range n {
		if k > 0 && !d.chance(600) {
			to = s.goTo(d)
		}
		m.add(d, person(d), to)
	}
}

// add adds a recipient. The message has the status of its first one.
func (m *message) add(d *dice, local string, to destination) {
	bare := local + "@" + to.domain
	t := pick(d, to.troubles)
	var room [300]byte
	status := string(fill(room[:0], d, t.status, to, bare))
	if len(m.rcpts) == 0 {
		m.status = status
	}
	r := recipient{address: "<" + bare + ">", server: to.mx, why: status}
	if t.rcpt {
		r.status = status
	}
	m.rcpts = append(m.rcpts, r)
}

// why adapts the status to the kind.
func (m *message) why(d *dice) {
	quiet := func() {
		m.status = ""
		for i := range m.rcpts {
			m.rcpts[i].status = ""
		}
	}
	switch m.kind {
	case held:
		quiet()
		m.flags = "b"
	case quarantined:
		quiet()
		m.flags = "b"
		m.reason = pick(d, quarantineReasons)
	case submission:
		if m.stream != nil {
			return // it has the status of its stream
		}
		quiet()
		m.status = "Deferred: Connection refused by [127.0.0.1]"
	case mail:
		if m.stream != nil {
			return
		}
		switch k := d.n(1000); {
		case k < 4:
			quiet()
			m.status = pick(d, permanent)
		case k < 14 && m.rcpts[0].status != "":
			m.status = "Warning: could not send message for past 4 hours"
		}
	}
}
