package smtp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// The explanations that the sysadmin's guide gives for these codes.
func TestStandardWords(t *testing.T) {
	want := map[Code]string{
		421: "Service not available, closing transmission channel",
		450: "Requested mail action not taken: mailbox unavailable",
		451: "Requested action aborted: error in processing",
		452: "Requested action not taken: insufficient system storage",
		503: "Bad sequence of commands",
		550: "Requested action not taken: mailbox unavailable",
		552: "Requested mail action aborted: exceeded storage allocation",
		554: "Transaction failed",
	}
	for c, w := range want {
		if got := Explain(c, Enhanced{}, "").Standard; got != w {
			t.Errorf("Explain(%d).Standard = %q, want %q", c, got, w)
		}
	}
}

func TestExplain(t *testing.T) {
	tests := []struct{ line, short string }{
		{"550 5.1.1 <a@x.example>... User unknown", "No such address"},
		{"421 4.7.0 [192.0.2.1] Too many messages from your network, try again later", "Too much mail from you lately"},
		{"451 4.7.1 <a@x.example>: Greylisting in action, please come back later", "Greylisting: come back later"},
		{"450 4.2.0 <a@x.example>: Recipient address rejected: Greylisted for 300 seconds", "Greylisting: come back later"},
		{"452 4.2.2 <a@x.example>... Mailbox full", "Mailbox is full"},
		{"554 5.7.1 Client host [192.0.2.1] blocked by policy", "Refused by their policy"},
		{"450 4.1.8 <a@x.example>: Sender address rejected: Domain not found", "Sender’s domain not found"},
		{"550 5.7.1 Message looks like spam", "Refused as spam"},
		{"403 4.7.0 TLS handshake failed", "Encryption could not start"},
		{"454 4.7.0 TLS not available due to local problem", "Encryption could not start"},
		{"554 Mail contained a URL rejected by SURBL: Blacklisted", "A link in it is blocklisted"},
		{"554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "Your server is on a blocklist"},
		{"451 Temporary local problem - please try later", "Trouble on their side"},
		{"452 4.1.0 <a@x.example>... temporary failure", "Trouble on their side"},
		{"550 5.7.1 <a@x.example>... Relaying denied", "They do not relay for that domain"},
		{"553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "They do not relay for that domain"},
		{"553 sorry (#5.1.1)", "No such address"},
		{"450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", "Your server’s name does not check out"},
		{"550 5.7.26 Unauthenticated email from x.example is not accepted due to domain's DMARC policy", "Sender’s domain does not vouch for your server"},
		{"451 4.7.1 Null sender not accepted at this time, try again later", "Bounces are not accepted"},
		{"450 4.1.1 <a@x.example>: Recipient address rejected: unverified address: Address verification in progress", "They are still checking the address"},
		{"503 5.0.0 Need RCPT (recipient)", "Nothing left to send"},
		{"552 5.3.4 Message size exceeds fixed limit", "Message is too large"},
		{"556 5.1.10 Domain does not accept mail", "Domain accepts no mail"},
		{"550 User bob not listed in Domino Directory", "No such address"},
		{"550 5.4.6 Too many hops", "Mail loops"},
		{"550 5.7.1 Virus found", "Refused as harmful"},
		{"530 5.7.0 Authentication required", "A login is needed"},
		{"421 4.3.2 mx.x.example Service not available, closing transmission channel", "Server is busy or down"},
		{"450 4.7.1 Client host rejected", "Deferred by their policy"},
		{"450 4.2.1 x", "Mailbox closed for now"},
		{"550 5.2.1 x", "Mailbox is closed"},
		{"550 4.7.1 x", "Refused by their policy"},
		{"450 4.7.1 x", "Deferred by their policy"},
		{"550 5.99.99 x", "Mailbox not available or refused"},
		{"550 5.7.1 <spam@throttle.example>: Sender address rejected: not owned by the sending host", "Sender is not accepted"},
		{"450 4.2.1 <a@x.example>: Mailbox temporarily disabled", "Mailbox closed for now"},
		{"450 4.1.7 <>: Sender address rejected: unverified", "Bounces are not accepted"},
		{"450 see https://x.example/?a@b=greylisting", "Greylisting: come back later"},
		{"451 4.3.0 Temporary lookup failure", "Trouble on their side"},
		{"451 4.7.650 [192.0.2.1] has been temporarily rate limited due to IP reputation", "Too much mail from you lately"},
		{"499 x", "Not now"},
		{"599 x", "Refused"},
		{"250 ok", "No failure"},
	}
	for _, tt := range tests {
		r, ok := ParseReply(tt.line)
		if !ok {
			t.Fatalf("ParseReply(%q) failed", tt.line)
		}
		if got := Explain(r.Code, r.Enhanced, r.Text).Short; got != tt.short {
			t.Errorf("Explain(%q).Short = %q, want %q", tt.line, got, tt.short)
		}
	}
	if got := Explain(0, Enhanced{5, 1, 1}, ""); got.Short != "No such address" || !strings.HasPrefix(got.Advice, "Permanent: ") {
		t.Errorf("Explain(0, 5.1.1) = %+v, want a permanent one: no such address", got)
	}
	if got := Explain(0, Enhanced{}, "x"); got.Short != "No reply" {
		t.Errorf("Explain(0) = %+v, want no reply", got)
	}
}

// Every code and enhanced code is explained, and the code decides the class.
func TestExplainComplete(t *testing.T) {
	for c := Code(200); c < 600; c++ {
		for k := range detail {
			m := Explain(c, Enhanced{5, k[0], k[1]}, "")
			if m.Short == "" || m.Standard == "" || m.Detail == "" || m.Advice == "" {
				t.Fatalf("Explain(%d, %v) = %+v, want all of it", c, k, m)
			}
			if c.Temporary() != strings.HasPrefix(m.Advice, "Temporary: ") || c.Permanent() != strings.HasPrefix(m.Advice, "Permanent: ") {
				t.Fatalf("Explain(%d, %v).Advice = %q: wrong class", c, k, m.Advice)
			}
		}
	}
}

// Every code of the registry has a rule, and every meaning in the registry is
// in the table.
func TestRegistryComplete(t *testing.T) {
	for k := range detail {
		for class := 4; class <= 5 && k != [2]int{0, 0}; class++ {
			if f := rules().find(0, Enhanced{class, k[0], k[1]}, class, "", false); rules().rules[f.rule].enhanced == nil {
				t.Errorf("enhanced code %d.%d.%d has no rule", class, k[0], k[1])
			}
		}
	}
	for _, r := range rules().rules {
		for _, k := range r.enhanced {
			if r.section == registry && detail[[2]int{k.subject, k.from}] == "" {
				t.Errorf("enhanced code %d.%d of %q has no meaning", k.subject, k.from, r.says)
			}
		}
	}
}

func TestExplainGolden(t *testing.T) {
	var b strings.Builder
	for _, l := range replies(t) {
		r, ok := ParseReply(l)
		if !ok {
			fmt.Fprintf(&b, "%-50s %q\n", "(no reply)", l)
			continue
		}
		fmt.Fprintf(&b, "%-50s %q\n", Explain(r.Code, r.Enhanced, r.Text).Short, l)
	}
	goldentest.Check(t, "testdata/replies.golden", b.String())
}
