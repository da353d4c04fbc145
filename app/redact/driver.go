package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// usualDrivers are the routers and transports of Exim's default configuration, of Debian's and of
// hosting panels. Whoever wrote a configuration chose other names, often those of customers.
var usualDrivers = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(`
		dnslookup dnslookup_relay_to_domains lookuphost lookuphost_forced domain_literal literal smarthost smarthost_auto hubbed_hosts
		nonlocal local localuser local_user local_users system_aliases aliases userforward forward userforward_forced procmail maildrop
		lowuid_aliases mail4root hub_user hub_user_smarthost bsmtp_router exim_filter user_exim user_forward lists mailman
		virtual virtual_aliases virtual_user virtual_users virtual_aliases_nostar virtual_domains central_filter fail_remote_domains
		remote send_to_smart_host boxtrapper_autowhitelist valias_domain_file has_alias_but_no_mailbox
		smtp remote_smtp remote_smtp_smarthost remote_smtp_signed remote_msa lmtp local_lmtp dovecot_lmtp dovecot_deliver dovecot_delivery
		dovecot_virtual_delivery local_delivery local_mail mail_spool maildir_home maildir mbox mailbox maildrop_pipe procmail_pipe
		address_pipe address_file address_directory address_reply pipe autoreply vacation virtual_delivery virtual_userdelivery
		dkim_remote_smtp auto_remote_smtp dovecot_virtual dovecot null blackhole`) {
		m[name] = true
	}
	return m
}()

// Status redacts what a mail system says of a delivery. If hosts are redacted, so are in Exim's words
// the names of routers and transports that are not usual ones: behind R= and T=, and before
// "transport" and "router". In a strict redaction, what a filter says of a message that it froze is
// left out.
func (rd *Redactor) Status(s string) string {
	return rd.Text(rd.withoutDrivers(rd.withoutFilterText(s)))
}

// withoutDrivers gives pseudonyms to names of routers and transports.
func (rd *Redactor) withoutDrivers(s string) string {
	if rd == nil || !rd.hide.Hosts || !strings.Contains(s, "R=") && !strings.Contains(s, "T=") && !strings.Contains(s, " transport") && !strings.Contains(s, " router") {
		return s
	}
	lines := strings.SplitAfter(s, "\n")
	for n, line := range lines {
		lines[n] = rd.driversSucceeded(rd.driverFields(line))
	}
	return strings.Join(lines, "")
}

// driverFields replaces the names in "R=ROUTER T=TRANSPORT", either of which may be absent.
func (rd *Redactor) driverFields(s string) string {
	var spans []span
	for i := 0; i+2 < len(s); i++ {
		if s[i+1] != '=' || s[i] != 'R' && s[i] != 'T' || i > 0 && !word.Blank(s[i-1]) && s[i-1] != '(' {
			continue
		}
		from := i + len("R=")
		end := from + driverLen(s[from:])
		if with := rd.Driver(s[from:end]); with != s[from:end] {
			spans = append(spans, span{from: from, to: end, with: with})
		}
		i = max(i, end-1)
	}
	return replace(s, spans)
}

// driverLen is the length of the name that a text begins with; 0 if there is none.
func driverLen(s string) int {
	n := 0
	for n < len(s) && (words.IsAlnum(s[n]) || s[n] == '_' || s[n] == '-' || s[n] == '.' || s[n] >= 0x80) {
		n++
	}
	return n
}

// driversSucceeded replaces the names in "NAME transport succeeded", "of NAME transport returned" and
// "for the NAME router".
func (rd *Redactor) driversSucceeded(s string) string {
	var spans []span
	for _, what := range [...]string{" transport", " router"} {
		for at := 0; ; {
			i := strings.Index(s[at:], what)
			if i < 0 {
				break
			}
			end := at + i
			at = end + len(what)
			from := end
			for from > 0 && driverLen(s[from-1:from]) > 0 {
				from--
			}
			after, _, _ := strings.Cut(strings.TrimLeft(s[at:], " "), " ")
			told := strings.HasPrefix(s[at:], " ") && slices.Contains([]string{"succeeded", "returned", "output:", "timed"}, strings.TrimRight(after, ".,\r\n"))
			if !told && !strings.HasSuffix(s[:from], "for the ") {
				continue
			}
			if with := rd.Driver(s[from:end]); with != s[from:end] {
				spans = append(spans, span{from: from, to: end, with: with})
			}
		}
	}
	sortSpans(spans)
	return replace(s, spans)
}

// Driver redacts the name of a router or a transport. Usual names stay, and so do common words; so
// does the id of a message, which a log has behind R= too.
func (rd *Redactor) Driver(name string) string {
	if key := word.Lower(name); rd == nil || !rd.hide.Hosts || name == "" || usualDrivers[key] || vocabulary.IsCommon(key) || isNumbered(name, "driver-", keyedLen) || queue.IsEximID(name) {
		return name
	}
	return rd.keyedName("driver-", name)
}
