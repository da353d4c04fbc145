package browser

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/heap"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/parser/hook"
)

// Engine answers requests. Handle returns at once; answers go to send, the last
// one with last set. Cancel has no answer.
type Engine interface {
	Handle(ctx context.Context, req protocol.Request, send func(a protocol.Answer, last bool))
}

// InWorker reports whether this copy of the module is the worker.
func InWorker() bool { return get(safejs.Global(), "document").Type() == safejs.TypeUndefined }

// Worker is the worker's side: it reads files of the page, and keeps decoded
// streams there.
type Worker struct {
	bridge
	self   safejs.Value
	engine Engine
	reads  *stream.Reads
	heap   heap.Tuner

	asked   waiting[stream.Slice]
	storing waiting[error]

	mu        sync.Mutex
	keepers   int // streams kept so far
	current   *stream.Keeper
	opened    map[int]int        // running loads, by request: keepers before each
	unpacking map[int]*unpacking // by keeper

	readers chan safejs.Value      // the connection to the reader that was asked for
	pipe    *pipe                  // to a reader; nil without one
	readFor Read                   // what a reader does
	all     map[int]*stream.Keeper // of a reader, by number
}

// Read reads a source for another worker, at the other end of the pipe.
type Read func(w *Worker, ref protocol.SourceRef, to hook.Pipe) error

// Work runs an engine in the worker, or makes the worker read for another one. It
// does not return while Go can be reached; an error means that JavaScript lacks what
// is needed.
func Work(start func(w *Worker) Engine, read Read) error {
	heap.Start()
	w := newWorker(safejs.Global(), start)
	w.readFor = read
	if err := w.listen(w.self, "message", nil, w.receive); err != nil {
		return err
	}
	if err := post(w.self, map[string]any{"kind": kindReady}); err != nil {
		return err
	}
	select {}
}

// newWorker communicates with the page through self.
func newWorker(self safejs.Value, start func(w *Worker) Engine) *Worker {
	w := &Worker{
		self:      self,
		opened:    make(map[int]int),
		unpacking: make(map[int]*unpacking),
	}
	w.fault = func(text string) {
		// If this fails, there is nobody to report it to.
		_ = post(w.self, map[string]any{"kind": kindFault, "text": text})
	}
	w.reads = stream.NewReads(w.ask)
	w.engine = start(w)
	return w
}

// Keep begins to keep a stream. Streams are written one after the other, so the
// previous one has its buffer freed.
func (w *Worker) Keep() *stream.Keeper {
	w.mu.Lock()
	before := w.current
	w.keepers++
	w.current = stream.NewKeeper(-w.keepers, w.reads, w.store)
	k := w.current
	if w.all != nil {
		w.all[k.Number()] = k
	}
	w.mu.Unlock()
	if before != nil {
		before.Release()
	}
	return k
}

// receive handles a message from the page. JavaScript waits for it, so it must
// not block.
func (w *Worker) receive(event safejs.Value) {
	m := get(event, "data")
	id := int(numberOf(get(m, "id")))
	switch stringOf(get(m, "kind")) {
	case kindAsk:
		w.take(id, get(m, "json"))
	case kindData:
		var s stream.Slice
		if text := stringOf(get(m, "error")); text != "" {
			s.Err = errors.New(text)
		} else {
			s.Data, s.Err = toGo(get(m, "buffer"))
		}
		w.asked.resolve(id, s)
	case kindPort:
		if u := w.unpackingOf(get(m, "keeper")); u != nil {
			u.connect(get(m, "port"))
		}
	case kindWalk:
		w.walk(m)
	case kindReader:
		w.connected(get(m, "port"), stringOf(get(m, "error")))
	case kindFailed:
		if u := w.unpackingOf(get(m, "keeper")); u != nil {
			u.deliver(stream.Decoded{Err: errors.New(stringOf(get(m, "error")))})
		}
	case kindStored:
		var err error
		if text := stringOf(get(m, "error")); text != "" {
			err = errors.New(text)
		}
		w.storing.resolve(id, err)
	}
}

func (w *Worker) take(id int, buffer safejs.Value) {
	var req protocol.Request
	data, err := toGo(buffer)
	if err == nil {
		err = json.Unmarshal(data, &req)
	}
	if err != nil {
		w.send(id, protocol.Answer{Error: &protocol.ErrorBox{Title: "This request cannot be read.", Text: err.Error()}}, true)
		return
	}
	if req.Cancel != nil {
		// If this is lost, the page ends the worker.
		_ = post(w.self, map[string]any{"kind": kindHeard})
	}
	if req.Open != nil {
		w.mu.Lock()
		w.opened[id] = w.keepers
		w.mu.Unlock()
		w.reads.Expect(req.Open.Sources, req.Open.Join || req.Open.Compare)
	}
	w.engine.Handle(context.Background(), req, func(a protocol.Answer, last bool) { w.send(id, a, last) })
}

// Fault reports a panic from which the engine recovered, in words without mail.
func (w *Worker) Fault(value any, stack []byte) { w.fault(panicText(value, stack)) }

// Yield lets JavaScript events in: Go yields to it only when it sleeps.
func (w *Worker) Yield() { time.Sleep(time.Millisecond) }

// send is called by the engine's goroutines.
func (w *Worker) send(id int, a protocol.Answer, last bool) {
	if err := w.post(id, a, last); err != nil {
		w.fault("answer: " + err.Error())
	}
	if a.Progress != nil {
		w.heap.Tune()
		w.Yield() // to a Cancel, and to questions
	}
	if last {
		w.forget(id, a)
	}
}

func (w *Worker) post(id int, a protocol.Answer, last bool) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	text, err := toJS(data)
	if err != nil {
		return err
	}
	m := map[string]any{"kind": kindAnswer, "id": id, "last": last, "json": get(text, "buffer")}
	buffers := []safejs.Value{get(text, "buffer")}
	if a.File != nil {
		file, err := toJS(a.File.Data)
		if err != nil {
			return err
		}
		m["file"] = get(file, "buffer")
		buffers = append(buffers, get(file, "buffer"))
	}
	return post(w.self, m, buffers...)
}

// forget lets the page drop the streams of the queue that a load replaced. A
// load that joins reads everything again, so it replaces them too. A capture
// opened for comparison needs those of both, until both are replaced.
func (w *Worker) forget(id int, a protocol.Answer) {
	w.mu.Lock()
	before, ok := w.opened[id]
	delete(w.opened, id)
	w.mu.Unlock()
	if !ok || before == 0 || a.Loaded == nil || a.Loaded.Fatal != nil || a.Loaded.Earlier != nil {
		return
	}
	if err := post(w.self, map[string]any{"kind": kindForget, "keeper": -before}); err != nil {
		w.fault("forget: " + err.Error())
	}
}

// ask reads from the page.
func (w *Worker) ask(source, sources int, offset int64, n int) <-chan stream.Slice {
	id, answer := w.asked.add()
	err := post(w.self, map[string]any{"kind": kindRead, "id": id, "source": source, "sources": sources, "offset": offset, "length": n})
	if err != nil {
		w.asked.resolve(id, stream.Slice{Err: err})
	}
	return answer
}

// store sends a piece of a kept stream to the page.
func (w *Worker) store(keeper int, piece []byte) <-chan error {
	id, answer := w.storing.add()
	array, err := toJS(piece)
	if err == nil {
		buffer := get(array, "buffer")
		err = post(w.self, map[string]any{"kind": kindStore, "id": id, "keeper": keeper, "buffer": buffer}, buffer)
	}
	if err != nil {
		w.storing.resolve(id, err)
	}
	return answer
}
