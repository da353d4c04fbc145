package reason

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

func join(ps []Piece) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Text)
	}
	return b.String()
}

// The templates of formats/sendmail.md §6.2-6.4.
func TestParse(t *testing.T) {
	tests := []struct {
		status, kind   string
		class          Class
		server, domain string
		text           string
	}{
		{"", KindNeverTried, Unknown, "", "", "Not tried yet"},
		{"Deferred", KindDeferred, Temporary, "", "", "Deferred"},
		{"Deferred: something odd", KindDeferred, Temporary, "", "", "something odd"},
		{"Deferred: 451 4.7.1 later", KindReply, Temporary, "", "", "later"},
		{"Deferred: Connection timed out with MX.x.example.", KindTimeout, Temporary, "mx.x.example", "", "Connection timed out with ‹host›"},
		{"Deferred: Connection timed out during client greeting with mx.x.example.", KindTimeout, Temporary, "mx.x.example", "", "Connection timed out during client greeting with ‹host›"},
		{"Deferred: Connection reset by peer during greeting wait with mx.x.example", KindReset, Temporary, "mx.x.example", "", "Connection reset by peer during greeting wait with ‹host›"},
		{"Deferred: Connection refused during user open with mx.x.example", KindRefused, Temporary, "mx.x.example", "", "Connection refused during user open with ‹host›"},
		{"421 4.4.1 timeout waiting for input from mx.x.example. during client greeting", KindReadError, Temporary, "mx.x.example", "", "timeout waiting for input from ‹host› during client greeting"},
		{"451 <a@x.example>... reply: read error from mx.x.example.", KindReadError, Temporary, "mx.x.example", "", "reply: read error from ‹host›"},
		{"Timed out waiting to connect to mx.x.example", KindTimeout, Temporary, "mx.x.example", "", "Timed out waiting to connect to ‹host›"},
		{"Deferred: Host Name Lookup Failure", KindDNS, Temporary, "", "", "Host Name Lookup Failure"},
		{`554 5.0.0 "|exec /usr/bin/procmail || exit 75"... Service unavailable`, KindMailer, Permanent, "", "", `"|exec /usr/bin/procmail || exit ‹number›"... Service unavailable`},
		{"Deferred: Operation timed out with mx.x.example.", KindTimeout, Temporary, "mx.x.example", "", "Operation timed out with ‹host›"},
		{"Deferred: Connection timed out", KindTimeout, Temporary, "", "", "Connection timed out"},
		{"Deferred: Connection refused by [192.0.2.1]", KindRefused, Temporary, "192.0.2.1", "", "Connection refused by ‹host›"},
		{"Deferred: Connection refused by [IPv6:2001:DB8::1]", KindRefused, Temporary, "2001:db8::1", "", "Connection refused by ‹host›"},
		{"Deferred: Connection reset by mx.x.example.", KindReset, Temporary, "mx.x.example", "", "Connection reset by ‹host›"},
		{"Deferred: mx.x.example.: No route to host", KindUnreachable, Temporary, "mx.x.example", "", "‹host›: No route to host"},
		{"Deferred: [192.0.2.1]: Network is unreachable", KindUnreachable, Temporary, "192.0.2.1", "", "‹host›: Network is unreachable"},
		{"Deferred: No route to host", KindUnreachable, Temporary, "", "", "No route to host"},
		{"Deferred: mx.x.example.: Host mx.x.example. is down", KindUnreachable, Temporary, "mx.x.example", "", "‹host›: Host ‹host› is down"},
		{"Deferred: mx.x.example.: Broken pipe", KindConnection, Temporary, "mx.x.example", "", "‹host›: Broken pipe"},
		{"Deferred: Name server: mx.x.example.: host name lookup failure", KindDNS, Temporary, "", "mx.x.example", "Name server: ‹host›: host name lookup failure"},
		{"Deferred: Name server: x.example: host name lookup failure for TLSA RR", KindDNS, Temporary, "", "x.example", "Name server: ‹host›: host name lookup failure for TLSA RR"},
		{"Deferred: Name server: host name lookup failure", KindDNS, Temporary, "", "", "Name server: host name lookup failure"},
		{"Deferred: DNS failure: CNAME loop for x.example", KindDNS, Temporary, "", "x.example", "DNS failure: CNAME loop for ‹host›"},
		{"Deferred: local mailer (/usr/bin/procmail) exited with EX_TEMPFAIL", KindMailer, Temporary, "", "", "local mailer (/usr/bin/procmail) exited with EX_TEMPFAIL"},
		{"Deferred: 403 4.7.0 TLS handshake failed.", KindTLS, Temporary, "", "", "TLS handshake failed."},
		{"Deferred: 403 4.7.0 server not authenticated.", KindTLS, Temporary, "", "", "server not authenticated."},
		{"Deferred: 454 4.7.0 DANE check failed temporarily.", KindTLS, Temporary, "", "", "DANE check failed temporarily."},
		{"Deferred: 403 4.7.0 encryption too weak 56 less than 128", KindTLS, Temporary, "", "", "encryption too weak ‹number› less than ‹number›"},
		{"Deferred: Temporary AUTH failure", KindAuth, Temporary, "", "", "Temporary AUTH failure"},
		{"Deferred: clt_features=TEMPFAIL", KindLocal, Temporary, "", "", "clt_features=TEMPFAIL"},
		{"Deferred: user database error", KindLocal, Temporary, "", "", "user database error"},
		{"Deferred: No space left on device", KindLocal, Temporary, "", "", "No space left on device"},
		{"host map: lookup (x.example): deferred", KindMap, Temporary, "", "x.example", "host map: lookup (‹host›): deferred"},
		{"access map: lookup (From:a@x.example): deferred", KindLocal, Temporary, "", "", "access map: lookup (‹address›): deferred"},
		{"ldap map: lookup (anna): deferred", KindLocal, Temporary, "", "", "ldap map: lookup (‹key›): deferred"},
		{"mx.x.example: Name server timeout", KindDNS, Temporary, "", "mx.x.example", "‹host›: Name server timeout"},
		{"reply: read error from mx.x.example.", KindReadError, Temporary, "mx.x.example", "", "reply: read error from ‹host›"},
		{"timeout writing message to mx.x.example.", KindTimeout, Temporary, "mx.x.example", "", "timeout writing message to ‹host›"},
		{"open timeout on mx.x.example.", KindTimeout, Temporary, "mx.x.example", "", "open timeout on ‹host›"},
		{"Transient parse error -- message queued for future delivery", KindLocal, Temporary, "", "", "Transient parse error -- message queued for future delivery"},
		{"alias database unavailable", KindLocal, Temporary, "", "", "alias database unavailable"},
		{"I/O error: Permission denied", KindLocal, Temporary, "", "", "I/O error: Permission denied"},
		{"mailer local died with signal 11 (core dumped)", KindLocal, Temporary, "", "", "mailer local died with signal 11 (core dumped)"},
		{"a@x.example... openmailer(local): cannot fork: Cannot allocate memory", KindLocal, Temporary, "", "", "openmailer(local): cannot fork: Cannot allocate memory"},
		{"Cannot exec /usr/bin/procmail: No such file or directory", KindLocal, Temporary, "", "", "Cannot exec /usr/bin/procmail: No such file or directory"},
		{"mailfile: Cannot open /home/anna/mbox: Disc quota exceeded", KindLocal, Temporary, "", "", "mailfile: Cannot open ‹path›: Disc quota exceeded"},
		{"readqf: cannot open ./df4259f7Kc031337: No such file or directory", KindLocal, Temporary, "", "", "readqf: cannot open ‹path›: No such file or directory"},
		{"Insufficient disk space; try again later", KindLocal, Temporary, "", "", "Insufficient disk space; try again later"},
		{"Warning: could not send message for past 4 hours", KindWarning, Unknown, "", "", "Warning: could not send message for past 4 hours"},
		{"User unknown", KindFailed, Permanent, "", "", "User unknown"},
		{"anna@x.example... User unknown", KindFailed, Permanent, "", "", "User unknown"},
		{"<a@x.example>,<b@x.example>... Deferred: Connection refused by mx.x.example.", KindRefused, Temporary, "mx.x.example", "", "Connection refused by ‹host›"},
		{"Host unknown (Name server: x.example: host not found)", KindDNS, Permanent, "", "", "Host unknown (Name server: ‹host›: host not found)"},
		{"Service unavailable", KindFailed, Permanent, "", "", "Service unavailable"},
		{"554 5.0.0 Service unavailable", KindFailed, Permanent, "", "", "Service unavailable"},
		{"451 4.4.2 reply: read error from mx.x.example.", KindReadError, Temporary, "mx.x.example", "", "reply: read error from ‹host›"},
		{"553 5.3.5 x.example. config error: mail loops back to me (MX problem?)", KindLoop, Permanent, "x.example", "", "‹host› config error: mail loops back to me (MX problem?)"},
		{"Too many hops 26 (25 max): from a@x.example via mx.x.example, to b@y.example", KindLoop, Permanent, "", "", "Too many hops ‹number› (‹number› max): from ‹address› via ‹host›, to ‹address›"},
		{"Message is too large; 10240000 bytes max", KindFailed, Permanent, "", "", "Message is too large; ‹number› bytes max"},
		{"Cannot send message for 5 days", KindFailed, Permanent, "", "", "Cannot send message for 5 days"},
		{"Host does not accept mail: MX 0 .", KindDNS, Permanent, "", "", "Host does not accept mail: MX 0 ."},
		{"421 4.3.2 mx.x.example Service not available", KindReply, Temporary, "mx.x.example", "", "‹host› Service not available"},
		{"Deferred: 450-4.2.0 first", KindReply, Temporary, "", "", "first"},
		{"550 4.7.1 no", KindReply, Permanent, "", "", "no"},
		{"Deferred: Service unavailable", KindDeferred, Temporary, "", "", "Service unavailable"},
		{"x.example config error: mail loops back to me (MX problem?)", KindLoop, Permanent, "x.example", "", "‹host› config error: mail loops back to me (MX problem?)"},
		{"two words... what", KindLiteral, Unknown, "", "", "two words... what"},
		{"QUARANTINE: known scam", KindQuarantined, Unknown, "", "", "Quarantined: known scam"},
		{"what is this", KindLiteral, Unknown, "", "", "what is this"},
		{"wait... what", KindLiteral, Unknown, "", "", "what"},
		{"host map: lookup (x", KindLiteral, Unknown, "", "", "host map: lookup (x"},
		{"Deferred: 451", KindReply, Temporary, "", "", ""},
	}
	for _, tt := range tests {
		r := Parse(tt.status)
		if r.Kind != tt.kind || r.Class != tt.class || r.Server != tt.server || r.Domain != tt.domain || join(r.Text) != tt.text {
			t.Errorf("Parse(%q) = %s, %v, server %q, domain %q, %q\nwant %s, %v, server %q, domain %q, %q", tt.status,
				r.Kind, r.Class, r.Server, r.Domain, join(r.Text), tt.kind, tt.class, tt.server, tt.domain, tt.text)
		}
	}
}

func TestParseCodes(t *testing.T) {
	r := Parse("Deferred: 451 4.7.1 <a@x.example>: no")
	if r.Code != 451 || r.Enhanced != (smtp.Enhanced{Class: 4, Subject: 7, Detail: 1}) || r.Key != "451 4.7.1 ‹address›: no" {
		t.Errorf("Parse = %+v", r)
	}
	if r := Quarantined("spam from 192.0.2.1"); r.Key != "Quarantined: spam from ‹ip›" {
		t.Errorf("Quarantined: key %q", r.Key)
	}
	for c, want := range map[Class]string{Unknown: "unknown", Temporary: "temporary", Permanent: "permanent"} {
		if c.String() != want {
			t.Errorf("Class(%d) = %q, want %q", c, c, want)
		}
	}
}

// What varies in a text, and what stays.
func TestVarying(t *testing.T) {
	tests := []struct{ in, want string }{
		{"<a@x.example>: no", "‹address›: no"},
		{"a@x.example: no", "‹address›: no"},
		{"<root>... no", "‹address›... no"},
		{"<angles> and <>", "<angles> and <>"},
		{`<"a b"@x.example>: no`, "‹address›: no"},
		{`"a b"@x.example is bad`, "‹address› is bad"},
		{`said "no" to it`, `said "no" to it`},
		{"for «info@x.example» no", "for «‹address›» no"},
		{"user@x.exampleは no", "‹address›は no"},
		{"jürgen@x.example no", "‹address› no"},
		{"rcpt=a@x.example, size", "rcpt=‹address›, size"},
		{"SRS0=ab=cd=x.example=a@y.example no", "‹address› no"},
		{"a@[192.0.2.1] no", "‹address› no"},
		{"at 5@ and @x", "at 5@ and @x"},
		{"[192.0.2.1] no", "[‹ip›] no"},
		{"[192.0.2.10      12] no", "[‹ip›] no"},
		{"[192.0.2.10       1] no", "[‹ip›] no"},
		{"from 192.0.2.1:25 and 192.0.2.1.", "from ‹ip› and ‹ip›."},
		{"2001:db8::1 and [IPv6:2001:db8::1]", "‹ip› and [‹ip›]"},
		{"fe80:: no", "‹ip› no"},
		{"10.2.0.192.zen.x.example no", "‹host› no"},
		{"by mx1.x.example.", "by ‹host›."},
		{"blocked using zen.spamhaus.org; see https://x.example/q?ip=192.0.2.1.", "blocked using zen.spamhaus.org; see ‹url›."},
		{"(see www.x.example/a)", "(see ‹url›)"},
		{"(https://x.example/a(b))", "(‹url›"},
		{"www.x.example no", "‹host› no"},
		{"e.g. this. That.Please see 8.17.1 of sendmail.cf", "e.g. this. That.Please see 8.17.1 of sendmail.cf"},
		{"Greylisted for 300 seconds", "Greylisted for ‹number› seconds"},
		{"in 5 minutes, in 1 second", "in ‹number› minutes, in ‹number› second"},
		{"in 00:05:00 or 4m59s", "in ‹time› or ‹time›"},
		{"for past 4 hours, 5 days", "for past ‹number› hours, 5 days"},
		{"at 2026-03-12T08:14:00Z", "at ‹time›"},
		{"at 2026-03-12T08:14:00+01:00, 12/03/2026", "at ‹time›, ‹time›"},
		{"on Tue, 5 Mar 2026 09:41:00 +0000 (UTC) no", "on ‹time› no"},
		{"after Mar 12 08:14 no", "after ‹time› no"},
		{"since 5 May.", "since ‹time›."},
		{"May I? Sun 5", "May I? Sun 5"},
		{"limit is 10,485,760 bytes, you sent 25MB", "limit is ‹number› bytes, you sent ‹number›MB"},
		{"score 7.5 of 5.0", "score ‹number› of ‹number›"},
		{"RFC 5321 and RFC5321 on port 25 with TLS 1.2", "RFC 5321 and RFC5321 on port 25 with TLS 1.2"},
		{"said: 550 5.1.1 no, code 550", "said: 550 5.1.1 no, code 550"},
		{"queued as 4259f7Kc031337", "queued as ‹id›"},
		{"(1rABCD-0001Ab-Cd) 3C5F61E0F3A", "(‹id›) ‹id›"},
		{"a1-20020a170906b0c100b00a3e5f8si12345edb.12 - gsmtp", "‹id› - gsmtp"},
		{"550e8400-e29b-41d4-a716-446655440000 no", "‹id› no"},
		{"(S3140) [TSS04] ISO-8859-1 windows-1252 ECDHE-RSA-AES256-GCM-SHA384", "(S3140) [TSS04] ISO-8859-1 windows-1252 ECDHE-RSA-AES256-GCM-SHA384"},
		{"(#5.7.1) 8bit 100%", "(#5.7.1) 8bit ‹number›%"},
		{"and/or /a /etc/mail/access: line 12", "and/or /a /etc/mail/access: line ‹number›"},
		{"open /var/mail/anna: no", "open ‹path›: no"},
		{"a\tb \a \x7f \u202e", "a b \\007 \\177 \\u202e"},
		{"Bo\xeete \x80", "Boîte \\u0080"},
		{"...", "..."},
		{"scanned at 1:2:3, 12:30:45.123 and 1:30", "scanned at 1:2:3, ‹time› and ‹time›"},
		{"[192.0.2.1 no] [192.0.2.1 ", "[‹ip› no] [‹ip›"},
		{"Messages from 192.0.2.1 deferred - 4.16.55.1; see https://x.example/e", "Messages from ‹ip› deferred - ‹ip›; see ‹url›"},
		{"(S775) [DM6.eop.x.example 2026-03-12T08:14:00.123Z 08DC1F0C6E1D2A3B]", "(S775) [‹host› ‹time› ‹id›]"},
		{"not listed in Domino, listed at zen.spamhaus.org", "not listed in Domino, listed at zen.spamhaus.org"},
		{"x 12", "x ‹number›"},
		{"Please try 550-5.1.1 again, 550 5.1.1 or 550-6", "Please try 550-5.1.1 again, 550 5.1.1 or ‹number›-6"},
		{"x.example (mxgmx1454) and (smtp-in042) no", "‹host› (‹host›) and (‹host›) no"},
		{"smtp2 mx mails relay7 SMTP25 mx_12 no", "smtp2 mx mails relay7 SMTP25 mx_12 no"},
	}
	for _, tt := range tests {
		if got := join(Parse("Deferred: 450 4.0.0 " + tt.in).Text); got != tt.want {
			t.Errorf("Parse(450 %q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestNormalHost(t *testing.T) {
	for in, want := range map[string]string{"MX.x.example.": "mx.x.example", "[192.0.2.1]": "192.0.2.1", "[IPv6:2001:DB8::1]": "2001:db8::1", "": "", "[192.0.2": "192.0.2"} {
		if got := NormalHost(in); got != want {
			t.Errorf("NormalHost(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseLong(t *testing.T) {
	r := Parse("Deferred: 451 " + strings.Repeat("word ", 10000))
	if !r.Cut || len(r.Key) > MaxStatus {
		t.Errorf("Parse of 50,000 bytes: cut %v, key of %d bytes, want a cut one of at most %d", r.Cut, len(r.Key), MaxStatus)
	}
	// No name is halved: it would not be known when it is redacted.
	if r := Parse("Deferred: " + strings.Repeat("word ", 395) + strings.Repeat("long", 20) + ".example"); strings.Contains(r.Key, "long") {
		t.Errorf("a name is cut: %q", r.Key[len(r.Key)-40:])
	}
}

func FuzzReason(f *testing.F) {
	for _, c := range corpus(f) {
		for _, s := range c.statuses {
			f.Add(s, false)
		}
		for _, l := range c.listed {
			f.Add(l.text, true)
		}
	}
	for _, s := range []string{
		"host mx.x.example[192.0.2.1] said: 450-4.2.0 first 450 4.2.0 second (in reply to RCPT TO command)",
		"delivery temporarily suspended: connect to mx.x.example[192.0.2.1]:25: Connection refused",
		"conversation with mx.x.example[/run/lmtp] timed out while sending RCPT TO",
		"Host or domain name not found. Name service error for name=x.example type=MX: Host not found, try again",
		"SASL authentication failed; server mx.x.example[192.0.2.1] said: 535-5.7.8 no 535 5.7.8 no",
		"mail for x.example loops back to myself",
		"message size 3 exceeds size limit 2 of server mx.x.example[192.0.2.1]",
	} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, status string, cut bool) {
		var opts []Option
		if cut {
			opts = append(opts, Cut)
		}
		r := Parse(status, opts...)
		if again := Parse(status, opts...); again.Key != r.Key || again.Server != r.Server {
			t.Fatalf("Parse(%q) differs from itself: %q, %q", status, r.Key, again.Key)
		}
		text := join(r.Text)
		if r.Text == nil || !utf8.ValidString(text) || !utf8.ValidString(r.Key) || r.Kind == "" {
			t.Fatalf("Parse(%q) = %+v", status, r)
		}
		// An escape takes 6 bytes, a placeholder at most 13 for one byte of text.
		if len(text) > 13*min(len(status), MaxStatus)+32 {
			t.Fatalf("Parse(%q): text of %d bytes", status, len(text))
		}
		shown := Visible(status[:min(len(status), MaxStatus)], r.Cut || cut)
		for _, p := range r.Text {
			whole := spoken(shown) // the lines of a reply without their codes
			if r.Kind != KindNeverTried && !p.Var && !strings.Contains("Quarantined: "+shown, p.Text) && !strings.Contains(whole, p.Text) && !strings.HasPrefix(p.Text, "Quarantined: ") {
				t.Fatalf("Parse(%q): %q is not part of %q", status, p.Text, shown)
			}
			for _, c := range p.Text {
				if c < ' ' || c == 0x7f {
					t.Fatalf("Parse(%q): control character in %q", status, p.Text)
				}
			}
		}
		g := NewGrouper([]Reason{r, Parse("Deferred: 451 4.7.1 <a@x.example>: no")})
		if full := g.Full(r); full.Code != r.Code {
			t.Fatalf("Full(Parse(%q)) = %+v", status, full)
		}
	})
}

// However many parts of a status vary, a limited number is taken out, and nothing of it is lost.
func TestManyParts(t *testing.T) {
	for _, text := range []string{"1, ", "%41", "a@b.example ", "[192.0.2.1] ", "12:34:", "<a@b>"} {
		r := Parse("Deferred: " + strings.Repeat(text, MaxStatus/len(text)-10))
		parts := 0
		for _, p := range r.Text {
			if p.Var {
				parts++
			}
		}
		if parts > MaxParts || len(r.Text) > 2*MaxParts+1 {
			t.Errorf("%q: %d pieces, %d of them vary", text, len(r.Text), parts)
		}
		if want := text; parts == MaxParts && !strings.HasSuffix(strings.TrimSpace(r.Key), strings.TrimSpace(want)) {
			t.Errorf("%q: the key ends in %q", text, r.Key[max(0, len(r.Key)-20):])
		}
	}
	if r := Parse(strings.Repeat("\x01", MaxStatus)); !r.Cut || len(r.Key) > MaxStatus+20 {
		t.Errorf("cut %v, a key of %d bytes", r.Cut, len(r.Key))
	}
}

// What is beyond a limit of one place is found in others: the word before a number, the
// end of an address, of a URL.
func TestLongTokens(t *testing.T) {
	long := strings.Repeat("x", 300)
	for in, want := range map[string]string{
		long + " port 25":                  long + " port 25",
		"%%%a@b.example":                   "%%%‹address›",
		"a%b%c no":                         "a%b%c no",
		"see http://a.example/" + long:     "see ‹url›",
		"listed by " + long + " by ab.org": "listed by " + long + " by ab.org",
		"1" + strings.Repeat("0", 100):     "‹number›‹number›",
	} {
		if got := Parse("Deferred: " + in).Key; got != "temporary: "+want {
			t.Errorf("Parse(%.30q) = %.60q, want %.60q", in, got, want)
		}
	}
}
