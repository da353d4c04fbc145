package engine

import (
	"context"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Tests load and compare without the scheduler, and look at the queue itself.

// alone is the holder of a load without concurrent requests.
type alone struct{}

func (alone) Exclusive(f func()) { f() }

func (alone) Between(func()) {}

// Load is load of the newest capture, alone.
func (e *Engine) Load(ctx context.Context, sources []parser.Source, join bool, progress func(protocol.Progress)) protocol.Loaded {
	return e.load(ctx, sources, parser.Options{}, join, alone{}, progress)
}

// Compare is compare with the newest capture, alone.
func (e *Engine) Compare(ctx context.Context, sources []parser.Source, progress func(protocol.Progress)) protocol.Loaded {
	return e.compare(ctx, sources, parser.Options{}, alone{}, progress)
}

// Read returns the queue that was read last: of two captures the one opened
// second.
func (e *Engine) Read() *queue.Queue {
	if c := e.compared; c != nil && c.Swapped {
		return c.Earlier.Queue
	}
	return e.shown.Queue
}
