package engine

import (
	"context"

	"github.com/spoolscope/spoolscope/app/engine/internal/schedule"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Options connect an Engine to its surroundings.
type Options struct {
	// Source reaches what an Open request names.
	Source func(protocol.SourceRef) parser.Source
	// Keep makes places for decoded streams; nil keeps none.
	Keep func(name string) parser.Keeper
	// Decode converts charsets; nil knows UTF-8, Latin-1 and ASCII only.
	Decode content.Decoder
	// Make takes a file that is made to be shared; nil makes none.
	Make func() Sink
	// Digests asks for SHA-256 sums.
	Digests bool
	// Fault reports a panic while a request is answered; the engine goes on.
	// Without it the program ends.
	Fault func(value any, stack []byte)
	// Yield is for surroundings with one thread: it lets messages in that came
	// while an answer was worked on.
	Yield func()
}

// Engine holds a queue, or two captures of one, and answers requests about it.
// Handle and Ask may be called from any goroutine. The other methods belong to
// one goroutine, and only while no request is under way.
type Engine struct {
	*capture             // that answers are about
	compared *comparison // nil while one capture is open
	opt      Options
	masks    masks
	schedule *schedule.Scheduler
}

// New makes an engine without a queue.
func New(opt Options) *Engine {
	e := &Engine{opt: opt, capture: newCapture(queue.New(), opt.Decode)}
	e.schedule = schedule.New(work{e}, schedule.Options{Fault: opt.Fault, Yield: opt.Yield})
	return e
}

// Queue is what is open, for the command. It is never nil.
func (e *Engine) Queue() *queue.Queue { return e.queue }

// Index is the triage of what is open.
func (e *Engine) Index() *triage.Index { return e.index }

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
func (w work) Answer(ctx context.Context, req protocol.Request, progress func(protocol.Progress)) protocol.Answer {
	e := w.Engine
	if req.Share != nil && !e.partly {
		e.pick(req)
		return e.share(ctx, *req.Share, progress)
	}
	return e.answer(req)
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
		loaded = e.compare(ctx, sources, load, progress)
	} else {
		loaded = e.load(ctx, sources, req.Open.Join, load, progress)
	}
	return protocol.Answer{Loaded: &loaded}
}

// answer answers everything that takes no time.
func (e *Engine) answer(req protocol.Request) protocol.Answer {
	e.pick(req)
	fail := func(err error) protocol.Answer {
		return protocol.Answer{Error: &protocol.ErrorBox{Title: "This cannot be shown.", Text: err.Error()}}
	}
	switch {
	case req.Overview != nil:
		a, err := e.Overview(*req.Overview)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Overview: &a}
	case req.Groups != nil:
		a, err := e.Groups(*req.Groups)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Groups: &a}
	case req.Replies != nil:
		a, err := e.Replies(*req.Replies)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Replies: &a}
	case req.Messages != nil:
		a := e.Messages(*req.Messages)
		return protocol.Answer{Page: &a}
	case req.Facets != nil:
		a, err := e.Facets(*req.Facets)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Facets: &a}
	case req.Detail != nil:
		a, err := e.Detail(*req.Detail)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Detail: &a}
	case req.Content != nil:
		a, err := e.Content(*req.Content)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Content: &a}
	case req.Part != nil:
		a, err := e.Part(*req.Part)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{File: &a}
	case req.Source != nil:
		a, err := e.Source(*req.Source)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Source: &a}
	case req.Complete != nil:
		a := e.Complete(*req.Complete)
		return protocol.Answer{Offers: &a}
	case req.Plan != nil:
		a, err := e.Plan(*req.Plan)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Plan: &a}
	case req.PlanFile != nil:
		a, err := e.PlanFile(*req.PlanFile)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{File: &a}
	case req.Preview != nil:
		a, err := e.Preview(*req.Preview)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Preview: &a}
	case req.ShareMap != nil:
		a, err := e.ShareMap(*req.ShareMap)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{File: &a}
	case req.Share != nil:
		return protocol.Answer{Error: &protocol.ErrorBox{Title: "The file could not be made.", Text: "The queue is still being read."}}
	case req.Diff != nil:
		a, err := e.Diff(*req.Diff)
		if err != nil {
			return fail(err)
		}
		return protocol.Answer{Diff: &a}
	case req.Problems != nil:
		a := e.ProblemList(*req.Problems)
		return protocol.Answer{Problems: &a}
	}
	return protocol.Answer{Error: &protocol.ErrorBox{Title: "This request is not known.", Text: "Page and worker are of different versions. Reload the page."}}
}
