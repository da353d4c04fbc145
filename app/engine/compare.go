package engine

import (
	"context"
	"errors"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/compare"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// compare reads another capture of the queue next to the one that is shown, and
// finds what changed between them; from then on the later one is shown. A load
// that yields nothing leaves the open queue as it is.
func (e *Engine) compare(ctx context.Context, sources []parser.Source, of parser.Options, hold holder, progress func(protocol.Progress)) (l protocol.Loaded) {
	var first *capture.Capture
	hold.Exclusive(func() { first = e.shown })
	q, ended := e.read(ctx, sources, of, hold, progress)
	gone := e.follow(ctx, first, q, sourceName(sources), hold, progress)
	hold.Exclusive(func() {
		l = read(q, ended)
		if l.Fatal == nil {
			showing := ctx
			if gone.stopped { // by the same request, which is met
				showing = context.WithoutCancel(ctx)
			}
			e.opened(showing, q, sources, ended, progress, &l)
		}
		var pair *compare.Comparison
		if l.Fatal == nil {
			wanted := ctx
			if l.Canceled || gone.stopped {
				wanted = context.WithoutCancel(ctx)
			}
			now := grouping(q, sources)
			pair, _ = compare.Pair(first, e.shown, gone.logs, poll.New(wanted, func() { progress(now) }))
		}
		switch {
		case l.Fatal != nil:
			e.shown = first
		case pair == nil:
			e.shown = first
			l.Canceled = true
			l.Fatal = &protocol.ErrorBox{Title: stopped, Text: "The other capture was read, but not compared, so it is not shown."}
		default:
			e.compared = pair
			if gone.stopped && !l.Canceled {
				late := &e.compared.Later.Archive
				late.Notice = append([]protocol.ErrorBox{{
					Title: stopped,
					Text:  "The mail logs were not read to their end: what became of messages that went may be unknown.",
				}}, late.Notice...)
			}
			e.shown, e.redactors.made = e.compared.Later, nil
		}
		l = e.both(l)
	})
	return l
}

// followed is what the logs of the later of two captures have about the messages
// of the earlier one: those that left have no row there.
type followed struct {
	logs    *queue.History
	stopped bool // they were not read to their end
}

// follow reads these logs, which can take as long as the load did, and lets
// questions be answered meanwhile.
func (e *Engine) follow(ctx context.Context, first *capture.Capture, q *queue.Queue, name string, hold holder, progress func(protocol.Progress)) (out followed) {
	var f *parser.Follower
	hold.Exclusive(func() {
		if earlier, later := compare.Order(first.Queue, q); fatal(q) == nil {
			f = parser.Follow(later, earlier)
		}
	})
	if f == nil {
		return out
	}
	shown := false
	out.stopped = f.Read(ctx, func(file string, read int64) {
		progress(protocol.Progress{Name: name, File: file, LogRead: read, Size: -1, Messages: len(q.Order), Phase: protocol.PhaseLogs})
		hold.Between(func() {
			if !shown {
				shown = true
				e.show(q)
				e.shown.Partly = true
			}
		})
	}) != nil
	hold.Exclusive(func() { out.logs, _ = f.History(context.WithoutCancel(ctx)) }) // what was read is of use
	return out
}

// pick chooses which of two captures the next answers are about.
func (e *Engine) pick(req protocol.Request) {
	if c := e.compared; c != nil && !e.shown.Partly {
		e.shown = c.Later
		if req.Earlier {
			e.shown = c.Earlier
		}
	}
	e.SetReturn(req.Days)
}

// SetReturn sets how many days sendmail keeps a message, 0 for its default.
func (e *Engine) SetReturn(days int) { e.shown.SetReturn(days) }

// diff answers what changed between the two captures that are open.
func (e *Engine) diff(_ call, req protocol.DiffRequest) (protocol.Comparison, error) {
	if e.compared == nil {
		return protocol.Comparison{}, errors.New("one capture is open: open a second one of the same queue to compare them")
	}
	return e.compared.Answer(req)
}
