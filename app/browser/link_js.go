package browser

import (
	"encoding/json"
	"errors"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/stream"
)

// link is the page's end of a worker.
type link struct {
	port    safejs.Value
	release func() // stops listening
	ready   bool
	dead    bool
	early   []envelope // asked before the worker was ready
	pending map[int]envelope
	last    int                // number given to a request
	stop    *stopping          // nil unless a load is being stopped
	gone    *protocol.ErrorBox // what requests are answered with once it is dead
	begin   func()             // of a reader: what to do when it is ready
}

type envelope struct {
	id     int
	req    protocol.Request
	answer func(protocol.Answer)
}

// errGone answers requests to a worker that has crashed, errEnded to one that was
// ended because it did not stop.
var (
	errGone = &protocol.ErrorBox{
		Title: "No answer: reading stopped because of a fault in Spoolscope.",
		Text:  "Read again.",
	}
	errEnded = &protocol.ErrorBox{Title: "No answer: reading was stopped by you.", Text: "Read again."}
)

// start makes the worker that answers.
func (p *Page) start() (err error) {
	p.worker, err = p.launch("spoolscope")
	return err
}

// launch makes a worker of the module that boot.js compiled. It is there even
// if it cannot be listened to.
func (p *Page) launch(name string) (*link, error) {
	w := &link{pending: make(map[int]envelope)}
	port, err := p.boot.Call("startWorker", name)
	if err != nil {
		return w, err
	}
	w.port = port
	message, err := p.callback(func(args []safejs.Value) { p.receive(w, get(args[0], "data")) })
	if err != nil {
		return w, err
	}
	failed, err := p.callback(func(args []safejs.Value) { p.died(w, stringOf(get(args[0], "message"))) })
	if err != nil {
		message.Release()
		return w, err
	}
	w.release = func() {
		message.Release()
		failed.Release()
	}
	return w, errors.Join(port.Set("onmessage", message), port.Set("onerror", failed))
}

// Restart implements ui.Platform.
func (p *Page) Restart() {
	p.end(p.worker)
	p.kept.clear()
	if err := p.start(); err != nil {
		p.end(p.worker)
		p.crashed("worker: " + err.Error())
	}
}

// end terminates the worker, which frees its memory, and answers its open
// requests.
func (p *Page) end(w *link) {
	if r := p.reader; r != nil && r != w {
		p.endReader()
	}
	w.dead = true
	if w.release != nil {
		// Events that are under way must not find released functions.
		_ = w.port.Set("onmessage", safejs.Null())
		_ = w.port.Set("onerror", safejs.Null())
		_, _ = w.port.Call("terminate")
		w.release()
		w.release = nil
	}
	for keeper := range p.inflating {
		p.leave(keeper)
	}
	waiting := w.pending
	w.pending = make(map[int]envelope)
	w.early = nil
	for _, e := range waiting {
		p.answer(e, protocol.Answer{Error: w.gone})
	}
}

// died ends a worker that crashed and reports it, with the details that boot.js
// extracted from its last output.
func (p *Page) died(w *link, details string) {
	if w.dead {
		return
	}
	if w == p.reader {
		w = p.worker // what it waits for never comes
	}
	// The screens learn about the crash first: the answers that end makes up
	// say nothing about the queue.
	w.dead, w.gone = true, errGone
	p.crashed(details)
	p.end(w)
}

func (p *Page) answer(e envelope, a protocol.Answer) {
	if e.answer != nil {
		p.onUI(func() { e.answer(a) })
	}
}

// Ask implements ui.Platform. A Cancel request has no answer.
func (p *Page) Ask(req protocol.Request, answer func(protocol.Answer)) {
	w := p.worker
	w.last++
	e := envelope{w.last, req, answer}
	if w.dead {
		p.answer(e, protocol.Answer{Error: w.gone})
		return
	}
	if req.Cancel == nil {
		w.pending[e.id] = e
	} else if p.stops(w) {
		return
	}
	if !w.ready {
		w.early = append(w.early, e)
		return
	}
	p.send(w, e)
}

func (p *Page) send(w *link, e envelope) {
	err := func() error {
		data, err := json.Marshal(e.req)
		if err != nil {
			return err
		}
		array, err := toJS(data)
		if err != nil {
			return err
		}
		buffer := get(array, "buffer")
		return post(w.port, map[string]any{"kind": kindAsk, "id": e.id, "json": buffer}, buffer)
	}()
	if err != nil {
		delete(w.pending, e.id)
		p.answer(e, protocol.Answer{Error: &protocol.ErrorBox{Title: "The request could not be sent.", Text: err.Error()}})
	}
}

// receive handles a message from the worker. JavaScript waits for it.
func (p *Page) receive(w *link, m safejs.Value) {
	id := int(numberOf(get(m, "id")))
	switch stringOf(get(m, "kind")) {
	case kindReady:
		w.ready = true
		if w.begin != nil {
			w.begin()
			return
		}
		warmUp()
		early := w.early
		w.early = nil
		for _, e := range early {
			p.send(w, e)
		}
	case kindAnswer:
		p.answered(w, id, m)
	case kindRead:
		p.read(w, id, m)
	case kindStore:
		p.store(w, id, m)
	case kindHeard:
		if w.stop != nil {
			w.stop.heard = true
		}
	case kindUnpack:
		p.unpack(w, m)
	case kindKept:
		p.kept.add(int(numberOf(get(m, "keeper"))), get(m, "blob"))
	case kindLeave:
		p.leave(int(numberOf(get(m, "keeper"))))
	case kindApart:
		p.apart(w, m)
	case kindDone:
		p.endReader()
	case kindForget:
		p.kept.forget(int(numberOf(get(m, "keeper"))))
	case kindFault:
		p.crashed(stringOf(get(m, "text")))
	case kindExit:
		p.died(w, stringOf(get(m, "text")))
	}
}

// warmUp makes package json analyse the types of questions and answers before
// there are any. That takes longer than writing or reading one.
func warmUp() {
	_, _ = json.Marshal(protocol.Request{})
	_, _ = json.Marshal(protocol.Answer{})
}

func (p *Page) answered(w *link, id int, m safejs.Value) {
	e, ok := w.pending[id]
	if !ok {
		return
	}
	var a protocol.Answer
	data, err := toGo(get(m, "json"))
	if err == nil {
		err = json.Unmarshal(data, &a)
	}
	if err == nil && a.File != nil {
		a.File.Data, err = toGo(get(m, "file"))
	}
	if err != nil {
		a = protocol.Answer{Error: &protocol.ErrorBox{Title: "The answer cannot be read.", Text: err.Error()}}
	}
	if err != nil || truthy(get(m, "last")) {
		delete(w.pending, id)
		if e.req.Open != nil {
			w.stop = nil
		}
	}
	if open := e.req.Open; open != nil && !open.Join && !open.Compare && a.Loaded != nil && a.Loaded.Fatal == nil {
		p.files.forgetBefore(open.Sources)
	}
	p.answer(e, a)
}

// read answers the worker with a part of a file or of a kept stream.
func (p *Page) read(w *link, id int, m safejs.Value) {
	source, from, n := int(numberOf(get(m, "source"))), numberOf(get(m, "offset")), numberOf(get(m, "length"))
	reply := func(buffer safejs.Value, err error) {
		if err != nil {
			p.reply(w, map[string]any{"kind": kindData, "id": id, "error": err.Error()})
			return
		}
		p.reply(w, map[string]any{"kind": kindData, "id": id, "buffer": buffer}, buffer)
	}
	var blob safejs.Value
	var err error
	if source < 0 {
		blob, err = p.kept.part(source, from, n)
	} else if blob, err = p.files.joined(source, int(numberOf(get(m, "sources")))); err == nil {
		blob, err = blob.Call("slice", from, from+n)
	}
	if err != nil {
		reply(safejs.Undefined(), err)
		return
	}
	promise, err := blob.Call("arrayBuffer")
	if err != nil {
		reply(safejs.Undefined(), err)
		return
	}
	p.then(promise, reply)
}

// store keeps a piece of a stream. The worker is notified once the browser has
// really stored it, which is when a byte of it can be read: a Blob exists at
// once, and fails later.
func (p *Page) store(w *link, id int, m safejs.Value) {
	done := func(err error) {
		reply := map[string]any{"kind": kindStored, "id": id}
		if err != nil {
			reply["error"] = err.Error()
		}
		p.reply(w, reply)
	}
	blob, err := blobOf(get(m, "buffer"))
	if err != nil {
		done(err)
		return
	}
	keeper := int(numberOf(get(m, "keeper")))
	p.kept.add(keeper, blob)
	p.touch(blob, func(_ safejs.Value, err error) {
		if err != nil {
			p.kept.lose(keeper, blob)
		}
		done(err)
	})
}

// touch reads a byte of a blob.
func (p *Page) touch(blob safejs.Value, done func(safejs.Value, error)) {
	first, err := blob.Call("slice", 0, 1)
	if err == nil {
		first, err = first.Call("arrayBuffer")
	}
	if err != nil {
		done(safejs.Undefined(), err)
		return
	}
	p.within(stream.StoreLimit, first, done)
}

// reply answers the worker if it is still alive.
func (p *Page) reply(w *link, m map[string]any, buffers ...safejs.Value) {
	if w.dead {
		return
	}
	if err := post(w.port, m, buffers...); err != nil {
		p.died(w, err.Error())
	}
}
