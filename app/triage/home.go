package triage

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// OwnDomains returns the domains of the servers that have the queues.
func (x *Index) OwnDomains() []string {
	var own []string
	for d := range x.Queue.Dirs {
		for _, domain := range ownDomains(x.Queue.Dirs[d].Name) {
			if domain != "" {
				own = append(own, domain)
			}
		}
	}
	return Distinct(own)
}

// ownDomains returns the domains of a site, from the name of one of its servers:
// the name itself, and what follows its first dot.
func ownDomains(host string) []string {
	host = reason.NormalHost(host)
	_, domain, _ := strings.Cut(host, ".")
	if strings.IndexByte(domain, '.') < 0 {
		return []string{host}
	}
	return []string{host, domain}
}

// goesHome reports whether a message has a recipient at one of some domains, or at none at all.
func (x *Index) goesHome(i int32, own map[queue.Str]bool) bool {
	from, to := x.Queue.Recipients(i)
	some := false
	for _, d := range x.RcptDomain[from:to] {
		if d == 0 {
			continue
		}
		some = true
		if own[d] {
			return true
		}
	}
	return !some
}
