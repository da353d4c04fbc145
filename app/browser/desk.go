package browser

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Engine answers requests. It sends one answer to each, and to Open any number
// of Progress before. Handle may run long, or return and answer later.
type Engine interface {
	Handle(ctx context.Context, req protocol.Request, send func(protocol.Answer))
}

// desk takes requests in order and gives them to the engine: one at a time,
// but for Open, which runs beside the others so that they are answered from
// what was read so far.
type desk struct {
	engine Engine
	// send carries an answer away; last tells that none follows.
	send func(id int, a protocol.Answer, last bool)
	// fault reports a panic, in words without mail.
	fault func(text string)

	mu      sync.Mutex
	waiting []job
	busy    bool
	stop    context.CancelFunc // of the load that runs
	drop    context.CancelFunc // of the answer that is worked on
	done    chan struct{}      // closed when it has ended
}

type job struct {
	id  int
	req protocol.Request
}

// take never blocks, so JavaScript may call it.
func (d *desk) take(id int, req protocol.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case req.Cancel != nil:
		if d.stop != nil {
			d.stop()
		}
		if d.drop != nil {
			d.drop() // only what takes long looks
		}
	case req.Open != nil:
		if d.stop != nil {
			d.stop()
		}
		ctx, stop := context.WithCancel(context.Background())
		before, done := d.done, make(chan struct{})
		d.stop, d.done = stop, done
		go func() {
			defer close(done)
			defer stop()
			if before != nil {
				<-before
			}
			d.handle(ctx, job{id, req})
		}()
	default:
		d.waiting = append(d.waiting, job{id, req})
		if !d.busy {
			d.busy = true
			go d.work()
		}
	}
}

// work answers what waits, then ends.
func (d *desk) work() {
	for {
		d.mu.Lock()
		if len(d.waiting) == 0 {
			d.waiting, d.busy = nil, false
			d.mu.Unlock()
			return
		}
		j := d.waiting[0]
		d.waiting = d.waiting[1:]
		ctx, drop := context.WithCancel(context.Background())
		d.drop = drop
		d.mu.Unlock()
		d.handle(ctx, j)
		drop()
	}
}

// handle passes on the first answer that is no Progress, and of those only so
// many as a screen can show.
func (d *desk) handle(ctx context.Context, j job) {
	answered := false
	var told progress
	answer := func(a protocol.Answer) {
		if answered || a.Progress != nil && !told.due(*a.Progress, time.Now()) {
			return
		}
		answered = a.Progress == nil
		d.send(j.id, a, answered)
	}
	defer func() {
		if v := recover(); v != nil {
			d.fault(panicText(v, debug.Stack()))
			answer(faultAnswer())
		}
	}()
	d.engine.Handle(ctx, j.req, answer)
}

// progressEvery is the shortest time between two Progress answers of a phase.
const progressEvery = 100 * time.Millisecond

// progress is what was told last.
type progress struct {
	phase protocol.Phase
	at    time.Time
}

// due tells whether to pass on another one.
func (p *progress) due(next protocol.Progress, now time.Time) bool {
	if p.phase == next.Phase && now.Sub(p.at) < progressEvery {
		return false
	}
	p.phase, p.at = next.Phase, now
	return true
}

// faultAnswer is the answer where a panic stood in for it.
func faultAnswer() protocol.Answer {
	return protocol.Answer{Error: &protocol.ErrorBox{
		Title: "Spoolscope stopped here because of a fault in it.",
		Text:  "The details contain no mail: copy them for a bug report.",
	}}
}

// panicText describes a panic without its message, unless that comes from the
// Go runtime: any other may quote mail.
func panicText(v any, stack []byte) string {
	text := fmt.Sprintf("panic: value of type %T", v)
	if err, ok := v.(runtime.Error); ok {
		text = "panic: " + err.Error()
	}
	return cleanCrash(text + "\n\n" + strings.TrimSpace(string(stack)))
}
