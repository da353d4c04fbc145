package capture

import (
	"math"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// TimeAxis divides the time in which the messages of the whole queue arrived,
// and in which they will be given up, into buckets.
type TimeAxis struct {
	From, Step int64
	Past       int // buckets to the capture, with the one in which it was made
	Buckets    int // all of them
	Wave       Wave
	Events     []Event // at most five, the earliest first

	rows  *rowTimes // made on first use
	about []uint8   // by row: a bit for each of Events; made on first use
}

// Wave is the densest stretch of the give-ups that are expected.
type Wave struct {
	Count int
	At    int64       // the first of them
	Lasts int64       // seconds
	Span  triage.Span // in which the messages arrived
}

// timeSteps are the lengths of buckets in seconds: all divide a day.
var timeSteps = [...]int64{60, 5 * 60, 15 * 60, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 86400}

const (
	// maxBuckets is how many bars fit into a picture: 1,200 px at 8 px a bar.
	maxBuckets = 150
	// maxAhead is how far ahead give-ups are shown, in seconds.
	maxAhead = 5 * 86400
	// leastSpan is the time, in seconds, that arrivals must span to be worth a
	// picture.
	leastSpan = 3600
	// waveLasts is how long, in seconds, a wave of give-ups lasts at most.
	waveLasts = 12 * 3600
	// lastTime is the latest time of a capture that is believed, in Unix seconds:
	// damaged files have any.
	lastTime = 1 << 40
	// fewStrays and strays: up to this many messages, or one in this many, that
	// are older than twice the queue lifetime do not stretch the axis.
	fewStrays = 2
	strays    = 100
)

// TimeAxis returns the axis of the queue, computed once. It is nil if the queue
// has no time of capture or if all messages arrived within an hour.
func (c *Capture) TimeAxis() *TimeAxis {
	if c.axis == nil {
		c.axis = c.makeAxis()
	}
	if c.axis.Step == 0 {
		return nil
	}
	return c.axis
}

// makeAxis returns an axis without a step if there is nothing to draw.
func (c *Capture) makeAxis() *TimeAxis {
	q := c.Queue
	now, lifetime := q.Taken, c.Index.ReturnAfter
	if now <= 0 || now > lastTime {
		return &TimeAxis{}
	}
	const none = math.MaxInt64
	oldest, recent, newest := int64(none), int64(none), int64(math.MinInt64)
	known, old := 0, 0
	for _, i := range q.Order {
		t := q.Created[i]
		if t < 0 || t > now {
			continue
		}
		known++
		oldest, newest = min(oldest, t), max(newest, t)
		if t < now-2*lifetime {
			old++
		} else {
			recent = min(recent, t)
		}
	}
	if known == 0 || newest-oldest < leastSpan {
		return &TimeAxis{}
	}
	from := oldest
	if old <= max(fewStrays, known/strays) && newest-recent >= leastSpan {
		from = recent
	}
	ahead := c.lastGivenUp(min(now-from, maxAhead)) - now
	a := &TimeAxis{Step: timeSteps[len(timeSteps)-1]}
	for _, step := range timeSteps {
		if count(from, now+ahead, step) <= maxBuckets {
			a.Step = step
			break
		}
	}
	if count(from, now+ahead, a.Step) > maxBuckets {
		from = floor(now+ahead, a.Step) - (maxBuckets-1)*a.Step
	}
	a.From = floor(from, a.Step)
	a.Past = count(a.From, now, a.Step)
	a.Buckets = count(a.From, now+ahead, a.Step)
	a.Wave = c.wave(a)
	a.Events = c.events(a)
	return a
}

// lastGivenUp returns the time of the last give-up that is expected within some
// seconds after the capture; the capture itself if none is.
func (c *Capture) lastGivenUp(within int64) int64 {
	q := c.Queue
	last := q.Taken
	for _, i := range q.Order {
		if t := c.GiveUp(i); t != queue.NoNumber && t <= q.Taken+within {
			last = max(last, t)
		}
	}
	return last
}

// GiveUp returns when the message in row i is given up if nothing changes: at
// the next try, taken for now, if it is older than the queue lifetime. It is
// NoNumber for a message that is not tried, or whose age is unknown.
func (c *Capture) GiveUp(i int32) int64 {
	q := c.Queue
	if t := q.Created[i]; t != queue.NoNumber && t <= q.Taken && q.State[i].Waits() {
		return max(c.Index.KeptSince(i)+c.Index.KeptFor(i), q.Taken)
	}
	return queue.NoNumber
}

// floor returns the beginning of the bucket that contains a time.
func floor(t, step int64) int64 { return t - (t%step+step)%step }

// count returns how many buckets there are from one time to another, both
// included.
func count(from, to, step int64) int { return int((floor(to, step)-floor(from, step))/step) + 1 }

// wave finds the densest stretch of give-ups ahead: of whole buckets, at most
// waveLasts long.
func (c *Capture) wave(a *TimeAxis) Wave {
	q, lifetime := c.Queue, c.Index.ReturnAfter
	counts := make([]int, a.Past)
	first := make([]int64, a.Past) // the oldest message of each bucket
	for _, i := range q.Order {
		t := c.GiveUp(i)
		if t == queue.NoNumber || t <= q.Taken || q.Created[i] < a.From {
			continue
		}
		n := (q.Created[i] - a.From) / a.Step
		if counts[n] == 0 || q.Created[i] < first[n] {
			first[n] = q.Created[i]
		}
		counts[n]++
	}
	wide := max(1, int(waveLasts/a.Step))
	w := Wave{}
	sum := 0
	for n := range counts {
		sum += counts[n]
		if n >= wide {
			sum -= counts[n-wide]
		}
		if sum <= w.Count {
			continue
		}
		begin := max(0, n-wide+1)
		for counts[begin] == 0 {
			begin++
		}
		// What is given up at once, and what arrived after the capture, is not
		// part of the wave.
		w = Wave{Count: sum, At: first[begin] + lifetime, Lasts: int64(wide) * a.Step}
		w.Span = triage.Span{From: max(a.From+int64(begin)*a.Step, q.Taken-lifetime+1), To: min(a.From+int64(n+1)*a.Step, q.Taken+1)}
	}
	return w
}
