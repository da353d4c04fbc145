package mailq

import (
	"fmt"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// verdict reports messages that the listing announces, but does not list.
func (p *parser) verdict() {
	l := &p.out
	if l.Counted || p.failed {
		return
	}
	short := false
	for i := range l.Queues {
		q := &l.Queues[i]
		if q.Listed >= q.Printed {
			continue
		}
		short = true
		name := q.Path
		if name == "" {
			name = "the queue"
		}
		reason := fmt.Sprintf("%s%s announces %s, %s listed", p.ofHost(), name, messages(q.Requests), are(q.Listed))
		kind := queue.KindPartial
		if l.Entries == 0 && l.Unread > 0 {
			reason, kind = reason+"; the lines have an unknown layout", queue.KindUnclear
		}
		p.problems.add(queue.Problem{Pos: p.places[i], Kind: kind, Reason: reason})
	}
	if n, ok := l.Announced(); ok && !short && len(l.Queues) == 0 && n > l.Entries {
		p.problems.add(queue.Problem{Pos: p.total, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("%sthe total says %s, %s listed", p.ofHost(), messages(n), are(l.Entries))})
	} else if p.excess > 0 && len(l.Queues) > 0 && !short {
		p.problems.add(queue.Problem{Pos: p.total, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("%sthe total says %s more than the headings of the queues", p.ofHost(), messages(p.excess))})
	}
}

// announce takes the number in a heading, -1 unknown.
func (p *parser) announce(n int) {
	if n < 0 || p.since < 0 {
		p.since = -1
		return
	}
	p.since += n
}

// compare takes a total, which sums up the headings since the one before it.
// Headings of a copy without its beginning are fewer.
func (p *parser) compare(total int) {
	if p.since >= 0 {
		p.excess += max(total-max(p.since, p.out.Entries-p.before), 0)
	}
	p.since, p.before = 0, p.out.Entries
	if !p.limited {
		p.out.Limited = false
	}
}

// isNumbered reports whether a directory is one of several of a queue group, by
// sendmail's usual name: "/var/spool/mqueue/q1".
func isNumbered(path string) bool {
	name := strings.TrimPrefix(path[strings.LastIndexByte(path, '/')+1:], "q")
	return len(name) > 0 && len(name) < 4 && strings.Trim(name, "0123456789") == ""
}

func (p *parser) ofHost() string {
	if p.out.Host == "" {
		return ""
	}
	return p.out.Host + ": "
}

func messages(n int) string { return count.Of(int64(n), "message", "messages") }

func are(n int) string {
	if n == 0 {
		return "none is"
	}
	return count.Of(int64(n), "is", "are")
}

// refusal is where the Problem of a refusal is, and its listing.
type refusal struct{ problem, listing int }

const notShown = "the queue was not shown"

// dateRefusals adds the time to each refusal, which is known only at the end:
// dates may follow what they are of.
func (p *parser) dateRefusals() {
	for _, r := range p.refusals {
		if r.listing >= len(p.done) || p.done[r.listing].Taken == 0 {
			continue
		}
		l := &p.done[r.listing]
		local := time.Unix(l.Taken+int64(l.Zone), 0).UTC()
		reason := &p.problems.list[r.problem].Reason
		*reason = strings.Replace(*reason, notShown, notShown+local.Format(" on 2006-01-02 at 15:04:05"), 1)
		if l.Entries == 0 && len(l.Queues) == 0 && p.shownLater(l) {
			p.problems.list[r.problem].Kind = queue.KindListingNoise
			*reason += "; a later capture shows it"
		}
	}
}

// shownLater reports whether a later listing shows the queue that was refused.
func (p *parser) shownLater(refused *queue.Listing) bool {
	for i := range p.done {
		l := &p.done[i]
		if l.Host == refused.Host && l.Taken > refused.Taken && l.Refused == "" && len(l.Queues) > 0 {
			return true
		}
	}
	return false
}

// refused reports that sendmail, or what should have run it, did not show the
// queue.
func (p *parser) refused(l line) {
	p.confirm()
	text := head(l.text, maxQuoted)
	if p.out.Refused == "" {
		p.out.Refused = strings.TrimSpace(text)
	}
	at := len(p.problems.list)
	p.problems.add(queue.Problem{
		Pos: p.pos(l), Kind: queue.KindRefused, Bytes: text,
		Reason: fmt.Sprintf("%s%s: %q", p.ofHost(), notShown, strings.TrimSpace(text)),
	})
	if len(p.problems.list) > at {
		p.refusals = append(p.refusals, refusal{at, len(p.done)})
	}
}
