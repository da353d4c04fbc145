package share

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// names are the masks given so far, by original.
type names struct {
	key     [sha256.Size]byte // nobody knows it who has not the queue
	keyed   bool              // it came with a Map
	people  map[string]string
	domains map[string]string
	hosts   map[string]string
	addrs   map[netip.Addr]netip.Addr
	nets    map[netip.Prefix]netip.Prefix
	netUsed map[netip.Prefix]bool
	ids     map[string]string
	idUsed  map[string]bool

	keep     map[string]bool // servers spoken to, domains of recipients, in lower case
	above    map[string]bool // domains that those of keep are below of
	own      []string        // domains of the queue's servers, beginning with a dot
	dict     *dictionary
	subjects *dictionary
	inOrder  []string // people, hosts and domains known at first, made when asked for
}

// sorted are the originals in order.
func (n *names) sorted() []string {
	if n.inOrder == nil {
		for _, set := range []map[string]string{n.people, n.hosts, n.domains} {
			n.inOrder = slices.AppendSeq(n.inOrder, maps.Keys(set))
		}
		slices.Sort(n.inOrder)
		n.inOrder = slices.Compact(n.inOrder)
	}
	return n.inOrder
}

func newNames(r Redaction) *names {
	return &names{
		people: map[string]string{}, domains: map[string]string{}, hosts: map[string]string{}, ids: map[string]string{},
		idUsed: map[string]bool{}, addrs: map[netip.Addr]netip.Addr{}, nets: map[netip.Prefix]netip.Prefix{},
		netUsed: map[netip.Prefix]bool{}, keep: map[string]bool{"localhost": true, "localhost.localdomain": true},
		above: map[string]bool{}, dict: newDictionary(), subjects: newDictionary(),
	}
}

// originals are what a queue names, before they have masks.
type originals struct {
	people, domains, hosts, ids map[string]bool
	addrs                       map[netip.Addr]bool
	subjects                    []string
	own                         map[string]bool // names of the queue's servers
}

// collect gives masks to all that the queue's columns name.
func (m *Mask) collect(q *queue.Queue) {
	o := &originals{
		people: map[string]bool{}, domains: map[string]bool{}, hosts: map[string]bool{}, ids: map[string]bool{},
		addrs: map[netip.Addr]bool{}, own: map[string]bool{},
	}
	lookups := m.keepServers(q)
	o.servers(q)
	for h := range o.own {
		delete(m.keep, h)
	}
	each(q.Strings, func(s string) { o.address(s, true) }, q.RcptAddr)
	each(q.Strings, func(s string) { o.address(s, false) }, q.Sender, q.Origin, q.Auth)
	each(q.Strings, o.client, q.Client, q.OriginBy)
	each(q.Strings, o.text, q.Effective, q.Status, q.RcptStat, q.ReplyText, q.GrepLine, q.Columns.Reason)
	for _, d := range lookups { // not the sender's domain, and no client: a server that was looked for
		if !o.domains[d] && !o.hosts[d] {
			m.keep[d] = true
		}
	}
	if m.r.IDs {
		each(q.Strings, func(s string) { o.ids[s] = true }, q.ID)
	}
	if m.r.Subjects {
		bounces := make([]queue.Str, 0, len(q.Subject))
		for i, s := range q.Subject {
			if q.Flags[i]&queue.MadeHere == 0 && q.Columns.Bounce[i] == 0 {
				bounces = append(bounces, s)
			}
		}
		each(q.Strings, func(s string) { o.subjects = append(o.subjects, s) }, bounces)
		slices.Sort(o.subjects)
	}
	m.assign(o)
}

// each calls f once for each different text of some columns.
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

// keepServers notes what keeps its name: the domains of recipients, and the
// servers that spoke or did not answer. It returns names that were looked up
// in vain.
func (m *Mask) keepServers(q *queue.Queue) (lookups []string) {
	each(q.Strings, func(s string) {
		if d := triage.Domain(s); strings.IndexByte(d, '.') > 0 && d[0] != '[' {
			m.keep[lower(d)] = true
		}
	}, q.RcptAddr)
	add := func(s string) {
		if h := triage.NormalHost(s); h != "" {
			m.keep[lower(h)] = true
		}
	}
	each(q.Strings, add, q.ReplyHost)
	each(q.Strings, func(s string) {
		r := triage.Parse(s)
		if add(r.Server); r.Domain != "" {
			lookups = append(lookups, lower(r.Domain))
		}
	}, q.Effective, q.RcptStat)
	return lookups
}

// servers notes the names of the servers that the queue is from.
func (o *originals) servers(q *queue.Queue) {
	for _, d := range q.Dirs {
		for _, h := range [...]string{d.Host, d.Name} {
			if h, _, _ = strings.Cut(h, " "); h != "" && !isLocal(h) {
				o.own[lower(h)] = true
				o.host(h)
			}
		}
	}
}

func isLocal(host string) bool {
	return strings.EqualFold(host, "localhost") || strings.EqualFold(host, "localhost.localdomain")
}

func (o *originals) address(s string, recipient bool) {
	a := splitAddress(s)
	if l := lower(a.local); !isRole(l) && !isMask(l) {
		o.people[l] = true
	}
	if d := cleanHost(a.domain); d == "" {
	} else if ip, ok := literal(d); ok {
		o.addrs[ip] = true
	} else if !recipient {
		o.domains[d] = true
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
		from, end := localStart(s, p, at), domainEnd(s, at+1, len(s))
		if p = at + 1; from < at && end > p && !strings.ContainsAny(s[from:at], "=/'!|*&?#{`") {
			o.address(s[from:end], true)
		}
	}
}

// client notes who handed mail in: [ident@]name [ip] (formats/sendmail.md
// §2.6).
func (o *originals) client(s string) {
	for i, f := range strings.Fields(s) {
		switch {
		case strings.HasPrefix(f, "("):
			return // may be forged
		case strings.HasPrefix(f, "["):
			for part := range strings.FieldsFuncSeq(f, func(r rune) bool { return strings.ContainsRune("[]@", r) }) {
				o.host(part)
			}
		case i == 0:
			if at := strings.LastIndexByte(f, '@'); at >= 0 {
				o.address(f[:at], false)
				f = f[at+1:]
			}
			o.host(f)
		}
	}
}

// host notes a name or an IP address.
func (o *originals) host(s string) {
	h := cleanHost(s)
	if ip, ok := literal(h); ok {
		o.addrs[ip] = true
	} else if h != "" && !isLocal(h) && !isMask(h) {
		o.hosts[h] = true
	}
}

// cleanHost is a host name as masks know it.
func cleanHost(s string) string { return lower(strings.TrimRight(s, ".> ")) }

// assign gives masks, in the order of the originals.
func (m *Mask) assign(o *originals) {
	if !m.keyed {
		m.key = o.secret()
	}
	if !m.r.Hosts { // names that stay tell the domains above them
		for _, set := range []map[string]bool{o.hosts, o.own} {
			for h := range set {
				m.keep[h] = true
			}
		}
	}
	for k := range m.keep {
		for rest := k; ; {
			_, up, ok := strings.Cut(rest, ".")
			if !ok || strings.IndexByte(up, '.') < 0 {
				break
			}
			m.above[up], rest = true, up
		}
	}
	if m.r.Hosts {
		m.findOwn(o)
		maps.DeleteFunc(o.hosts, func(h string, _ bool) bool { return m.keep[h] })
		number(m.hosts, o.hosts, "host-%02d")
		m.maskAddrs(o.addrs)
	}
	if m.r.Addresses {
		maps.DeleteFunc(o.domains, func(d string, _ bool) bool {
			return m.keepsDomain(d) || m.hosts[d] != ""
		})
		number(m.people, o.people, "person-%04d")
		number(m.domains, o.domains, "domain-%02d")
	}
	m.maskIDs(o.ids)
	m.know(o)
}

// findOwn notes the domains whose hosts are of our side.
func (m *Mask) findOwn(o *originals) {
	for _, h := range slices.Sorted(maps.Keys(o.own)) {
		if _, up, ok := strings.Cut(h, "."); ok && strings.IndexByte(up, '.') > 0 {
			h = up
		}
		if h = "." + h; strings.Count(h, ".") > 1 && !slices.Contains(m.own, h) {
			m.own = append(m.own, h)
		}
	}
}

// secret is made of all originals.
func (o *originals) secret() [sha256.Size]byte {
	h := sha256.New()
	for _, set := range []map[string]bool{o.people, o.domains, o.hosts, o.ids} {
		for _, s := range slices.Sorted(maps.Keys(set)) {
			fmt.Fprintf(h, "%d:%s,", len(s), s)
		}
	}
	for _, a := range sortedAddrs(o.addrs) {
		fmt.Fprintf(h, "%s,", a)
	}
	for _, s := range o.subjects {
		fmt.Fprintf(h, "%d:%s,", len(s), s)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// number gives masks with numbers to those that have none yet.
func number(masks map[string]string, set map[string]bool, form string) {
	used := map[string]bool{}
	for _, v := range masks {
		used[v] = true
	}
	n := 0
	for _, s := range slices.Sorted(maps.Keys(set)) {
		if masks[s] != "" {
			continue
		}
		for {
			n++
			if v := fmt.Sprintf(form, n); !used[v] && !set[v] {
				masks[s] = v
				break
			}
		}
	}
}

// know lets originals be found in texts.
func (m *Mask) know(o *originals) {
	for _, set := range []struct {
		masks map[string]string
		kind  kind
	}{{m.hosts, host}, {m.domains, domain}, {m.people, person}} {
		for _, s := range slices.Sorted(maps.Keys(set.masks)) {
			if identifies(s) {
				m.dict.add(s, set.kind, s)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.ids)) {
		if !isToken(id) && identifies(lower(id)) {
			m.dict.add(id, queueID, id)
		}
	}
	for _, s := range o.subjects {
		if w := words(s); len(w) >= minSubject && strings.IndexByte(w, ' ') > 0 {
			m.subjects.addSubject(w)
		}
	}
}

const (
	minSubject  = 12 // shorter ones are words of many texts
	subjectHead = 40 // by so much of its beginning a subject is known
)

// addSubject makes a subject known by its beginning.
func (d *dictionary) addSubject(w string) {
	head := len(w)
	if head > subjectHead {
		for head = subjectHead; head < len(w) && (isWord(w, head) || !wordEndsAt(w, head)); head++ {
		}
	}
	n := len(d.patterns)
	if d.add(w[:head], subject, ""); len(d.patterns) > n {
		d.patterns[n].rest = w[head:]
	}
}

// secretName is a mask for what the columns do not have: the same for the
// same original, whatever was met before.
func (m *Mask) secretName(prefix, s string) string {
	h := sha256.New()
	h.Write(m.key[:])
	h.Write([]byte(prefix + s))
	b := []byte(prefix)
	for _, c := range h.Sum(nil)[:secretLen] {
		b = append(b, secretChars[c%byte(len(secretChars))])
	}
	return string(b)
}

// Such a mask has nine characters, of five bits each.
const (
	secretLen   = 9
	secretChars = "abcdefghijklmnopqrstuvwxyz234567"
)

// isMask tells whether a name is a mask already, as in an archive that was
// redacted before.
func isMask(s string) bool {
	if h, ok := strings.CutSuffix(s, invalid); ok {
		return isNumbered(h, "host-", 2) || isNumbered(h, "domain-", 2)
	}
	return isNumbered(s, "person-", 4)
}

func isNumbered(s, prefix string, digits int) bool {
	n, ok := strings.CutPrefix(s, prefix)
	if !ok {
		return false
	}
	if len(n) == secretLen && strings.Trim(n, secretChars) == "" {
		return true
	}
	return len(n) >= digits && strings.Trim(n, "0123456789") == ""
}

// local masks what stands before the @.
func (m *Mask) local(s string) string {
	key := lower(s)
	if !m.r.Addresses || isRole(key) || isMask(key) {
		return s
	}
	v := m.people[key]
	if v == "" {
		v = m.secretName("person-", key)
		m.people[key] = v
	}
	return v
}

// domain masks what stands behind the @.
func (m *Mask) domain(s string) string {
	key := cleanHost(s)
	switch {
	case key == "" || isMask(key):
		return s
	case strings.HasPrefix(key, "["):
		if ip, ok := literal(key); ok && m.r.Hosts {
			return m.bracketed(s, ip)
		}
		return s
	case m.r.Hosts && (m.hosts[key] != "" || m.isOwn(key)):
		return m.host(s)
	case !m.r.Addresses || m.keepsDomain(key):
		return s
	}
	v := m.domains[key]
	if v == "" {
		v = m.secretName("domain-", key)
		m.domains[key] = v
	}
	return v + m.tld
}

// host masks a name of our side.
func (m *Mask) host(s string) string {
	key := cleanHost(s)
	v := m.hosts[key]
	switch {
	case !m.r.Hosts || key == "" || isMask(key):
		return s
	case v == "" && (m.keep[key] || isLocal(key)):
		return s
	case v == "":
		v = m.secretName("host-", key)
		m.hosts[key] = v
	}
	return v + m.tld
}

// isOwn tells whether a host is in a domain of the queue's servers.
func (m *Mask) isOwn(h string) bool {
	if m.keep[h] {
		return false
	}
	for _, d := range m.own {
		if strings.HasSuffix(h, d) {
			return true
		}
	}
	return false
}

// keepsDomain tells whether a domain keeps its name: it is that of a recipient
// or of a server spoken to, above one, or below.
func (m *Mask) keepsDomain(d string) bool {
	for rest := d; strings.IndexByte(rest, '.') > 0; {
		if m.keep[rest] {
			return true
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return m.keep[d] || m.above[d]
}
