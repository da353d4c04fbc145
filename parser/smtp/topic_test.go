package smtp

import "testing"

// Replies as worded by mail systems and big providers.
func TestTopic(t *testing.T) {
	tests := []struct {
		from, line string
		want       Topic
		because    string
	}{
		{"postfix", "450 4.7.1 <a@x.example>: Recipient address rejected: Greylisted, see http://postgrey.example/help", Greylisted, "“greylisted”"},
		{"postfix", "454 4.7.1 <a@x.example>: Relay access denied", RelayDenied, "“relay access denied”"},
		{"postfix", "452 4.3.1 Insufficient system storage", DiskFull, "“insufficient system storage”"},
		{"postfix", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", Blocklisted, "“service unavailable; client host”"},
		{"postfix", "550 5.1.1 <a@x.example>: Recipient address rejected: User unknown in virtual mailbox table", UnknownUser, "“recipient address rejected: user”"},
		{"postfix", "451 4.3.0 <a@x.example>: Temporary lookup failure", TheirFault, "“temporary lookup”"},
		{"postfix", "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", ReverseDNS, "4.7.25"},
		{"postfix", "450 4.1.8 <a@x.example>: Sender address rejected: Domain not found", SenderDomain, "“sender address rejected: domain not found”"},
		{"exim", "550 Unrouteable address", UnknownUser, "“unrouteable address”"},
		{"exim", "451 Temporary local problem - please try later", TheirFault, "“temporary local”"},
		{"exim", "452 space shortage, please try later", DiskFull, "“space shortage”"},
		{"exim", "550 relay not permitted", RelayDenied, "“relay not permitted”"},
		{"exim", "421 Too many concurrent SMTP connections; please try again later.", RateLimited, "“too many concurrent”"},
		{"sendmail", "550 5.7.1 <a@x.example>... Relaying denied", RelayDenied, "“relaying denied”"},
		{"sendmail", "421 4.3.2 Connection rate limit exceeded.", RateLimited, "“connection rate”"},
		{"sendmail", "452 4.4.5 Insufficient disk space; try again later", DiskFull, "“insufficient disk”"},
		{"sendmail", "451 4.1.8 Domain of sender address a@x.example does not resolve", SenderDomain, "“domain of sender”"},
		{"sendmail", "553 5.3.0 <a@x.example>... No such user here", UnknownUser, "“no such user”"},
		{"sendmail", "550 5.4.6 Too many hops 26 (25 max): from a@x.example via mx.x.example, to b@y.example", Loop, "“too many hops”"},
		{"exchange", "550 5.4.1 Recipient address rejected: Access denied. [mail.example.com 2024-01-01T00:00:00.000Z]", UnknownUser, "“recipient address rejected: access denied”"},
		{"exchange", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", UnknownUser, "“resolver.adr.”"},
		{"exchange", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded", MailboxFull, "“quotaexceededexception”"},
		{"exchange", "452 4.3.1 Insufficient system resources", DiskFull, "“insufficient system resources”"},
		{"exchange", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", RateLimited, "“sender thread limit exceeded”"},
		{"exchange", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", RelayDenied, "“unable to relay recipient in non-accepted domain”"},
		{"exchange submission rate", "421 4.4.2 Message submission rate for this client has exceeded the configured limit", RateLimited, "“submission rate for this client has exceeded”"},
		{"app password", "534-5.7.9 Application-specific password required. 534 5.7.9 https://example.net/?p=InvalidSecondFactor - gsmtp", Login, "“application-specific password required”"},
		{"facebook account", "421 4.7.1 RCP-T4 http://postmaster.example/response_codes#unavailable Recipient account is unavailable", MailboxClosed, "“rcp-t4”"},
		{"ironport recipient", "550 #5.1.0 Address rejected.", UnknownUser, "“address rejected”"},
		{"unlisted sender", "550 5.1.0 <a@example.com>: Sender address rejected: User unknown in virtual alias table", SenderRefused, "“sender address rejected: user unknown”"},
		{"cpanel relay", "550 Rejected relay attempt", RelayDenied, "“relay attempt”"},
		{"outlook", "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.", RateLimited, "4.7.650"},
		{"outlook", "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)", RateLimited, "“server busy. please try again later from”"},
		{"outlook", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]", Blocklisted, "“banned sending ip”"},
		{"outlook", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).", Blocklisted, "“on our block list”"},
		{"outlook", "452 4.5.3 Recipients belong to multiple regions ATTR38", Recipients, "“recipients belong to multiple regions”"},
		{"gmail", "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.", RateLimited, "“unusual rate of”"},
		{"gmail", "452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com", MailboxFull, "“inbox is out of storage”"},
		{"gmail", "450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.", MailboxRate, "“user you are trying to contact is receiving mail”"},
		{"gmail", "550-5.1.1 The email account that you tried to reach does not exist.", UnknownUser, "“tried to reach does not exist”"},
		{"gmail", "550-5.7.26 Your email has been blocked because the sender is unauthenticated.", SenderPolicy, "5.7.26"},
		{"gmail", "550-5.7.1 [192.0.2.1      12] Our system has detected that this message is likely unsolicited mail.", Spam, "“detected that this message is likely”"},
		{"yahoo", "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints", RateLimited, "“[tss04]”"},
		{"yahoo", "421 4.7.1 [TSS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.", Blocklisted, "“[tss03]”"},
		{"yahoo", "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list", Blocklisted, "“[bl21]”"},
		{"yahoo", "554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com)", UnknownUser, "“delivery error: dd this user”"},
		{"qmail", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", RelayDenied, "“my list of allowed”"},
		{"any", "454 4.7.0 TLS not available due to local problem", TLS, "“tls not available”"},
		{"any", "530 5.7.0 Authentication required", Login, "“authentication required”"},
		{"any", "550 5.7.1 Message rejected due to content restrictions", Policy, "“restrictions”"},
		{"any", "421 Service not available, closing transmission channel", Busy, "“service not available”"},
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
				t.Errorf("Explain(%q) = %q because of %s, want %q because of %s", tt.line, m.Topic.Key(), m.Because, tt.want.Key(), tt.because)
			}
		})
	}
}

func TestTopicsComplete(t *testing.T) {
	keys := map[string]bool{}
	for _, topic := range Topics() {
		about := topics[topic]
		if topic.ID() == "" || topic.Title() == "" || about.short == "" || topic.Advice() == "" || keys[topic.Key()] {
			t.Errorf("topic %d = %+v, want all of it, and the key once", topic, about)
		}
		if topic.Actor() == Anyone && topic != Other && topic != Expired && topic != Echo {
			t.Errorf("topic %q does not say who must act", topic.Key())
		}
		if got, ok := topicOf(topic.Key()); !ok || got != topic {
			t.Errorf("topicOf(%q) = %d, %v, want %d", topic.Key(), got, ok, topic)
		}
		keys[topic.Key()] = true
	}
}
