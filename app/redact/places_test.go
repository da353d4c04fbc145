package redact_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// A secret that only its place gives away, not its form, is left out of every kind of file: in
// statuses, in records and macros of a form of their own, in names of directories, in delivery
// statuses and in what a bounce says besides.
func TestPlaces(t *testing.T) {
	p := plantPlaces(rand.New(rand.NewSource(5)))
	e := openPlanted(t, p.archive)
	files := 0
	for _, format := range formats {
		for name, text := range e.export(t, format, "all", p.messages) {
			files++
			searchSecrets(t, format+", "+name, text, slices.Concat(p.names, p.texts))
		}
	}
	t.Logf("%d secrets in places of their own; %d files searched", p.places, files)
}

// saidOfUs are statuses in which %s stands for a secret.
var saidOfUs = []string{
	"Deferred: Connection timed out with %s.lan.", "Deferred: %s.%s.corp.: No route to host", "Deferred: Name server: %s.: host name lookup failure",
	"%s... User unknown", "Deferred: local mailer (%s) exited with EX_TEMPFAIL", "Deferred: 450 4.7.1 <%s>: Helo command rejected: need fully-qualified hostname",
	"Deferred: 450 4.7.1 <%s.%s.test>: Helo command rejected: Host not found", "cannot open /home/%s/mbox", `Deferred: prog mailer ("|/home/%s/bin/x") failed`,
	"connect to %s[10.1.2.3]:25: Connection refused", "connect to %s.internal[10.1.2.3]:25: Connection refused", "temporary failure. Command output: %s: cannot write",
	"Host or domain name not found. Name service error for name=%s type=A: Host not found, try again", `Command time limit exceeded: "/usr/local/bin/%s %s"`,
	`unknown user: "%s"`, "cannot update mailbox /var/mail/%s for user %s. unable to lock", "connect to /var/spool/%s/sock[private/%s]: No such file",
	"host there.test[198.51.100.5] said: 450 Client host rejected; proto=ESMTP helo=<%s> from=<x@there.test>", "host there.test[198.51.100.5] said: 250 2.0.0 <%s>: done",
	"mail for %s.local loops back to myself", "unable to look up host %s: Name or service not known", "alias database hash:/etc/%s/%s unavailable",
	"R=dnslookup T=remote_smtp defer (-44): SMTP error from remote mail server after HELO %s: 550 no", "R=dnslookup defer (-1): host lookup did not complete: %s.%s.lan",
	`R=system_aliases defer (-1): failed to expand "${lookup{%s}lsearch{/etc/%s}}"`, "R=userforward defer (-1): error in filter file: %s",
	`R=x T=y defer (0): Child process of y transport (running command "/usr/bin/x -a %s") was terminated by signal`, "user lookup error: %s", "all hosts for '%s.home.arpa' have been failing",
}

// fill replaces each %s by a secret.
func (p *planter) fill(text string) string {
	for strings.Contains(text, "%s") {
		text = strings.Replace(text, "%s", p.text(), 1)
	}
	return text
}

const bounceOfPlaces = `This is a MIME-encapsulated message

--B1
The original message was received at Tue, 5 Mar 2024 10:00:00 GMT
from localhost
%s
Please call %s.

   ----- The following addresses had permanent fatal errors -----
%s
"|/home/%s/x %s"
    (expanded from: <%s>)

   ----- Transcript of session follows -----
... while talking to %s.lan.:
>>> EHLO %s
>>> AUTH %s %s
>>> DATA %s
>>> %s
<<< 550 5.1.1 <%s>... no
/home/%s/.forward: line 1: %s... bad
%s: command not found
451 4.0.0 %s... Deferred

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; %s.%s.test
Received-From-MTA: dns; %s.%s.test
X-%s: %s

Original-Recipient: rfc822;%s
Final-Recipient: rfc822; %s
Final-Recipient: X400; %s
Action: failed (%s)
Status: 5.1.1 (%s)
Remote-MTA: dns; %s
Diagnostic-Code: %s; %s

--B1--
`

func plantPlaces(r *rand.Rand) *planted {
	p, w := newPlanter(r, nil)
	p.messages = 0
	add := func(folder, records, header, text string) {
		id := fmt.Sprintf("425A%02dzQ%06d", p.messages%60, 100000+p.messages)
		p.messages++
		qf := "V8\nT1709640000\nK1709650000\nN3\nP30000\n" + records + "S<a@there.test>\nRPFD:<b@there.test>\nH??Received: from x.there.test by " + w.server + " with ESMTP id " + id + "; Tue, 5 Mar 2024 10:00:00 GMT\n" + header + ".\n"
		p.file(w.server+folder+"/qf"+id, qf)
		p.file(w.server+folder+"/df"+id, text)
	}
	const folder = "/var/spool/mqueue"
	for _, s := range saidOfUs {
		add(folder, "M"+p.fill(s)+"\n", "", "x\n")
	}
	for _, name := range []string{"r", "{client_resolve}", "{client_port}", "{daemon_flags}", "{auth_type}", "{auth_ssf}", "{tls_version}", "{verify}"} {
		add(folder, "$"+name+p.text()+"\n", "", "x\n")
	}
	for _, record := range []string{"F%s", "Q%s;b@there.test\nRPFD:<b@there.test>", "Q%s\nRPFD:<b@there.test>", "r%s; b@there.test\nRPFD:<b@there.test>", "R%s:<b@there.test>", "RPFD:<b@there.test (%s)>", "RPFD:b@there.test (%s)", "K%s", "N%s", "P%s", "!%s"} {
		add(folder, p.fill(record)+"\n", "", "x\n")
	}
	for _, field := range []string{"?%s?From: a@there.test", "??Content-Type: text/plain; charset=%s; format=%s; delsp=%s; report-type=%s", "??Content-Disposition: inline; charset=%s; " + p.text()[2:] + "=1",
		"??From: a@[%s]", "??Received: from [%s] by there.test; Tue, 5 Mar 2024 10:00:00 GMT", "??Status: %s", "??Final-Recipient: rfc822; %s", "??Diagnostic-Code: smtp; %s", "??Remote-MTA: dns; %s"} {
		add(folder, "", "H"+p.fill(field)+"\n", "x\n")
	}
	for _, in := range []string{folder + "/%s", folder + "/qd%s", "/var/spool/mqueue-%s", "/srv/%s/mqueue"} {
		add(p.fill(in), "", "", "x\n")
	}
	add(folder, "Fr\n$_localhost\n", "H??Content-Type: multipart/report; report-type=delivery-status; boundary=\"B1\"\nH??Auto-Submitted: auto-generated (failure)\n", p.fill(bounceOfPlaces))
	p.file(w.server+folder+"/"+p.text(), "x") // a problem that names its file
	return p.end()
}
