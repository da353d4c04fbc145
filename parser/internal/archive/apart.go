package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive/wire"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A walk apart from its handler: one thread sends what it finds as messages
// (Tell), and another, which shares no memory with it, passes that on (Follow).
// As with line, the handler hears and leaves exactly what it would if both took
// turns.

// The messages of a walk, each followed by its values.
const (
	toldMember   = iota // its Member; how it is given (a given…); what belongs to that
	toldProgress        // bytes of the source
	toldProblem
	toldBlob // the number of a Keeper, 0 the source
	toldData // of the member whose turn it is: an error, bytes
	toldCrash
	toldEnd // the walk's error
)

// How a member is given.
const (
	givenEmpty  = iota // it has no data
	givenBytes         // its data
	givenParsed        // what a parser made of its data
	givenTurn          // the walk stands still while the handler asks for its data
)

// The messages of the handler's side.
const (
	saidNext = iota // one message more may be sent
	saidRead        // how many bytes of the member are wanted
	saidDone        // the handler is through with the member
	saidStop        // nothing more is wanted
)

const (
	apartMessages = 4        // on their way at a time
	apartBytes    = 64 << 10 // from which a message is sent
	apartProgress = 4        // progresses in one message, at most
	apartRead     = 256 << 10
)

// errStopped ends a walk that the handler's side no longer wants.
var errStopped = errors.New("stopped")

// Encode writes a result of Ahead.Parse, and reports whether it can.
type Encode func(e *wire.Encoder, parsed any) bool

// teller is the walk's side.
type teller struct {
	opt    Options
	encode Encode
	to     hook.Pipe
	cancel context.CancelFunc // of the walk
	out    wire.Encoder
	later  *wire.Encoder // reports made while a member is held, sent after it
	blobs  *Blobs
	told   int // blobs
	steps  int // progresses in out
	begun  int // of out, where an event that is not whole begins; -1 none
	room   int // messages that may be sent
	buf    []byte
	err    error // of to, or errStopped
}

// Tell walks src as Walk does, on behalf of a Follow at the other end of to. Its
// Keepers have a method Number, for Follow to find them. The error is that of to.
func Tell(ctx context.Context, src Source, opt Options, encode Encode, to hook.Pipe) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &teller{opt: opt, encode: encode, to: to, cancel: cancel, blobs: &Blobs{}, room: apartMessages, begun: -1}
	w := &walker{ctx: ctx, name: src.Name, blobs: t.blobs, opt: opt, handle: t.member}
	w.opt.Progress = t.progress
	w.found.tell = t.problem
	func() {
		defer func() {
			if v := recover(); v != nil {
				if t.begun >= 0 {
					t.out.Bytes = t.out.Bytes[:t.begun]
				}
				t.later = nil
				t.out.Int(toldCrash)
				t.out.Text(crashText(v))
			}
		}()
		w.walk(src)
	}()
	t.names()
	t.out.Int(toldEnd)
	if t.err == errStopped {
		w.fatal = nil
	}
	t.out.Error(w.fatal)
	t.room++ // the end always has a place
	t.flush()
	if t.err == errStopped {
		return nil
	}
	return t.err
}

// crashText describes a panic: what the runtime says, or else the value's type, since
// its text may quote mail, and the stack.
func crashText(v any) string {
	text := fmt.Sprintf("value of type %T", v)
	if err, ok := v.(runtime.Error); ok {
		text = err.Error()
	}
	return text + "\n\n" + string(debug.Stack())
}

// events returns where what is told goes.
func (t *teller) events() *wire.Encoder {
	if t.later != nil {
		return t.later
	}
	return &t.out
}

// names tells the blobs that are new.
func (t *teller) names() {
	for ; t.told < len(t.blobs.At); t.told++ {
		t.out.Int(toldBlob)
		if k, ok := t.blobs.At[t.told].(interface{ Number() int }); ok {
			t.out.Int(int64(k.Number()))
		} else {
			t.out.Int(0)
		}
	}
}

func (t *teller) progress(read int64) {
	e := t.events()
	e.Int(toldProgress)
	e.Int(read)
	t.steps++
	t.pass()
}

func (t *teller) problem(p queue.Problem) {
	e := t.events()
	e.Int(toldProblem)
	e.Problem(&p)
}

// pass sends the events collected so far, if they are enough or took long. While a
// member is held there may be none, but the answer still says whether to stop.
func (t *teller) pass() {
	if len(t.out.Bytes) >= apartBytes || t.steps >= apartProgress {
		t.flush()
	}
}

// flush sends the collected events, once there is room for them.
func (t *teller) flush() {
	for t.err == nil && t.room == 0 {
		t.listen()
	}
	if t.err != nil && t.err != errStopped {
		return
	}
	t.room--
	if err := t.to.Send(t.out.Bytes); err != nil {
		t.err = err
	}
	t.out.Bytes, t.steps = t.out.Bytes[:0], 0
}

// listen waits for what the other side says. It returns how many bytes are to be
// read, -1 for none.
func (t *teller) listen() int {
	message, err := t.to.Receive()
	if err != nil {
		t.err = err
		return -1
	}
	d := wire.NewDecoder(message)
	switch d.Int() {
	case saidNext:
		t.room++
	case saidRead:
		return int(d.Int())
	case saidStop:
		t.err = errStopped
		t.cancel() // it may be long until the next member
	case saidDone:
		return 0
	}
	return -1
}

// member returns the walk's Handler.
func (t *teller) member(m Member, r io.Reader) error {
	t.names()
	empty := isEmpty(m, r)
	var data []byte
	var rest io.Reader
	if !empty {
		data, rest = t.hold(m, r)
	}
	if t.err != nil {
		return t.err // what is held may have ended early
	}
	t.begun = len(t.out.Bytes)
	t.out.Int(toldMember)
	encodeMember(&t.out, &m)
	if empty {
		t.out.Int(givenEmpty)
	} else if rest != nil {
		t.turn(rest)
	} else if parsed := t.parse(m, data); parsed == nil {
		t.out.Int(givenBytes)
		t.out.Data(data)
	} else {
		t.out.Int(givenParsed)
		if !t.encode(&t.out, parsed) {
			panic(fmt.Sprintf("archive: no encoding of %T", parsed))
		}
	}
	t.begun = -1
	t.release()
	t.pass()
	return t.err
}

// parse returns a parser's result for a member, nil if it has no parser.
func (t *teller) parse(m Member, data []byte) any {
	if len(data) == 0 || !t.opt.Ahead.Takes(m) {
		return nil
	}
	return t.opt.Ahead.Parse(m, data)
}

// release puts the events of the meantime after the member.
func (t *teller) release() {
	if t.later != nil {
		t.out.Bytes = append(t.out.Bytes, t.later.Bytes...)
		t.later = nil
	}
}

// hold reads a member into memory if the handler reads it to its end, if it is there
// already, or if it is small and the walk reads it anyway: to stand still costs more than
// all else about a small file. What it tells goes behind the member. Otherwise it
// returns the reader for the handler.
func (t *teller) hold(m Member, r io.Reader) (data []byte, rest io.Reader) {
	t.later = &wire.Encoder{}
	takes := t.opt.Ahead.Takes(m)
	if p, ok := r.(*part); ok && (takes || p.n <= apartBytes) {
		if data, ok := p.Whole(); ok {
			return data, nil
		}
		return nil, r
	}
	limit := int64(MaxHeld)
	if _, ok := r.(drained); !ok && (!takes || m.Size < 0) {
		return nil, r
	} else if !takes {
		limit = apartBytes
	}
	if m.Size > limit {
		return nil, r
	}
	b := batch{buf: t.buf[:0]}
	data, rest = b.hold(m, r)
	t.buf = b.buf[:0]
	return data, rest
}

// turn lets the handler read a member from the walk.
func (t *teller) turn(r io.Reader) {
	// Events from the time it was held come first, as they would if the handler had read it.
	t.out.Int(givenTurn)
	t.begun = -1
	t.release()
	t.flush()
	var buf []byte
	for t.err == nil {
		switch n := t.listen(); {
		case n == 0:
			return
		case n > 0:
			if cap(buf) < n {
				buf = make([]byte, n)
			}
			got, err := fill(r, buf[:n])
			t.names()
			t.out.Int(toldData)
			t.out.Error(err)
			t.out.Data(buf[:got])
			t.room++ // it is asked for
			t.flush()
		}
	}
}

// fill reads until buf is full or an error comes: a decoder gives a few KiB at a time.
func fill(r io.Reader, buf []byte) (got int, err error) {
	for got < len(buf) && err == nil {
		var n int
		if n, err = r.Read(buf[got:]); n == 0 {
			break
		}
		got += n
	}
	return got, err
}

func encodeMember(e *wire.Encoder, m *Member) {
	e.Text(m.Name)
	e.Text(m.Archive)
	e.Bool(m.Plain)
	e.Bool(m.Dir)
	e.Text(m.Link)
	e.Bool(m.Symlink)
	e.Int(m.Size)
	if e.Bool(m.ModTime.IsZero()); !m.ModTime.IsZero() {
		e.Int(m.ModTime.Unix())
		e.Int(int64(m.ModTime.Nanosecond()))
	}
	e.Int(int64(m.Mode))
	e.Int(int64(m.Blob))
	e.Int(m.Offset)
	e.Bool(m.Packed)
}

// decodeMember reads a Member, whose texts are its own: they are kept. Blobs are
// counted from base; archive is that of the member before.
func decodeMember(d *wire.Decoder, base int, archive string) (m Member) {
	m.Name = d.Own()
	if m.Archive = d.Text(); m.Archive == archive {
		m.Archive = archive
	} else {
		m.Archive = strings.Clone(m.Archive)
	}
	m.Plain, m.Dir = d.Bool(), d.Bool()
	m.Link, m.Symlink = d.Own(), d.Bool()
	m.Size = d.Int()
	if zero := d.Bool(); !zero {
		m.ModTime = time.Unix(d.Int(), d.Int())
	}
	m.Mode = uint32(d.Int())
	if m.Blob = Blob(d.Int()); m.Blob != NoBlob {
		m.Blob += Blob(base)
	}
	m.Offset, m.Packed = d.Int(), d.Bool()
	return m
}
