package browser

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"sync"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/parser/hook"
)

const (
	// apartMin is the size from which a source is worth a second worker: to
	// start one takes a fifth of a second.
	apartMin = 4 << 20
	// apartKeepers is how many streams a reader may keep.
	apartKeepers = 1 << 20
	// apartWaiting is more than the messages that are on their way at a time.
	apartWaiting = 64
	// apartMemory is the memory of a device, in GB as browsers tell it, with
	// which one worker has to do.
	apartMemory = 4
)

// mayReadApart reports whether this device has a processor and memory for a
// second worker. Not all browsers report the memory.
func mayReadApart() bool {
	device := get(safejs.Global(), "navigator")
	memory := get(device, "deviceMemory")
	return numberOf(get(device, "hardwareConcurrency")) > 1 && (memory.Type() != safejs.TypeNumber || numberOf(memory) >= apartMemory)
}

// Begin implements hook.Apart: a worker of its own reads and parses a large
// source, so that this one puts it into rows and answers meanwhile.
func (s *Source) Begin() hook.Pipe {
	if s.ref.Size < apartMin || !mayReadApart() {
		return nil
	}
	w := s.worker
	ref, err := json.Marshal(s.ref)
	if err != nil {
		return nil
	}
	text, err := toJS(ref)
	if err != nil {
		return nil
	}
	w.mu.Lock()
	first := w.keepers
	w.keepers += apartKeepers
	connection := make(chan safejs.Value, 1)
	w.readers = connection
	w.mu.Unlock()
	if err := post(w.self, map[string]any{"kind": kindApart, "json": get(text, "buffer"), "first": first}); err != nil {
		return nil
	}
	port := <-connection
	if !truthy(port) {
		return nil
	}
	p, err := w.newPipe(port)
	if err != nil {
		return nil
	}
	w.mu.Lock()
	w.pipe = p
	w.mu.Unlock()
	return p
}

// connected takes the connection to a reader, or the news that it has ended.
func (w *Worker) connected(port safejs.Value, text string) {
	w.mu.Lock()
	asked, p := w.readers, w.pipe
	w.readers, w.pipe = nil, nil
	w.mu.Unlock()
	switch {
	case asked != nil:
		asked <- port
	case p != nil:
		p.fail(text)
	}
}

// pipe is one end of the connection between a worker and its reader. It carries
// their messages, and reads of streams that the other end keeps.
type pipe struct {
	worker  *Worker
	port    safejs.Value
	release func()
	in      chan []byte
	parts   waiting[stream.Slice]
	ended   chan struct{}
	failed  chan error

	mu    sync.Mutex
	sizes map[int]int64 // of the streams that were kept; nil while the reader is there
}

// Kinds of messages between worker and reader, besides those of the load,
// which are a buffer alone.
const (
	pipePart  = "part"  // id, keeper, offset, length
	pipeBytes = "bytes" // id, buffer or error
	pipeEnd   = "end"   // all is received
	pipeEnded = "ended" // json: the sizes of the streams, which the page keeps to the last byte
)

func (w *Worker) newPipe(port safejs.Value) (*pipe, error) {
	p := &pipe{worker: w, port: port, in: make(chan []byte, apartWaiting), ended: make(chan struct{}), failed: make(chan error, 1)}
	f, err := w.callback(func(args []safejs.Value) { p.receive(get(args[0], "data")) })
	if err != nil {
		return nil, err
	}
	p.release = f.Release
	return p, port.Set("onmessage", f)
}

// receive handles a message of the other end. It must not block.
func (p *pipe) receive(m safejs.Value) {
	id := int(numberOf(get(m, "id")))
	switch stringOf(get(m, "kind")) {
	case pipePart:
		keeper, offset, n := int(numberOf(get(m, "keeper"))), numberOf(get(m, "offset")), int(numberOf(get(m, "length")))
		p.worker.run(func() { p.serve(id, keeper, offset, n) })
	case pipeBytes:
		var s stream.Slice
		if text := stringOf(get(m, "error")); text != "" {
			s.Err = errors.New(text)
		} else {
			s.Data, s.Err = toGo(get(m, "buffer"))
		}
		p.parts.resolve(id, s)
	case pipeEnd:
		p.worker.run(p.end)
	case pipeEnded:
		sizes := map[int]int64{}
		if data, err := toGo(get(m, "json")); err != nil || json.Unmarshal(data, &sizes) != nil {
			p.worker.fault("the sizes of what was kept cannot be read")
		}
		p.finish(sizes)
	default:
		data, err := toGo(get(m, "buffer"))
		if err != nil {
			p.worker.fault("apart: " + err.Error())
		}
		p.in <- data // there is room, see apartWaiting
	}
}

// Send implements hook.Pipe.
func (p *pipe) Send(message []byte) error {
	array, err := toJS(message)
	if err != nil {
		return err
	}
	buffer := get(array, "buffer")
	return post(p.port, map[string]any{"buffer": buffer}, buffer)
}

// Receive implements hook.Pipe.
func (p *pipe) Receive() ([]byte, error) {
	select {
	case message := <-p.in:
		return message, nil
	case err := <-p.failed:
		return nil, err
	}
}

// fail ends a connection whose other end is gone. What was not kept by then is lost.
func (p *pipe) fail(text string) {
	p.finish(map[int]int64{})
	p.failed <- errors.New(text)
}

// finish takes the sizes of the streams that the page keeps.
func (p *pipe) finish(sizes map[int]int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sizes == nil {
		p.sizes = sizes
		close(p.ended)
	}
}

// Kept implements hook.Pipe.
func (p *pipe) Kept(number int) io.ReaderAt { return apartStream{p, number} }

// Close implements hook.Pipe. It waits until the page has all that the reader kept.
func (p *pipe) Close() error {
	if err := post(p.port, map[string]any{"kind": pipeEnd}); err != nil {
		return err
	}
	<-p.ended
	_ = p.port.Set("onmessage", safejs.Null())
	p.release()
	return post(p.worker.self, map[string]any{"kind": kindDone})
}

// serve answers a read of a stream that is kept here.
func (p *pipe) serve(id, keeper int, offset int64, n int) {
	buf := make([]byte, n)
	n, err := p.worker.keeperOf(keeper).ReadAt(buf, offset)
	m := map[string]any{"kind": pipeBytes, "id": id}
	var buffers []safejs.Value
	if err != nil && !errors.Is(err, io.EOF) {
		m["error"] = err.Error()
	} else if array, err := toJS(buf[:n]); err != nil {
		m["error"] = err.Error()
	} else {
		m["buffer"] = get(array, "buffer")
		buffers = append(buffers, get(array, "buffer"))
	}
	if err := post(p.port, m, buffers...); err != nil {
		p.worker.fault("part: " + err.Error())
	}
}

// end makes the page keep everything, and sends its size.
func (p *pipe) end() {
	sizes := map[int]int64{}
	for number, k := range p.worker.allKept() {
		// The walk knows about an error, or it costs the bytes after it.
		_, _ = k.End()
		sizes[number] = k.Size()
	}
	data, err := json.Marshal(sizes)
	if err == nil {
		var array safejs.Value
		if array, err = toJS(data); err == nil {
			err = post(p.port, map[string]any{"kind": pipeEnded, "json": get(array, "buffer")})
		}
	}
	if err != nil {
		p.worker.fault("end: " + err.Error())
	}
}

// apartStream is a stream that a reader keeps, and that the page has once it has ended.
type apartStream struct {
	pipe   *pipe
	number int
}

// ReadAt implements io.ReaderAt.
func (a apartStream) ReadAt(b []byte, offset int64) (int, error) {
	p := a.pipe
	p.mu.Lock()
	size, ended := p.sizes[a.number], p.sizes != nil
	p.mu.Unlock()
	if ended {
		return p.worker.reads.Open(a.number, size).ReadAt(b, offset)
	}
	id, answer := p.parts.add()
	if err := post(p.port, map[string]any{"kind": pipePart, "id": id, "keeper": a.number, "offset": offset, "length": len(b)}); err != nil {
		return 0, err
	}
	select {
	case s := <-answer:
		n := copy(b, s.Data)
		if s.Err == nil && n < len(b) {
			s.Err = io.EOF
		}
		return n, s.Err
	case <-p.ended: // nobody answers any more
		return a.ReadAt(b, offset)
	}
}

// walk makes this worker a reader.
func (w *Worker) walk(m safejs.Value) {
	w.mu.Lock()
	w.keepers, w.all = int(numberOf(get(m, "first"))), map[int]*stream.Keeper{}
	w.mu.Unlock()
	p, err := w.newPipe(get(m, "port"))
	var ref protocol.SourceRef
	if err == nil {
		var data []byte
		if data, err = toGo(get(m, "json")); err == nil {
			err = json.Unmarshal(data, &ref)
		}
	}
	if err != nil {
		w.fault("walk: " + err.Error())
		return
	}
	w.run(func() {
		if err := w.readFor(w, ref, p); err != nil {
			w.fault("walk: " + err.Error())
		}
	})
}

// keeperOf returns a stream that a reader keeps.
func (w *Worker) keeperOf(number int) *stream.Keeper {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all[number]
}

// allKept returns the streams that a reader keeps.
func (w *Worker) allKept() map[int]*stream.Keeper {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.all)
}
