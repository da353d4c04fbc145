package engine

import (
	"context"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/compare"
	"github.com/spoolscope/spoolscope/app/engine/internal/schedule"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Options connect an Engine to its surroundings.
type Options struct {
	// Source resolves what an Open request names.
	Source func(protocol.SourceRef) parser.Source
	// Keep makes stores for decoded streams; nil keeps none.
	Keep func(name string) hook.Keeper
	// Decode converts charsets; nil knows UTF-8, Latin-1 and ASCII only.
	Decode content.Decoder
	// Make returns a sink for what is too large for an answer: a file to share,
	// the records of all messages. If nil, such requests fail.
	Make func() Sink
	// Digests asks for SHA-256 sums.
	Digests bool
	// Lines keeps the lines of listings, which the pipeline of statuses needs.
	Lines bool
	// Captures is how many captures of one queue are listed of those that sources
	// hold; 0 is DefaultCaptures.
	Captures int
	// LogIDs are messages to be looked for in the mail logs alone, see
	// parser.Options.
	LogIDs []string
	// Taken is the time of the capture where the caller knows it, because it reads
	// the queue itself. 0 leaves it to what the sources say.
	Taken protocol.Moment
	// Fault reports a panic while a request is answered; the engine goes on.
	// Without it the program ends.
	Fault func(value any, stack []byte)
	// Yield is for single-threaded platforms: it lets in messages that arrived
	// while an answer was being made.
	Yield func()
	// Prepare makes ready what later questions need while nobody asks, for a page
	// that stays open.
	Prepare bool
}

// Engine holds a queue, or two captures of one, and answers requests about it.
// Handle and Ask may be called from any goroutine. The other methods belong to
// one goroutine, and only while no request is under way.
type Engine struct {
	shown     *capture.Capture    // that answers are about
	compared  *compare.Comparison // nil while one capture is open
	opt       Options
	redactors redactors
	schedule  *schedule.Scheduler
}

// New makes an engine without a queue.
func New(opt Options) *Engine {
	e := &Engine{opt: opt, shown: capture.New(queue.New(), opt.Decode)}
	e.schedule = schedule.New(work{e}, schedule.Options{Fault: opt.Fault, Yield: opt.Yield})
	return e
}

// Handle takes a request and returns at once. It answers by calling send, maybe
// from another goroutine: Progress any number of times with last false, then
// the answer. Cancel has no answer. Questions that come while a load runs wait
// until it is between two files, and are answered from what was read so far.
func (e *Engine) Handle(ctx context.Context, req protocol.Request, send func(a protocol.Answer, last bool)) {
	e.schedule.Take(ctx, req, send)
}

// Ask takes a request and waits for its answer. Ending ctx cancels it, as
// Cancel does; it is answered all the same.
func (e *Engine) Ask(ctx context.Context, req protocol.Request, progress func(protocol.Progress)) protocol.Answer {
	answer := make(chan protocol.Answer, 1)
	e.Handle(ctx, req, func(a protocol.Answer, last bool) {
		switch {
		case last:
			answer <- a
		case progress != nil:
			progress(*a.Progress)
		}
	})
	if req.Cancel != nil {
		return protocol.Answer{}
	}
	return <-answer
}

// work is what the scheduler runs.
type work struct{ *Engine }

// Answer answers a question.
func (w work) Answer(ctx context.Context, req protocol.Request, progress func(protocol.Progress), rest func()) protocol.Answer {
	return w.answer(call{ctx, progress, rest}, req)
}

// Idle prepares the capture that is shown.
func (w work) Idle(rest func() bool) {
	if !w.opt.Prepare {
		return // nor look: tests load and compare as soon as Ask returns
	}
	if c := w.shown; !c.Partly {
		c.Prepare(func() bool { return rest() && w.shown == c })
	}
}

// Open loads what a request names.
func (w work) Open(ctx context.Context, req protocol.Request, load *schedule.Load, progress func(protocol.Progress)) protocol.Answer {
	e := w.Engine
	sources := make([]parser.Source, 0, len(req.Open.Sources))
	for _, ref := range req.Open.Sources {
		sources = append(sources, e.opt.Source(ref))
	}
	var loaded protocol.Loaded
	if req.Open.Compare {
		loaded = e.compare(ctx, sources, moment(req.Open), load, progress)
	} else {
		loaded = e.load(ctx, sources, moment(req.Open), req.Open.Join, load, progress)
	}
	return protocol.Answer{Loaded: &loaded}
}
