package redact

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/punycode"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// OwnDomain is a domain of the organisation whose queue it is.
type OwnDomain struct {
	Name string // in lower case; all names below it are own too
	Why  string // what tells so, in a few words
}

// maxPerLogin is how many domains one login or local account may send from
// before these say nothing: a stolen login sends from everywhere.
const maxPerLogin = 3

// FindOwn works out the domains of the organisation, sorted by name: those of the
// servers that have the queue, as folders, Received fields and configurations
// name them, those of senders who logged in or who submitted mail on a server
// itself, those of mailboxes on a server, and those under top-level domains for
// private networks, wherever an address or a next hop has them. If nothing names
// a server, they are those of all senders except rare ones.
func FindOwn(q *queue.Queue) []OwnDomain {
	why := map[string]string{}
	note := func(name, reason string) {
		if d := hostname.Organisation(hostname.Clean(name)); d != "" && why[d] == "" {
			why[d] = reason
		}
	}
	for _, d := range q.Dirs {
		for _, h := range [...]string{d.Host, d.Name} {
			if h, _, _ = strings.Cut(h, " "); hostname.IsDomain(hostname.Clean(h)) {
				note(h, "the server "+hostname.Clean(h))
			}
		}
	}
	for _, h := range q.Local {
		note(h, "a configuration names it")
	}
	senders := map[string]map[string]bool{} // domains by login or local account
	sends := func(who, from string) {
		if d := hostname.Organisation(hostname.Clean(splitAddress(from).domain)); d != "" {
			if senders[who] == nil {
				senders[who] = map[string]bool{}
			}
			senders[who][d] = true
		}
	}
	for _, i := range q.Order {
		from := q.Text(q.Sender[i])
		switch login, client := q.Text(q.Auth[i]), q.Text(q.Client[i]); {
		case login != "":
			note(splitAddress(login).domain, "logins")
			sends("login "+login, from)
		case q.Dirs[q.Dir[i]].Client, strings.HasSuffix(client, "@localhost"): // not localhost [127.0.0.1], which is a filter
			sends("account "+client, from)
		}
		at, end := q.Recipients(i)
		for k := at; k < end; k++ {
			if isLocalMailer(q.Text(q.RcptStat[k])) || end == at+1 && isLocalMailer(q.Text(q.Effective[i])) {
				note(splitAddress(q.Text(q.RcptAddr[k])).domain, "mailboxes on a server")
			}
		}
	}
	for _, who := range slices.Sorted(maps.Keys(senders)) {
		if len(senders[who]) > maxPerLogin {
			continue
		}
		for _, d := range slices.Sorted(maps.Keys(senders[who])) {
			if strings.HasPrefix(who, "login ") {
				note(d, "senders who logged in")
			} else {
				note(d, "mail submitted on a server")
			}
		}
	}
	if len(why) == 0 {
		for d, n := range senderDomains(q) {
			if n*leastShare >= len(q.Order) {
				why[d] = "senders, as nothing names the server"
			}
		}
	}
	private := func(s string) {
		if d := hostname.Clean(splitAddress(s).domain); hostname.IsPrivate(d) {
			note(d, "a name of a private network")
		} else if d = hostname.Clean(s); hostname.IsPrivate(d) {
			note(d, "a name of a private network")
		}
	}
	each(q.Strings, private, q.RcptAddr, q.Sender, q.Origin, q.ReplyHost)
	return ownDomains(why)
}

// leastShare is the share of a queue's messages, 1 in this many, that a domain
// has to send to count as own where there is no other evidence.
const leastShare = 50

// senderDomains counts messages by the domain of the sender.
func senderDomains(q *queue.Queue) map[string]int {
	count := map[string]int{}
	for _, i := range q.Order {
		if d := hostname.Organisation(hostname.Clean(splitAddress(q.Text(q.Sender[i])).domain)); d != "" {
			count[d]++
		}
	}
	return count
}

func ownDomains(why map[string]string) []OwnDomain {
	out := make([]OwnDomain, 0, len(why))
	for _, d := range slices.Sorted(maps.Keys(why)) {
		out = append(out, OwnDomain{d, why[d]})
	}
	return out
}

// localMailers are parts of statuses of a delivery to a mailbox on the server, as
// sendmail and Postfix word them.
var localMailers = [...]string{"local mailer", "/usr/bin/procmail", "cannot update mailbox ", "cannot access mailbox ", "cannot access home directory ",
	"delivery failed to mailbox ", "delivery failed to maildir ", "maildir delivery failed"}

func isLocalMailer(status string) bool {
	for _, s := range localMailers {
		if strings.Contains(status, s) {
			return true
		}
	}
	return false
}

// CorrectOwn applies a user's corrections to the own domains that were worked
// out: a list of domains separated by blanks or commas, each of which is own, or
// with a minus sign before it not. It fails for anything that is not a domain.
func CorrectOwn(found []OwnDomain, corrections string) ([]OwnDomain, error) {
	why := map[string]string{}
	for _, d := range found {
		why[d.Name] = d.Why
	}
	for _, name := range ownList(corrections) {
		name, out := strings.CutPrefix(name, "-")
		name = strings.TrimPrefix(strings.TrimPrefix(name, "@"), "*.")
		switch d := hostname.Clean(punycode.ToASCII(name)); {
		case !hostname.IsDomain(d):
			return nil, fmt.Errorf("%q is not a domain such as example.com", name)
		case out:
			delete(why, d)
		case why[d] == "":
			why[d] = "you named it"
		}
	}
	return ownDomains(why), nil
}

func ownList(corrections string) []string {
	return strings.FieldsFunc(corrections, func(r rune) bool { return r == ',' || r == ';' || r < utf8.RuneSelf && word.Blank(byte(r)) })
}
