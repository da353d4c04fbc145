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

// handlers has a row for each kind of question. The types of its function tell
// which field of a Request has the question and which field of an Answer takes
// what it returns.
var handlers = []handler{
	about(overview.Overview),
	about(overview.Groups),
	about(overview.Replies),
	about(overview.Causes),
	about(overview.Breakdown),
	about(certain(list.Messages)),
	about(list.Facets),
	about(certain(list.Complete)),
	about(message.Detail),
	about(message.Content),
	about(message.Part),
	about(message.Source),
	about(certain(message.ProblemList)),
	about(plan.Plan),
	about(plan.PlanFile),
	about(pipeline.Answer),
	of((*Engine).diff),
	of((*Engine).preview),
	of((*Engine).share),
	of((*Engine).shareMap),
	of((*Engine).records),
	of((*Engine).raw),
}

// call is a question while it is answered.
type call struct {
	context.Context // ends when nobody waits for the answer any more
	progress        func(protocol.Progress)
}

// handler answers one kind of question.
type handler struct {
	question int // field of protocol.Request
	answer   int // field of protocol.Answer
	handle   func(e *Engine, c call, question reflect.Value) (reflect.Value, error)
}

// of makes the handler of a question about all that is open.
func of[Q, A any](f func(*Engine, call, Q) (A, error)) handler {
	return handler{
		question: fieldOf[*Q](reflect.TypeFor[protocol.Request]()),
		answer:   fieldOf[*A](reflect.TypeFor[protocol.Answer]()),
		handle: func(e *Engine, c call, question reflect.Value) (reflect.Value, error) {
			a, err := f(e, c, question.Elem().Interface().(Q))
			return reflect.ValueOf(&a), err
		},
	}
}

// about makes the handler of a question about one capture.
func about[Q, A any](f func(*capture.Capture, Q) (A, error)) handler {
	return of(func(e *Engine, _ call, q Q) (A, error) { return f(e.shown, q) })
}

// certain is for answers that have no errors, or hold them.
func certain[Q, A any](f func(*capture.Capture, Q) A) func(*capture.Capture, Q) (A, error) {
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

// failure is an error with words of its own for the screen.
type failure protocol.ErrorBox

// Error returns title and text.
func (f failure) Error() string { return f.Title + " " + f.Text }

// answer finds the handler of a question and has it answered.
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
		case errors.As(err, &own):
			return protocol.Answer{Error: (*protocol.ErrorBox)(&own)}
		case err != nil:
			return protocol.Answer{Error: &protocol.ErrorBox{Title: "This cannot be shown.", Text: err.Error()}}
		}
		var a protocol.Answer
		reflect.ValueOf(&a).Elem().Field(h.answer).Set(made)
		return a
	}
	return protocol.Answer{Error: &protocol.ErrorBox{Title: "This request is not known.", Text: "Page and worker are of different versions. Reload the page."}}
}
