package browser

import (
	"bytes"
	"io"
	"runtime"
	"testing"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/stream"
)

// channel returns both ends of a new MessageChannel, which are closed with the test.
func channel(t *testing.T) (one, two safejs.Value) {
	t.Helper()
	c, err := get(safejs.Global(), "MessageChannel").New()
	if err != nil {
		t.Fatal(err)
	}
	one, two = get(c, "port1"), get(c, "port2")
	t.Cleanup(func() {
		for _, end := range []safejs.Value{one, two} {
			_, _ = end.Call("close")
		}
	})
	return one, two
}

// Messages arrive in order, the reader's streams can be read while it runs, and
// at the end all of them have been passed to the page.
func TestPipe(t *testing.T) {
	here, there := channel(t)
	page, _ := channel(t)
	failed := func(text string) { t.Error(text) }
	w, r := &Worker{self: page}, &Worker{self: page, all: map[int]*stream.Keeper{}}
	w.fault, r.fault = failed, failed
	data := noise(100_000)
	var stored []byte
	k := stream.NewKeeper(-5, nil, func(_ int, piece []byte) <-chan error {
		stored = append(stored, piece...)
		done := make(chan error, 1)
		done <- nil
		return done
	})
	if _, err := k.Write(data); err != nil {
		t.Fatal(err)
	}
	r.all[-5] = k
	p, err := w.newPipe(here)
	if err != nil {
		t.Fatal(err)
	}
	q, err := r.newPipe(there)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one", "", "three"} {
		if err := q.Send([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := p.Receive(); string(got) != text || err != nil {
			t.Errorf("Receive = %q, %v; want %q", got, err, text)
		}
	}
	got := make([]byte, 500)
	if n, err := p.Kept(-5).ReadAt(got, 99_900); n != 100 || err != io.EOF || !bytes.Equal(got[:n], data[99_900:]) {
		t.Errorf("ReadAt = %d, %v; want the last 100 bytes", n, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(stored, data) || p.sizes[-5] != int64(len(data)) {
		t.Errorf("%d bytes went to the page, said to be %d; want %d", len(stored), p.sizes[-5], len(data))
	}
	_ = q.port.Set("onmessage", safejs.Null())
	q.release()
}

// A reader that was ended leaves no caller waiting.
func TestPipeFails(t *testing.T) {
	here, _ := channel(t)
	page, _ := channel(t)
	w := &Worker{self: page, reads: stream.NewReads(nil)}
	w.fault = func(text string) { t.Error(text) }
	p, err := w.newPipe(here)
	if err != nil {
		t.Fatal(err)
	}
	w.pipe = p
	asked := make(chan error)
	go func() {
		_, err := p.Kept(-5).ReadAt(make([]byte, 1), 0)
		asked <- err
	}()
	for waits := false; !waits; runtime.Gosched() {
		p.parts.mu.Lock()
		waits = len(p.parts.channels) > 0
		p.parts.mu.Unlock()
	}
	w.connected(safejs.Undefined(), "gone")
	if err := <-asked; err == nil {
		t.Error("ReadAt of what nobody answers = nil, want an error")
	}
	if _, err := p.Receive(); err == nil || err.Error() != "gone" {
		t.Errorf("Receive = %v, want gone", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if n, err := p.Kept(-5).ReadAt(make([]byte, 1), 0); n != 0 || err == nil {
		t.Errorf("ReadAt of what is lost = %d, %v; want an error", n, err)
	}
}
