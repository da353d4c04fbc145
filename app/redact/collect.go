package redact

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/app/redact/internal/naming"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// originals are the names in a queue, before they have pseudonyms.
type originals struct {
	people, domains, hosts, ids map[string]bool
	scripts                     map[string]bool
	origins                     map[string]bool // ids of messages that bounced
	addrs                       map[netip.Addr]bool
	subjects                    []string
	own                         map[string]bool // names of the queue's servers
	ownAddrs                    map[netip.Addr]bool
	domainsOfOurs               []string
}

// collect gives pseudonyms to everything that the queue's columns name.
func (rd *Redactor) collect(q *queue.Queue, blame Blame) {
	o := &originals{
		people: map[string]bool{}, domains: map[string]bool{}, hosts: map[string]bool{}, ids: map[string]bool{}, scripts: map[string]bool{}, origins: map[string]bool{},
		addrs: map[netip.Addr]bool{}, own: map[string]bool{}, ownAddrs: map[netip.Addr]bool{}, domainsOfOurs: rd.own,
	}
	lookups := rd.keepServers(q, blame, o)
	o.servers(q)
	each(q.Strings, func(s string) { o.address(s, true) }, q.RcptAddr)
	each(q.Strings, func(s string) { o.address(s, false) }, q.Sender, q.Origin, q.Auth, q.OriginAuth)
	each(q.Strings, o.client, q.Client, q.OriginBy)
	each(q.Strings, o.helo, q.Helo)
	each(q.Strings, o.script, q.Script, q.OriginScript)
	o.history(q)
	rd.ownWins(o)
	each(q.Strings, o.text, q.Effective, q.Status, q.RcptStat, q.ReplyText, q.GrepLine, q.Columns.Reason)
	for _, d := range lookups { // neither the sender's domain nor a client: a next hop that was looked up
		switch {
		case rd.ownIn(d), rd.hide.Hosts && hostname.IsInside(d):
			o.host(d)
		case !o.domains[d] && !o.hosts[d]:
			rd.keep[d] = true
		}
	}
	if rd.hide.IDs && q.History != nil {
		for _, e := range q.History.Events {
			if e.Other != 0 {
				o.ids[q.Text(e.Other)] = true
			}
		}
	}
	if rd.hide.IDs {
		each(q.Strings, func(s string) { o.ids[s] = true }, q.ID)
		each(q.Strings, func(s string) {
			if s != "" && !o.ids[s] {
				o.origins[s] = true
			}
		}, q.OriginID)
	}
	if rd.hide.Subjects {
		bounces := make([]queue.Str, 0, len(q.Subject))
		for i, s := range q.Subject {
			if q.Flags[i]&queue.MadeHere == 0 && q.Columns.Bounce[i] == 0 {
				bounces = append(bounces, s)
			}
		}
		each(q.Strings, func(s string) { o.subjects = append(o.subjects, s) }, bounces)
		slices.Sort(o.subjects)
	}
	rd.assign(o)
}

// each calls f once for each distinct text of some columns.
func each(table *queue.Strings, f func(string), columns ...[]queue.Str) {
	seen := make([]bool, table.Len())
	for _, c := range columns {
		for _, s := range c {
			if s != 0 && !seen[s] {
				seen[s] = true
				f(table.Get(s))
			}
		}
	}
}

// Blame returns what a status blames: the server that refused or did not answer,
// and the domain whose lookup failed; each is "" if it names none.
type Blame func(status string) (server, domain string)

// keepServers notes what keeps its name: the domains of recipients, and the
// next hops, which replied or did not answer. It returns the domains whose
// lookup failed.
func (rd *Redactor) keepServers(q *queue.Queue, blame Blame, o *originals) (lookups []string) {
	each(q.Strings, func(s string) {
		if d := hostname.Clean(splitAddress(s).domain); strings.IndexByte(d, '.') > 0 && d[0] != '[' {
			rd.keep[d] = true
		}
	}, q.RcptAddr)
	each(q.Strings, func(s string) { rd.keepServer(s, o) }, q.ReplyHost)
	each(q.Strings, func(s string) {
		server, domain := blame(s)
		if rd.keepServer(server, o); domain != "" {
			lookups = append(lookups, hostname.Clean(domain))
		}
	}, q.Effective, q.Status, q.RcptStat)
	return lookups
}

// keepServer notes a next hop, which keeps its name or IP address, unless it is
// one of ours: in an own domain, without a public one, or in a private network.
func (rd *Redactor) keepServer(name string, o *originals) {
	ip, isAddr := ipaddr.Parse(name)
	h := hostname.Clean(name)
	switch {
	case isAddr && ip.IsPrivate():
		o.addrs[ip] = true
	case isAddr:
		rd.keep[ip.String()] = true
	case h == "":
	case rd.hide.Hosts && (hostname.IsInside(h) || rd.isOwn(h)):
		o.host(h)
	default:
		rd.keep[h] = true
	}
}

// ownWins removes what is ours from the names that stay: a bounce to an own
// sender makes the own domain a recipient's.
func (rd *Redactor) ownWins(o *originals) {
	for h := range o.own {
		delete(rd.keep, h)
	}
	if !rd.hide.Hosts {
		return
	}
	for name := range rd.keep {
		if rd.ownIn(name) {
			delete(rd.keep, name)
		}
	}
	for ip := range o.ownAddrs {
		delete(rd.keep, ip.String())
	}
}

// servers notes the names of the queue's servers.
func (o *originals) servers(q *queue.Queue) {
	for _, d := range q.Dirs {
		for _, h := range [...]string{d.Host, d.Name} {
			if h, _, _ = strings.Cut(h, " "); h != "" && !hostname.IsLocal(h) {
				o.own[word.Lower(h)] = true
				o.host(h)
			}
		}
	}
}

func (o *originals) address(s string, recipient bool) {
	a := splitAddress(s)
	if l := word.Lower(a.local); !naming.IsRole(l) && !hostname.IsPseudonym(l) {
		o.people[l] = true
	}
	if d := hostname.Clean(a.domain); d == "" {
	} else if ip, ok := ipaddr.Parse(d); ok {
		o.addrs[ip] = true
	} else if !recipient || o.isOwn(d) || strings.IndexByte(d, '.') < 0 && !hostname.IsLocal(d) && !hostname.IsPseudonym(d) {
		o.domains[d] = true
	}
}

func (o *originals) isOwn(name string) bool {
	return slices.ContainsFunc(o.domainsOfOurs, func(d string) bool { return hostname.Under(name, d) })
}

// helo notes the name with which a client greeted, if it is one of ours.
func (o *originals) helo(s string) {
	if h := hostname.Clean(s); hostname.IsInside(h) || o.isOwn(h) {
		o.host(h)
	}
}

// script notes the path of a script.
func (o *originals) script(s string) {
	if _, path, _ := splitScript(s); path != "" && !isScriptPseudonym(path) {
		o.scripts[path] = true
	}
}

// text notes addresses that statuses and replies quote.
func (o *originals) text(s string) {
	for p := 0; ; {
		i := strings.IndexByte(s[p:], '@')
		if i < 0 {
			return
		}
		at := p + i
		from, end := addrspec.LocalStart(s, p, at), addrspec.DomainEnd(s, at+1, len(s))
		if p = at + 1; from < at && end > p && !strings.ContainsAny(s[from:at], "=/'!|*&?#{`") {
			o.address(s[from:end], true)
		}
	}
}

// client notes a relay client: [ident@]name [ip] (formats/sendmail.md §2.6).
func (o *originals) client(s string) {
	ours := false
	for i, f := range strings.Fields(s) {
		switch {
		case strings.HasPrefix(f, "("):
			return // may be forged
		case strings.HasPrefix(f, "["):
			for part := range strings.FieldsFuncSeq(f, func(r rune) bool { return strings.ContainsRune("[]@", r) }) {
				o.host(part)
				if ip, ok := ipaddr.Parse(part); ok && ours {
					o.ownAddrs[ip] = true
				}
			}
		case i == 0:
			if at := strings.LastIndexByte(f, '@'); at >= 0 {
				o.address(f[:at], false)
				f = f[at+1:]
			}
			o.host(f)
			ours = o.isOwn(hostname.Clean(f))
		}
	}
}

// host notes a name or an IP address.
func (o *originals) host(s string) {
	h := hostname.Clean(s)
	if ip, ok := ipaddr.Parse(h); ok {
		o.addrs[ip] = true
	} else if h != "" && !hostname.IsLocal(h) && !hostname.IsPseudonym(h) {
		o.hosts[h] = true
	}
}
