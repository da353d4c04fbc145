package engine

import (
	"context"
	"errors"
	"reflect"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/engine/internal/pipeline"
	"github.com/spoolscope/spoolscope/app/engine/internal/plan"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// handlers has a row for each kind of request. The types of its function
// determine which field of a Request holds the question and which field of an
// Answer takes the result.
var handlers = []handler{
	onEngine((*Engine).overview),
	onCapture(overview.Groups),
	onCapture(overview.Replies),
	onCapture(overview.Causes),
	onCapture(overview.Breakdown),
	onCapture(noError(list.Messages)),
	onCapture(list.Facets),
	onCapture(noError(list.Complete)),
	onCapture(message.Detail),
	onCapture(message.Content),
	onCapture(message.HTML),
	onCapture(message.Part),
	onCapture(message.Source),
	onEngine((*Engine).logLine),
	onCapture(noError(message.ProblemList)),
	onCapture(plan.Plan),
	onCapture(plan.PlanFile),
	onCapture(pipeline.Answer),
	onEngine((*Engine).diff),
	onEngine((*Engine).preview),
	onEngine((*Engine).share),
	onEngine((*Engine).shareMap),
	onEngine((*Engine).records),
	onEngine((*Engine).raw),
}

// call is the context of a question that is being answered.
type call struct {
	context.Context // ends when nobody waits for the answer any longer
	progress        func(protocol.Progress)
	rest            func() // has others answered, at times
}

// handler answers one kind of question.
type handler struct {
	question int // field of protocol.Request
	answer   int // field of protocol.Answer
	handle   func(e *Engine, c call, question reflect.Value) (reflect.Value, error)
}

// onEngine makes the handler of a question about everything that is open.
func onEngine[Q, A any](f func(*Engine, call, Q) (A, error)) handler {
	return handler{
		question: fieldOf[*Q](reflect.TypeFor[protocol.Request]()),
		answer:   fieldOf[*A](reflect.TypeFor[protocol.Answer]()),
		handle: func(e *Engine, c call, question reflect.Value) (reflect.Value, error) {
			a, err := f(e, c, question.Elem().Interface().(Q))
			return reflect.ValueOf(&a), err
		},
	}
}

// onCapture makes the handler of a question about one capture.
func onCapture[Q, A any](f func(*capture.Capture, Q) (A, error)) handler {
	return onEngine(func(e *Engine, _ call, q Q) (A, error) { return f(e.shown, q) })
}

// noError adapts a function that cannot fail, or reports its errors in the
// answer.
func noError[Q, A any](f func(*capture.Capture, Q) A) func(*capture.Capture, Q) (A, error) {
	return func(c *capture.Capture, q Q) (A, error) { return f(c, q), nil }
}

// fieldOf finds the only field of a struct that has the type F.
func fieldOf[F any](s reflect.Type) int {
	found := -1
	for i := range s.NumField() {
		if s.Field(i).Type == reflect.TypeFor[F]() {
			if found >= 0 {
				panic(s.String() + " has two fields of type " + reflect.TypeFor[F]().String())
			}
			found = i
		}
	}
	if found < 0 {
		panic(s.String() + " has no field of type " + reflect.TypeFor[F]().String())
	}
	return found
}

// failure is an error with its own words for the screen.
type failure protocol.ErrorBox

// Error returns title and text.
func (f failure) Error() string { return f.Title + " " + f.Text }

// answer finds the handler of a request and runs it.
func (e *Engine) answer(c call, req protocol.Request) protocol.Answer {
	e.pick(req)
	asked := reflect.ValueOf(req)
	for _, h := range handlers {
		question := asked.Field(h.question)
		if question.IsNil() {
			continue
		}
		made, err := h.handle(e, c, question)
		var own failure
		switch {
		case errors.Is(err, errChanged):
			return e.answer(c, req)
		case errors.Is(err, context.Canceled):
			return protocol.Answer{Superseded: true}
		case errors.As(err, &own):
			return protocol.Answer{Error: (*protocol.ErrorBox)(&own)}
		case err != nil:
			return protocol.Answer{Error: &protocol.ErrorBox{Title: "This cannot be shown.", Text: err.Error()}}
		}
		var a protocol.Answer
		reflect.ValueOf(&a).Elem().Field(h.answer).Set(made)
		return a
	}
	return protocol.Answer{Error: &protocol.ErrorBox{Title: "Unknown request.", Text: "The page and its worker have different versions. Reload the page."}}
}
