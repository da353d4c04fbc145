package causes

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// cell is what the messages of one cell have in common.
type cell struct {
	tally  // what the sums do not have: left, guessed and hosts
	topic  *topicTally
	waits  *tally
	reason *tally // of the topic, nil if no rule lists the reasons
	local  string // the topic, if a server on this host takes no connections
	held   bool   // not tried yet
	ages   bool   // some may be returned soon
	said   bool   // it has a topic that addSaid counts
	odd    bool   // of each of its messages addOdd counts something
}

// addCells makes the cells of the sums, and returns by cell of the index its place among them.
func (s *survey) addCells() []int32 {
	x := s.x
	holds := x.Holds()
	s.waits = make([]*tally, len(holds.All))
	s.cells = make([]cell, len(s.sums.Cells))
	at, room := make([]int32, len(x.Cells)), make([]tally, len(s.sums.Cells))
	for n := range s.cells {
		sum := &s.sums.Cells[n]
		of := &x.Cells[sum.Cell]
		at[sum.Cell] = int32(n)
		c := &s.cells[n]
		c.topic = s.of[x.Family[of.Reason]]
		waits := &s.waits[holds.Of[sum.Cell]]
		if *waits == nil {
			*waits = &room[n]
		}
		c.waits, c.reason = *waits, c.topic.because(x, of.Reason)
		if x.Guessed[of.Reason] {
			c.guessed = sum.N()
		}
		if x.Obstacles[x.Obstacle[sum.Cell]].ID == reason.ObstacleLocalServer {
			c.local = c.topic.about.Key
		}
		c.held = of.State == queue.Held && c.topic.about.Key == reason.TopicNeverTried
		limit := x.ReturnAfter - soon
		c.ages = of.State == queue.Deferred && (limit < 0 || sum.Oldest != 0 && s.q.Age(sum.Oldest) > limit)
		c.said = s.listed.of.Has(of.Reason) || s.looped.of.Has(of.Reason)
		c.odd = c.topic.dirs != nil || c.local != "" || c.held || c.said
	}
	return at
}

// because returns where the messages of a reason are counted, nil if no rule
// lists the reasons of the topic.
func (t *topicTally) because(x *triage.Index, r int32) *tally {
	if t.reasons == nil {
		return nil
	}
	text := x.Text(r)
	if t.reasons[text] == nil {
		t.reasons[text] = &named{words.Join(x.Reasons[r].Text), &tally{}}
	}
	return t.reasons[text].tally
}

// walk looks at the messages for which the sums are not enough. at has the place of each cell.
func (s *survey) walk(at []int32, wanted *poll.Poll) {
	x := s.x
	traits, odd, ages := x.Traits(), make([]bool, len(x.Cells)), make([]bool, len(x.Cells))
	for n := range s.cells {
		of := s.sums.Cells[n].Cell
		odd[of], ages[of] = s.cells[n].odd || s.hostOf != nil, s.cells[n].ages
	}
	for _, i := range s.sums.Rows {
		if !wanted.More() {
			return
		}
		t, of := traits[i], x.Cell[i]
		if t&triage.Left != 0 {
			s.cells[at[of]].left++
		}
		if odd[of] {
			s.addOdd(i, t, &s.cells[at[of]])
		}
		if ages[of] && x.Age(i) > x.ReturnAfter-soon {
			s.count(&s.expire, i)
		}
		if t&triage.Returned != 0 {
			s.addBounce(i, t)
		}
		if t&(triage.Blocked|triage.Looped) != 0 || odd[of] && s.cells[at[of]].said {
			s.listed.add(s, i, t)
			s.looped.add(s, i, t)
		}
	}
}

// addOdd counts a message by what the sums of its cell do not have.
func (s *survey) addOdd(i int32, t triage.Trait, c *cell) {
	q := s.q
	d := q.Dir[i]
	if s.hostOf != nil {
		c.hosts.add(s.hostOf[d])
	}
	if c.topic.dirs != nil {
		s.count(&c.topic.dirs[d], i)
	}
	switch {
	case c.held && s.x.Age(i) > longHeld && q.Dirs[d].Scanned:
		s.count(&s.dirs[d].unscanned, i)
	case c.held && s.x.Age(i) > longHeld:
		s.count(&s.late[d], i)
	}
	if c.local != "" && t&triage.Waits != 0 {
		local := s.dirs[d].local
		if local[c.local] == nil {
			local[c.local] = tallies{}
		}
		s.count(local[c.local].of(s.x.Server[i]), i)
	}
}

// newSaid returns a tally of what replies say about a topic.
func newSaid(x *triage.Index, topic string, quoted triage.Trait) *saidTally {
	return &saidTally{of: x.Saying(topic), quoted: quoted, servers: tallies{}}
}

// add counts a message if a reply of the topic is about it.
func (t *saidTally) add(s *survey, i int32, traits triage.Trait) {
	status := t.of.Has(s.x.Reason[i])
	if !status && traits&t.quoted == 0 {
		return
	}
	s.count(&t.tally, i)
	if !status {
		s.count(&t.bounced, i)
	}
	s.who = t.of.By(i, s.who[:0])
	for _, h := range s.who {
		s.count(t.servers.of(h), i)
	}
}

// addUp adds the messages of each cell to their topic, server and reason. Each of these gets the
// sample of its first message that has one.
func (s *survey) addUp() {
	for n := range s.cells {
		c, sum := &s.cells[n], &s.sums.Cells[n]
		c.tally.n, c.Moments = sum.N(), sum.Moments
		c.sample, c.place = sum.Samples[0].Status, sum.Samples[0].Place
		for _, t := range [...]*tally{&c.topic.tally, c.waits, c.reason} {
			if t != nil {
				first := c.sample != 0 && (t.sample == 0 || c.place < t.place)
				if t.merge(&c.tally); first {
					t.sample, t.place = c.sample, c.place
				}
			}
		}
	}
	for h, w := range s.waits {
		if w != nil {
			t := s.of[s.x.Holds().All[h].Family]
			t.holds = append(t.holds, int32(h))
		}
	}
}

// servers are those that mail waits for because of a topic, the largest first.
func (s *survey) servers(t *topicTally) []*named {
	list, counts, out := make([]named, len(t.holds)), make([]int, len(t.holds)), make([]*named, len(t.holds))
	for n, h := range t.holds { // by name
		list[n] = named{s.q.Text(s.x.Holds().All[h].Server), s.waits[h]}
		counts[n] = list[n].n
	}
	for n, k := range triage.ByCount(counts) {
		out[n] = &list[k]
	}
	return out
}
