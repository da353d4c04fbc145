package engine

import (
	"cmp"
	"path"
	"slices"

	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// DefaultCaptures is how many captures of one queue an answer lists.
const DefaultCaptures = 300

// oneMoment is the number of seconds within which listings of different
// directories belong to one capture, as those of mailq and mailq -Ac do.
const oneMoment = 60

// moment returns the capture that a request asks for, as options of a load.
func moment(req *protocol.OpenRequest) parser.Options {
	return parser.Options{Capture: req.Listing, Before: req.Before}
}

// captures lists the captures of a queue among its sources, the oldest first;
// none if there is only one.
func captures(q *queue.Queue) []protocol.Capture {
	var several []int
	for n := range q.Listings {
		if q.Listings[n].Group != 0 {
			several = append(several, n)
		}
	}
	order := byTime(q)
	slices.SortStableFunc(several, func(a, b int) int { return cmp.Compare(order[a], order[b]) })

	type made struct {
		protocol.Capture
		groups []int
		states [queue.NumStates]int
	}
	var all []*made
	for _, n := range several {
		in := &q.Listings[n]
		var c *made
		for k := len(all) - 1; k >= 0 && in.Made != 0 && in.Made-int64(all[k].Taken) < oneMoment; k-- {
			if all[k].Host == in.Host && !slices.Contains(all[k].groups, in.Group) {
				c = all[k]
				break
			}
		}
		if c == nil {
			c = &made{Capture: protocol.Capture{
				Listing: n + 1, Taken: in.Made, Host: in.Host, File: path.Base(in.File), Refused: words.Visible(in.Refused),
			}}
			all = append(all, c)
		}
		c.groups = append(c.groups, in.Group)
		c.Before = max(c.Before, cmp.Or(in.Taken, in.Made))
		c.Shown = c.Shown || in.Shown
		messages := in.Entries + in.Lost
		if k, ok := in.Announced(); ok {
			messages = max(messages, k)
		}
		c.Messages += messages
		for s, k := range in.States {
			c.states[s] += k
		}
	}
	called := message.WordsOf(q).States
	out := make([]protocol.Capture, 0, len(all))
	last := map[string]int{} // messages, by host
	for k, c := range all {
		c.Number = k + 1
		before, ok := last[c.Host]
		c.First = !ok
		if unknown := c.Refused != "" && c.Messages == 0; !unknown {
			if ok {
				c.Change = c.Messages - before
			}
			last[c.Host] = c.Messages
		}
		for s, n := range c.states {
			if n > 0 {
				c.States = append(c.States, protocol.StateCount{State: queue.State(s).String(), Called: called[queue.State(s).String()], Count: n})
			}
		}
		out = append(out, c.Capture)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// byTime returns a time to sort each listing by: when it was made, or else that
// of the one before it in its text.
func byTime(q *queue.Queue) []int64 {
	times := make([]int64, len(q.Listings))
	for n, in := range q.Listings {
		times[n] = in.Made
		if in.Made == 0 && n > 0 && q.Listings[n-1].File == in.File {
			times[n] = times[n-1]
		}
	}
	return times
}

// thinned leaves evenly spaced captures out of more than limit, but the first,
// the last and those that are shown, and says how many.
func thinned(all []protocol.Capture, limit int) (kept []protocol.Capture, left int) {
	limit = max(cmp.Or(limit, DefaultCaptures), 2)
	if len(all) <= limit {
		return all, 0
	}
	next := 0 // of limit, spread over all
	for k, c := range all {
		if k == next*(len(all)-1)/(limit-1) {
			next++
		} else if !c.Shown {
			continue
		}
		kept = append(kept, c)
	}
	return kept, len(all) - len(kept)
}
