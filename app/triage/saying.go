package triage

import "github.com/spoolscope/spoolscope/parser/queue"

// Saying finds the messages whose status or transcript has one topic or family.
type Saying struct {
	x     *Index
	topic string
	is    []bool // by family
}

// Saying returns what finds a topic or family.
func (x *Index) Saying(topic string) *Saying { return &Saying{x: x, topic: topic} }

// Has reports whether a reason has the topic.
func (s *Saying) Has(reason int32) bool {
	f := s.x.Family[reason]
	if int(f) >= len(s.is) { // it came with a reply that was parsed since
		s.is = s.x.inFamily(func(f Family) bool { return f.Is(s.topic) })
	}
	return s.is[f]
}

// In reports whether a reply with the topic is the status of row i or occurs in
// its transcript, as more than the echo of a refusal.
func (s *Saying) In(i int32) bool {
	if is := s.Has(s.x.Reason[i]); is || s.x.Queue.ReplyN[i] == 0 {
		return is
	}
	for _, r := range s.x.Said(i) {
		if s.Has(r) {
			return true
		}
	}
	return false
}

// By appends who said what In finds.
func (s *Saying) By(i int32, to []queue.Str) []queue.Str {
	if s.Has(s.x.Reason[i]) {
		to = append(to, s.x.Server[i])
	}
	for k, r := range s.x.Said(i) {
		if s.Has(r) {
			to = append(to, s.x.Queue.ReplyHost[k])
		}
	}
	return Distinct(to)
}
