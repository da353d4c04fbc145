package causes

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// addBounce counts a bounce by where what it returns came from.
func (s *survey) addBounce(i int32, t triage.Trait) {
	q := s.q
	b := s.bounces[s.x.Source[i]]
	if b == nil {
		b = &bounceTally{source: s.x.SourceOf(i), addresses: map[queue.Str]bool{}, domains: map[queue.Str]bool{}}
		s.bounces[s.x.Source[i]] = b
	}
	if b.client == 0 {
		b.client = q.OriginBy[i]
	}
	if q.State[i] == queue.Quarantined {
		b.aside++
	}
	if t&triage.Home != 0 {
		b.ours++
		return
	}
	s.count(&b.tally, i)
	to := q.RcptAddr[q.RcptAt[i]]
	s.returnedTo.Add(to)
	if len(b.addresses) < backscatterAddresses {
		b.addresses[to] = true
	}
	if len(b.domains) < backscatterDomains {
		b.domains[s.x.Domain[i]] = true
	}
	if t&triage.Spoken != 0 && (t&triage.Unknown != 0 || s.unknown.Has(s.x.Reason[i])) {
		b.unknown++
		s.who = s.unknown.By(i, s.who[:0])
		for _, h := range s.who {
			s.returnedBy[h]++
		}
	}
}
