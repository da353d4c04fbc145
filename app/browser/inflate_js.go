package browser

import (
	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/stream"
)

// inflating is a gzip file that a small worker of boot.js decodes. The page
// only connects it with the worker that parses: pieces go from one to the other
// through a port.
type inflating struct {
	decoder safejs.Value
	release func()
}

// unpack starts the decoder of a source for the worker.
func (p *Page) unpack(w *link, m safejs.Value) {
	keeper := int(numberOf(get(m, "keeper")))
	fail := func(text string) {
		p.reply(w, map[string]any{"kind": kindFailed, "keeper": keeper, "error": text})
	}
	port, err := p.inflate(keeper, int(numberOf(get(m, "source"))), fail)
	if err != nil {
		fail(err.Error())
		return
	}
	p.reply(w, map[string]any{"kind": kindPort, "keeper": keeper, "port": port}, port)
}

// inflate starts a decoder and returns the port to which it sends. It calls
// fail if the decoder crashes.
func (p *Page) inflate(keeper, source int, fail func(text string)) (port safejs.Value, err error) {
	file, err := p.files.get(source)
	if err != nil {
		return port, err
	}
	started, err := p.boot.Call("startInflate", file, stream.StoreLimit.Milliseconds())
	if err != nil {
		return port, err
	}
	d := &inflating{decoder: get(started, "worker"), release: func() {}}
	if p.inflating == nil {
		p.inflating = map[int]*inflating{}
	}
	p.inflating[keeper] = d
	failed, err := p.callback(func([]safejs.Value) {
		p.leave(keeper)
		fail("the decoder has crashed")
	})
	if err == nil {
		d.release = failed.Release
		err = d.decoder.Set("onerror", failed)
	}
	if err != nil {
		p.leave(keeper)
	}
	return get(started, "port"), err
}

// leave ends the decoding of a stream. The pieces kept so far stay.
func (p *Page) leave(keeper int) {
	d := p.inflating[keeper]
	if d == nil {
		return
	}
	delete(p.inflating, keeper)
	_ = d.decoder.Set("onerror", safejs.Null())
	_, _ = d.decoder.Call("terminate")
	d.release()
}
