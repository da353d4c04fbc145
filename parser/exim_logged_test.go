package parser

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The reason of each recipient, taken from the message logs in the spool, agrees with the last
// attempt in the main log, a file of its own.
func TestEximReasonsAsLogged(t *testing.T) {
	c := corpustest.Open(t, "exim-2")
	q := loadBytes(t, Options{}, source("spool.tar.bz2", c.Read(t, "spool.tar.bz2")))
	deferred := regexp.MustCompile(`^\S+ \S+ (\S+-\S+-\S+) == (.*?)(?: <(.*?)>)? ((?:R=|routing ).*defer \((-?\d+)\).*)$`)
	said := map[[2]string]string{} // the last reason, by id and address
	for line := range strings.Lines(string(corpustest.WithLogs(t, "exim-2").Read(t, "mainlog.txt"))) {
		m := deferred.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			continue
		}
		if number := m[5]; number == "-52" || number == "-53" || number == "-54" {
			continue // not tried
		}
		said[[2]string{m[1], m[2]}] = m[4]
		if top := m[3]; top != "" {
			said[[2]string{m[1], top}] = m[4]
		}
	}
	compared := 0
	for m := range q.All() {
		for _, r := range m.Recipients() {
			want := said[[2]string{m.ID(), r.Address}]
			if want == "" {
				continue
			}
			compared++
			// A system error has no host in the main log; the message log has it.
			got, _, _ := strings.Cut(r.Status, " H=")
			text, _, _ := strings.Cut(want, " H=")
			if got != text || strings.Contains(want, " H=") && r.Status != want {
				t.Errorf("%s: the reason of %s is\n%q in its log, in the main log\n%q", m.ID(), r.Address, r.Status, want)
			}
		}
	}
	if compared < 20 {
		t.Errorf("%d recipients compared", compared)
	}
	t.Logf("%d recipients compared", compared)
}

// Each message that was tried has a reason for each recipient that waits, and the time of the last try;
// its log begins at the arrival time in its envelope.
func TestEximLogsOfMessages(t *testing.T) {
	for _, c := range corpustest.Exim(t) {
		q := loadBytes(t, Options{}, source("spool.tar.bz2", c.Read(t, "spool.tar.bz2")))
		with := 0
		for m := range q.All() {
			events := q.History.Of(m.Row())
			if len(events) == 0 {
				continue
			}
			with++
			if m.State() == queue.Orphan {
				continue // only the log says who sent it
			}
			if e := &events[0]; e.Kind != queue.EventReceived || q.Text(e.Sender) != "<"+m.Sender()+">" && q.Text(e.Sender) != m.Sender() && !m.Has(queue.NullFrom) {
				t.Errorf("%s: the log begins with %v from %q, the sender is %q", m.ID(), e.Kind, q.Text(e.Sender), m.Sender())
			}
			last := events[len(events)-1].Time
			if m.Attempts() > 0 && (m.LastTry().Unix() > last || m.LastTry().Before(m.Created())) {
				t.Errorf("%s: tried last at %v, its log ends at %d", m.ID(), m.LastTry(), last)
			}
			why := 0
			for _, r := range m.Recipients() {
				if r.Status != "" {
					why++
				}
			}
			if m.Attempts() > 0 && m.State() == queue.Deferred && why == 0 && len(m.Finished()) == 0 { // an interrupted delivery leaves no line
				t.Errorf("%s: tried %d times, and no recipient has a reason", m.ID(), m.Attempts())
			}
		}
		if with < len(q.Order)-3 {
			t.Errorf("%s: %d of %d messages have a log", c.Name, with, len(q.Order))
		}
	}
}
