// Package exim finds what Exim's statuses and logs name besides addresses and hosts: routers
// and transports, and what a filter says.
package exim

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
)

// usual are the routers and transports of Exim's default configuration, of Debian's and of
// hosting panels. Other names were chosen by the author of a configuration, and are often
// those of customers.
var usual = func() map[string]bool {
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

// IsUsual reports whether the name of a router or a transport, in lower case, is one that tells
// nothing about who uses it.
func IsUsual(driver string) bool { return usual[driver] }

// Span is where a name is in a text: its first byte, and the one after its last.
type Span struct{ From, To int }

// Drivers finds the names of routers and transports in a text of one line or more: behind R= and T=,
// and in "NAME transport succeeded", "of NAME transport returned" and "for the NAME router". They
// are in order, and do not overlap.
func Drivers(s string) []Span {
	if !strings.Contains(s, "R=") && !strings.Contains(s, "T=") && !strings.Contains(s, " transport") && !strings.Contains(s, " router") {
		return nil
	}
	var found []Span
	at := 0
	for line := range strings.Lines(s) {
		found = append(found, fields(line, at)...)
		found = append(found, told(line, at)...)
		at += len(line)
	}
	slices.SortFunc(found, func(a, b Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	end := 0
	return slices.DeleteFunc(found, func(p Span) bool {
		if p.From < end || p.From == p.To {
			return true
		}
		end = p.To
		return false
	})
}

// fields finds the names in "R=ROUTER T=TRANSPORT", either of which may be absent.
func fields(line string, at int) (found []Span) {
	for i := 0; i+2 < len(line); i++ {
		if line[i+1] != '=' || line[i] != 'R' && line[i] != 'T' || i > 0 && !word.Blank(line[i-1]) && line[i-1] != '(' {
			continue
		}
		from := i + len("R=")
		end := from + length(line[from:])
		found = append(found, Span{at + from, at + end})
		i = max(i, end-1)
	}
	return found
}

// length returns the length of the name that begins a text; 0 if there is none.
func length(s string) int {
	n := 0
	for n < len(s) && (words.IsAlnum(s[n]) || s[n] == '_' || s[n] == '-' || s[n] == '.' || s[n] >= 0x80) {
		n++
	}
	return n
}

// told finds the names before "transport" and "router".
func told(line string, start int) (found []Span) {
	for _, what := range [...]string{" transport", " router"} {
		for at := 0; ; {
			i := strings.Index(line[at:], what)
			if i < 0 {
				break
			}
			end := at + i
			at = end + len(what)
			from := end
			for from > 0 && length(line[from-1:from]) > 0 {
				from--
			}
			after, _, _ := strings.Cut(strings.TrimLeft(line[at:], " "), " ")
			told := strings.HasPrefix(line[at:], " ") && slices.Contains([]string{"succeeded", "returned", "output", "timed", "deferred", "forced"}, strings.TrimRight(after, ".,:\r\n"))
			if told || strings.HasSuffix(line[:from], "for the ") {
				found = append(found, Span{start + from, start + end})
			}
		}
	}
	return found
}
