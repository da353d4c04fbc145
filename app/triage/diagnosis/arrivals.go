package diagnosis

import (
	"math"
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// arrivals counts messages by the minute in which they came in, over the last
// days before the capture.
type arrivals struct {
	end     int64 // the end of the last minute
	minutes []uint32
	earlier int // than all minutes
	unknown int // messages without a time of arrival
	n       int // with one
	oldest  int64
	dayOnly bool // of the oldest only the day is known
}

const day = 86400

// newArrivals counts the messages among rows, the oldest of which came in at a time.
func newArrivals(x *triage.Index, rows []int32, oldest int64) arrivals {
	m := x.Minutes()
	a := arrivals{end: m.End, minutes: make([]uint32, triage.PastMinutes), oldest: oldest}
	for _, i := range rows {
		switch back := m.Of[i]; {
		case back < triage.PastMinutes:
			a.minutes[triage.PastMinutes-1-back]++
		case back == triage.NoMinute:
			a.unknown++
		default:
			a.earlier++
		}
	}
	a.n = len(rows) - a.unknown
	for _, i := range rows {
		if x.Queue.Created[i] == oldest { // of some the listing gives no more than the day
			a.dayOnly = x.Queue.Flags[i]&queue.DayOnly != 0
			break
		}
	}
	return a
}

// at returns when a minute begins, in Unix seconds.
func (a *arrivals) at(minute int) int64 { return a.end - 60*int64(len(a.minutes)-minute) }

// jump is a moment from which many more messages came in that still wait.
type jump struct {
	from, to      int     // minutes; to is the last one, or where arrivals fell again
	count         int     // messages between
	before, since float64 // messages an hour: in the hours before, between from and to
	hours         int     // how many hours before
}

const (
	jumpFactor  = 2   // arrivals are at least this many times those before
	jumpStretch = 3   // for this many windows of equal length
	jumpEven    = 3   // none of which has more than this many times the arrivals of another
	jumpCount   = 40  // messages at least in these windows
	jumpScore   = 6.5 // standard deviations of chance
	jumpRate    = 5   // messages an hour at least: slower arrivals are not an event
	jumpShare   = 25  // per cent of all that must have come in since
	pastWindows = 12  // windows before the jump that are compared with
	hoursBefore = 12  // hours before the jump whose rate is given
)

// windows are the lengths, in minutes, that are tried.
var windows = [...]int{10, 20, 40, 80, 160, 320, 640, 1280}

// jump finds when arrivals jumped. A queue holds only what still waits, so
// their number always rises towards the capture: what was delivered is gone. A
// jump therefore has to be steep, within one window, and to be followed by even
// windows, not by ever rising ones.
func (a *arrivals) jump() (jump, bool) {
	last := len(a.minutes)
	first := 0
	for first < last && a.minutes[first] == 0 {
		first++
	}
	sums := make([]int, last-first+1) // arrivals before each minute from first on
	for m := first; m < last; m++ {
		sums[m-first+1] = sums[m-first] + int(a.minutes[m])
	}
	last -= first
	between := func(from, to int) int { return sums[max(min(to, last), 0)] - sums[max(from, 0)] }

	best, bestScore, bestWindow := -1, jumpScore, 0
	for _, w := range windows {
		at, most := -1, jumpScore
		step := max(w/10, 1)
		for t := last - jumpStretch*w; t >= w; t -= step {
			if score := a.score(between, t, w); score > most && share(between(t, last), a.n, jumpShare) {
				at, most = t, score
			}
		}
		if at < 0 {
			continue
		}
		at = exact(between, at, w)
		if score := a.score(between, at, w); score > bestScore {
			best, bestScore, bestWindow = at, score, w
		}
	}
	if best < 0 {
		return jump{}, false
	}
	for a.minutes[first+best] == 0 {
		best++
	}
	j := a.describe(between, first, best, bestWindow, last)
	return j, j.since >= jumpRate && j.since >= jumpFactor*j.before
}

// exact returns the minute around t that best divides what came in before from what
// came since: where the likelihood of a constant rate on either side is highest.
func exact(between func(from, to int) int, t, w int) int {
	from, to := max(t-2*w, 0), t+jumpStretch*w
	best, most := t, math.Inf(-1)
	for t, end := max(t-w, from+1), t+w; t <= end; t++ {
		if l := likelihood(between(from, t), t-from) + likelihood(between(t, to), to-t); l > most {
			best, most = t, l
		}
	}
	return best
}

// likelihood returns the part of the logarithm of the likelihood of n arrivals
// within some minutes, at their own rate, that depends on where they are cut.
func likelihood(n, minutes int) float64 {
	if n == 0 {
		return 0
	}
	return float64(n) * math.Log(float64(n)/float64(minutes))
}

// score is by how many standard deviations more messages came in within the
// windows from t on than within the one before; 0 if that is not a jump.
func (a *arrivals) score(between func(from, to int) int, t, w int) float64 {
	least, most, sum := math.MaxInt, 0, 0
	for k := range jumpStretch {
		n := between(t+k*w, t+(k+1)*w)
		least, most, sum = min(least, n), max(most, n), sum+n
	}
	before := between(t-w, t)
	if sum < jumpCount || most > jumpEven*least || least < jumpFactor*before || least < jumpFactor*medianBefore(between, t, w) {
		return 0
	}
	expected := jumpStretch * before
	return float64(sum-expected) / math.Sqrt(float64(sum+expected))
}

// medianBefore returns the median of the windows before t.
func medianBefore(between func(from, to int) int, t, w int) int {
	var room [pastWindows]int
	list := room[:0]
	for k := 0; k < pastWindows && t-k*w > 0; k++ {
		list = append(list, between(t-(k+1)*w, t-k*w))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// describe works out the rates of a jump, and whether it is over.
func (a *arrivals) describe(between func(from, to int) int, first, t, w, last int) jump {
	// It ends where arrivals fall below half of what they were, for good.
	level := between(t, t+jumpStretch*w) / (2 * jumpStretch)
	end := last
	for end-w > t+jumpStretch*w && between(end-w, end) < level {
		end -= max(w/10, 1)
	}
	if last-end < max(active/60, (last-t)/4) {
		end = last
	}
	j := jump{from: first + t, to: first + end, count: between(t, end)}
	j.since = 60 * float64(j.count) / float64(end-t)
	if past := min(t, hoursBefore*60); past >= 60 {
		j.hours = past / 60
		j.before = 60 * float64(between(t-past, t)) / float64(past)
	}
	return j
}
