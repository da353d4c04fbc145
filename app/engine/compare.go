package engine

import (
	"context"
	"errors"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/compare"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Compare reads another capture of the queue next to the one that is shown, and
// finds what changed between them; from then on the later one is shown. A load
// that yields nothing leaves the open queue as it is.
func (e *Engine) Compare(ctx context.Context, sources []parser.Source, progress func(protocol.Progress)) protocol.Loaded {
	return e.compare(ctx, sources, parser.Options{}, alone{}, progress)
}

func (e *Engine) compare(ctx context.Context, sources []parser.Source, of parser.Options, hold holder, progress func(protocol.Progress)) (l protocol.Loaded) {
	var first *capture.Capture
	hold.Exclusive(func() { first = e.shown })
	q, ended := e.read(ctx, sources, of, hold, progress)
	hold.Exclusive(func() {
		l = read(q, ended)
		if l.Fatal == nil {
			l.Canceled = e.opened(q, sources, ended)
		}
		if l.Fatal != nil {
			e.shown = first
		} else {
			e.compared = compare.Pair(ctx, first, e.shown)
			e.shown, e.redactors.made = e.compared.Later, nil
		}
		l = e.both(l)
	})
	return l
}

// both completes an answer about what is open with the state of the comparison.
func (e *Engine) both(l protocol.Loaded) protocol.Loaded {
	l.Archive = e.shown.Archive
	if c := e.compared; c != nil {
		l.Archive, l.Earlier, l.Swapped = c.Later.Archive, &c.Earlier.Archive, c.Swapped
	}
	return l
}

// Read returns the queue that was read last: of two captures the one opened
// second. The command uses it.
func (e *Engine) Read() *queue.Queue {
	if c := e.compared; c != nil && c.Swapped {
		return c.Earlier.Queue
	}
	return e.shown.Queue
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
