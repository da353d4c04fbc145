package archive

import (
	"context"
	"io"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive/wire"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Decode reads what Encode wrote.
type Decode func(d *wire.Decoder) any

// crash is a panic of the other thread. Its text has nothing of what was read, as
// with errors of the runtime.
type crash string

// Error returns the text.
func (c crash) Error() string { return string(c) }

// RuntimeError implements runtime.Error.
func (crash) RuntimeError() {}

// follower is the handler's side of a walk apart.
type follower struct {
	src      Source
	blobs    *Blobs
	base     int // of the walk's blobs
	progress func(read int64)
	decode   Decode
	handle   Handler
	from     hook.Pipe
	ctx      context.Context
	archive  string // of the last member: most members are in the same one

	found   problems
	stopped error // the handler's
	ended   bool
	held    held
}

// Follow is Walk for a source that a Tell walks at the other end of from.
func Follow(ctx context.Context, src Source, blobs *Blobs, opt Options, decode Decode, h Handler, from hook.Pipe) ([]queue.Problem, error) {
	f := &follower{ctx: ctx, src: src, blobs: blobs, base: len(blobs.At), progress: opt.Progress, decode: decode, handle: h, from: from}
	closed := false
	defer func() {
		if !closed { // a panic is on its way
			_ = from.Close()
		}
	}()
	var failed error
	for !f.ended && failed == nil {
		if f.stopped == nil && ctx.Err() != nil {
			f.stop(ctx.Err())
		}
		var d *wire.Decoder
		if d, failed = f.receive(); failed == nil {
			f.take(d)
			if !f.ended {
				failed = f.say(saidNext)
			}
		}
	}
	closed = true
	if err := from.Close(); failed == nil {
		failed = err
	}
	if failed != nil && f.stopped == nil {
		f.stopped = failed
	}
	return f.found.list(), f.stopped
}

// say sends a message.
func (f *follower) say(what int, values ...int64) error {
	var e wire.Encoder
	for _, v := range append([]int64{int64(what)}, values...) {
		e.Int(v)
	}
	return f.from.Send(e.Bytes)
}

// stop asks the walk to end, once.
func (f *follower) stop(err error) {
	f.stopped = err
	// If it does not hear, there is nobody to end.
	_ = f.say(saidStop)
}

func (f *follower) receive() (*wire.Decoder, error) {
	message, err := f.from.Receive()
	if err != nil {
		return nil, err
	}
	return wire.NewDecoder(message), nil
}

// take handles a message. After a stop it waits only for the end.
func (f *follower) take(d *wire.Decoder) {
	for d.More() {
		switch d.Int() {
		case toldMember:
			f.member(d)
		case toldEnd:
			f.ended = true
			if err := d.Error(); f.stopped == nil {
				f.stopped = err
			}
		case toldCrash:
			panic(crash(d.Text()))
		case toldData: // of a member that nobody reads any more
			_, _ = d.Error(), d.Text()
		case toldProgress:
			if read := d.Int(); f.stopped == nil && f.progress != nil {
				f.progress(read)
			}
		case toldProblem:
			if p := d.Problem(); f.stopped == nil {
				f.found.add(p)
			}
		case toldBlob:
			f.blob(d)
		default:
			panic(crash("the other thread told something that is not known"))
		}
	}
}

// blob numbers what the walk numbered.
func (f *follower) blob(d *wire.Decoder) {
	if n := int(d.Int()); n == 0 {
		f.blobs.Add(f.src.At)
	} else {
		f.blobs.Add(f.from.Kept(n))
	}
}

func (f *follower) member(d *wire.Decoder) {
	m := decodeMember(d, f.base, f.archive)
	f.archive = m.Archive
	var r io.Reader
	f.held = held{}
	switch d.Int() {
	case givenEmpty:
		f.held.Reset(nil)
		r = &f.held
	case givenBytes:
		f.held.data = []byte(d.Text())
		f.held.Reset(f.held.data)
		r = &f.held
	case givenParsed:
		f.held.parsed = f.decode(d)
		r = &f.held
	case givenTurn:
		f.take(d) // all the rest of the message comes first
		t := &turn{f: f}
		if f.stopped != nil {
			return
		}
		if err := f.handle(m, t); err != nil {
			f.stop(err)
		} else if t.err = f.say(saidDone); t.err != nil {
			f.stopped = t.err
		}
		return
	}
	if f.stopped == nil {
		if err := f.handle(m, r); err != nil {
			f.stop(err)
		}
	}
}

// turn reads a member from a walk that stands still.
type turn struct {
	f    *follower
	left string
	err  error // after left
}

// Read implements io.Reader. It reads no more from the walk than it is asked for.
func (t *turn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if t.left == "" && t.err == nil {
		if t.f.ctx.Err() != nil {
			return 0, io.EOF
		}
		if t.err = t.ask(min(len(p), apartRead)); t.err != nil && t.left == "" {
			return 0, t.err
		}
	}
	n := copy(p, t.left)
	t.left = t.left[n:]
	if t.left == "" && t.err != nil {
		return n, t.err
	}
	return n, nil
}

func (t *turn) ask(n int) error {
	if err := t.f.say(saidRead, int64(n)); err != nil {
		return err
	}
	for {
		d, err := t.f.receive()
		if err != nil {
			return err
		}
		for d.More() {
			switch d.Int() {
			case toldData:
				err := d.Error()
				t.left = d.Text()
				return err
			case toldProgress:
				if read := d.Int(); t.f.progress != nil {
					t.f.progress(read)
				}
			case toldProblem:
				t.f.found.add(d.Problem())
			case toldBlob:
				t.f.blob(d)
			case toldCrash:
				panic(crash(d.Text()))
			case toldEnd:
				t.f.ended = true
				return io.EOF
			}
		}
		// Without data, the message took one of the places for those on their way.
		if err := t.f.say(saidNext); err != nil {
			return err
		}
	}
}
