package triage

import (
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Diff is how two captures of a queue relate. Changes of single messages are
// in the indexes: the filter's key diff selects by them.
type Diff struct {
	// Alike is set if they show the same queue, or overlapping parts of one.
	// Otherwise everything went and everything came.
	Alike bool
	Both  int // messages in both
	// Directories, by index in Queue.Dirs, with messages in one capture that
	// have none in the other: they may be empty there, or left out of it.
	OnlyBefore, OnlyAfter []uint16
	// Cover is how far logs show what became of those that went.
	Cover history.Cover
}

// Compare finds what came, went and stayed from one capture to a later one.
//
// A message is the same if host, directory, id and time of creation are. The
// host counts only if both captures name it, the time of creation only if both
// have the control file: a listing's is rounded to minutes of a clock in an
// unknown zone. A message found in another directory of its host was moved.
//
// It reports false if wanted ended it; then both captures are as they were.
func Compare(before, after *Index, wanted *poll.Poll) (Diff, bool) {
	marks, partners := [2][]diffMark{before.marks, after.marks}, [2][]int32{before.partner, after.partner}
	d := compare(before, after, wanted)
	if wanted.Err() != nil {
		before.marks, after.marks = marks[0], marks[1]
		before.partner, after.partner = partners[0], partners[1]
		return Diff{}, false
	}
	return d, true
}

func compare(before, after *Index, wanted *poll.Poll) Diff {
	p := pairing{before: before.Queue, after: after.Queue, wanted: wanted}
	p.standing()
	before.marks, after.marks = make([]diffMark, p.before.Len()), make([]diffMark, p.after.Len())
	before.partner, after.partner = make([]int32, p.before.Len()), make([]int32, p.after.Len())
	p.byID()
	d := p.overlap()
	d.Cover = history.CoverOf(before.History, p.before.Taken, p.after.Taken)
	// An empty queue names no directory: it may be any, and usually is the same.
	d.Alike = d.Alike || len(p.before.Order) == 0 || len(p.after.Order) == 0
	c := changes{before: before, after: after, reasons: reasonIDs(before, after)}
	p.match(func(i, j int32) {
		d.Alike = true
		d.Both++
		m := c.of(i, j)
		if p.moved(i, j) {
			m |= markMoved | markChanged
		}
		before.marks[i], after.marks[j] = m, m
		before.partner[i], after.partner[j] = j+1, i+1
	})
	for _, j := range p.after.Order {
		if !wanted.More() {
			return d
		}
		if after.marks[j] == 0 {
			after.marks[j] = markCame
		}
	}
	returned := p.returned(after)
	gaps := history.GapsIn(before.History, p.before.Taken, p.after.Taken)
	for _, i := range p.before.Order {
		if !wanted.More() {
			return d
		}
		if before.marks[i] == 0 {
			before.marks[i] = markWent | p.departure(before, i, returned, d.Cover, gaps)
		}
	}
	return d
}

// Partner returns the row of the same message in the other of two compared
// captures, -1 if there is none.
func (x *Index) Partner(i int32) int32 {
	if x.partner == nil {
		return -1
	}
	return x.partner[i] - 1
}

// returned returns the ids, as the earlier queue has them, of messages about
// which a bounce came since.
func (p *pairing) returned(after *Index) map[queue.Str]bool {
	out := map[queue.Str]bool{}
	q := after.Queue
	for _, j := range q.Order {
		if !p.wanted.More() {
			break
		}
		if after.marks[j] != markCame || q.OriginID[j] == 0 || q.Text(q.Bounce[j]) != "failure" {
			continue
		}
		if id, ok := p.before.Strings.Find(q.Text(q.OriginID[j])); ok {
			out[id] = true
		}
	}
	return out
}

// departure returns what the files, and logs if there are any, show about a message that left:
// neither queue records whether it was delivered, returned or removed.
func (p *pairing) departure(x *Index, i int32, returned map[queue.Str]bool, cover history.Cover, gaps *history.Gaps) diffMark {
	q, m := x.Queue, diffMark(0)
	if returned[q.ID[i]] {
		m |= markReturned
	}
	if cover != history.NoLog {
		return m | x.departed(i, cover, gaps)
	}
	switch s := q.State[i]; {
	case s == queue.Quarantined || s == queue.Lost: // sendmail leaves them alone
		m |= markHandled
	case s.Waits():
		if since := x.KeptSince(i); since != queue.NoNumber && p.after.Taken != 0 && p.after.Taken-since >= x.KeptFor(i) {
			m |= markExpired
		}
	}
	return m
}

// changes compares the states of a message in both captures.
type changes struct {
	before, after *Index
	reasons       [2][]int32 // by reason: equal reasons share a number
	cut           map[[2]int32]bool
}

// reasonIDs numbers the reasons of both captures by their keys.
func reasonIDs(before, after *Index) (ids [2][]int32) {
	known := map[string]int32{}
	for side, x := range []*Index{before, after} {
		for r := range x.Reasons {
			key := x.Reasons[r].Key
			n, ok := known[key]
			if !ok {
				n = int32(len(known))
				known[key] = n
			}
			ids[side] = append(ids[side], n)
		}
	}
	return ids
}

// of returns the marks of a message that is row i before and row j after.
func (c *changes) of(i, j int32) diffMark {
	b, a, m := c.before.Queue, c.after.Queue, markStayed
	if c.status(i, j) {
		m |= markStatus | markChanged
	}
	if b.State[i] != a.State[j] {
		m |= markChanged
		switch queue.Quarantined {
		case a.State[j]:
			m |= markQuarantined
		case b.State[i]:
			m |= markReleased
		}
	}
	if a.RcptN[j] < b.RcptN[i] && a.RcptN[j] > 0 {
		m |= markFewer | markChanged
	}
	switch n, k := b.Attempts[i], b.LastTry[i]; {
	case a.Attempts[j] > n && n >= 0, k != queue.NoNumber && a.LastTry[j] > k:
		m |= markTried
	case a.Attempts[j] == n && n >= 0 && waits(a.State[j]) && !queue.SameMoment(b, a):
		m |= markUntried
	}
	return m
}

// waits reports whether sendmail is going to try a message in this state.
func waits(s queue.State) bool {
	return s == queue.Deferred || s == queue.Held || s == queue.Processing
}

// status reports whether a message waits for another reason, or another server,
// than before. A reason cut by mailq counts as the same if it can be.
func (c *changes) status(i, j int32) bool {
	b, a := c.before.Reason[i], c.after.Reason[j]
	if c.reasons[0][b] == c.reasons[1][a] {
		s, t := c.before.Server[i], c.after.Server[j]
		return c.before.Queue.Text(s) != c.after.Queue.Text(t)
	}
	rb, ra := &c.before.Reasons[b], &c.after.Reasons[a]
	if !rb.Cut && !ra.Cut {
		return true
	}
	same, known := c.cut[[2]int32{b, a}]
	if !known {
		same = rb.PrefixOf(*ra) || ra.PrefixOf(*rb)
		if c.cut == nil {
			c.cut = map[[2]int32]bool{}
		}
		c.cut[[2]int32{b, a}] = same
	}
	return !same
}
