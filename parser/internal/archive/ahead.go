package archive

import (
	"context"
	"errors"
	"io"
	"runtime"

	"github.com/spoolscope/spoolscope/parser/hook"
)

// unpacked reads from a Unpacker, and from a decoder of its own once that has
// given up.
type unpacked struct {
	top    *stream // the source, unread as long as u is there
	kind   string
	window int64         // see WindowLimit
	u      hook.Unpacker // nil: it gave up
	piece  []byte
	given  int64
	own    *decoder
}

func (r *unpacked) Read(p []byte) (int, error) {
	for len(r.piece) == 0 && r.u != nil {
		piece, read, err := r.u.Next()
		if err == io.EOF {
			r.top.w.in.reached(r.top.w.in.size)
			return 0, io.EOF
		}
		if err != nil {
			r.close()
			break
		}
		r.piece = piece
		r.given += int64(len(piece))
		r.top.ahead = read
		r.top.w.in.reached(read)
	}
	if r.u != nil {
		n := copy(p, r.piece)
		r.piece = r.piece[n:]
		return n, nil
	}
	if r.own == nil {
		r.top.ahead = 0
		r.own = &decoder{kind: r.kind, in: r.top, window: r.window}
	}
	for r.given > 0 { // what was delivered already
		n, err := r.own.Read(p[:min(int64(len(p)), r.given)])
		if r.given -= int64(n); err != nil {
			return 0, err
		}
	}
	return r.own.Read(p)
}

func (r *unpacked) close() {
	if r.u != nil {
		r.u.Close()
		r.u = nil
	}
}

func (r *unpacked) end() {
	r.close()
	if r.own != nil {
		r.own.close()
	}
}

// Pieces that are decoded ahead of their reader.
const (
	aheadPiece  = 128 << 10
	aheadPieces = 8
)

// aheadMin is the size from which a source is worth it. It is a variable for tests.
var aheadMin int64 = 256 << 10

// ahead is an Unpacker that decodes on another processor while the walk goes
// on. It gives up where anything is wrong: the walk reports what.
type ahead struct {
	ctx    context.Context
	cancel context.CancelFunc
	full   chan piece
	free   chan []byte
	ended  chan struct{}

	last []byte // given to the reader
	err  error  // after that
}

type piece struct {
	data []byte
	read int64
	err  error
}

// newAhead starts to decode, or returns nil where that gains nothing.
func newAhead(w *walker, kind string, window int64) hook.Unpacker {
	if runtime.GOMAXPROCS(0) < 2 || w.in.at == nil || w.in.size >= 0 && w.in.size < aheadMin {
		return nil
	}
	ctx, cancel := context.WithCancel(w.ctx)
	a := &ahead{ctx: ctx, cancel: cancel, full: make(chan piece, aheadPieces), free: make(chan []byte, aheadPieces), ended: make(chan struct{})}
	for range aheadPieces {
		a.free <- make([]byte, aheadPiece)
	}
	low := &walker{ctx: ctx, name: w.name, opt: Options{Limits: w.opt.Limits}}
	low.in = &input{w: low, at: w.in.at, size: w.in.size}
	top := &stream{w: low, from: low.in, direct: true, blob: NoBlob, label: w.name}
	top.buffer(topBuffer)
	go a.run(ctx, &decoder{kind: kind, in: top, window: window})
	return a
}

var errGaveUp = errors.New("decoding ahead gave up")

func (a *ahead) run(ctx context.Context, d *decoder) {
	defer close(a.ended)
	defer d.close()
	for {
		var buf []byte
		select {
		case buf = <-a.free:
		case <-ctx.Done():
			return
		}
		n, err := 0, error(nil)
		for n < len(buf) && err == nil {
			var m int
			m, err = d.Read(buf[n:])
			n += m
		}
		if err != nil && err != io.EOF || d.in.failed() || len(d.in.w.found.all) > 0 || ctx.Err() != nil {
			err = errGaveUp
		}
		// There are as many places as buffers, so this does not wait.
		a.full <- piece{buf[:n], d.in.sourceOffset(), err}
		if err != nil {
			return
		}
	}
}

// Next implements Unpacker.
func (a *ahead) Next() ([]byte, int64, error) {
	if a.last != nil {
		a.free <- a.last
		a.last = nil
	}
	if a.err != nil {
		return nil, 0, a.err
	}
	var p piece
	select {
	case p = <-a.full:
	case <-a.ctx.Done():
		a.err = errGaveUp
		return nil, 0, a.err
	}
	a.last, a.err = p.data[:cap(p.data)], p.err
	if len(p.data) == 0 {
		return nil, 0, a.err
	}
	return p.data, p.read, nil
}

// Close implements Unpacker.
func (a *ahead) Close() {
	a.cancel()
	<-a.ended
}
