package triage

import "github.com/spoolscope/spoolscope/parser/queue"

// Schedule is how a mail system tries again, and for how long, if nobody has
// changed its settings: the queue records none of them. Times are in seconds, 0
// where there is no such setting.
type Schedule struct {
	Least, Most int64 // the shortest and the longest wait after a failed try
	Scan        int64 // how often it looks whose time has come
	Keep        int64 // how long it keeps a message
	KeepBounce  int64 // how long it keeps one with an empty sender
}

// schedules are the defaults of each mail system (formats/sendmail.md §10,
// formats/postfix.md §7). How often sendmail runs its queue is an option of its
// command.
var schedules = [...]Schedule{
	queue.Sendmail: {Keep: DefaultReturn, KeepBounce: DefaultReturn},
	queue.Postfix:  {Least: 300, Most: 4000, Scan: 300, Keep: DefaultReturn, KeepBounce: DefaultReturn},
}

// ScheduleOf is the schedule of the mail system that has row i.
func (x *Index) ScheduleOf(i int32) *Schedule {
	return &schedules[x.Queue.Dirs[x.Queue.Dir[i]].System]
}

// Wait is how long the system waits after a failed try at a message of that age,
// 0 if it is not known: as long as the message is old, within limits.
func (s *Schedule) Wait(age int64) int64 {
	if s.Most == 0 {
		return 0
	}
	return min(max(age, s.Least), s.Most)
}

// KeptFor is how long row i is kept before it is given up, in seconds. What the
// user or a configuration chose holds for all.
func (x *Index) KeptFor(i int32) int64 {
	s := x.ScheduleOf(i)
	if x.ReturnAfter == s.Keep && x.Lifetime.Normal == 0 && x.Queue.Flags[i]&queue.NullFrom != 0 {
		return s.KeepBounce
	}
	return x.ReturnAfter
}

// NextTry is when row i is tried next, and whether its queue file records that;
// 0 if neither that nor the schedule tells. It may be past: then the message is
// due at the next look at the queue.
func (x *Index) NextTry(i int32) (at int64, recorded bool) {
	q := x.Queue
	if q.Dirs[q.Dir[i]].System != queue.Postfix || q.State[i] != queue.Deferred {
		return 0, false
	}
	if t := q.Control[i].Time; t > 0 {
		return int64(t), true
	}
	created, last := q.Created[i], q.LastTry[i]
	if created == queue.NoNumber || last == queue.NoNumber || last <= 0 || last < created {
		return 0, false
	}
	return last + x.ScheduleOf(i).Wait(last-created), false
}
