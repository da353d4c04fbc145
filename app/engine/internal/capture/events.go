package capture

import (
	"path"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Event is a point in time that stands out in the whole queue.
type Event struct {
	At    int64
	Title string
	Note  func(n int) string // of that many messages
	Term  *filter.Node       // selects the messages that it is about
}

// An event needs this many messages and this share of the queue; a wave of
// give-ups needs a larger one.
const (
	leastEvent   = 10
	eventPercent = 5
	wavePercent  = 20
)

// eventTitles are the obstacles whose beginning is an event. A queue does not
// record when a server refused the first time: only what still waits can be
// dated.
var eventTitles = [...]struct {
	obstacle string
	oldest   string // where only a queue is known
	logged   string // where a mail log has the first failure
}{
	{reason.TopicRefused, "oldest message that it refuses", "first refusal"},
	{reason.TopicTimeout, "oldest message that gets no answer", "first attempt without an answer"},
	{smtp.RateLimited.Key(), "oldest message that it defers", "first message that it deferred"},
}

// events finds what stands out, the earliest first: at most one event of a
// kind.
func (c *Capture) events(a *TimeAxis) []Event {
	var out []Event
	add := func(e Event, ok bool) {
		if ok && e.At >= a.From {
			out = append(out, e)
		}
	}
	for _, t := range eventTitles {
		add(c.beginAtServer(a, t.obstacle, t.oldest, t.logged))
	}
	add(c.oldestBounce())
	add(c.waveEvent(a))
	slices.SortStableFunc(out, func(a, b Event) int { return int(max(-1, min(1, a.At-b.At))) })
	return out
}

func (c *Capture) enough(n, percent int) bool {
	return n >= leastEvent && 100*n >= percent*len(c.Queue.Order)
}

// beginAtServer returns the first failure at the server behind most of an obstacle, if
// a mail log has it on the axis, and else the oldest message that waits for it.
func (c *Capture) beginAtServer(a *TimeAxis, obstacle, title, logged string) (Event, bool) {
	x := c.Index
	type waiting struct {
		n      int
		oldest int64
		code   string
	}
	servers := map[queue.Str]*waiting{}
	var most queue.Str
	for _, i := range c.Queue.Order {
		cell := &x.Cells[x.Cell[i]]
		if cell.Server == 0 || x.Obstacles[x.Obstacle[x.Cell[i]]].ID != obstacle {
			continue
		}
		w := servers[cell.Server]
		if w == nil {
			w = &waiting{code: x.Reasons[cell.Reason].CodeText()}
			servers[cell.Server] = w
		}
		w.n++
		if w.code != x.Reasons[cell.Reason].CodeText() {
			w.code = ""
		}
		w.oldest = c.Older(w.oldest, i)
	}
	for s, w := range servers {
		if best := servers[most]; best == nil || w.n > best.n || w.n == best.n && c.Queue.Strings.Compare(s, most) < 0 {
			most = s
		}
	}
	w := servers[most]
	if w == nil || w.oldest == 0 || !c.enough(w.n, eventPercent) {
		return Event{}, false
	}
	if w.code != "" {
		title += " with " + w.code
	}
	at := w.oldest
	if l, ok := x.Traffic().To(most); ok && l.Since >= a.From && l.Since <= c.Queue.Taken {
		if at, title = l.Since, logged+", according to the mail log"; l.Begun {
			title = logged + " in the mail log, which begins shortly before"
		}
	}
	name := c.Queue.Text(most)
	return Event{
		At: at, Title: words.Visible(name) + ": " + title,
		Note: func(n int) string { return words.Number(n) + " " + waitOrWaits(n) + " for it now" },
		Term: filter.All(filter.Value("obstacle", obstacle), filter.Value("server", name)),
	}, true
}

func waitOrWaits(n int) string {
	if n == 1 {
		return "waits"
	}
	return "wait"
}

// oldestBounce returns the oldest bounce of mail from the source behind most of
// them.
func (c *Capture) oldestBounce() (Event, bool) {
	source := c.Marks().Bounced
	if source < 0 {
		return Event{}, false
	}
	n, oldest := 0, int64(0)
	for _, i := range c.Queue.Order {
		if c.Index.Source[i] == source && c.Index.Kind(i) == triage.Bounce {
			n++
			oldest = c.Older(oldest, i)
		}
	}
	if oldest == 0 || !c.enough(n, eventPercent) {
		return Event{}, false
	}
	s := &c.Index.Sources[source]
	return Event{
		At: oldest, Title: words.Visible(s.Name) + ": oldest bounce of its mail",
		Note: func(n int) string {
			hours := max(1, (c.Queue.Taken-oldest)/3600)
			if rate := int64(n) / hours; rate > 0 {
				return words.Number(int(rate)) + " an hour since"
			}
			return words.Plural(n, "bounce", "bounces") + " since"
		},
		Term: filter.All(triage.KindTerm(triage.Bounce), triage.SourceTerm(s)),
	}, true
}

// waveEvent returns the beginning of the densest give-ups.
func (c *Capture) waveEvent(a *TimeAxis) (Event, bool) {
	w := &a.Wave
	if !c.enough(w.Count, wavePercent) || w.At >= a.From+int64(a.Buckets)*a.Step {
		return Event{}, false
	}
	return Event{
		At: w.At, Title: "Give-up wave: " + words.Number(w.Count) + " in " + words.Plural(w.Lasts/3600, "hour", "hours"),
		Note: func(int) string { return "expected, at " + c.limit() },
		Term: filter.All(causes.Tried, triage.CreatedTerm(w.Span)),
	}, true
}

// limit says in words how long messages are kept, and which source says so.
func (c *Capture) limit() string {
	x := c.Index
	switch {
	case x.ReturnAfter == x.Lifetime.Normal:
		return "the limit of " + words.Span(x.ReturnAfter) + " in " + words.Visible(path.Base(x.Lifetime.File))
	case x.ReturnAfter == x.OwnReturn():
		return x.Words.Limit
	}
	return "a limit of " + words.Span(x.ReturnAfter)
}
