package triage

import (
	"errors"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// LastTried returns the time of the last attempt at row i that a queue file or a log has, queue.NoNumber
// if there was none.
func (x *Index) LastTried(i int32) int64 {
	last := int64(queue.NoNumber)
	if t := x.Queue.LastTry[i]; t > 0 {
		last = t
	}
	events := x.History.Of(i)
	for n := range events {
		if events[n].Kind.Attempt() {
			last = max(last, events[n].Time)
		}
	}
	return last
}

// triedTest compares the time of the last attempt, as created: does that of the arrival.
func triedTest(x *Index, v value) (test, error) {
	if v.Is("none") {
		return several(func(i int32) bool { return x.LastTried(i) == queue.NoNumber }), nil
	}
	s, err := ParseSpan(v.Value(), x.Queue.Taken)
	if err != nil {
		return test{}, errors.New(strings.ReplaceAll(err.Error(), "created:", "tried:"))
	}
	return several(func(i int32) bool {
		t := x.LastTried(i)
		return t != queue.NoNumber && s.From <= t && t < s.To
	}), nil
}

// eventNames returns the values of event:.
func eventNames() []string {
	names := make([]string, 0, queue.NumEventKinds)
	for k := range queue.EventKind(queue.NumEventKinds) {
		names = append(names, k.String())
	}
	return names
}

// eventTest compares the kinds of the events that logs have about a message.
func eventTest(x *Index, v value) (test, error) {
	if v.Is("none") {
		return cheap(func(i int32) bool { return len(x.History.Of(i)) == 0 }), nil
	}
	var on [queue.NumEventKinds]bool
	for k := range on {
		on[k] = v.pattern.is([]byte(queue.EventKind(k).String()))
	}
	if !slices.Contains(on[:], true) {
		return test{}, notKnown("event", v, eventNames())
	}
	return several(func(i int32) bool {
		return slices.ContainsFunc(x.History.Of(i), func(e queue.Event) bool { return on[e.Kind] })
	}), nil
}

// sentToTest compares who took the message or a copy of it, as a log says: the server, or a
// recipient.
func sentToTest(x *Index, v value) (test, error) {
	if v.Is("none") {
		return several(func(i int32) bool {
			return !slices.ContainsFunc(x.History.Of(i), func(e queue.Event) bool { return e.Kind == queue.EventDelivered })
		}), nil
	}
	server := x.memo(func(name []byte) bool { return v.host([]byte(strings.TrimSuffix(string(name), "."))) })
	address := x.memo(v.address())
	return expensive(func(i int32) bool {
		for _, e := range x.History.Of(i) {
			if e.Kind != queue.EventDelivered {
				continue
			}
			if e.Peer != 0 && server(e.Peer) || slices.ContainsFunc(x.History.Recipients[e.RcptAt:e.RcptAt+e.RcptN], address) {
				return true
			}
		}
		return false
	}), nil
}

// SentTo appends the servers that took row i or a copy of it, each once.
func (x *Index) SentTo(i int32, to []queue.Str) []queue.Str {
	for _, e := range x.History.Of(i) {
		if e.Kind == queue.EventDelivered && e.Peer != 0 {
			if s := x.Queue.Strings.Add(strings.TrimSuffix(x.Queue.Text(e.Peer), ".")); !slices.Contains(to, s) {
				to = append(to, s)
			}
		}
	}
	return to
}

// EventKinds appends the names of the kinds of the events of row i, each once.
func (x *Index) EventKinds(i int32, to []queue.Str) []queue.Str {
	var seen [queue.NumEventKinds]bool
	for _, e := range x.History.Of(i) {
		if !seen[e.Kind] {
			seen[e.Kind] = true
			to = append(to, x.Queue.Strings.Add(e.Kind.String()))
		}
	}
	return to
}
