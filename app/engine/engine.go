package engine

import (
	"context"
	"sync"
	"time"

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
}

// Engine holds a queue, or two captures of one, and answers questions about it. Handle may be called
// from several goroutines; the other methods belong to one, while no load runs.
type Engine struct {
	*capture             // that answers are about
	compared *comparison // nil while one capture is open
	opt      Options
	masks    masks
	rested   time.Time // when questions may interrupt the load again

	mu      sync.Mutex
	cancel  context.CancelFunc // of the load that runs, nil when none does
	waiting []func()           // questions asked while a load runs
}

// New makes an engine without a queue.
func New(opt Options) *Engine {
	return &Engine{opt: opt, capture: newCapture(queue.New())}
}

// Queue is what is open, for the command. It is never nil.
func (e *Engine) Queue() *queue.Queue { return e.queue }

// Index is the triage of what is open.
func (e *Engine) Index() *triage.Index { return e.index }

// Handle answers a request by calling send, for Open several times until the
// load has ended. Questions that come while a load runs wait until it is
// between two files, and are answered from what was read so far.
func (e *Engine) Handle(ctx context.Context, req protocol.Request, send func(protocol.Answer)) {
	switch {
	case req.Cancel != nil:
		e.Cancel()
	case req.Open != nil:
		e.pick(req)
		e.open(ctx, *req.Open, send)
	case req.Share != nil && !e.loading():
		e.pick(req)
		e.share(ctx, *req.Share, send)
	case !e.defers(func() { send(e.answer(req)) }):
		send(e.answer(req))
	}
}

// Cancel stops the load that runs, if any.
func (e *Engine) Cancel() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cancel != nil {
		e.cancel()
	}
}

// defers keeps a question for later if a load runs.
func (e *Engine) defers(answer func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cancel == nil {
		return false
	}
	e.waiting = append(e.waiting, answer)
	return true
}

// begin and end enclose a load.
func (e *Engine) begin(cancel context.CancelFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cancel = cancel
}

// loading tells whether a load runs: what is open is not all of it yet.
func (e *Engine) loading() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.cancel != nil
}

func (e *Engine) end() {
	e.mu.Lock()
	e.cancel()
	e.cancel = nil
	e.mu.Unlock()
	e.answerWaiting()
}

func (e *Engine) answerWaiting() {
	e.mu.Lock()
	waiting := e.waiting
	e.waiting = nil
	e.mu.Unlock()
	for _, answer := range waiting {
		answer()
	}
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
