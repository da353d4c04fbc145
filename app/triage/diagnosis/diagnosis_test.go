package diagnosis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var dir = queue.Dir{Host: "mx", Path: "/var/spool/mqueue", Name: "mx.example.org"}

// diagnose makes the diagnosis of a synthetic queue.
func diagnose(opt Options, mails ...triagetest.Mail) *Diagnosis {
	x := triage.NewIndex(triagetest.Queue(dir, mails...))
	rows := x.Queue.Order
	return New(x, x.Sums(rows, nil, nil), causes.Find(x, rows), opt)
}

// text joins all that is said.
func (d *Diagnosis) text() string {
	var b strings.Builder
	b.WriteString(d.Headline + "\n")
	for _, s := range append(append([][]Phrase{d.Since}, d.Sentences...), append([][]Phrase{{{Text: d.First.Title}}}, d.First.Text...)...) {
		for _, p := range s {
			b.WriteString(p.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const (
	minute = 60
	hour   = 60 * minute
)

// waiting returns a message for a server that does not answer.
func waiting(age int64) triagetest.Mail {
	return triagetest.Mail{Status: "Deferred: Connection timed out with mx.far.example.", To: "<a@far.example>", State: queue.Deferred, Age: age, Tried: 10 * minute}
}

func TestEmpty(t *testing.T) {
	if d := diagnose(Options{}); d != nil {
		t.Errorf("without messages the diagnosis is %q, want none", d.text())
	}
}

func TestFew(t *testing.T) {
	greylisted := triagetest.Mail{Status: "Deferred: 451 4.7.1 Greylisted", To: "<a@grey.example>", State: queue.Deferred, Age: hour, Tried: 10 * minute}
	d := diagnose(Options{}, waiting(2*hour), greylisted, greylisted)
	for _, want := range []string{
		"3 messages wait, none for long\n", "2 are deferred by greylisting at grey.example.", "1 waits for mx.far.example, which does not answer.",
		"Nothing\n", "after the next queue run",
	} {
		if !strings.Contains(d.text(), want) {
			t.Errorf("a few messages: %q misses %q", d.text(), want)
		}
	}
	if strings.Contains(d.text(), "%") {
		t.Errorf("a few messages have shares: %q", d.text())
	}
}

// The answer never says that all is well if something was not understood.
func TestDoubts(t *testing.T) {
	var mails []triagetest.Mail
	for k := range 40 {
		m := waiting(int64(k+1) * 4 * minute)
		m.Status = fmt.Sprintf("Deferred: Connection refused by mx%d.example.net.", k%20)
		mails = append(mails, m)
	}
	if d := diagnose(Options{}, mails[:12]...); !strings.Contains(d.text(), "refuse connections") {
		t.Errorf("%q misses what the servers do", d.text())
	}
	for _, opt := range []Options{{Cut: true}, {Unread: 1}, {Loose: true}} {
		d := diagnose(opt, mails...)
		if strings.Contains(d.Headline, "unusual") {
			t.Errorf("with %+v the headline is %q", opt, d.Headline)
		}
		last := d.Sentences[len(d.Sentences)-1]
		if text := last[len(last)-1].Text; !strings.Contains(text, "read") && !strings.Contains(text, "capture") {
			t.Errorf("with %+v the last sentence is %q, want what is in doubt", opt, text)
		}
	}
	for _, opt := range []Options{{Cut: true}, {Unread: 1}} {
		if d := diagnose(opt, mails...); d.First.Title != "Look at Problems" {
			t.Errorf("with %+v the first step is %q", opt, d.First.Title)
		}
	}
}

// Each obstacle has its own words.
func TestHoldings(t *testing.T) {
	for _, o := range reason.Obstacles() {
		if _, ok := holdings[o.ID]; !ok {
			t.Errorf("obstacle %s has no words", o.ID)
		}
	}
	for id := range holdings {
		reason.ObstacleOf(id) // panics if there is none
	}
}

// hidden replaces all names.
type hidden struct{}

func (hidden) Address(string) string { return "person-0001" }
func (hidden) Host(string) string    { return "host-01" }
func (hidden) Text(s string) string  { return strings.ReplaceAll(s, "far.example", "example-01") }

func TestNames(t *testing.T) {
	var mails []triagetest.Mail
	for k := range 1200 {
		m := waiting(int64(k%300+1) * minute)
		m.Client, m.Auth = fmt.Sprintf("host%d.example.com [198.51.100.%d]", k%9, k%9), "secret.login"
		mails = append(mails, m)
	}
	open, closed := diagnose(Options{}, mails...).text(), diagnose(Options{Names: hidden{}}, mails...).text()
	for _, name := range []string{"secret.login", "mx.far.example"} {
		if !strings.Contains(open, name) {
			t.Errorf("%q does not name %s", open, name)
		}
		if strings.Contains(closed, name) {
			t.Errorf("redacted, %q names %s", closed, name)
		}
	}
	if !strings.Contains(closed, "Lock the login person-0001") {
		t.Errorf("redacted, %q does not say whose login", closed)
	}
}

// Each of several hosts has a sentence, and a fault that stops the mail of all
// is said to be elsewhere.
func TestHosts(t *testing.T) {
	var mails []triagetest.Mail
	for k := range 60 {
		mails = append(mails, waiting(int64(k+1)*minute))
	}
	q := triagetest.Queue(queue.Dir{Host: "mx1", Path: "/var/spool/mqueue"}, mails...)
	q.Dirs = append(q.Dirs, queue.Dir{Host: "mx2", Path: "/var/spool/mqueue"})
	for i := range q.Dir {
		q.Dir[i] = uint16(i % 3 / 2)
	}
	x := triage.NewIndex(q)
	d := New(x, x.Sums(q.Order, nil, nil), causes.Find(x, q.Order), Options{})
	for _, want := range []string{
		"60 messages wait on 2 servers.", "Mail of both hosts waits for mx.far.example, so the fault is not at one of them.",
		"mx1: 40 messages; 40 wait for mx.far.example;", "mx2: 20 messages; 20 wait for mx.far.example;",
	} {
		if !strings.Contains(d.text(), want) {
			t.Errorf("two hosts: %q misses %q", d.text(), want)
		}
	}
}

// A diagnosis of what a filter selects says so.
func TestFiltered(t *testing.T) {
	var mails []triagetest.Mail
	for k := range 40 {
		mails = append(mails, waiting(int64(k+1)*minute))
	}
	d := diagnose(Options{Whole: 400}, mails...)
	for _, want := range []string{"40 messages that match wait for mx.far.example", "40 of 400 messages match.", "All wait for mx.far.example, which does not answer."} {
		if !strings.Contains(d.text(), want) {
			t.Errorf("filtered: %q misses %q", d.text(), want)
		}
	}
}

// A fault of this server is named however few messages wait for it.
func TestFaults(t *testing.T) {
	full := triagetest.Mail{Status: "Deferred: No space left on device", To: "<a@example.org>", State: queue.Deferred, Age: 20 * minute, Tried: 10 * minute}
	var mails []triagetest.Mail
	for k := range 400 {
		mails = append(mails, waiting(int64(k+1)*minute))
	}
	d := diagnose(Options{}, append(mails, full, full, full)...)
	if !strings.Contains(d.text(), "3 wait because a disk of this server is full.") {
		t.Errorf("%q misses the full disk", d.text())
	}
	d = diagnose(Options{}, full, full, full)
	for _, want := range []string{"A disk of this server is full, and 3 messages wait", "Make room on the full disk"} {
		if !strings.Contains(d.text(), want) {
			t.Errorf("%q misses %q", d.text(), want)
		}
	}
}
