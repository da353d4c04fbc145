package parser

import (
	"context"
	"strings"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/archive/wire"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Where threads have no memory in common, as the workers of a browser, one walks
// and parses a source, and another one holds the queue. A parsed file crosses as the
// few texts that go into rows: to write and read them takes a twentieth of what
// parsing takes.

// ReadApart reads a source for a Load on another thread, which follows at the
// other end of to (hook.Apart). Both must have the same options; callbacks other than
// Hooks.Keep are not used. The error is that of to.
func ReadApart(ctx context.Context, src Source, opt Options, to hook.Pipe) error {
	l := newLoader(ctx, opt)
	w := l.walking(src)
	parse := w.Ahead.Parse
	w.Ahead.Parse = func(m archive.Member, data []byte) any {
		if !name.IsFile(m.Name[strings.LastIndexByte(m.Name, '/')+1:]) {
			return nil // its parser's result cannot cross
		}
		return parse(m, data)
	}
	return archive.Tell(ctx, walked(src), w, encodeParsed, to)
}

// The kinds of parsed files that cross.
const (
	crossControl = iota
	crossData
)

// encodeParsed is the archive.Encode of sendmail's files.
func encodeParsed(e *wire.Encoder, parsed any) bool {
	switch f := parsed.(type) {
	case *parsedControl:
		e.Int(crossControl)
		f.encode(e)
		f.release()
	case *parsedData:
		e.Int(crossData)
		f.encode(e)
	default:
		return false
	}
	return true
}

// decodeParsed is the archive.Decode of the same. Texts are valid as long as the
// file is handled: what is kept of them is copied.
func decodeParsed(d *wire.Decoder) any {
	if d.Int() == crossControl {
		f := parsedControls.Get().(*parsedControl)
		f.decode(d)
		return f
	}
	f := new(parsedData)
	f.decode(d)
	return f
}

// texts are those of a control file that cross, in their order.
func (f *parsedControl) texts() [9]*string {
	return [...]*string{&f.BodyType, &f.Quarantine, &f.Status, &f.Sender, &f.Flags, &f.DataDir, &f.script, &f.subject, &f.bounce}
}

// numbers are those that cross.
func (f *parsedControl) numbers() [4]*int64 {
	return [...]*int64{&f.Created, &f.LastTry, &f.Priority, &f.Attempts}
}

// marks are the truths that cross.
func (f *parsedControl) marks() [4]*bool {
	return [...]*bool{&f.HasStatus, &f.HasSender, &f.Complete, &f.mixed}
}

// crossing are the macros that columns have.
var crossing = [...]string{"_", "{auth_authen}", "s"}

func (f *parsedControl) encode(e *wire.Encoder) {
	for _, s := range f.texts() {
		e.Text(*s)
	}
	for _, n := range f.numbers() {
		e.Int(*n)
	}
	for _, b := range f.marks() {
		e.Bool(*b)
	}
	for _, name := range crossing {
		e.Text(f.Macro(name))
	}
	e.Int(int64(f.size))
	text := f.text
	if f.Complete && looksControl(text) {
		text = text[:2] // enough to see that it is one
	}
	e.Text(text)
	e.Text(f.serverName())
	if own := f.why != f.Status; own {
		e.Bool(own)
		e.Text(f.why)
	} else {
		e.Bool(own)
	}
	e.Data(f.sum[:])
	e.Problems(f.problems)
	e.Int(int64(len(f.Recipients)))
	for i := range f.Recipients {
		e.Text(f.Recipients[i].Address)
		e.Text(f.Recipients[i].Status)
	}
}

func (f *parsedControl) decode(d *wire.Decoder) {
	*f = parsedControl{Control: queue.Control{Recipients: f.Recipients[:0], Macros: f.Macros[:0]}, apart: true}
	for _, s := range f.texts() {
		*s = d.Text()
	}
	for _, n := range f.numbers() {
		*n = d.Int()
	}
	for _, b := range f.marks() {
		*b = d.Bool()
	}
	for _, name := range crossing {
		f.Macros = append(f.Macros, queue.Macro{Name: name, Value: d.Text()})
	}
	f.size = int(d.Int())
	if f.text = d.Text(); len(f.text) > 2 {
		f.text = strings.Clone(f.text)
	}
	f.server = d.Own()
	if f.why = f.Status; d.Bool() {
		f.why = d.Text()
	}
	copy(f.sum[:], d.Text())
	f.problems = d.Problems()
	for range d.Int() {
		f.Recipients = append(f.Recipients, queue.Recipient{Address: d.Text(), Status: d.Text()})
	}
}

// texts are those of a bounce that cross, in their order.
func (b *parsedBounce) texts() [6]*string {
	o := &b.Original
	return [...]*string{&b.Client, &o.ReturnPath, &o.From, &o.Script, &o.Login, &o.Received}
}

func (f *parsedData) encode(e *wire.Encoder) {
	e.Int(f.Size)
	e.Bool(f.Refused)
	e.Int(int64(f.Cut))
	e.Data(f.Sum[:])
	e.Int(int64(len(f.Lines)))
	for _, line := range f.Lines {
		e.Text(line)
	}
	e.Bool(f.bounce != nil)
	if f.bounce == nil {
		return
	}
	for _, s := range f.bounce.texts() {
		e.Text(*s)
	}
	e.Problems(f.bounce.problems)
	e.Int(int64(len(f.bounce.Exchanges)))
	for i := range f.bounce.Exchanges {
		x := &f.bounce.Exchanges[i]
		e.Text(x.Host)
		e.Int(int64(len(x.Replies)))
		for _, line := range x.Replies {
			e.Text(line)
		}
	}
}

func (f *parsedData) decode(d *wire.Decoder) {
	f.Size, f.Refused, f.Cut = d.Int(), d.Bool(), int(d.Int())
	copy(f.Sum[:], d.Text())
	for range d.Int() {
		f.Lines = append(f.Lines, d.Text())
	}
	if !d.Bool() {
		return
	}
	b := new(parsedBounce)
	f.bounce = b
	for _, s := range b.texts() {
		*s = d.Text()
	}
	b.problems = d.Problems()
	for range d.Int() {
		x := queue.Exchange{Host: d.Text()}
		for range d.Int() {
			x.Replies = append(x.Replies, d.Text())
		}
		b.Exchanges = append(b.Exchanges, x)
	}
}
