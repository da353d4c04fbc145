package dsn

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

const warningBox = "    **********************************************\n" +
	"    **      THIS IS A WARNING MESSAGE ONLY      **\n" +
	"    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n" +
	"    **********************************************\n\n"

const intro = "The original message was received at Tue, 5 Mar 2024 10:41:07 +0100 (CET)\nfrom dsl-9.pear.example [198.51.100.9]\n\n"

const mime = "This is a MIME-encapsulated message\n\n--B\n\n"

const talk = "... while talking to mx2.kiwi.example.:\n>>> RCPT To:<bo@kiwi.example>\n<<< 550 5.1.1 no such user\n" +
	"550 5.1.1 <bo@kiwi.example>... User unknown\n"

const status = "\n--B\nContent-Type: message/delivery-status\n\nOriginal-Envelope-Id: QQ1\nReporting-MTA: dns; mail.plum.example\n" +
	"Received-From-MTA: DNS; dsl-9.pear.example\nArrival-Date: Tue, 5 Mar 2024 10:41:07 +0100 (CET)\n\n" +
	"Original-Recipient: rfc822;team@plum.example\nFinal-Recipient: RFC822; team-list@plum.example\n" +
	"X-Actual-Recipient: rfc822; bo@kiwi.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: DNS; MX2.kiwi.example\n" +
	"Diagnostic-Code: SMTP; 550 5.1.1 no such user\nLast-Attempt-Date: Tue, 5 Mar 2024 10:41:09 +0100 (CET)\n\n"

const original = "--B\nContent-Type: message/rfc822\n\nReturn-Path: <ann@plum.example>\n" +
	"Received: from home-pc (dsl-9.pear.example [198.51.100.9])\n\tby mail.plum.example (8.15.2/8.15.2) with ESMTP id 4259f7Kc031337;\n" +
	"Received: from elsewhere\nFrom: Ann <ann@plum.example>\nTo: team@plum.example\nSubject: lunch\nMessage-Id: <1@plum.example>\n" +
	"Date: Tue, 5 Mar 2024 10:41:00 +0100\n\nAt noon?\n\n--B--\n\n"

func exchange() []queue.Exchange {
	return []queue.Exchange{{Host: "mx2.kiwi.example", Command: "RCPT To:<bo@kiwi.example>",
		Replies: []string{"550 5.1.1 no such user"}, Verdict: []string{"550 5.1.1 <bo@kiwi.example>... User unknown"}}}
}

func recipient() queue.BounceRecipient {
	return queue.BounceRecipient{Original: "team@plum.example", Final: "team-list@plum.example", Actual: "bo@kiwi.example",
		Action: "failed", Status: "5.1.1", RemoteMTA: "mx2.kiwi.example", Diagnostic: "550 5.1.1 no such user",
		LastTry: "Tue, 5 Mar 2024 10:41:09 +0100 (CET)"}
}

// full returns the Report of a bounce made of intro, talk, status and original.
func full(change ...func(*queue.Bounce)) queue.Bounce {
	b := queue.Bounce{
		Received: "Tue, 5 Mar 2024 10:41:07 +0100 (CET)", Client: "dsl-9.pear.example [198.51.100.9]",
		ReportingMTA: "mail.plum.example", EnvelopeID: "QQ1", Arrival: "Tue, 5 Mar 2024 10:41:07 +0100 (CET)",
		Addresses: []queue.BounceAddress{}, Exchanges: exchange(), Recipients: []queue.BounceRecipient{recipient()},
		Original: queue.Original{ReturnPath: "<ann@plum.example>", From: "Ann <ann@plum.example>", To: "team@plum.example",
			Subject: "lunch", MessageID: "<1@plum.example>", Date: "Tue, 5 Mar 2024 10:41:00 +0100",
			Received: "from home-pc (dsl-9.pear.example [198.51.100.9]) by mail.plum.example (8.15.2/8.15.2) with ESMTP id 4259f7Kc031337;"},
	}
	for _, f := range change {
		f(&b)
	}
	return b
}

const permanent = "   ----- The following addresses had permanent fatal errors -----\n<bo@kiwi.example>\n" +
	"    (reason: 550 5.1.1 no such user (really))\n    (expanded from: team-list)\n\"A b\"@fig.example\n\n"

const transcript = "   ----- Transcript of session follows -----\n"

// Bounces of every kind (formats/sendmail.md §3.3, §3.4).
func TestParse(t *testing.T) {
	addresses := func(a ...queue.BounceAddress) func(*queue.Bounce) {
		return func(b *queue.Bounce) { b.Addresses = a }
	}
	failed := addresses(
		queue.BounceAddress{Section: "permanent", Address: "<bo@kiwi.example>", Reason: "550 5.1.1 no such user (really)", Expanded: "team-list"},
		queue.BounceAddress{Section: "permanent", Address: `"A b"@fig.example`})
	noStatus := func(b *queue.Bounce) {
		b.ReportingMTA, b.EnvelopeID, b.Arrival, b.Recipients = "", "", "", []queue.BounceRecipient{}
	}
	noOriginal := func(b *queue.Bounce) { b.Original = queue.Original{} }
	noTalk := func(b *queue.Bounce) { b.Exchanges = []queue.Exchange{} }
	header := func(o queue.Original) func(*queue.Bounce) { return func(b *queue.Bounce) { b.Original = o } }

	nested := strings.NewReplacer("--B", "--C", "mx2.kiwi", "inner", "MX2.kiwi", "inner", "dsl-9", "inner").Replace(mime + intro + permanent + transcript + talk + status + original)
	tests := []struct {
		name, in string
		want     queue.Bounce
	}{
		{"failure", mime + intro + permanent + transcript + talk + status + original, full(failed)},
		{"CRLF", strings.ReplaceAll(mime+intro+permanent+transcript+talk+status+original, "\n", "\r\n"), full(failed)},
		{"failure without transcript", mime + intro + permanent + "   ----- Transcript of session is unavailable -----\n" + status + original, full(failed, noTalk)},
		{"the site's own text", mime + strings.TrimSuffix(intro, "\n") + "\nfrom now on, ask the help desk\n-- \nHelp desk\n\n" + permanent + transcript + talk + status + original, full(failed)},
		{"postmaster copy", mime + strings.TrimSuffix(intro, "\n") + "with id 4259f7Kc031337\n\n" + permanent + transcript + talk + status +
			strings.Replace(original, "message/rfc822", "text/rfc822-headers", 1), full(failed)},
		{"internationalised", mime + intro + permanent + transcript + talk + strings.Replace(status, "message/delivery-status", "message/global-delivery-status", 1) +
			strings.Replace(original, "message/rfc822", "message/global-headers; charset=utf-8", 1), full(failed)},

		{"delay warning", mime + warningBox + intro + transcript + "<bo@kiwi.example>... Deferred: Connection refused by mx2.kiwi.example.\n" +
			"Warning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n" +
			strings.NewReplacer("failed", "delayed", "5.1.1\n", "4.4.1\n", "Last-Attempt-Date", "Will-Retry-Until: Sun, 10 Mar 2024 10:41:07 +0100 (CET)\nLast-Attempt-Date").Replace(status) + original,
			full(func(b *queue.Bounce) {
				b.Exchanges = []queue.Exchange{{Replies: []string{}, Verdict: []string{"<bo@kiwi.example>... Deferred: Connection refused by mx2.kiwi.example.",
					"Warning: message still undelivered after 4 hours", "Will keep trying until message is 5 days old"}}}
				r := &b.Recipients[0]
				r.Action, r.Status, r.RetryUntil = "delayed", "4.4.1", "Sun, 10 Mar 2024 10:41:07 +0100 (CET)"
			})},
		{"deliver-by delay", mime + warningBox + intro + "   ----- The following addresses had transient non-fatal errors -----\n<bo@kiwi.example>\n\n" +
			transcript + talk + status + original, full(addresses(queue.BounceAddress{Section: "transient", Address: "<bo@kiwi.example>"}))},
		{"return receipt", mime + intro + "   ----- The following addresses had successful delivery notifications -----\n" +
			"<x@y.example>  (successfully delivered to mailbox)\n<z@y.example>  (relayed to non-DSN-aware mailer)\n    (expanded from: team)\n\n" +
			transcript + "<x@y.example>... Successfully delivered\n" + strings.Replace(status, "failed", "delivered (to mailbox)", 1) + original,
			full(addresses(
				queue.BounceAddress{Section: "success", Address: "<x@y.example>", Reason: "successfully delivered to mailbox"},
				queue.BounceAddress{Section: "success", Address: "<z@y.example>", Reason: "relayed to non-DSN-aware mailer", Expanded: "team"}),
				func(b *queue.Bounce) {
					b.Exchanges = []queue.Exchange{{Replies: []string{}, Verdict: []string{"<x@y.example>... Successfully delivered"}}}
					b.Recipients[0].Action = "delivered (to mailbox)"
				})},
		{"several recipients", mime + intro + transcript + talk + status + "Final-Recipient: RFC822; |/bin/x; y\nAction: failed\nDiagnostic-Code: X-UNIX; 67\n\n" + original,
			full(func(b *queue.Bounce) {
				b.Recipients = append(b.Recipients, queue.BounceRecipient{Final: "|/bin/x; y", Action: "failed", Diagnostic: "67"})
			})},
		{"a folded field", mime + intro + transcript + talk + strings.Replace(status, "no such user\nLast", "no such\n  user\nStatus: 9.9.9\nnot a field\n more\nLast", 1) + original, full()},

		{"double bounce: only the outer transcript", mime + strings.Replace(intro, "dsl-9.pear.example [198.51.100.9]", "localhost", 1) + permanent + transcript + talk + status +
			"--B\nContent-Type: message/rfc822\n\nReturn-Path: <MAILER-DAEMON>\nFrom: Mail Delivery Subsystem <MAILER-DAEMON>\n" +
			"Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"C\"\nSubject: Returned mail: see transcript for details\n\n" + nested + "--B--\n",
			full(failed, func(b *queue.Bounce) { b.Client, b.Nested = "localhost", true }, header(queue.Original{ReturnPath: "<MAILER-DAEMON>",
				From: "Mail Delivery Subsystem <MAILER-DAEMON>", Subject: "Returned mail: see transcript for details"}))},
		{"a nested bounce without MIME", mime + intro + transcript + talk + status +
			"--B\nContent-Type: message/rfc822\n\nAuto-Submitted: auto-generated (failure)\n\n" + intro + transcript + "<<< 550 inner\n\n--B--\n",
			full(func(b *queue.Bounce) { b.Nested = true }, header(queue.Original{}))},
		{"a mailer printed a title", mime + intro + transcript + talk + "   ----- The following addresses had permanent fatal errors -----\nx\n" + status + original,
			full(func(b *queue.Bounce) {
				b.Exchanges[0].Verdict = append(b.Exchanges[0].Verdict, "   ----- The following addresses had permanent fatal errors -----", "x")
			})},

		{"8.8: title in the subject, no reasons", mime + intro + "   ----- The following addresses had permanent fatal errors -----\n<bo@kiwi.example>\n\n" +
			transcript + talk + "\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.plum.example\n\n" +
			"Final-Recipient: RFC822; bo@kiwi.example\nAction: failed\nStatus: 5.1.1\n\n" + original,
			full(addresses(queue.BounceAddress{Section: "permanent", Address: "<bo@kiwi.example>"}), func(b *queue.Bounce) {
				b.EnvelopeID, b.Arrival = "", ""
				b.Recipients = []queue.BounceRecipient{{Final: "bo@kiwi.example", Action: "failed", Status: "5.1.1"}}
			})},
		{"not MIME", intro + permanent + transcript + talk + "\n   ----- Original message follows -----\n\n" +
			"Return-Path: <ann@plum.example>\nSubject: lunch\n\n" + transcript + "<<< 550 quoted\n",
			full(failed, noStatus, header(queue.Original{ReturnPath: "<ann@plum.example>", Subject: "lunch"}))},
		{"not MIME: a warning", warningBox + intro + transcript + talk + "\n   ----- Message header follows -----\n\nSubject: lunch\n\n   ----- Message body suppressed -----\n",
			full(noStatus, header(queue.Original{Subject: "lunch"}))},
		{"not MIME: dashes in the site's text", strings.TrimSuffix(intro, "\n") + "--help\n" + transcript + talk + "\n   ----- Message header follows -----\nSubject: lunch\n",
			full(noStatus, header(queue.Original{Subject: "lunch"}))},
		{"not MIME: lost", intro + transcript + talk + "\n   ----- Original message lost -----\n\n", full(noStatus, noOriginal)},
		{"no message was collected", intro + transcript + talk + "\n  ----- No message was collected -----\n\n", full(noStatus, noOriginal, func(b *queue.Bounce) {
			b.Exchanges[0].Verdict = append(b.Exchanges[0].Verdict, "  ----- No message was collected -----")
		})},

		{"cut in the transcript", mime + intro + transcript + talk[:len(talk)/2], full(noStatus, noOriginal, func(b *queue.Bounce) {
			b.Exchanges = Transcript(strings.Split(talk[:len(talk)/2], "\n"))
		})},
		{"cut in the status", mime + intro + transcript + talk + status[:strings.Index(status, "Last-Attempt")], full(noOriginal, func(b *queue.Bounce) { b.Recipients[0].LastTry = "" })},
		{"no original", mime + intro + transcript + talk + status + "--B--\n", full(noOriginal)},
		{"the client in the status only", mime + strings.Replace(intro, "from dsl-9.pear.example [198.51.100.9]\n", "", 1) + transcript + talk + status + original,
			full(func(b *queue.Bounce) { b.Client = "dsl-9.pear.example" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !Looks([]byte(tt.in)) {
				t.Errorf("Looks(%q) = false", tt.in)
			}
			got, problems := Parse([]byte(tt.in), "dfA")
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Parse(%q) =\n%+v, want\n%+v", tt.in, got, tt.want)
			}
			if len(problems) != 0 {
				t.Errorf("Parse(%q): %v, want no problems", tt.in, problems)
			}
		})
	}
}

func TestParseNoBounce(t *testing.T) {
	for _, in := range []string{"", "Hello\n", "This is a MIME-encapsulated message\n\n--B\n\ntext\n--B--\n"} {
		b, problems := Parse([]byte(in), "mqueue/dfA")
		if len(problems) != 1 || problems[0].Kind != queue.KindDSN || problems[0].File != "mqueue/dfA" || problems[0].Line != 1 {
			t.Errorf("Parse(%q): %v, want one problem of kind dsn in line 1", in, problems)
		}
		if b.Addresses == nil || b.Exchanges == nil || b.Recipients == nil {
			t.Errorf("Parse(%q) = %+v, want lists", in, b)
		}
	}
}

func TestLooks(t *testing.T) {
	for in, want := range map[string]bool{
		"": false, "Hello\n": false, "    ****\n": true, "> The original message was received at": false,
		strings.Repeat("x", 4000) + "\n" + transcript: true, strings.Repeat("x", 4096) + "\n" + transcript: false,
	} {
		if got := Looks([]byte(in)); got != want {
			t.Errorf("Looks(%.60q) = %v, want %v", in, got, want)
		}
	}
}

func TestParseLimits(t *testing.T) {
	b, _ := Parse([]byte(mime+intro+transcript+strings.Repeat("<<< 450 x\n", MaxBytes/10)+"<<< 550 late\n"+status), "dfA")
	if n := len(b.Exchanges); n != 1 || len(b.Exchanges[0].Replies) >= MaxLines || len(b.Recipients) != 0 {
		t.Errorf("%d exchanges, %d recipients from a long file", n, len(b.Recipients))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(mime + intro + permanent + transcript + talk + status + original))
	f.Add([]byte(warningBox + intro + transcript + talk + "\n   ----- Message header follows -----\n\nSubject: x\n y\n"))
	f.Add([]byte("--B\n--B\n--B--\nContent-Type: message/delivery-status\n\n\n--B"))
	f.Fuzz(func(t *testing.T, in []byte) {
		b, problems := Parse(in, "dfA")
		if len(problems) > 1 {
			t.Errorf("%d problems", len(problems))
		}
		replies := 0
		for _, e := range b.Exchanges {
			replies += len(e.Replies)
		}
		if n := strings.Count("\n"+string(in), "\n<<< "); replies > n {
			t.Errorf("Parse(%q) has %d replies of %d", in, replies, n)
		}
		for _, a := range b.Addresses {
			if a.Section == "" || !strings.Contains(string(in), a.Address) {
				t.Errorf("Parse(%q): address %+v", in, a)
			}
		}
	})
}

// The returned header may say which script or login submitted the original.
func TestOriginalSubmitted(t *testing.T) {
	for _, tt := range []struct{ header, script, login string }{
		{"X-PHP-Originating-Script: 33:contact.php(12) : eval()'d code\n", "33:contact.php(12) : eval()'d code", ""},
		{"X-PHP-Script: shop.example/send.php for 192.0.2.1\n", "shop.example/send.php for 192.0.2.1", ""},
		{"X-Authenticated-User: ann\n", "", "ann"},
		{"X-Authenticated-Sender: mail.plum.example: ann@plum.example\n", "", "mail.plum.example: ann@plum.example"},
		{"Received: from pc (pc.plum.example [198.51.100.9])\n\t(Authenticated sender: Ann)\n\tby mail.plum.example\n", "", "ann"},
		{"Received: from pc\nReceived: from elsewhere (Authenticated sender: eve)\n", "", ""},
		{"Subject: lunch\n", "", ""},
	} {
		b, _ := Parse([]byte(mime+intro+dashes+secTalk+" -----\n"+talk+"\n--B\nContent-Type: message/rfc822\n\n"+tt.header+"\nAt noon?\n\n--B--\n"), "df1")
		if b.Original.Script != tt.script || b.Original.Login != tt.login {
			t.Errorf("%q: script %q, login %q; want %q, %q", tt.header, b.Original.Script, b.Original.Login, tt.script, tt.login)
		}
	}
}
