package redact

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"github.com/spoolscope/spoolscope/app/punycode"
	"github.com/spoolscope/spoolscope/app/redact/audit"
	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/ipaddr"
	"github.com/spoolscope/spoolscope/app/redact/internal/naming"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// names are the pseudonyms assigned so far, by original.
type names struct {
	key     [sha256.Size]byte // unknown without the queue
	keyed   bool              // the key came with a Map
	people  map[string]string
	domains map[string]string
	hosts   map[string]string
	scripts map[string]string
	addrs   map[netip.Addr]netip.Addr
	listed  map[netip.Addr]bool // those of the queue's columns that are replaced
	nets    map[netip.Prefix]netip.Prefix
	netUsed map[netip.Prefix]bool
	ids     map[string]string
	idUsed  map[string]bool

	keep     map[string]bool // next hops and domains of recipients, in lower case
	above    map[string]bool // parent domains of those in keep
	own      []string        // domains of the organisation
	dict     *dictionary.Dictionary
	subjects *dictionary.Dictionary
	audit    *audit.List // names of the organisation that must not remain; nil: none
	inOrder  []string    // people, hosts and domains, cached by sorted
}

// likeKept reports whether a local part is also a domain that keeps its name, as
// that of a hosting customer may be. It is redacted inside addresses alone:
// elsewhere it is the domain.
func (rd *Redactor) likeKept(local string) bool {
	return strings.IndexByte(local, '.') > 0 && rd.keepsDomain(local)
}

// sorted returns the people, hosts and domains that were known when it was first
// called, in order, except local parts that are domains with their own name.
func (rd *Redactor) sorted() []string {
	n := rd.names
	if n.inOrder == nil {
		n.inOrder = slices.DeleteFunc(slices.Collect(maps.Keys(n.people)), rd.likeKept)
		for _, set := range []map[string]string{n.hosts, n.domains} {
			n.inOrder = slices.AppendSeq(n.inOrder, maps.Keys(set))
		}
		slices.Sort(n.inOrder)
		n.inOrder = slices.Compact(n.inOrder)
	}
	return n.inOrder
}

func newNames() *names {
	return &names{
		people: map[string]string{}, domains: map[string]string{}, hosts: map[string]string{}, scripts: map[string]string{}, ids: map[string]string{},
		idUsed: map[string]bool{}, addrs: map[netip.Addr]netip.Addr{}, nets: map[netip.Prefix]netip.Prefix{},
		netUsed: map[netip.Prefix]bool{}, keep: map[string]bool{"localhost": true, "localhost.localdomain": true},
		above: map[string]bool{}, dict: dictionary.New(), subjects: dictionary.New(),
	}
}

// assign gives pseudonyms to the originals, in their order.
func (rd *Redactor) assign(o *originals) {
	if !rd.keyed {
		rd.key = o.secret()
	}
	if !rd.hide.Hosts { // a name that stays reveals its parent domains
		for _, set := range []map[string]bool{o.hosts, o.own} {
			for h := range set {
				rd.keep[h] = true
			}
		}
	}
	for k := range rd.keep {
		for rest := k; ; {
			_, up, ok := strings.Cut(rest, ".")
			if !ok || strings.IndexByte(up, '.') < 0 {
				break
			}
			rd.above[up], rest = true, up
		}
	}
	if rd.hide.Hosts {
		maps.DeleteFunc(o.hosts, func(h string, _ bool) bool { return rd.keep[h] })
		number(rd.hosts, o.hosts, "host-%02d")
		number(rd.scripts, o.scripts, "script-%02d")
		rd.assignAddrs(o.addrs)
		maps.DeleteFunc(o.addrs, func(a netip.Addr, _ bool) bool { return rd.keepsAddr(a) })
		rd.listed = o.addrs
	}
	if rd.hide.Addresses {
		maps.DeleteFunc(o.domains, func(d string, _ bool) bool {
			return rd.keepsDomain(d) || rd.hosts[d] != ""
		})
		number(rd.people, o.people, "person-%04d")
		number(rd.domains, o.domains, "domain-%02d")
	}
	rd.assignIDs(o.ids)
	rd.assignIDs(o.origins)
	rd.know(o)
}

// secret derives a key from all originals.
func (o *originals) secret() [sha256.Size]byte {
	h := sha256.New()
	for _, set := range []map[string]bool{o.people, o.domains, o.hosts, o.ids} {
		for _, s := range slices.Sorted(maps.Keys(set)) {
			fmt.Fprintf(h, "%d:%s,", len(s), s)
		}
	}
	for _, a := range ipaddr.Sorted(o.addrs) {
		fmt.Fprintf(h, "%s,", a)
	}
	for _, s := range o.subjects {
		fmt.Fprintf(h, "%d:%s,", len(s), s)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// number gives numbered pseudonyms to the originals of set that have none yet.
func number(given map[string]string, set map[string]bool, form string) {
	used := map[string]bool{}
	for _, v := range given {
		used[v] = true
	}
	n := 0
	for _, s := range slices.Sorted(maps.Keys(set)) {
		if given[s] != "" {
			continue
		}
		for {
			n++
			if v := fmt.Sprintf(form, n); !used[v] && !set[v] {
				given[s] = v
				break
			}
		}
	}
}

// know makes the originals findable in texts.
func (rd *Redactor) know(o *originals) {
	for _, set := range []struct {
		given map[string]string
		kind  dictionary.Kind
	}{{rd.hosts, dictionary.Host}, {rd.scripts, dictionary.Script}, {rd.domains, dictionary.Domain}, {rd.people, dictionary.Person}} {
		for _, s := range slices.Sorted(maps.Keys(set.given)) {
			if naming.Identifies(s) && !(set.kind == dictionary.Person && rd.likeKept(s)) {
				rd.dict.Add(s, set.kind, s)
			}
			switch set.kind {
			case dictionary.Host, dictionary.Domain:
				rd.knowForms(s, set.kind)
			case dictionary.Person:
				rd.knowFullName(s)
			}
		}
	}
	if rd.hide.Addresses {
		for _, d := range rd.own { // also where nothing but a text names it
			rd.dict.AddPart(d, dictionary.Domain, d)
			rd.knowForms(d, dictionary.Domain)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rd.ids)) {
		if !header.IsToken(id) && naming.Identifies(word.Lower(id)) {
			rd.dict.Add(id, dictionary.QueueID, id)
		}
	}
	for _, s := range o.subjects {
		if w := word.Fold(s); len(w) >= minSubject && strings.IndexByte(w, ' ') > 0 {
			rd.subjects.AddSubject(w)
		}
	}
}

// knowForms makes a host or a domain findable in its other forms: in punycode
// and, if it is ours, by its first label alone, as servers name themselves in
// replies, and with hyphens or underscores for dots, as in the names of hosted
// mail and of files.
func (rd *Redactor) knowForms(name string, k dictionary.Kind) {
	if a := punycode.ToASCII(name); a != name {
		rd.dict.Add(a, k, name)
	}
	if !rd.ownIn(name) {
		return
	}
	label, _, dotted := strings.Cut(name, ".")
	if dotted && naming.Identifies(label) {
		rd.dict.Add(label, k, name)
	}
	for _, sign := range [...]string{"-", "_"} {
		if joined := strings.ReplaceAll(name, ".", sign); dotted && naming.Identifies(joined) {
			rd.dict.AddPart(joined, k, name)
		}
	}
}

// knowFullName makes the full name of a person findable if the address consists
// of it: Anna Berg, Berg, Anna, and anna-berg of anna.berg, or anna_berg, as
// files are called.
func (rd *Redactor) knowFullName(local string) {
	first, last, ok := strings.Cut(local, ".")
	if !ok {
		first, last, ok = strings.Cut(local, "_")
	}
	for _, w := range [...]string{first, last} {
		ok = ok && len(w) >= 3 && !vocabulary.IsCommon(w) && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	}
	if ok {
		rd.dict.Add(first+" "+last, dictionary.Person, local)
		rd.dict.Add(last+", "+first, dictionary.Person, local)
		for _, joined := range [...]string{first + "-" + last, first + "_" + last} {
			if naming.Identifies(joined) {
				rd.dict.AddWhole(joined, dictionary.Person, local)
			}
		}
	}
}

const (
	minSubject = 12 // bytes; shorter subjects occur in many texts by chance
)
