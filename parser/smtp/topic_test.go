package smtp

import "testing"

// Replies as the mail systems and big providers word them.
func TestTopic(t *testing.T) {
	tests := []struct {
		from, line string
		want       Topic
		because    string
	}{
		{"postfix", "450 4.7.1 <a@x.example>: Recipient address rejected: Greylisted, see http://postgrey.example/help", Greylisted, "“greylist”"},
		{"postfix", "454 4.7.1 <a@x.example>: Relay access denied", RelayDenied, "“relay access denied”"},
		{"postfix", "452 4.3.1 Insufficient system storage", DiskFull, "“insufficient system storage”"},
		{"postfix", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", Blocklisted, "“blocked using”"},
		{"postfix", "550 5.1.1 <a@x.example>: Recipient address rejected: User unknown in virtual mailbox table", UnknownUser, "“user unknown”"},
		{"postfix", "451 4.3.0 <a@x.example>: Temporary lookup failure", TheirFault, "“lookup failure”"},
		{"postfix", "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", ReverseDNS, "“cannot find your hostname”"},
		{"postfix", "450 4.1.8 <a@x.example>: Sender address rejected: Domain not found", SenderDomain, "“sender address rejected: domain not found”"},
		{"exim", "550 Unrouteable address", UnknownUser, "“unrouteable address”"},
		{"exim", "451 Temporary local problem - please try later", TheirFault, "“local problem”"},
		{"exim", "452 space shortage, please try later", DiskFull, "“space shortage”"},
		{"exim", "550 relay not permitted", RelayDenied, "“relay not permitted”"},
		{"exim", "421 Too many concurrent SMTP connections; please try again later.", RateLimited, "“too many concurrent”"},
		{"sendmail", "550 5.7.1 <a@x.example>... Relaying denied", RelayDenied, "“relaying denied”"},
		{"sendmail", "421 4.3.2 Connection rate limit exceeded.", RateLimited, "“rate limit”"},
		{"sendmail", "452 4.4.5 Insufficient disk space; try again later", DiskFull, "“insufficient disk”"},
		{"sendmail", "451 4.1.8 Domain of sender address a@x.example does not resolve", SenderDomain, "“domain of sender”"},
		{"sendmail", "553 5.3.0 <a@x.example>... No such user here", UnknownUser, "“no such user”"},
		{"sendmail", "550 5.4.6 Too many hops 26 (25 max): from a@x.example via mx.x.example, to b@y.example", Loop, "“too many hops”"},
		{"exchange", "550 5.4.1 Recipient address rejected: Access denied. [mail.example.com 2024-01-01T00:00:00.000Z]", UnknownUser, "“recipient address rejected: access denied”"},
		{"exchange", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", UnknownUser, "“recipient not found”"},
		{"exchange", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded", MailboxFull, "“mailbox full”"},
		{"exchange", "452 4.3.1 Insufficient system resources", DiskFull, "4.3.1"},
		{"exchange", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", Busy, "4.3.2"},
		{"exchange", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", RelayDenied, "“unable to relay”"},
		{"outlook", "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.", RateLimited, "“rate limited”"},
		{"outlook", "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)", Busy, "“server busy”"},
		{"outlook", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]", Blocklisted, "“banned sending ip”"},
		{"outlook", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).", Blocklisted, "“block list”"},
		{"outlook", "452 4.5.3 Recipients belong to multiple regions ATTR38", Recipients, "4.5.3"},
		{"gmail", "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.", RateLimited, "“unusual rate”"},
		{"gmail", "452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com", MailboxFull, "“out of storage”"},
		{"gmail", "450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.", RateLimited, "“at a rate that”"},
		{"gmail", "550-5.1.1 The email account that you tried to reach does not exist.", UnknownUser, "“does not exist”"},
		{"gmail", "550-5.7.26 Your email has been blocked because the sender is unauthenticated.", SenderPolicy, "5.7.26"},
		{"gmail", "550-5.7.1 [192.0.2.1      12] Our system has detected that this message is likely unsolicited mail.", Spam, "“unsolicited”"},
		{"yahoo", "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints", RateLimited, "“unexpected volume”"},
		{"yahoo", "421 4.7.1 [TSS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.", RateLimited, "“permanently deferred”"},
		{"yahoo", "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list", Blocklisted, "“spamhaus”"},
		{"yahoo", "554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com)", UnknownUser, "“user doesn't have”"},
		{"qmail", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", RelayDenied, "“allowed rcpthosts”"},
		{"any", "454 4.7.0 TLS not available due to local problem", TLS, "“tls not available”"},
		{"any", "530 5.7.0 Authentication required", Login, "“authentication required”"},
		{"any", "550 5.7.1 Message rejected due to content restrictions", Policy, "5.7.1"},
		{"any", "421 Service not available, closing transmission channel", Busy, "“not available, closing”"},
		{"any", "451 4.7.1 Please come back later", Policy, "4.7.1"},
		{"any", "450 come back later", TryLater, "450"},
		{"any", "447", TryLater, "447"},
		{"any", "554", Refused, "554"},
	}
	for _, tt := range tests {
		t.Run(tt.from+" "+tt.line[:3], func(t *testing.T) {
			r, ok := ParseReply(tt.line)
			if !ok {
				t.Fatalf("ParseReply(%q) = _, false, want true", tt.line)
			}
			m := Explain(r.Code, r.Enhanced, r.Text)
			if m.Topic != tt.want || m.Because != tt.because {
				t.Errorf("Explain(%q) = %q because of %s, want %q because of %s", tt.line, m.Topic.ID(), m.Because, tt.want.ID(), tt.because)
			}
		})
	}
}

func TestTopicsComplete(t *testing.T) {
	ids := map[string]bool{}
	for i := range topics {
		topic := Topic(i)
		if topic.ID() == "" || topic.Title() == "" || ids[topic.ID()] {
			t.Errorf("topic %d has id %q, title %q, want both, and the id once", i, topic.ID(), topic.Title())
		}
		ids[topic.ID()] = true
	}
}
