// Package vocabulary has the words that identify nobody, even if a local part or a host has that
// name: words of replies, of headers and of the exports themselves, and role mailboxes (RFC 2142).
package vocabulary

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// IsCommon reports whether a word in lower case identifies nobody. It is redacted inside addresses
// only.
func IsCommon(word string) bool { return common[word] }

var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(commonWords + " " + reportWords) {
		m[w] = true
	}
	for t := smtp.Other; t <= smtp.Refused; t++ {
		m[t.ID()] = true
	}
	return m
}()

const commonWords = `abnormal accept accepted access account action active actual address addresses admin administrator again allowed
alternative answer anything application apply archive arrival attachment attempt attempts authentication author authorized automatic
available backup before blacklisted blocked bodies boundary bounce bounced bounces browser cannot cause causes character charset check
checked client clients closed command config connect connection contact contains content control corrected could create created
customer damaged daemon database decoded default deferred delayed delays deleted delivered delivery denied description destination
details diagnostic digits directory disabled discussion disposition domain domains encoding encrypted enhanced envelope errors exceeded
example exchange exists expand expanded expired export failed failure failures fatal feature filter forbidden format forwarded friend
general greylisted greylisting groups handshake header headers helpdesk hidden history hostmaster hostname hosted identity import
incomplete information internal invalid invoice invoices jsonl language letter limited limits listed listing listings loading located
lookup mailbox mailbox mailer mailing mailman manager marketing matched message messages method missing mobile modified multipart
network newsletter nobody noreply normal notification notify number object offered office online operation option options orders
original orphan output overquota owner packet parameter partner people permanent permission person phone please policy postmaster
previous printable priority private problem problems process processing program project protocol public purchase quarantine quarantined
quoted reached reason received recipient recipients record records refused register regular reject rejected related remote removed replies
reporting request requested requests required resent reserved resolve respond response restricted result results retry returned return
sample saturday schema secret section secure security select sender senders sendmail server servers service services session
several should signature simple single source special spoolscope spooled stating statement status statuses storage stored subject
submission submit success successful sunday support suspended system systems temporarily temporary testing thread timeout timestamp
title tomorrow tracking transcript transfer transient transport tuesday unavailable undeliverable unknown unlisted updates
urgent usenet username utf-8 version version violation warning warnings webmaster website wednesday window windows without working
written yesterday mime-version content-type message-id text-plain no-reply do-not-reply iso-8859-1 us-ascii quoted-printable
list-unsubscribe in-reply-to auto-submitted return-path mqueue clientmqueue mqueue-client mailq procmail maildrop exim4 postfix
postfix-in postfix-out origin_client cause_side complete confidence dated_by first_of_domain given_up inside lifetime redacted newest severity source_kind unread last_try next_try failing_since
never-tried no-reason lookup-failed delay-warning local-mailer local-disk local-error connection-refused connection-timeout no-route no-data local-server smart-host
origin quarantined client-mqueue warning-timeout postmaster-notification postmaster-warning return-receipt body_type recipients localhost obstacle theirs recorded itself
events event clock derived unsure peer login count delay noted queued not-tried discarded notice moved-on ended released maillog mail.log mainlog rejectlog syslog journal`
