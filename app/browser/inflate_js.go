package browser

import (
	"errors"

	"github.com/hack-pad/safejs"
)

const (
	// inflateSlice is how much of a file goes to the decoder at a time.
	inflateSlice  = 1 << 20
	inflateSlices = 2 // that may wait for the decoder
	// inflateRoom is how many decoded pieces of 4 MiB may wait for the worker.
	inflateRoom = 3
)

// inflating is a gzip file that a small worker of boot.js decodes: slices of
// the file go in, and pieces come out, already stored, to be passed on to the
// worker that parses. At most inflateSlices and inflateRoom of them are in
// flight.
type inflating struct {
	page   *Page
	to     *link
	keeper int
	file   safejs.Value
	size   int64
	sent   int64 // bytes of the file

	port    safejs.Value
	release func()
	wanted  int  // slices that may be sent
	reading bool // one at a time, for their order
	ready   []inflated
	asks    []int // requests not yet answered
	ended   bool
	failed  string
}

// inflated is a decoded piece, in memory and stored.
type inflated struct {
	buffer, blob safejs.Value
	read         int64
}

// unpack answers the worker with the next decoded piece of a source.
func (p *Page) unpack(w *link, id int, m safejs.Value) {
	keeper := int(numberOf(get(m, "keeper")))
	d := p.inflating[keeper]
	if d == nil {
		d = &inflating{page: p, to: w, keeper: keeper}
		if p.inflating == nil {
			p.inflating = map[int]*inflating{}
		}
		p.inflating[keeper] = d
		if err := d.start(int(numberOf(get(m, "source")))); err != nil {
			d.fail(err.Error())
		}
	}
	d.asks = append(d.asks, id)
	d.serve()
}

// leave ends the decoding of a stream. The pieces kept so far stay.
func (p *Page) leave(keeper int) {
	if d := p.inflating[keeper]; d != nil {
		d.stop()
		delete(p.inflating, keeper)
	}
}

func (d *inflating) start(source int) (err error) {
	if d.file, err = d.page.files.get(source); err != nil {
		return err
	}
	d.size = numberOf(get(d.file, "size"))
	if d.port, err = d.page.boot.Call("startInflate"); err != nil {
		return err
	}
	message, err := d.page.callback(func(args []safejs.Value) { d.receive(get(args[0], "data")) })
	if err != nil {
		_, _ = d.port.Call("terminate")
		return err
	}
	failed, err := d.page.callback(func([]safejs.Value) { d.fail("the decoder has crashed") })
	if err != nil {
		message.Release()
		_, _ = d.port.Call("terminate")
		return err
	}
	d.release = func() {
		message.Release()
		failed.Release()
	}
	if err := errors.Join(d.port.Set("onmessage", message), d.port.Set("onerror", failed)); err != nil {
		return err
	}
	d.wanted = inflateSlices
	d.pump()
	return post(d.port, map[string]any{"room": inflateRoom})
}

// stop terminates the decoder, which drops everything in flight there.
func (d *inflating) stop() {
	if d.release == nil {
		return
	}
	_ = d.port.Set("onmessage", safejs.Null())
	_ = d.port.Set("onerror", safejs.Null())
	_, _ = d.port.Call("terminate")
	d.release()
	d.release = nil
}

// fail makes the worker decode by itself what was not delivered. Pieces that
// are ready are dropped, so that exactly the delivered ones are kept.
func (d *inflating) fail(text string) {
	d.stop()
	if d.failed == "" {
		d.failed = text
	}
	d.ready = nil
	d.serve()
}

// pump sends slices of the file to the decoder, and finally the end.
func (d *inflating) pump() {
	if d.release == nil || d.reading || d.wanted == 0 || d.sent > d.size {
		return
	}
	if d.sent == d.size {
		d.sent++
		if err := post(d.port, map[string]any{}); err != nil {
			d.fail(err.Error())
		}
		return
	}
	from := d.sent
	d.sent = min(d.size, from+inflateSlice)
	part, err := d.file.Call("slice", from, d.sent)
	if err == nil {
		part, err = part.Call("arrayBuffer")
	}
	if err != nil {
		d.fail(err.Error())
		return
	}
	d.reading = true
	d.page.then(part, func(buffer safejs.Value, err error) {
		d.reading = false
		d.wanted--
		if d.release == nil {
			return
		}
		if err == nil {
			err = post(d.port, map[string]any{"buffer": buffer}, buffer)
		}
		if err != nil {
			d.fail(err.Error())
			return
		}
		d.pump()
	})
}

// receive handles a message from the decoder.
func (d *inflating) receive(m safejs.Value) {
	if d.release == nil {
		return
	}
	switch stringOf(get(m, "kind")) {
	case "want":
		d.wanted++
		d.pump()
	case "piece":
		d.ready = append(d.ready, inflated{get(m, "buffer"), get(m, "blob"), numberOf(get(m, "read"))})
		d.serve()
	case "end":
		d.ended = true
		d.stop()
		d.serve()
	default:
		d.fail(stringOf(get(m, "text")))
	}
}

// serve answers the requests that can be answered.
func (d *inflating) serve() {
	for len(d.asks) > 0 {
		reply := map[string]any{"kind": kindPiece, "id": d.asks[0]}
		var buffers []safejs.Value
		switch {
		case d.failed != "":
			reply["error"] = d.failed
		case len(d.ready) > 0:
			piece := d.ready[0]
			d.ready = d.ready[1:]
			d.page.kept.add(d.keeper, piece.blob)
			reply["buffer"], reply["read"] = piece.buffer, piece.read
			buffers = append(buffers, piece.buffer)
			if d.release != nil {
				if err := post(d.port, map[string]any{"room": 1}); err != nil {
					d.fail(err.Error())
				}
			}
		case d.ended:
			reply["end"] = true
		default:
			return
		}
		d.asks = d.asks[1:]
		d.page.reply(d.to, reply, buffers...)
	}
}
