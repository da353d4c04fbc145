package parser

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// otherMail returns lines about other messages, more than are kept in memory for looking
// back.
func otherMail(system queue.System, at time.Time) string {
	var b strings.Builder
	for k := range 1500 {
		switch system {
		case queue.Postfix:
			fmt.Fprintf(&b, "%s mail postfix/qmgr[77]: %05X4A7F: from=<a@example.org>, size=%d, nrcpt=1 (queue active)\n", at.Format(time.Stamp), 0x10000+k, 1000+k)
		case queue.Exim:
			fmt.Fprintf(&b, "%s 1tSBd2-%06d-00 <= a@example.org H=pc [192.0.2.7] P=esmtp S=%d\n", at.Format(time.DateTime), k, 1000+k)
		default:
			fmt.Fprintf(&b, "%s mail sm-mta[77]: 4BU6000A%06d: from=<a@example.org>, size=%d, class=0, nrcpts=1, relay=pc [192.0.2.7]\n", at.Format(time.Stamp), k, 1000+k)
		}
	}
	return b.String()
}

// eventsOf returns the events of a message, by their lines, whether it was searched for or named by
// another.
func eventsOf(h *queue.History, strings *queue.Strings, rows []string, id string) (out []string) {
	events := []queue.Event(nil)
	if k := slices.Index(rows, id); k >= 0 {
		events = h.Of(int32(k))
	} else if s, ok := strings.Find(id); ok {
		events = h.Named(s)
	}
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s:%d", h.Logs[e.Log].Name, e.Line))
	}
	return out
}

// A message that only a later line names is known from its beginning: in the same log or an earlier
// one, plain or compressed.
func TestNamedLate(t *testing.T) {
	start := time.Date(2024, 12, 30, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name          string
		system        queue.System
		wanted        []string // in the queue
		first, second []string // lines, with other mail between the two groups
		of            map[string]int
	}{
		{
			"Postfix, queued again", queue.Postfix, []string{"AAAA1111B"},
			[]string{
				"postfix/smtpd[1]: BBBB2222C: client=pc[192.0.2.7], sasl_method=PLAIN, sasl_username=ann",
				"postfix/qmgr[2]: BBBB2222C: from=<a@example.org>, size=900, nrcpt=1 (queue active)",
				"postfix/smtp[3]: BBBB2222C: to=<x@example.net>, relay=none, delay=2, delays=1/0/1/0, dsn=4.4.1, status=deferred (connect to mx[192.0.2.9]:25: Connection refused)",
			},
			[]string{
				"postfix/postsuper[4]: BBBB2222C: requeued",
				"postfix/pickup[5]: AAAA1111B: uid=0 from=<a@example.org> orig_id=BBBB2222C",
			},
			map[string]int{"AAAA1111B": 1, "BBBB2222C": 4},
		},
		{
			"Postfix, a bounce of what left", queue.Postfix, []string{"AAAA1111B"},
			[]string{
				"postfix/smtpd[1]: BBBB2222C: client=pc[192.0.2.7]",
				"postfix/qmgr[2]: BBBB2222C: from=<a@example.org>, size=900, nrcpt=1 (queue active)",
			},
			[]string{
				"postfix/smtp[3]: BBBB2222C: to=<x@example.net>, relay=mx[192.0.2.9]:25, delay=7200, delays=1/0/1/0, dsn=5.1.1, status=bounced (host mx[192.0.2.9] said: 550 5.1.1 no (in reply to RCPT TO command))",
				"postfix/cleanup[4]: AAAA1111B: message-id=<1@mail>",
				"postfix/bounce[5]: BBBB2222C: sender non-delivery notification: AAAA1111B",
				"postfix/qmgr[2]: BBBB2222C: removed",
			},
			map[string]int{"AAAA1111B": 1, "BBBB2222C": 5},
		},
		{
			"Postfix, queued again twice", queue.Postfix, []string{"AAAA1111B"},
			[]string{
				"postfix/smtpd[1]: CCCC3333D: client=pc[192.0.2.7]",
				"postfix/pickup[5]: BBBB2222C: uid=0 from=<a@example.org> orig_id=CCCC3333D",
			},
			[]string{"postfix/pickup[5]: AAAA1111B: uid=0 from=<a@example.org> orig_id=BBBB2222C"},
			map[string]int{"AAAA1111B": 1, "BBBB2222C": 1, "CCCC3333D": 1},
		},
		{
			"Exim, a bounce of what left", queue.Exim, []string{"1tSCZ7-000002-00"},
			[]string{
				"1tSAgy-000001-00 <= a@example.org H=pc [192.0.2.7] P=esmtpsa A=plain:ann S=900",
				"1tSAgy-000001-00 == x@example.net R=dnslookup T=remote_smtp defer (111): Connection refused",
			},
			[]string{
				"1tSAgy-000001-00 ** x@example.net R=dnslookup T=remote_smtp: retry timeout exceeded",
				"1tSCZ7-000002-00 <= <> R=1tSAgy-000001-00 U=exim P=local S=1900",
				"1tSAgy-000001-00 Completed",
			},
			map[string]int{"1tSCZ7-000002-00": 1, "1tSAgy-000001-00": 4},
		},
		{
			"sendmail, a bounce of what left", queue.Sendmail, []string{"4BUA00BB000002"},
			[]string{
				"sm-mta[1]: AUTH=server, relay=pc [192.0.2.7], authid=ann, mech=PLAIN, bits=0",
				"sm-mta[1]: 4BU800AA000001: from=<a@example.org>, size=900, class=0, nrcpts=1, relay=pc [192.0.2.7]",
				"sm-mta[2]: 4BU800AA000001: to=<x@example.net>, delay=00:00:02, mailer=esmtp, pri=1, relay=mx. [192.0.2.9], dsn=4.0.0, stat=Deferred: Connection refused by mx.",
			},
			[]string{
				"sm-mta[3]: 4BU800AA000001: to=<x@example.net>, delay=02:00:00, mailer=esmtp, pri=1, relay=mx. [192.0.2.9], dsn=5.1.1, stat=User unknown",
				"sm-mta[3]: 4BU800AA000001: 4BUA00BB000002: DSN: User unknown",
			},
			map[string]int{"4BUA00BB000002": 0, "4BU800AA000001": 4},
		},
		{
			"sendmail, the second part of what was split", queue.Sendmail, []string{"4BUA00CC000003"},
			[]string{"sm-mta[1]: 4BU800AA000001: from=<a@example.org>, size=900, class=0, nrcpts=3, relay=pc [192.0.2.7]"},
			[]string{
				"sm-mta[3]: 4BU800AA000001: split: maxrcpts=1, rcpts=3, count=2, ids=4BUA00BB000002; 4BUA00CC000003",
				"sm-mta[3]: 4BUA00BB000002: to=<y@example.net>, delay=02:00:00, mailer=esmtp, pri=1, relay=mx. [192.0.2.9], dsn=2.0.0, stat=Sent (ok)",
			},
			map[string]int{"4BUA00CC000003": 0, "4BU800AA000001": 2, "4BUA00BB000002": 1},
		},
		{
			"sendmail, from the submission queue", queue.Sendmail, []string{"4BUA00BB000002"},
			[]string{
				"sendmail[1]: 4BU800AA000001: from=ann, size=900, class=0, nrcpts=1, relay=ann@localhost",
				"sendmail[1]: 4BU800AA000001: to=x@example.net, delay=00:00:00, mailer=relay, pri=1, relay=[127.0.0.1], dsn=4.0.0, stat=Deferred: Connection refused by [127.0.0.1]",
			},
			[]string{
				"sm-mta[2]: 4BUA00BB000002: from=<ann@mail>, size=900, class=0, nrcpts=1, proto=ESMTP, relay=localhost [127.0.0.1]",
				"sm-msp-queue[3]: 4BU800AA000001: to=x@example.net, delay=02:00:00, mailer=relay, pri=1, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (4BUA00BB000002 Message accepted for delivery)",
			},
			map[string]int{"4BUA00BB000002": 1, "4BU800AA000001": 3},
		},
	}
	for _, tt := range tests {
		stamped := func(lines []string, at time.Time) string {
			var b strings.Builder
			for _, line := range lines {
				if tt.system == queue.Exim {
					fmt.Fprintf(&b, "%s %s\n", at.Format(time.DateTime), line)
				} else {
					fmt.Fprintf(&b, "%s mail %s\n", at.Format(time.Stamp), line)
				}
				at = at.Add(time.Second)
			}
			return b.String()
		}
		first, second := stamped(tt.first, start), stamped(tt.second, start.Add(2*time.Hour))
		other := otherMail(tt.system, start.Add(time.Hour))
		for name, texts := range map[string][]string{
			"one log":  {first + other + second},
			"two logs": {first, other + second},
			"between":  {first + other, second},
		} {
			for _, packed := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %s, packed %t", tt.name, name, packed), func(t *testing.T) {
					strings := queue.NewStrings()
					c := history.New(strings, loggers)
					for _, id := range tt.wanted {
						c.Add(history.Subject{ID: id, Server: &history.Server{System: tt.system}, Arrived: start.Add(2 * time.Hour).Unix()})
					}
					h, problems := readTexts(t, c, texts, packed)
					for id, want := range tt.of {
						if got := eventsOf(h, strings, tt.wanted, id); len(got) != want {
							t.Errorf("%s has the events %q, want %d", id, got, want)
						}
					}
					for _, p := range problems {
						if p.Kind != queue.KindLogTime {
							t.Errorf("problem %v", p)
						}
					}
				})
			}
		}
	}
}

// readTexts reads logs for a collector.
func readTexts(t *testing.T, c *history.Collector, texts []string, packed bool) (*queue.History, []queue.Problem) {
	t.Helper()
	q := &queue.Queue{}
	var logs []history.Log
	for n, text := range texts {
		b := []byte(text)
		if packed {
			var z bytes.Buffer
			w := gzip.NewWriter(&z)
			if _, err := io.WriteString(w, text); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			b = z.Bytes()
		}
		q.Blobs = append(q.Blobs, bytes.NewReader(b))
		logs = append(logs, history.Log{
			Name: fmt.Sprint("log", n), File: queue.FileRef{Blob: int32(n), Size: int64(len(b))}, Packed: packed,
			Latest: time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC).Unix(),
		})
	}
	if err := readLogs(context.Background(), c, q, logs, func(string, int64) {}); err != nil {
		t.Fatal(err)
	}
	return c.Finish(nil), c.Problems()
}
