package browser

import (
	"errors"
	"io"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/stream"
)

const (
	// unpackMin is the size from which the browser decodes a compressed file:
	// for smaller ones it takes too long to start.
	unpackMin = 256 << 10
	// unpackRoom is how many decoded pieces of 4 MiB may wait here.
	unpackRoom = 3
)

// unpacking is the worker's end of a decoder that the page started. Messages of
// both arrive while Go does something else, so nothing here waits.
type unpacking struct {
	worker  *Worker
	keeper  int
	pieces  chan stream.Decoded
	port    safejs.Value
	release func()
}

// unpack asks the page to have a source decoded and the result kept.
func (w *Worker) unpack(source int, k *stream.Keeper) *stream.Unpacked {
	u := &unpacking{
		worker: w, keeper: k.Number(),
		pieces: make(chan stream.Decoded, unpackRoom+1), // and the end
	}
	w.mu.Lock()
	w.unpacking[u.keeper] = u
	w.mu.Unlock()
	if err := post(w.self, map[string]any{"kind": kindUnpack, "source": source, "keeper": u.keeper}); err != nil {
		u.deliver(stream.Decoded{Err: err})
	}
	return &stream.Unpacked{Keeper: k, Pieces: u.pieces, More: func() { u.more(1) }, Leave: u.leave}
}

// unpackingOf returns the decoder that writes to a keeper, nil if it was abandoned.
func (w *Worker) unpackingOf(keeper safejs.Value) *unpacking {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unpacking[int(numberOf(keeper))]
}

// deliver passes on a piece, the end or an error. After the first error nobody
// looks.
func (u *unpacking) deliver(d stream.Decoded) {
	select {
	case u.pieces <- d:
	default:
	}
}

// more lets the decoder send n more pieces.
func (u *unpacking) more(n int) {
	if err := post(u.port, map[string]any{"room": n}); err != nil {
		u.deliver(stream.Decoded{Err: err})
	}
}

// connect takes the port on which the decoder sends.
func (u *unpacking) connect(port safejs.Value) {
	message, err := u.worker.callback(func(args []safejs.Value) { u.deliver(u.decoded(get(args[0], "data"))) })
	if err != nil {
		u.deliver(stream.Decoded{Err: err})
		return
	}
	u.port, u.release = port, message.Release
	if err := port.Set("onmessage", message); err != nil {
		u.deliver(stream.Decoded{Err: err})
		return
	}
	u.more(unpackRoom)
}

// decoded reads a message of the decoder.
func (u *unpacking) decoded(m safejs.Value) stream.Decoded {
	switch stringOf(get(m, "kind")) {
	case "end":
		return stream.Decoded{Err: io.EOF}
	case "piece":
	default:
		return stream.Decoded{Err: errors.New(stringOf(get(m, "text")))}
	}
	array, err := get(safejs.Global(), "Uint8Array").New(get(m, "buffer"))
	if err != nil {
		return stream.Decoded{Err: err}
	}
	var lost error
	if text := stringOf(get(m, "lost")); text != "" {
		lost = errors.New(text)
	}
	return stream.Decoded{
		Size: int(numberOf(get(array, "length"))), Read: numberOf(get(m, "read")), Lost: lost,
		Take: func(to []byte) error {
			if _, err := safejs.CopyBytesToGo(to, array); err != nil || lost != nil {
				return err
			}
			return post(u.worker.self, map[string]any{"kind": kindKept, "keeper": u.keeper, "blob": get(m, "blob")})
		},
	}
}

// leave ends the decoder.
func (u *unpacking) leave() {
	w := u.worker
	w.mu.Lock()
	delete(w.unpacking, u.keeper)
	w.mu.Unlock()
	if u.release != nil {
		_ = u.port.Set("onmessage", safejs.Null())
		_, _ = u.port.Call("close")
		u.release()
		u.release = nil
	}
	if err := post(w.self, map[string]any{"kind": kindLeave, "keeper": u.keeper}); err != nil {
		w.fault("leave: " + err.Error())
	}
}
