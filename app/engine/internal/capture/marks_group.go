package capture

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// clientGroup is the clients of one domain, which share a mark: each has few
// messages, and all together they are most of what would be folded.
type clientGroup struct {
	domain  string
	members []int // of the sources
}

// clientGroup returns the clients to be shown as one, nil if the sources that
// are folded do not outgrow those that are shown, or have no domain in common.
func (c *Capture) clientGroup(f *fold) *clientGroup {
	values := f.largest()
	shown, outgrown := f.choose(values)
	if !outgrown {
		return nil
	}
	folded, byDomain := 0, map[string]int{}
	for _, n := range values {
		if shown[n] || f.own(n) {
			continue
		}
		folded += f.count[n].n
		if domain := clientDomain(&c.Index.Sources[n]); domain != "" {
			byDomain[domain] += f.count[n].n
		}
	}
	for domain, count := range byDomain {
		if 2*count <= folded {
			continue
		}
		g := &clientGroup{domain: domain}
		for _, n := range values {
			if s := &c.Index.Sources[n]; s.Origin == triage.ByClient && strings.HasSuffix(s.Name, "."+domain) {
				g.members = append(g.members, n)
			}
		}
		slices.Sort(g.members)
		return g
	}
	return nil
}

// clientDomain returns the domain of a client without the first label of its name,
// "" if it has no name or one of a top level.
func clientDomain(s *triage.Source) string {
	if s.Origin != triage.ByClient || isAddress(s.Name) {
		return ""
	}
	if _, domain, _ := strings.Cut(s.Name, "."); strings.Contains(domain, ".") {
		return domain
	}
	return ""
}

// joined returns the counts with those of the members at the end, as one.
func (g *clientGroup) joined(count []axisCount) []axisCount {
	out := append(slices.Clone(count), axisCount{})
	all := &out[len(count)]
	for _, n := range g.members {
		all.add(&count[n])
		out[n] = axisCount{}
	}
	return out
}

func (g *clientGroup) mark() Mark {
	return Mark{
		Name: words.Number(len(g.members)) + " clients", Note: "of " + words.Visible(g.domain), Folded: len(g.members),
		Term: filter.Word("source", "=client *."+g.domain),
	}
}

func isAddress(name string) bool {
	_, err := netip.ParseAddr(name)
	return err == nil
}
