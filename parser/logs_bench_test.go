package parser

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// sendmailLog returns a log of n messages that are in no queue, with three lines
// each.
func sendmailLog(messages int) []byte {
	var b bytes.Buffer
	at := time.Date(2024, 12, 30, 8, 0, 0, 0, time.UTC)
	const base60 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
	for n := range messages {
		at = at.Add(time.Second)
		stamp := at.Format(time.Stamp)
		id := fmt.Sprintf("4BU%c%c%c%c%c%06d", base60[at.Hour()], base60[at.Minute()], base60[at.Second()], base60[n%60], base60[n/60%60], 20000+n%9000)
		head := fmt.Sprintf("%s mail sendmail[%d]: %s: ", stamp, 20000+n%9000, id)
		fmt.Fprintf(&b, "%sfrom=<user%d@winter.example.org>, size=%d, class=0, nrcpts=1, msgid=<%d.%s@winter.example.org>, proto=ESMTP, daemon=MTA-v4, relay=pc%d.winter.example.org [192.0.2.%d]\n", head, n%500, 500+n%9000, n, id, n%200, n%200)
		fmt.Fprintf(&b, "%sto=<someone%d@example%d.net>, ctladdr=<user%d@winter.example.org> (2002/100), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120860, relay=mx.example%d.net. [203.0.113.%d], dsn=4.3.0, reply=451 4.7.1 Greylisted, try again later, stat=Deferred: 451 4.7.1 Greylisted, try again later\n", head, n%700, n%300, n%500, n%300, n%200)
		fmt.Fprintf(&b, "%sto=<someone%d@example%d.net>, ctladdr=<user%d@winter.example.org> (2002/100), delay=00:31:01, xdelay=00:00:01, mailer=esmtp, pri=210860, relay=mx.example%d.net. [203.0.113.%d], dsn=2.0.0, stat=Sent (2.0.0 Ok: queued as %08X)\n", head, n%700, n%300, n%500, n%300, n%200, n*7919)
	}
	return b.Bytes()
}

// Logs beside a queue are read at 200,000 lines a second at least.
func BenchmarkLogs(b *testing.B) {
	queue := corpustest.WithLogs(b, "sendmail").Read(b, "A.tar.gz")
	log := sendmailLog(100_000)
	b.SetBytes(int64(len(log)))
	b.ReportAllocs()
	for b.Loop() {
		q := loadBytes(b, Options{}, source("A.tar.gz", queue), source("maillog", log))
		if n := len(q.History.Logs); n != 3 {
			b.Fatalf("%d logs, want 3", n)
		}
	}
	b.ReportMetric(300_000*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
