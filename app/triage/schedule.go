package triage

import "github.com/spoolscope/spoolscope/parser/queue"

// Schedule is how a mail system tries again, and for how long, if nobody has
// changed its settings: the queue records none of them. Times are in seconds, 0
// where there is no such setting.
type Schedule struct {
	Scan       int64 // how often it looks whose time has come
	Keep       int64 // how long it keeps a message
	KeepBounce int64 // how long it keeps one with an empty sender

	// A message that is set aside until somebody lets it go, and a bounce that is, are kept so
	// long. 0: for ever.
	KeepAside, KeepBounceAside int64

	// wait is how long it waits after a failed try, by how long tries have failed; nil if that
	// is not known.
	wait func(failed int64) int64
}

// schedules are the defaults of each mail system (formats/sendmail.md §10,
// formats/postfix.md §7, formats/exim.md §6). How often sendmail runs its queue is an option of
// its command, and so it is with Exim.
var schedules = [...]Schedule{
	queue.Sendmail: {Keep: DefaultReturn, KeepBounce: DefaultReturn},
	queue.Postfix:  {Scan: 300, Keep: DefaultReturn, KeepBounce: DefaultReturn, wait: waitOfPostfix},
	queue.Exim:     {Keep: 4 * 86400, KeepBounce: 4 * 86400, KeepAside: 7 * 86400, KeepBounceAside: 2 * 86400, wait: waitOfExim},
}

// waitOfPostfix is as long as the message is old, within limits.
func waitOfPostfix(age int64) int64 {
	const least, most = 300, 4000
	return min(max(age, least), most)
}

// waitOfExim follows the retry rule of the distributed configuration: F,2h,15m; G,16h,1h,1.5;
// F,4d,6h.
func waitOfExim(failed int64) int64 {
	const minute, hour = 60, 3600
	switch {
	case failed < 2*hour:
		return 15 * minute
	case failed >= 16*hour:
		return 6 * hour
	}
	// The second part begins with an hour, and each wait is half as long again as the one before.
	wait := int64(hour)
	for at := 2*hour + wait; at <= failed; at += wait {
		wait += wait / 2
	}
	return wait
}

// ScheduleOf returns the schedule of the mail system that has row i, with the settings of its
// configuration.
func (x *Index) ScheduleOf(i int32) *Schedule {
	system := x.Queue.Dirs[x.Queue.Dir[i]].System
	if x.Lifetime.Most > 0 && x.Lifetime.System == system {
		return &x.configured
	}
	return &schedules[system]
}

// configure takes the settings of a configuration.
func (x *Index) configure(l queue.Lifetime) {
	x.configured = Schedule{Scan: l.Scan, Keep: l.Normal, KeepBounce: l.DSN, wait: func(age int64) int64 { return min(max(age, l.Least), l.Most) }}
}

// KeptFor returns how long row i is kept before it is given up, in seconds. What the
// user chose holds for all, as does sendmail's configuration.
func (x *Index) KeptFor(i int32) int64 {
	s, q := x.ScheduleOf(i), x.Queue
	null := q.Flags[i]&queue.NullFrom != 0
	if x.ReturnAfter != x.OwnReturn() || x.Lifetime.Normal != 0 && s != &x.configured {
		return x.ReturnAfter
	}
	if q.State[i] == queue.Quarantined && s.KeepAside > 0 {
		if null {
			return s.KeepBounceAside
		}
		return s.KeepAside
	}
	keep := s.Keep
	if null {
		keep = s.KeepBounce
	}
	// Exim counts from the first failure of what a message is sent to, for whatever message.
	if since, created := q.FailingSince(i), q.Created[i]; since != queue.NoNumber && created != queue.NoNumber {
		return max(since+keep-created, 0)
	}
	return keep
}

// KeptSince is since when the mail system counts how long it keeps row i: its arrival, or for
// a requeued message the time of that. queue.NoNumber if unknown.
func (x *Index) KeptSince(i int32) int64 {
	if t, ok := x.Queue.Made[i]; ok {
		return t
	}
	return x.Queue.Created[i]
}

// NextTry returns when row i is tried next, and whether the mail system has recorded that; 0 if neither
// that nor the schedule nor the interval of its attempts in a log shows it. It may be past: then the
// message is due at the next look at the queue.
func (x *Index) NextTry(i int32) (at int64, recorded bool) {
	q, s := x.Queue, x.ScheduleOf(i)
	if q.State[i] != queue.Deferred {
		return 0, false
	}
	if s.wait == nil {
		return x.goesOn(i), false
	}
	if t := q.NextTry(i); t != queue.NoNumber {
		return t, true
	}
	created, last := x.KeptSince(i), q.LastTry[i]
	if created == queue.NoNumber || last == queue.NoNumber || last <= 0 || last < created {
		return 0, false
	}
	return last + s.wait(last-created), false
}

// Logged reports whether the next try of row i follows from the attempts that a log has.
func (x *Index) Logged(i int32) bool { return x.ScheduleOf(i).wait == nil && x.goesOn(i) != 0 }

// goesOn returns when row i is tried next if the last two attempts in a log are as far apart as those
// that follow: the queue is run at set times. 0 if it has no two, or that time is past.
func (x *Index) goesOn(i int32) int64 {
	last, before := int64(queue.NoNumber), int64(queue.NoNumber)
	events := x.History.Of(i)
	for n := range events {
		e := &events[n]
		if e.Kind != queue.EventDeferred && e.Kind != queue.EventNotTried || e.Time == queue.NoNumber {
			continue
		}
		if last == queue.NoNumber || e.Time-last > sameRun {
			before, last = last, e.Time
		}
	}
	if before == queue.NoNumber {
		return 0
	}
	if next := last + last - before; next > x.Queue.Taken {
		return next
	}
	return 0 // it did not go on so
}

// sameRun is within how many seconds attempts belong to one run of the queue.
const sameRun = 120
