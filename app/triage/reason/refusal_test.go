package reason

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Mail that this server refused is explained from its side, whichever mail system logged it.
func TestExplainWhatThisServerRefused(t *testing.T) {
	for _, tc := range []struct {
		line, system, topic, text string
		actor                     smtp.Actor
		again                     bool
	}{
		{"Dec 24 06:04:48 mx postfix/smtpd[7533]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.190]: 554 5.7.1 <ann@example.org>: Relay access denied; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<out.example.com>",
			ofPostfix, "relay-denied", "554 5.7.1 <ann@example.org>: Relay access denied", smtp.Us, false},
		{"NOQUEUE: reject: RCPT from unknown[192.0.2.100]: 454 4.7.1 <ann@example.org>: Relay access denied; from=<noreply@example.com> to=<ann@example.org> proto=ESMTP helo=<app>",
			ofPostfix, "relay-denied", "454 4.7.1 <ann@example.org>: Relay access denied", smtp.Us, true},
		{"May  8 08:26:55 mx postfix/postscreen[22055]: NOQUEUE: reject: RCPT from [192.0.2.242]:47407: 550 5.7.1 Service unavailable; client [192.0.2.242] blocked using bl.spamcop.net; from=<kos@example.com>, to=<ann@example.org>, proto=ESMTP, helo=<XL>",
			ofPostfix, "blocklisted/address", "550 5.7.1 Service unavailable; client [192.0.2.242] blocked using bl.spamcop.net", smtp.Postmaster, false},
		{"Jun 18 05:26:46 mx postfix/smtpd[3784]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.52]: 550 5.7.23 <ann@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.example/Why?s=mfrom; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<out.example.com>",
			ofPostfix, "sender-policy", "550 5.7.23 <ann@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.example/Why?s=mfrom", smtp.DomainOwner, false},
		{"smtp_1  | Nov 17 13:36:43 mx postfix/smtpd[345]: NOQUEUE: milter-reject: CONNECT from localhost[127.0.0.1]: 451 4.7.1 Service unavailable - try again later; proto=SMTP",
			ofPostfix, "busy", "451 4.7.1 Service unavailable - try again later", smtp.Us, true},
		{"Sep 30 03:16:01 mx postfix/cleanup[31638]: 17AC1200D4: milter-reject: END-OF-MESSAGE from unknown[192.0.2.4]: 4.7.1 Service unavailable - try again later; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<x>",
			ofPostfix, "busy", "451 4.7.1 Service unavailable - try again later", smtp.Us, true},
		{"40C12F39F: milter-reject: END-OF-MESSAGE from out.example.com[192.0.2.45]: 5.7.1 Delivery not authorized, message refused!; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<out.example.com>",
			ofPostfix, "policy", "550 5.7.1 Delivery not authorized, message refused!", smtp.Us, false},
		{"Jan 10 00:32:03 mx postfix/cleanup[345]: 8551B132C2: reject: header Subject: win: a prize from out.example.com[192.0.2.45]; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<out.example.com>: 5.7.1 message content rejected",
			ofPostfix, "spam", "550 5.7.1 message content rejected", smtp.Sender, false},
		{"NOQUEUE: milter-reject: RCPT from relay.example.com[192.0.2.6]: 451 4.7.1 Greylisting in action, please come back later; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<relay.example.com>",
			ofPostfix, "greylisted", "451 4.7.1 Greylisting in action, please come back later", smtp.Time, true},
		{"Dec  6 19:19:22 mx sm-mta[13125]: mB72JLu5013099: ruleset=check_rcpt, arg1=<ann@example.org>, relay=out.example.com [192.0.2.7], reject=550 5.7.1 <ann@example.org>... Relaying denied",
			ofSendmail, "relay-denied", "550 5.7.1 <ann@example.org>... Relaying denied", smtp.Us, false},
		{"Dec  6 19:19:22 mx sm-mta[13125]: mB72JLu5013099: Milter: data, reject=451 4.3.2 Please try again later",
			ofSendmail, "busy", "451 4.3.2 Please try again later", smtp.Us, true},
		{"2014-04-04 10:37:30 H=(out.example.com) [192.0.2.42] F=<bob@example.com> rejected RCPT <ann@example.org>: relay not permitted",
			ofExim, "relay-denied", "relay not permitted", smtp.Us, false},
		{"2020-07-17 14:16:46 H=out.example.com [192.0.2.42] F=<bob@example.com> temporarily rejected RCPT <ann@example.org>: Could not complete sender verify",
			ofExim, "sender-refused", "Could not complete sender verify", smtp.Sender, true},
		{`2020-07-17 14:16:46 H=out.example.com [192.0.2.42] sender verify defer for <bob@example.com>: failed to expand "${extract{1}{:}{x}}": NULL`,
			ofExim, "local-error", `failed to expand "${extract{1}{:}{x}}": NULL`, smtp.Us, true},
		{"2021-11-09 11:06:21 1mkO1F-0004dQ-4z H=out.example.com [192.0.2.42] F=<bob@example.com> rejected after DATA: This message scored 11.2 spam points.",
			ofExim, "spam", "This message scored 11.2 spam points.", smtp.Sender, false},
	} {
		x := Explain(tc.line)
		if x.Text != tc.text || x.System != tc.system || x.Topic.Key != tc.topic || x.Topic.Actor != tc.actor {
			t.Errorf("Explain(%q) = %q of %s, %s, %v; want %q of %s, %s, %v", tc.line, x.Text, x.System, x.Topic.Key, x.Topic.Actor, tc.text, tc.system, tc.topic, tc.actor)
		}
		if again := strings.HasPrefix(x.Lasts, "Temporary"); again != tc.again {
			t.Errorf("Explain(%q): %q", tc.line, x.Lasts)
		}
		if !strings.HasPrefix(x.Meaning, "Refused by this server") || !strings.HasPrefix(x.Delete, "Nothing to delete") {
			t.Errorf("Explain(%q): %q, %q", tc.line, x.Meaning, x.Delete)
		}
	}
}

// The reason of the refusal is worded from this server's side, too.
func TestRefusalTitles(t *testing.T) {
	for reply, want := range map[string]string{
		"451 4.3.5 <ann@example.org>: Recipient address rejected: Server configuration problem": "Refused by this server: it could not decide",
		"452 4.3.1 Insufficient system storage":                                                 "Refused by this server: its disk is full",
		"554 5.7.1 <ann@example.org>: Recipient address rejected: Access denied":                "Refused by this server: a rule forbids it",
	} {
		if x := Explain("NOQUEUE: reject: RCPT from unknown[192.0.2.4]: " + reply + "; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<x>"); x.Meaning != want {
			t.Errorf("%q means %q, want %q", reply, x.Meaning, want)
		}
	}
}

// Texts that only look like refusals are explained as other texts.
func TestExplainWhatIsNoRefusal(t *testing.T) {
	for _, s := range []string{
		"host mx.example.net[192.0.2.5] said: 550 5.7.1 <ann@example.net>: Recipient address rejected: reject: policy (in reply to RCPT TO command)",
		"Deferred: 450 4.7.1 message rejected after DATA: try later",
		"550 message was rejected after DATA by the filter",
		"SMTP error from remote mail server after end of data: host mx.example.net [192.0.2.5]: 550 rejected after DATA: spam",
	} {
		if x := Explain(s); strings.HasPrefix(x.Meaning, "Refused by this server") {
			t.Errorf("Explain(%q) takes it for a refusal by this server", s)
		}
	}
}

// Lines of logs about deliveries, whatever precedes the status.
func TestExplainLinesOfDeliveries(t *testing.T) {
	for _, tc := range []struct {
		line, system, topic string
		lasts               string
		actor               smtp.Actor
	}{
		{"2012-02-13 14:39:22 1RookS-000Pg8-VO ** ann@example.com: retry timeout exceeded", ofExim, "expired", "For good", smtp.Anyone},
		{"2012-02-13 14:39:22 1RookS-000Pg8-VO ** ann@example.com <bob@example.org>: Unrouteable address", ofExim, "unknown-user", "For good", smtp.Sender},
		{"2011-09-24 07:41:17 1R7DXr-0006vV-Pa == ann@host117.example.com R=dnslookup T=remote_smtp defer (-18): Remote host host117.example.com [192.0.2.119] closed connection in response to end of data", ofExim, "connection", "Temporary", smtp.Network},
		{"2012-02-13 14:46:10 1RwtQA-000Mti-P5 == ann@example.com R=dnslookup T=remote_smtp defer (-1): domain matches queue_smtp_domains, or -odqs set", ofExim, "local-error", "Temporary", smtp.Us},
		{"2021-11-09 11:06:21 1mkO1F-0004dQ-4z spam acl condition: all spamd servers failed", ofExim, "local-error", "Temporary", smtp.Us},
		{"Dec  6 19:19:22 mx sm-mta[13125]: mB72JLu5013099: to=ann@example.com, delay=00:56:51, xdelay=00:00:01, mailer=esmtp, pri=570000, relay=mx.example.com. [192.0.2.1], dsn=4.5.0, stat=Operating system error", ofSendmail, "local-error", "Temporary", smtp.Us},
		{"Jun 26 07:24:25 mx sendmail[31762]: q5PNOMeP031760: to=<ann@example.com>, delay=00:00:02, xdelay=00:00:02, mailer=esmtp, pri=121393, relay=mx.example.com. [192.0.2.90], dsn=5.0.0,stat=Service unavailable", ofSendmail, "refused", "For good", smtp.Postmaster},
		{"Dec  6 19:19:22 mx sm-mta[13125]: mB72JLu5013099: ruleset=tls_rcpt, arg1=ann@example.com, relay=mx.example.com., reject=451 4.3.0 Temporary system failure. Please try again later.", ofSendmail, "local-error", "Temporary", smtp.Us},
		{"Dec 14 05:28:39 mx sendmail[31574]: mBDIYhEa031574: to=<ann@example.com>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=41874, relay=mail.example.com., dsn=4.0.0, stat=Deferred", ofSendmail, "no-reason", "Temporary", smtp.Anyone},
		{"Jan 29 15:40:01 mx sm-msp-queue[7335]: o0T401sX008943: to=ann, delay=11:40:00, xdelay=00:00:00, mailer=relay, pri=3271745, relay=[127.0.0.1] [127.0.0.1], dsn=4.0.0, stat=Deferred: Connection refused by [127.0.0.1]", ofSendmail, "connection-refused", "Temporary", smtp.Us},
		{"delivery temporarily suspended: connect to 127.0.0.1[127.0.0.1]:10024: Connection refused", ofPostfix, "connection-refused", "Temporary", smtp.Us},
		{"Feb 28 11:50:04 mx postfix/smtp[8399]: CC44916C7A: to=<root@mx.example.org>, orig_to=<root>, relay=none, delay=0.06, delays=0.04/0.02/0/0, dsn=4.3.0, status=deferred (bounce or trace service failure)", ofPostfix, "local-error", "Temporary", smtp.Us},
		{"Nov 17 13:36:43 mx postfix/smtpd[345]: warning: connect to Milter service inet:192.0.2.8:11332: Host is unreachable", ofPostfix, "local-error", "Temporary", smtp.Us},
	} {
		x := Explain(tc.line)
		if x.System != tc.system || x.Topic.Key != tc.topic || x.Topic.Actor != tc.actor || !strings.HasPrefix(x.Lasts, tc.lasts) {
			t.Errorf("Explain(%q) = %s, %s, %v, %q; want %s, %s, %v, %s", tc.line, x.System, x.Topic.Key, x.Topic.Actor, x.Lasts, tc.system, tc.topic, tc.actor, tc.lasts)
		}
	}
}

// What to do about texts of Postfix for which the topic alone would mislead.
func TestStepsOfPostfix(t *testing.T) {
	for text, want := range map[string]string{
		"mail for example.org loops back to myself": "mydestination",
		"SASL authentication failed; cannot authenticate to server mx.example.net[192.0.2.9]: no mechanism available":                                                               "SASL modules",
		"SASL authentication failed: server mx.example.net[192.0.2.9] offered no compatible authentication mechanisms for this type of connection security":                         "SASL modules",
		"SASL authentication failed; server mx.example.net[192.0.2.9] said: 534-5.7.9 Application-specific password required. 534 5.7.9 https://example.net/?p=InvalidSecondFactor": "app password",
		"TLS is required, but was not offered by host mx.example.net[192.0.2.9]":                                                                                                    "smtp_tls_policy_maps",
		"TLS is required, but our TLS engine is unavailable":                                                                                                                        "certificate, key or CA file",
		"Server certificate not trusted": "smtp_tls_CAfile",
	} {
		if x := Explain(text); !strings.Contains(x.Advice, want) || x.System != ofPostfix {
			t.Errorf("Explain(%q) of %q: %q lacks %q", text, x.System, x.Advice, want)
		}
	}
	// Other texts of the same topics keep their advice.
	if x := Explain("host mx.example.net[192.0.2.9] said: 454 4.7.8 Authentication failed"); !strings.Contains(x.Advice, "credentials") {
		t.Errorf("%q", x.Advice)
	}
}

// Log lines without a failure do not prevent the others from being explained.
func TestParseListOfALog(t *testing.T) {
	const log = `Dec 24 06:04:47 mx postfix/smtpd[7533]: connect from out.example.com[192.0.2.190]
Dec 24 06:04:48 mx postfix/smtpd[7533]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.190]: 554 5.7.1 <ann@example.org>: Relay access denied; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<out.example.com>
Dec 24 06:04:48 mx postfix/smtpd[7533]: disconnect from out.example.com[192.0.2.190]
`
	l, ok := ParseList(log)
	if !ok || l.Lines != 1 || len(l.Statuses) != 1 || l.Statuses[0].Topic.Key != "relay-denied" {
		t.Errorf("ParseList = %+v, %v", l, ok)
	}
	if _, ok := ParseList(log + "and a line of a forum\n"); ok {
		t.Error("a text with other lines is taken for a log")
	}
}
