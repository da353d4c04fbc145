package parser_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// A control file and the output of mailq, side by side. The listing shows that
// a running sendmail is processing the message.
func ExampleLoad() {
	control := "V8\nT1709631667\nK1709638800\nN3\nP30123\nMDeferred: Connection refused by fig.example.\n" +
		"S<ann@plum.example>\nRPFD:<bo@fig.example>\nH??Subject: lunch\n.\n"
	listing := "\t\t/var/spool/mqueue (1 request)\n" +
		"-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n" +
		"4259f7Kc031337*       6 Tue Mar  5 09:41 <ann@plum.example>\n" +
		"                 (Deferred: Connection refused by fig.example.)\n" +
		"\t\t\t\t\t <bo@fig.example>\n\t\tTotal requests: 1\n"

	q, err := parser.Load(context.Background(), []parser.Source{
		{Name: "mqueue/qf4259f7Kc031337", Size: int64(len(control)), R: strings.NewReader(control)},
		{Name: "mailq.txt", Size: int64(len(listing)), R: strings.NewReader(listing)},
	}, parser.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for m := range q.All() {
		fmt.Println(m.Dir().Path, m.ID(), m.State())
		fmt.Println(m.Sender(), "to", m.Recipients()[0].Address, "about", m.Subject())
		fmt.Println(m.Status())
	}
	// Output:
	// /var/spool/mqueue 4259f7Kc031337 processing
	// ann@plum.example to bo@fig.example about lunch
	// Deferred: Connection refused by fig.example.
}

// An archive of two servers' queues: how many messages are in which state.
func ExampleLoad_archive() {
	file, err := os.Open("testdata/corpus/two-hosts/hosts.tar.gz")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()

	q, err := parser.Load(context.Background(), []parser.Source{{Name: "hosts.tar.gz", Size: -1, R: file}}, parser.Options{})
	if err != nil {
		log.Fatal(err)
	}
	count := map[string]int{}
	for m := range q.All() {
		count[m.Dir().Host+" "+m.State().String()]++
	}
	for _, key := range slices.Sorted(maps.Keys(count)) {
		fmt.Println(key, count[key])
	}
	// Output:
	// host1 deferred 28
	// host2 deferred 22
}

// Load fails only when its context ends. What was damaged is in the queue's
// Problems, beside all that could be read.
func ExampleLoad_problems() {
	control := "V8\nT1709631667\nN0\nSann@plum.example\nRPFD:bo@fig.example\n" // ends before its dot

	q, err := parser.Load(context.Background(), []parser.Source{
		{Name: "mqueue/qf4259f7Kc031337", Size: int64(len(control)), R: strings.NewReader(control)},
	}, parser.Options{})
	fmt.Println(err, len(q.Order))
	for _, p := range q.Problems {
		fmt.Println(p.Severity(), p)
		fmt.Println(queue.Explain(p.Kind).Do)
	}
	// Output:
	// <nil> 1
	// error mqueue/qf4259f7Kc031337: the data file df4259f7Kc031337 is missing
	// Look for the `df` files in other queue directories or in a backup. If they are gone, the messages are lost: tell the senders.
	// warning mqueue/qf4259f7Kc031337:6: the file stops before its end mark, a line with a dot
	// If the file is younger than the archive, it was just being written. Otherwise repair it from a backup, or tell the sender.
}

// What servers replied, according to the bounces that wait in the queue.
func Example_replies() {
	file, err := os.Open("testdata/corpus/bounces/incident.tar.xz")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()

	q, err := parser.Load(context.Background(), []parser.Source{{Name: "incident.tar.xz", Size: -1, R: file}}, parser.Options{})
	if err != nil {
		log.Fatal(err)
	}
	count := map[smtp.Code]int{}
	for m := range q.All() {
		for _, text := range m.Replies() {
			if a := smtp.ParseAnswer(text); a.Code.Valid() {
				count[a.Code]++
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(count)) {
		fmt.Println(count[code], "replies", code)
	}
	// Output:
	// 12 replies 450
	// 60 replies 503
	// 68 replies 550
	// 9 replies 552
	// 4 replies 553
	// 20 replies 554
}

// The control file has more than the columns of a queue: every record,
// including the original recipient for delivery notifications.
func ExampleReadControl() {
	control := "V8\nT1709631667\nK0\nN0\nP30123\n$rESMTPSA\n${auth_authen}ann\nS<ann@plum.example>\n" +
		"Qrfc822;old+2Bname@fig.example\nRPFD:<bo@fig.example>\nH??Subject: lunch\n.\n"
	source := strings.NewReader(control)

	q, err := parser.Load(context.Background(), []parser.Source{
		{Name: "mqueue/qf4259f7Kc031337", Size: source.Size(), At: source}, // At allows files to be read again
	}, parser.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for m := range q.All() {
		c, _, err := parser.ReadControl(m)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Macro("r"), "by", c.Macro("{auth_authen}"))
		for _, r := range c.Recipients {
			fmt.Println(r.Address, "was", r.Original)
		}
	}
	// Output:
	// ESMTPSA by ann
	// <bo@fig.example> was rfc822;old+2Bname@fig.example
}

// The text that a person would read, out of a message with several parts. The
// archive is compressed, so its decoded bytes must be kept.
func ExampleReadContent() {
	file, err := os.Open("testdata/corpus/mime/spool.pax.tar.gz")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()

	q, err := parser.Load(context.Background(), []parser.Source{{Name: "spool.pax.tar.gz", Size: -1, R: file}},
		parser.Options{InMemory: true})
	if err != nil {
		log.Fatal(err)
	}
	for m := range q.All() {
		if m.Bounce() != "" {
			continue // made by this server
		}
		c, err := parser.ReadContent(m, content.Options{})
		if errors.Is(err, queue.ErrNoBytes) {
			continue // only the control file is there
		} else if err != nil {
			log.Fatal(err)
		}
		for _, part := range c.Attachments() {
			fmt.Println(c.Subject, part.Type, part.FileName(), part.Decoded)
		}
	}
	// Output:
	// Inline pictures image/png a.png 852
	// Inline pictures image/png b.png 1820
	// Two files application/pdf report.pdf 3009
	// Two files application/zip notes.zip 1078
	// One file text/plain übersicht März.txt 5
	// Invitation text/calendar part-1.ics 128
	// uuencode application/octet-stream hello.txt 12
	// Fwd: forwarded message/rfc822 inner.eml 1641
	// big file application/octet-stream disk.img 900000
	// signed application/pgp-signature part-3.asc 139
}

// A bounce made by sendmail describes the message that failed.
func ExampleParseBounce() {
	body := "This is a MIME-encapsulated message\n\n--B\n\n" +
		"The original message was received at Tue, 5 Mar 2024 09:41:07 GMT\nfrom home [192.0.2.7]\n\n" +
		"   ----- Transcript of session follows -----\n... while talking to mx.fig.example.:\n>>> DATA\n<<< 550 5.1.1 no such user\n" +
		"\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.plum.example\n\n" +
		"Final-Recipient: RFC822; bo@fig.example\nAction: failed\n\n--B--\n"

	b := parser.ParseBounce([]byte(body), "mqueue/df4259f7Kc031337")
	fmt.Println(b.Client, "sent it;", b.Recipients[0].Final, b.Recipients[0].Action)
	for _, e := range b.Exchanges {
		fmt.Println(e.Host, e.Command, e.Replies)
	}
	// Output:
	// home [192.0.2.7] sent it; bo@fig.example failed
	// mx.fig.example DATA [550 5.1.1 no such user]
}

// A mail log beside the queue: what happened to the message, which its queue file does not say.
func ExampleLoad_log() {
	control := "V8\nT1709631667\nK1709638800\nN2\nP30123\nMDeferred: Connection refused by fig.example.\n" +
		"S<ann@plum.example>\nRPFD:<bo@fig.example>\nRPFD:<cy@fig.example>\nH??Subject: lunch\n.\n"
	mail := "2024-03-05T09:41:07+00:00 mx sendmail[311]: 4259f7Kc031337: from=<ann@plum.example>, size=312, class=0, nrcpts=2, msgid=<1@plum.example>, relay=pc7.plum.example [192.0.2.7]\n" +
		"2024-03-05T09:41:09+00:00 mx sendmail[313]: 4259f7Kc031337: to=<dee@fig.example>, delay=00:00:02, mailer=esmtp, relay=mx.fig.example. [192.0.2.9], dsn=2.0.0, stat=Sent (ok)\n" +
		"2024-03-05T11:40:00+00:00 mx sendmail[319]: 4259f7Kc031337: to=<bo@fig.example>,<cy@fig.example>, delay=01:58:53, mailer=esmtp, relay=mx.fig.example. [192.0.2.9], dsn=4.0.0, stat=Deferred: Connection refused by mx.fig.example.\n"

	q, err := parser.Load(context.Background(), []parser.Source{
		{Name: "mqueue/qf4259f7Kc031337", Size: int64(len(control)), R: strings.NewReader(control)},
		{Name: "maillog", Size: int64(len(mail)), R: strings.NewReader(mail)},
	}, parser.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for m := range q.All() {
		for _, e := range q.History.Of(m.Row()) {
			fmt.Println(time.Unix(e.Time, 0).UTC().Format(time.TimeOnly), e.Kind, q.Text(e.Peer), e.Delay)
		}
	}
	// Output:
	// 09:41:07 received pc7.plum.example -1
	// 09:41:09 delivered mx.fig.example. 2
	// 11:40:00 deferred mx.fig.example. 7133
}
