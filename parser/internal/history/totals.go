package history

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxNames is how many next hops and senders are counted at a time. When there are more, those of
// the fewest lines are forgotten.
const MaxNames = 4096

// totals counts what the lines of one log say, and then those of all logs. Times of a log are as in
// its lines until it was read.
type totals struct {
	one, all counted
	hour     *[queue.NumEventKinds]uint32 // of the line before
	hourAt   int64
	born     [bornIDs]uint32 // hashes of ids whose sender is not known yet
}

// bornIDs is how many messages may wait for the line with their sender: of Postfix it comes later.
const bornIDs = 1 << 14

type counted struct {
	hours   map[int64]*[queue.NumEventKinds]uint32
	hops    map[string]*queue.HopTotal
	senders map[string]*queue.SenderTotal
}

func newCounted() counted {
	return counted{map[int64]*[queue.NumEventKinds]uint32{}, map[string]*queue.HopTotal{}, map[string]*queue.SenderTotal{}}
}

func (t *totals) begin() {
	t.one, t.hour = newCounted(), nil
	if t.all.hours == nil {
		t.all = newCounted()
	}
}

// add counts an entry.
func (t *totals) add(at int64, e *maillog.Entry, count uint32) {
	if e.Kind == queue.EventNoted || at == queue.NoNumber {
		if e.Sender != "" && e.Size >= 0 && e.ID != "" {
			if h := sumOf(e.ID); t.born[h%bornIDs] == h {
				t.born[h%bornIDs] = 0
				t.sent(e, count)
			}
		}
		return
	}
	n := count * uint32(max(len(e.Recipients), 1))
	if t.hour == nil || at < t.hourAt || at >= t.hourAt+hour {
		t.hourAt = floor(at, hour)
		t.hour = t.one.hours[t.hourAt]
		if t.hour == nil {
			t.hour = new([queue.NumEventKinds]uint32)
			t.one.hours[t.hourAt] = t.hour
		}
	}
	t.hour[e.Kind] += n
	switch e.Kind {
	case queue.EventDelivered, queue.EventDeferred, queue.EventFailed, queue.EventNotTried:
		if e.Peer != "" {
			t.one.hop(e.Peer).count(e.Kind, n, at)
		}
	case queue.EventReceived:
		if e.Sender != "" && e.Size >= 0 {
			t.sent(e, n)
		} else {
			h := sumOf(e.ID)
			t.born[h%bornIDs] = h
		}
	}
}

func (t *totals) sent(e *maillog.Entry, n uint32) {
	s := t.one.sender(e.Sender)
	s.Messages += n
	s.Bytes += max(e.Size, 0)
}

func (c *counted) hop(peer string) *hopTotal {
	h := c.hops[peer]
	if h == nil {
		if len(c.hops) >= 2*MaxNames {
			thin(c.hops, tries)
		}
		h = &queue.HopTotal{FirstFailure: queue.NoNumber, LastFailure: queue.NoNumber, LastDelivery: queue.NoNumber}
		c.hops[strings.Clone(peer)] = h
	}
	return (*hopTotal)(h)
}

func (c *counted) sender(sender string) *queue.SenderTotal {
	s := c.senders[sender]
	if s == nil {
		if len(c.senders) >= 2*MaxNames {
			thin(c.senders, func(s *queue.SenderTotal) uint32 { return s.Messages })
		}
		s = &queue.SenderTotal{}
		c.senders[strings.Clone(sender)] = s
	}
	return s
}

// thin drops the half with the lowest counts.
func thin[T any](m map[string]*T, count func(*T) uint32) {
	keys := sortedKeys(m) // the same ones each time
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(count(m[a]), count(m[b])) })
	for _, k := range keys[:len(keys)/2] {
		delete(m, k)
	}
}

type hopTotal queue.HopTotal

func (h *hopTotal) count(kind queue.EventKind, n uint32, at int64) {
	h.N[kind] += n
	switch kind {
	case queue.EventDelivered:
		h.LastDelivery = max(h.LastDelivery, at)
	case queue.EventDeferred, queue.EventFailed:
		if h.FirstFailure == queue.NoNumber || at < h.FirstFailure {
			h.FirstFailure = at
		}
		h.LastFailure = max(h.LastFailure, at)
	}
}

func tries(h *queue.HopTotal) uint32 {
	return h.N[queue.EventDelivered] + h.N[queue.EventDeferred] + h.N[queue.EventFailed] + h.N[queue.EventNotTried]
}

// endTotals adds the totals of one log to those of all, unless others have the same lines.
func (c *Collector) endTotals(l *log) {
	t := &c.totals
	if c.seen.end() {
		return
	}
	moved := c.truth(l)
	for at, n := range t.one.hours {
		if at = moved(at); at == queue.NoNumber {
			continue
		}
		at = floor(at, hour)
		if t.all.hours[at] == nil {
			t.all.hours[at] = new([queue.NumEventKinds]uint32)
		}
		for k := range n {
			t.all.hours[at][k] += n[k]
		}
	}
	for _, peer := range sortedKeys(t.one.hops) {
		h := t.one.hops[peer]
		into := t.all.hop(peer)
		for k := range h.N {
			into.N[k] += h.N[k]
		}
		into.LastFailure, into.LastDelivery = max(into.LastFailure, moved(h.LastFailure)), max(into.LastDelivery, moved(h.LastDelivery))
		if f := moved(h.FirstFailure); f != queue.NoNumber && (into.FirstFailure == queue.NoNumber || f < into.FirstFailure) {
			into.FirstFailure = f
		}
	}
	for _, sender := range sortedKeys(t.one.senders) {
		s := t.one.senders[sender]
		into := t.all.sender(sender)
		into.Messages += s.Messages
		into.Bytes += s.Bytes
	}
	t.one = counted{}
}

// truth returns the correction for times of the lines of a log, with the zone of most of its lines.
func (c *Collector) truth(l *log) func(int64) int64 {
	settled := l.clock
	settled.settle()
	zone := int64(0)
	if k := settled.longest(); k >= 0 {
		zone = int64(settled.runs[k].zone)
	} else if z, ok := c.zoneBeside(len(c.logs)-1, nil); ok {
		zone = int64(z)
	}
	return func(at int64) int64 {
		switch {
		case at == queue.NoNumber || settled.local == 0:
			return at
		case settled.bare == 0:
			return at - zone
		case !settled.yearKnown():
			return queue.NoNumber
		}
		return maillog.Shift(at, settled.years()) - zone
	}
}

func sortedKeys[T any](m map[string]*T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// longest returns the run with the most lines, -1 without any.
func (c *clock) longest() int {
	best := -1
	for k := range c.runs {
		if best < 0 || c.runs[k].n > c.runs[best].n {
			best = k
		}
	}
	return best
}

// result gives the totals of all logs.
func (t *totals) result(strings *queue.Strings) queue.Totals {
	var out queue.Totals
	for at, n := range t.all.hours {
		out.Hours = append(out.Hours, queue.HourTotal{At: at, N: *n})
	}
	slices.SortFunc(out.Hours, func(a, b queue.HourTotal) int { return cmp.Compare(a.At, b.At) })
	for _, peer := range sortedKeys(t.all.hops) {
		h := *t.all.hops[peer]
		h.Peer = strings.Add(peer)
		out.Hops = append(out.Hops, h)
	}
	slices.SortStableFunc(out.Hops, func(a, b queue.HopTotal) int { return cmp.Compare(tries(&b), tries(&a)) })
	out.Hops = out.Hops[:min(len(out.Hops), MaxNames)]
	for _, sender := range sortedKeys(t.all.senders) {
		s := *t.all.senders[sender]
		s.Sender = strings.Add(sender)
		out.Senders = append(out.Senders, s)
	}
	slices.SortStableFunc(out.Senders, func(a, b queue.SenderTotal) int { return cmp.Compare(b.Messages, a.Messages) })
	out.Senders = out.Senders[:min(len(out.Senders), MaxNames)]
	return out
}

// sampled remembers some of the lines of earlier logs, to find a log whose lines they have: levels
// of syslog have files of their own, and two captures have the same rotated files.
type sampled struct {
	lines      map[uint64]struct{}
	now        []uint64
	again, all int
}

// One line in sampleEvery is remembered, and maxSampled of them at most.
const (
	sampleEvery = 16
	maxSampled  = 500_000
	sureSampled = 3 // of few lines all may be alike by accident
)

func (s *sampled) begin() { s.now, s.again, s.all = s.now[:0], 0, 0 }

func (s *sampled) line(at int64, text string) {
	h := uint64(sumOf(text))<<32 ^ uint64(at)*0x9e3779b97f4a7c15
	if h>>32%sampleEvery != 0 {
		return
	}
	s.all++
	if _, ok := s.lines[h]; ok {
		s.again++
	} else if len(s.lines)+len(s.now) < maxSampled {
		s.now = append(s.now, h)
	}
}

// end reports whether nearly all lines of a log are those of others.
func (s *sampled) end() bool {
	if s.lines == nil {
		s.lines = map[uint64]struct{}{}
	}
	for _, h := range s.now {
		s.lines[h] = struct{}{}
	}
	return s.all >= sureSampled && s.again*10 >= s.all*9
}
