package capture

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/triage/submitter"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// serversNote names the server behind an obstacle, or says how many there are.
func (c *Capture) serversNote(obstacle int32) string {
	x := c.Index
	servers := map[queue.Str]bool{}
	code, one := "", true
	for n, cell := range x.Cells {
		if x.Obstacle[n] != obstacle {
			continue
		}
		if cell.Server != 0 {
			servers[cell.Server] = true
		}
		switch of := x.Reasons[cell.Reason].CodeText(); {
		case code == "":
			code = of
		case of != code:
			one = false
		}
	}
	switch {
	case len(servers) > 1 && x.Obstacles[obstacle].ID == reason.TopicLookup:
		return words.Number(len(servers)) + " domains"
	case len(servers) > 1:
		return words.Number(len(servers)) + " servers"
	}
	for s := range servers {
		name := words.Visible(c.Queue.Text(s))
		if code != "" && one {
			name += ", code " + code
		}
		return name
	}
	return ""
}

// noteClients adds to the marks of scripts, logins and clients the addresses
// that they came from.
func (c *Capture) noteClients(m *Marks) {
	q, x := c.Queue, c.Index
	from := make([]map[queue.Str]bool, len(m.Sources))
	single := make([]*triage.Source, len(m.Sources))
	for n := range x.Sources {
		at := m.SourceAt[n]
		if s := &x.Sources[n]; at != noMark && m.Sources[at].Folded == 0 && s.Origin < triage.ByServer {
			from[at], single[at] = map[queue.Str]bool{}, s
		}
	}
	for _, i := range q.Order {
		clients := from[m.SourceAt[x.Source[i]]]
		if clients == nil {
			continue
		}
		if q.IsMade(i) {
			clients[q.OriginBy[i]] = true
		} else {
			clients[q.Client[i]] = true
		}
	}
	for at, s := range single {
		if s == nil {
			continue
		}
		mark := &m.Sources[at]
		addresses := map[string]bool{}
		for client := range from[at] {
			if a, ok := submitter.Address(q.Text(client)); ok {
				addresses[a.String()] = true
			}
		}
		where := ""
		if len(addresses) > 1 {
			where = words.Number(len(addresses)) + " addresses"
		}
		for a := range addresses {
			if where == "" {
				where = a
			}
		}
		switch s.Origin {
		case triage.ByScript:
			mark.Note = "script"
			if s.User != "" {
				mark.Note += " of user " + s.User
			}
			if where != "" {
				mark.Note += ", " + where
			}
		case triage.ByLogin:
			if where != "" {
				mark.Note = "from " + where
			}
		case triage.ByClient:
			if mark.Note = where; where == s.Name {
				mark.Note = "no confirmed name"
			}
		}
	}
}

// noteOthers names the domain of most of the sources that are folded into the
// others or, where at most one mark is larger, says that each is small.
func (c *Capture) noteOthers(m *Marks, count []axisCount) {
	others := len(m.Sources) - 1
	if others < 0 || !m.Sources[others].last {
		return
	}
	domains, most := map[string]int{}, 0
	for n := range c.Index.Sources {
		s := &c.Index.Sources[n]
		if int(m.SourceAt[n]) != others {
			continue
		}
		most = max(most, count[n].n)
		if domain := clientDomain(s); domain != "" {
			domains[domain] += count[n].n
		}
	}
	larger := 0
	for _, s := range m.Sources[:others] {
		if s.Total >= m.Sources[others].Total {
			larger++
		}
	}
	if larger <= 1 {
		m.Sources[others].Note = "none more than " + words.Number(most)
	}
	for domain, n := range domains {
		switch total := m.Sources[others].Total; {
		case n == total:
			m.Sources[others].Note = "all from " + words.Visible(domain)
		case 2*n > total:
			m.Sources[others].Note = "mostly from " + words.Visible(domain)
		}
	}
}
