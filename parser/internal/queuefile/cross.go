package queuefile

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive/wire"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The kinds of parsed files that cross.
const (
	crossControl = iota
	crossData
)

// Encode writes a parsed file for another thread (archive.Encode), and returns a
// Control for reuse. It reports false for anything but a file of sendmail.
func Encode(e *wire.Encoder, parsed any) bool {
	switch f := parsed.(type) {
	case *Control:
		e.Int(crossControl)
		f.encode(e)
		f.Release()
	case *Data:
		e.Int(crossData)
		f.encode(e)
	default:
		return false
	}
	return true
}

// Decode reads what Encode wrote (archive.Decode). Texts are valid while the file
// is handled: copy what is kept.
func Decode(d *wire.Decoder) any {
	if d.Int() == crossControl {
		f := controls.Get().(*Control)
		f.decode(d)
		return f
	}
	f := new(Data)
	f.decode(d)
	return f
}

// texts returns those of a control file that cross, in their order.
func (f *Control) texts() [9]*string {
	return [...]*string{&f.BodyType, &f.Quarantine, &f.Status, &f.Sender, &f.Flags, &f.DataDir, &f.Script, &f.Subject, &f.Bounce}
}

// numbers returns those that cross.
func (f *Control) numbers() [4]*int64 {
	return [...]*int64{&f.Created, &f.LastTry, &f.Priority, &f.Attempts}
}

// marks returns the truths that cross.
func (f *Control) marks() [4]*bool {
	return [...]*bool{&f.HasStatus, &f.HasSender, &f.Complete, &f.Mixed}
}

// crossing are the macros that columns have.
var crossing = [...]string{"_", "{auth_authen}", "s"}

func (f *Control) encode(e *wire.Encoder) {
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
	e.Int(int64(f.Size))
	text := f.Text
	if f.Complete && LooksControl(text) {
		text = text[:2] // enough to see that it is one
	}
	e.Text(text)
	e.Text(f.ServerName())
	if own := f.Why != f.Status; own {
		e.Bool(own)
		e.Text(f.Why)
	} else {
		e.Bool(own)
	}
	e.Data(f.Sum[:])
	e.Problems(f.Problems)
	e.Int(int64(len(f.Recipients)))
	for i := range f.Recipients {
		e.Text(f.Recipients[i].Address)
		e.Text(f.Recipients[i].Status)
	}
}

func (f *Control) decode(d *wire.Decoder) {
	*f = Control{Control: queue.Control{Recipients: f.Recipients[:0], Macros: f.Macros[:0]}, apart: true}
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
	f.Size = int(d.Int())
	if f.Text = d.Text(); len(f.Text) > 2 {
		f.Text = strings.Clone(f.Text)
	}
	f.server = d.Own()
	if f.Why = f.Status; d.Bool() {
		f.Why = d.Text()
	}
	copy(f.Sum[:], d.Text())
	f.Problems = d.Problems()
	for range d.Int() {
		f.Recipients = append(f.Recipients, queue.Recipient{Address: d.Text(), Status: d.Text()})
	}
}

// texts returns those of a bounce that cross, in their order.
func (b *Bounce) texts() [6]*string {
	o := &b.Original
	return [...]*string{&b.Client, &o.ReturnPath, &o.From, &o.Script, &o.Login, &o.Received}
}

func (f *Data) encode(e *wire.Encoder) {
	e.Int(f.Size)
	e.Bool(f.Refused)
	e.Int(int64(f.Cut))
	e.Data(f.Sum[:])
	e.Int(int64(len(f.Lines)))
	for _, line := range f.Lines {
		e.Text(line)
	}
	e.Bool(f.Bounce != nil)
	if f.Bounce == nil {
		return
	}
	for _, s := range f.Bounce.texts() {
		e.Text(*s)
	}
	e.Problems(f.Bounce.Problems)
	e.Int(int64(len(f.Bounce.Exchanges)))
	for i := range f.Bounce.Exchanges {
		x := &f.Bounce.Exchanges[i]
		e.Text(x.Host)
		e.Int(int64(len(x.Replies)))
		for _, line := range x.Replies {
			e.Text(line)
		}
	}
}

func (f *Data) decode(d *wire.Decoder) {
	f.Size, f.Refused, f.Cut = d.Int(), d.Bool(), int(d.Int())
	copy(f.Sum[:], d.Text())
	for range d.Int() {
		f.Lines = append(f.Lines, d.Text())
	}
	if !d.Bool() {
		return
	}
	b := new(Bounce)
	f.Bounce = b
	for _, s := range b.texts() {
		*s = d.Text()
	}
	b.Problems = d.Problems()
	for range d.Int() {
		x := queue.Exchange{Host: d.Text()}
		for range d.Int() {
			x.Replies = append(x.Replies, d.Text())
		}
		b.Exchanges = append(b.Exchanges, x)
	}
}
