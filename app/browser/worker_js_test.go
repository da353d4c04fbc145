package browser

import (
	"bytes"
	"context"
	"io"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/stream"
)

// copier is an engine that stores what it reads, reads it again and returns it
// as a file.
type copier struct {
	w    *Worker
	kept *stream.Keeper
}

func (c *copier) Handle(_ context.Context, req protocol.Request, send func(protocol.Answer, bool)) {
	go func() {
		defer func() {
			if v := recover(); v != nil {
				c.w.Fault(v, debug.Stack())
				send(protocol.Answer{Error: &protocol.ErrorBox{Title: "a fault"}}, true)
			}
		}()
		send(c.answer(req, send), true)
	}()
}

func (c *copier) answer(req protocol.Request, send func(protocol.Answer, bool)) protocol.Answer {
	phases := []protocol.Phase{protocol.PhaseRead, protocol.PhaseJoin, protocol.PhaseGroup}
	switch {
	case req.Open != nil:
		c.kept = c.w.Keep()
		for i, ref := range req.Open.Sources {
			f := c.w.Open(ref)
			if _, err := io.Copy(c.kept, io.NewSectionReader(f, 0, f.Size())); err != nil {
				return protocol.Answer{Error: &protocol.ErrorBox{Title: err.Error()}}
			}
			send(protocol.Answer{Progress: &protocol.Progress{File: ref.Name, Read: ref.Size, Phase: phases[i]}}, false)
		}
		return protocol.Answer{Loaded: &protocol.Loaded{}}
	case req.Problems != nil:
		panic("secret")
	case req.Part != nil:
		data, err := io.ReadAll(io.NewSectionReader(c.kept, 0, 1<<40))
		if err != nil {
			return protocol.Answer{Error: &protocol.ErrorBox{Title: err.Error()}}
		}
		return protocol.Answer{File: &protocol.File{Name: "all", Data: data}}
	}
	return protocol.Answer{Overview: &protocol.Overview{}}
}

// port stands for the page: it answers the other end of a MessageChannel from
// real blobs, as link does.
type port struct {
	*Page
	w       *Worker
	answers chan protocol.Answer
}

func newPort(t *testing.T) *port {
	t.Helper()
	channel, err := get(safejs.Global(), "MessageChannel").New()
	if err != nil {
		t.Fatal(err)
	}
	p := &port{Page: &Page{}, answers: make(chan protocol.Answer, 100)}
	p.Page.fault = func(text string) { t.Error(text) }
	p.dispatch = func(fn func()) { fn() }
	for _, init := range []func() error{p.files.init, p.kept.init} {
		if err := init(); err != nil {
			t.Fatal(err)
		}
	}
	here, there := get(channel, "port1"), get(channel, "port2")
	l := &link{port: here, pending: make(map[int]envelope)}
	p.worker = l
	f, err := p.callback(func(args []safejs.Value) { p.receive(l, get(args[0], "data")) })
	if err != nil {
		t.Fatal(err)
	}
	if err := here.Set("onmessage", f); err != nil {
		t.Fatal(err)
	}
	w := newWorker(there, func(w *Worker) Engine { return &copier{w: w} })
	g, err := w.callback(func(args []safejs.Value) { w.receive(args[0]) })
	if err != nil {
		t.Fatal(err)
	}
	if err := there.Set("onmessage", g); err != nil {
		t.Fatal(err)
	}
	if err := post(there, map[string]any{"kind": kindReady}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, end := range []safejs.Value{here, there} {
			_, _ = end.Call("close")
		}
		f.Release()
		g.Release()
	})
	p.w = w
	return p
}

// ask waits for the last answer and counts those before it.
func (p *port) ask(req protocol.Request) (a protocol.Answer, progress int) {
	p.Ask(req, func(a protocol.Answer) { p.answers <- a })
	for a = range p.answers {
		if a.Progress == nil {
			return a, progress
		}
		progress++
	}
	return a, progress
}

func (p *port) add(t *testing.T, name string, data []byte) protocol.SourceRef {
	t.Helper()
	array, err := toJS(data)
	if err != nil {
		t.Fatal(err)
	}
	blob, err := get(safejs.Global(), "Blob").New([]any{array})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := p.files.add(blob, name)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestPageAndWorker(t *testing.T) {
	p := newPort(t)
	one, two := noise(8<<20+12345), noise(777)
	refs := []protocol.SourceRef{p.add(t, "one", one), p.add(t, "two", two), p.add(t, "none", nil)}
	a, progress := p.ask(protocol.Request{Open: &protocol.OpenRequest{Sources: refs}})
	if a.Loaded == nil || progress != 3 {
		t.Fatalf("Open = %+v after %d progress answers, want Loaded after 3", a, progress)
	}
	a, _ = p.ask(protocol.Request{Part: &protocol.PartRequest{}})
	if a.File == nil || a.File.Name != "all" || !bytes.Equal(a.File.Data, append(bytes.Clone(one), two...)) {
		t.Fatalf("Part = %+v, want a file of what was read", a)
	}
	if len(p.worker.pending) != 0 {
		t.Errorf("%d requests are still open, want 0", len(p.worker.pending))
	}
	if n := len(p.kept.streams); n != 1 {
		t.Errorf("%d streams kept, want 1", n)
	}
	// Another load drops the stream of the first, and its files.
	again := p.add(t, "again", one)
	if a, _ = p.ask(protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{again}}}); a.Loaded == nil {
		t.Fatalf("second Open = %+v, want Loaded", a)
	}
	if a, _ = p.ask(protocol.Request{Part: &protocol.PartRequest{}}); a.File == nil || !bytes.Equal(a.File.Data, one) {
		t.Fatalf("Part after the second load = %+v, want what it read", a)
	}
	if _, ok := p.kept.streams[-1]; ok {
		t.Error("the first stream is still kept")
	}
	if _, err := p.files.get(refs[0].ID); err == nil {
		t.Error("the first file is still held")
	}
}

func TestPageAndWorkerErrors(t *testing.T) {
	p := newPort(t)
	gone := protocol.SourceRef{ID: 42, Name: "gone", Size: 10}
	if a, _ := p.ask(protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{gone}}}); a.Error == nil {
		t.Errorf("Open of a missing file = %+v, want an error", a)
	}
	// A request that is not JSON is answered, too.
	p.worker.pending[7] = envelope{id: 7, answer: func(a protocol.Answer) { p.answers <- a }}
	p.w.take(7, safejs.Null())
	if a := <-p.answers; a.Error == nil {
		t.Errorf("no JSON = %+v, want an error", a)
	}
	if len(p.worker.pending) != 0 {
		t.Errorf("%d requests are still open, want 0", len(p.worker.pending))
	}
}

// A panic costs one request, and is reported.
func TestFaultIsTold(t *testing.T) {
	p := newPort(t)
	told := make(chan string, 1)
	p.Page.fault = func(string) {}
	p.events.Crashed = func(details string) { told <- details }
	if a, _ := p.ask(protocol.Request{Problems: &protocol.ProblemsRequest{}}); a.Error == nil {
		t.Errorf("a panic = %+v, want an error", a)
	}
	if got := <-told; !strings.Contains(got, "worker_js_test.go") || strings.Contains(got, "secret") {
		t.Errorf("Crashed(%q), want the place and no mail", got)
	}
	ref := p.add(t, "one", []byte("1"))
	if a, _ := p.ask(protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{ref}}}); a.Loaded == nil {
		t.Errorf("Open after a panic = %+v, want Loaded", a)
	}
}

// Requests to a worker that dies are answered, and so are later ones.
func TestDeadWorkerAnswers(t *testing.T) {
	p := newPort(t)
	p.Page.fault = func(string) {}
	var crash string
	p.events.Crashed = func(details string) { crash = details }
	before := make(chan protocol.Answer, 1)
	p.Ask(protocol.Request{Overview: &protocol.OverviewRequest{}}, func(a protocol.Answer) { before <- a })
	p.died(p.worker, "panic: runtime error: index out of range [5] with length 3\n"+trace)
	if a := <-before; a.Error == nil {
		t.Errorf("who waited gets %+v, want an error", a)
	}
	if a, _ := p.ask(protocol.Request{Overview: &protocol.OverviewRequest{}}); a.Error == nil {
		t.Errorf("who asks later gets %+v, want an error", a)
	}
	if want := "panic: runtime error: index out of range [5] with length 3\n"; len(crash) < len(want) || crash[:len(want)] != want {
		t.Errorf("Crashed(%q), want %q first", crash, want)
	}
}
