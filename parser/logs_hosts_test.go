package parser

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// twoHosts is a log server's file in which two hosts have the same short id.
const twoHosts = `Dec 30 08:00:00 mx1 postfix/smtpd[1]: 4F2A91B0C7: client=pc[192.0.2.7]
Dec 30 08:00:00 mx2 postfix/smtpd[1]: 4F2A91B0C7: client=fax[192.0.2.8]
Dec 30 08:00:01 mx1 postfix/qmgr[2]: 4F2A91B0C7: from=<a@example.org>, size=900, nrcpt=1 (queue active)
Dec 30 08:00:01 mx2.example.org postfix/qmgr[2]: 4F2A91B0C7: from=<b@example.org>, size=800, nrcpt=1 (queue active)
Dec 30 08:00:02 mx2 postfix/smtp[3]: 4F2A91B0C7: to=<y@example.net>, relay=none, delay=2, delays=1/0/1/0, dsn=4.4.1, status=deferred (connect to mx[192.0.2.9]:25: Connection refused)
Dec 30 08:00:03 mx1 postfix/smtp[3]: 4F2A91B0C7: to=<x@example.net>, relay=none, delay=3, delays=1/0/1/0, dsn=4.4.1, status=deferred (connect to mx[192.0.2.9]:25: Connection timed out)
`

// The same short id of two hosts is two messages.
func TestOneIDOfTwoHosts(t *testing.T) {
	q := loadBytes(t, Options{}, source("log", []byte(twoHosts)))
	var got []string
	for _, i := range q.Order {
		got = append(got, fmt.Sprintf("%s %s %d", q.Dirs[q.Dir[i]].Host, q.Text(q.Sender[i]), len(q.History.Of(i))))
	}
	slices.Sort(got)
	if want := []string{"mx1 a@example.org 3", "mx2 b@example.org 3"}; !slices.Equal(got, want) {
		t.Errorf("messages %q, want %q", got, want)
	}
	// Beside the queue of one of them, the lines of the other are about another
	// message.
	c := history.New(queue.NewStrings(), loggers)
	c.Add(history.Subject{ID: "4F2A91B0C7", Server: &history.Server{System: queue.Postfix, Host: "mx1.example.org", Named: true}, Arrived: time.Date(2024, 12, 30, 8, 0, 0, 0, time.UTC).Unix()})
	h, problems := readTexts(t, c, []string{twoHosts}, false)
	if n := len(h.Of(0)); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
	for _, p := range problems {
		if p.Kind == queue.KindLogHost {
			t.Errorf("problem %v", p)
		}
	}
}

// If rotated logs were joined without one of them, the missing piece is reported.
func TestJoinedLogsWithoutOne(t *testing.T) {
	whole := sendmailLog(30_000) // from December 30, 8:00, over 8 hours
	head, tail := whole[:len(whole)/2], whole[len(whole)/2:]
	head = head[:bytes.LastIndexByte(head, '\n')+1]
	tail = bytes.ReplaceAll(tail[bytes.IndexByte(tail, '\n')+1:], []byte("Dec 30 "), []byte("Jan  2 "))
	for _, joined := range []bool{false, true} {
		log := whole
		if joined {
			log = slices.Concat(head, tail)
		}
		q := loadBytes(t, Options{}, source("log", log))
		var gaps []string
		for _, p := range q.Problems {
			if p.Kind == queue.KindLogGap {
				gaps = append(gaps, p.Error())
			}
		}
		if joined != (len(gaps) == 1 && len(q.History.Logs[0].Breaks) == 1) || !joined && len(gaps) > 0 {
			t.Errorf("joined %t: gaps %q, %v", joined, gaps, q.History.Logs[0].Breaks)
		}
	}
}

// The logs that Exim keeps of single messages can be shown if each is a separate file, and a Problem
// says if one is longer than what is read of it.
func TestLogsOfMessagesAsFiles(t *testing.T) {
	_, archive := unpackedLogs(t, "exim", "A.tar.gz")
	var files []Source
	long := ""
	for _, m := range corpustest.Unpack(t, archive) {
		if strings.Contains(m.Name, "/msglog/") && len(m.Data) > 0 && long == "" {
			lines := strings.SplitAfter(string(m.Data), "\n")
			m.Data, long = []byte(strings.Join(lines, "")+strings.Repeat(lines[len(lines)-2], 2000)), m.Name
		}
		files = append(files, source(m.Name, m.Data))
	}
	q := loadBytes(t, Options{}, files...)
	if n := len(q.History.Logs); n != 1 {
		t.Errorf("%d logs, want one", n)
	}
	n := 0
	for _, i := range q.Order {
		for _, e := range q.History.Of(i) {
			if _, err := ReadLine(context.Background(), q, q.History, e); err != nil {
				t.Fatalf("line %d of %s: %v", e.Line, q.Text(q.ID[i]), err)
			}
			n++
		}
	}
	if n == 0 {
		t.Error("no events")
	}
	if !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool {
		return p.Kind == queue.KindLimit && strings.Contains(p.Reason, "keeps of 1 messages")
	}) {
		t.Errorf("problems %v do not say that lines of %s are left out", q.Problems, long)
	}
}
