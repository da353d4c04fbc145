package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Tasks is what an action costs: processor time in milliseconds, which depends less
// on other work on the machine than elapsed time.
type Tasks struct {
	Action  string  `json:"action"`
	Longest float64 `json:"longest"` // task of the page's main thread
	Worker  float64 `json:"worker"`  // of all workers together
}

// ofTasks are the categories of a trace with the tasks of each thread, the marks
// that the driver sets, and little else.
var ofTasks = []string{"disabled-by-default-devtools.timeline", "blink.user_timing"}

// markPrefix begins the name of a mark in a trace.
const markPrefix = "bench: "

// actions are what a user does next after a load, in this order. Each is a call of the
// probe, which waits until all is drawn.
var actions = []struct {
	name, call string
	args       []any
}{
	{"first opening of Messages", "turnTo", []any{"#/messages", "list"}},
	{"back to the overview", "turnTo", []any{"#/overview", "overview"}},
	{"Messages again", "turnTo", []any{"#/messages", "list"}},
	{"a facet", "facet", []any{1}},
	{"the list without it", "turnTo", []any{"#/messages", "list"}},
	{"another order", "sortBy", []any{"Size"}},
	{"a jump in the list", "jumpTo", []any{0.5}},
	{"opening a message", "openRow", []any{3}},
	{"back from a message to the overview", "turnTo", []any{"#/overview", "overview"}},
	{"an overview of a part", "turnTo", []any{"#/overview?q=state:deferred", "overview"}},
	{"the overview of all again", "turnTo", []any{"#/overview", "overview"}},
}

// actions performs what a user does after a load, with a mark before each
// action.
func (t *tab) actions() error {
	for _, a := range actions {
		if err := t.mark(a.name); err != nil {
			return err
		}
		if err := t.call(nil, a.call, a.args...); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return t.mark("")
}

// mark begins an action in the trace; "" ends the last.
func (t *tab) mark(action string) error {
	return t.Eval("performance.mark("+quote(markPrefix+action)+"), 0", nil)
}

// quote returns a text as a JavaScript string literal.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}

// event is a task or a mark in a trace.
type event struct {
	Name  string  `json:"name"`
	Phase string  `json:"ph"`
	PID   int     `json:"pid"`
	TID   int     `json:"tid"`
	Start float64 `json:"ts"`   // in microseconds
	Took  float64 `json:"dur"`  // the same, by the clock
	Busy  float64 `json:"tdur"` // processor time
	Args  struct {
		Name string `json:"name"` // of a thread
	} `json:"args"`
}

// isTask reports whether it is a task of a thread.
func (e *event) isTask() bool { return e.Phase == "X" && strings.HasSuffix(e.Name, "RunTask") }

// readTasks returns what each action in a trace cost, in their order.
func readTasks(r io.Reader) ([]Tasks, error) {
	events, err := readEvents(r)
	if err != nil {
		return nil, err
	}
	workers := map[[2]int]bool{}
	var marks, tasks []event
	for _, e := range events {
		switch {
		case e.isTask():
			tasks = append(tasks, e)
		case strings.HasPrefix(e.Name, markPrefix):
			marks = append(marks, e)
		case strings.HasPrefix(e.Args.Name, "DedicatedWorker"):
			workers[[2]int{e.PID, e.TID}] = true
		}
	}
	byStart := func(a, b event) int { return int(a.Start - b.Start) }
	slices.SortStableFunc(marks, byStart)
	slices.SortStableFunc(tasks, byStart)
	var out []Tasks
	for n := range marks {
		action := strings.TrimPrefix(marks[n].Name, markPrefix)
		if action == "" {
			continue
		}
		if n+1 == len(marks) {
			return nil, fmt.Errorf("the trace ends within %q", action)
		}
		out = append(out, sum(action, &marks[n], marks[n+1].Start, tasks, workers))
	}
	return out, nil
}

// sum adds up the tasks that began between a mark and an end. Tasks within another
// one are part of it.
func sum(action string, mark *event, end float64, tasks []event, workers map[[2]int]bool) Tasks {
	t := Tasks{Action: action}
	until := map[int]float64{} // when the last task of a thread ended
	for _, e := range tasks {
		if e.PID != mark.PID || e.Start < mark.Start || e.Start >= end || e.Start < until[e.TID] {
			continue
		}
		until[e.TID] = e.Start + e.Took
		switch {
		case e.TID == mark.TID:
			t.Longest = max(t.Longest, e.Busy/1000)
		case workers[[2]int{e.PID, e.TID}]:
			t.Worker += e.Busy / 1000
		}
	}
	return t
}

// readEvents returns the tasks, marks and names of threads in a trace, which may be
// large.
func readEvents(r io.Reader) ([]event, error) {
	d := json.NewDecoder(r)
	for { // up to the list of events
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("no events in the trace: %w", err)
		}
		if token == "traceEvents" {
			break
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var events []event
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		var e event
		if err := json.Unmarshal(raw, &e); err != nil {
			continue // the arguments of others have other types
		}
		if e.isTask() || strings.HasPrefix(e.Name, markPrefix) || e.Name == "thread_name" {
			events = append(events, e)
		}
	}
	if _, err := d.Token(); err != nil { // no end of the list
		return nil, fmt.Errorf("the trace is cut: %w", err)
	}
	return events, nil
}

// recording is a trace that is being made.
type recording struct {
	name string // of its file
	stop func() error
}

// record begins to trace the tasks of an action and of those after it.
func (t *tab) record(action string) error {
	f, err := os.CreateTemp("", "trace-*.json")
	if err != nil {
		return err
	}
	r := &recording{name: f.Name()}
	if err = f.Close(); err == nil {
		r.stop, err = t.trace(r.name, ofTasks)
	}
	if err != nil {
		return errors.Join(err, os.Remove(r.name))
	}
	t.recording = r
	return t.mark(action)
}

// tasks does what a user does after a load, ends the recording and returns its result.
func (t *tab) tasks() (tasks []Tasks, err error) {
	if t.recording == nil { // the load was not traced
		if err := t.record(""); err != nil {
			return nil, err
		}
	}
	r := t.recording
	t.recording = nil
	defer func() { err = errors.Join(err, os.Remove(r.name)) }()
	if err := errors.Join(t.actions(), r.stop()); err != nil {
		return nil, err
	}
	f, err := os.Open(r.name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readTasks(f)
}
