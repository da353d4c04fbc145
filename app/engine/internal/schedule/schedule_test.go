package schedule

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// script is Work that does what the query of a request says.
type script struct {
	mu      sync.Mutex
	running int
	most    int // answers in progress at once
	worked  []string
	idle    func(rest func() bool)
	steps   int // of the last answer "in steps"
}

func (s *script) Idle(rest func() bool) {
	if s.idle != nil {
		s.idle(rest)
	}
}

func (s *script) Open(ctx context.Context, req protocol.Request, load *Load, progress func(protocol.Progress)) protocol.Answer {
	for i := range 10 {
		for range 1000 {
			progress(protocol.Progress{Messages: i})
		}
		load.Between(func() {})
		select {
		case <-ctx.Done():
			return protocol.Answer{Loaded: &protocol.Loaded{Canceled: true}}
		case <-time.After(time.Second):
		}
	}
	return protocol.Answer{Loaded: &protocol.Loaded{}}
}

func (s *script) Answer(ctx context.Context, req protocol.Request, progress func(protocol.Progress), rest func()) protocol.Answer {
	s.mu.Lock()
	s.running++
	s.most = max(s.most, s.running)
	s.worked = append(s.worked, req.Overview.Query)
	s.mu.Unlock()
	time.Sleep(time.Millisecond)
	s.mu.Lock()
	s.running--
	s.mu.Unlock()
	switch req.Overview.Query {
	case "panic":
		panic("Subject: secret")
	case "index":
		_ = []int{}[len(req.Overview.By)]
	case "in steps":
		s.steps = 0
		for range 100 {
			if rest(); ctx.Err() != nil {
				return protocol.Answer{Superseded: true}
			}
			time.Sleep(10 * time.Millisecond)
			s.steps++
		}
	case "long":
		select {
		case <-ctx.Done():
			return protocol.Answer{Error: &protocol.ErrorBox{Title: "Stopped."}}
		case <-time.After(time.Hour):
		}
	}
	return protocol.Answer{Overview: &protocol.Overview{}}
}

type sent struct {
	id   int
	a    protocol.Answer
	last bool
}

// desk is a scheduler with numbered requests, and the answers it sent.
type desk struct {
	*Scheduler
	script script

	mu     sync.Mutex
	all    []sent
	faults []string
}

func newDesk() *desk {
	d := &desk{}
	d.Scheduler = New(&d.script, Options{Fault: func(value any, stack []byte) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.faults = append(d.faults, fmt.Sprint(value)+"\n"+string(stack))
	}})
	return d
}

func (d *desk) take(id int, req protocol.Request) {
	d.Take(context.Background(), req, func(a protocol.Answer, last bool) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.all = append(d.all, sent{id, a, last})
	})
}

func (d *desk) sent() []sent {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all)
}

func overview(query string) protocol.Request {
	return protocol.Request{Overview: &protocol.OverviewRequest{Query: query}}
}

var (
	open   = protocol.Request{Open: &protocol.OpenRequest{}}
	cancel = protocol.Request{Cancel: &protocol.CancelRequest{}}
)

func TestKeepsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		for i := range 20 {
			d.take(i, overview(""))
		}
		time.Sleep(time.Second)
		synctest.Wait()
		all := d.sent()
		if len(all) != 20 || d.script.most != 1 {
			t.Fatalf("%d answers, %d at the same time; want 20, 1", len(all), d.script.most)
		}
		for i, a := range all {
			if a.id != i || !a.last {
				t.Errorf("answer %d is for request %d, last %v; want %d, true", i, a.id, a.last, i)
			}
		}
		d.take(99, overview(""))
		time.Sleep(time.Second)
		synctest.Wait()
		if all := d.sent(); len(all) != 21 {
			t.Errorf("after a rest: %d answers, want 21", len(all))
		}
	})
}

func TestAnswersWhileLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.take(1, open)
		time.Sleep(2500 * time.Millisecond)
		synctest.Wait()
		d.take(2, overview(""))
		time.Sleep(time.Second)
		synctest.Wait()
		asked := slices.IndexFunc(d.sent(), func(s sent) bool { return s.id == 2 && s.a.Overview != nil && s.last })
		if asked < 0 {
			t.Errorf("during a load: %+v, want the answer to request 2", d.sent())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		all := d.sent()
		if got := all[len(all)-1]; got.id != 1 || !got.last || got.a.Loaded == nil || got.a.Loaded.Canceled {
			t.Errorf("the load ends with %+v, want Loaded", got)
		}
		if len(all) != 12 {
			t.Errorf("%d answers to 10,000 progresses in 10 s and a request, want 12", len(all))
		}
		for _, a := range all[:len(all)-1] {
			if a.id == 1 && a.last {
				t.Errorf("a progress is marked last: %+v", a)
			}
		}
	})
}

// A request that arrives too late for the last file is answered after the load.
func TestAnswersAfterLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.take(1, open)
		time.Sleep(9500 * time.Millisecond)
		synctest.Wait()
		d.take(2, overview(""))
		time.Sleep(time.Minute)
		synctest.Wait()
		all := d.sent()
		if a, b := all[len(all)-2], all[len(all)-1]; a.a.Loaded == nil || b.a.Overview == nil {
			t.Errorf("ends with %+v, %+v; want Loaded and the overview", a, b)
		}
	})
}

func TestCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.take(1, cancel) // nothing runs: nothing happens
		d.take(2, open)
		time.Sleep(1500 * time.Millisecond)
		synctest.Wait()
		d.take(3, cancel)
		synctest.Wait()
		all := d.sent()
		if got := all[len(all)-1]; got.id != 2 || got.a.Loaded == nil || !got.a.Loaded.Canceled {
			t.Errorf("after Cancel: %+v, want Loaded and canceled", got)
		}
		// A new load stops the previous one and waits for its end.
		d.take(4, open)
		time.Sleep(1500 * time.Millisecond)
		synctest.Wait()
		d.take(5, open)
		time.Sleep(time.Minute)
		synctest.Wait()
		all = d.sent()
		ended := false
		for _, a := range all {
			if a.id == 4 && a.last {
				ended = a.a.Loaded.Canceled
			}
			if a.id == 5 && !ended {
				t.Error("load 5 speaks before load 4 has ended")
			}
		}
		if got := all[len(all)-1]; got.id != 5 || got.a.Loaded.Canceled {
			t.Errorf("the last answer is %+v, want that of load 5", got)
		}
		// A long answer is stopped, too.
		d.take(6, overview("long"))
		time.Sleep(time.Second)
		synctest.Wait()
		d.take(7, cancel)
		synctest.Wait()
		all = d.sent()
		if got := all[len(all)-1]; got.id != 6 || got.a.Error == nil {
			t.Errorf("after Cancel: %+v, want the long answer stopped", got)
		}
	})
}

func TestDropsSuperseded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		in := func(slot, gen int, query string) protocol.Request {
			req := overview(query)
			req.Slot, req.Gen = slot, gen
			return req
		}
		d.take(0, in(1, 1, "long"))
		synctest.Wait()
		for i, req := range []protocol.Request{
			1: in(2, 1, "a1"), 2: in(3, 1, "b1"), 3: in(2, 2, "a2"), 4: in(0, 0, "c1"), 5: in(0, 0, "c2"), 6: in(2, 3, "a3"), 7: in(2, 2, "a2, late"),
			8: in(1, 2, "done"),
		} {
			if i > 0 {
				d.take(i, req)
			}
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got, want := strings.Join(d.script.worked, " "), "long b1 c1 c2 a3 done"; got != want {
			t.Errorf("worked on %q, want %q", got, want)
		}
		var dropped []int
		for _, s := range d.sent() {
			if s.a.Superseded {
				dropped = append(dropped, s.id)
			}
		}
		if want := []int{1, 3, 7}; !slices.Equal(dropped, want) || len(d.sent()) != 9 {
			t.Errorf("%d answers, of %v that they are superseded; want 9, %v", len(d.sent()), dropped, want)
		}
	})
}

func TestAnswersOnce(t *testing.T) {
	for _, tt := range []struct {
		query string
		fault string
	}{
		{"", ""},
		{"panic", "Subject: secret"},
		{"index", "runtime error: index out of range"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk()
				d.take(1, overview(tt.query))
				time.Sleep(time.Second)
				synctest.Wait()
				all := d.sent()
				if len(all) != 1 || !all[0].last {
					t.Fatalf("%d answers %+v, want one that is last", len(all), all)
				}
				if wantErr := tt.fault != ""; (all[0].a.Error != nil) != wantErr {
					t.Errorf("answer %+v; want an error: %v", all[0].a, wantErr)
				}
				if (len(d.faults) == 1) != (tt.fault != "") {
					t.Fatalf("faults %q, want %q", d.faults, tt.fault)
				}
				for _, f := range d.faults {
					if !strings.Contains(f, tt.fault) || !strings.Contains(f, "schedule_test.go:") {
						t.Errorf("fault %q, want %q and the place in it", f, tt.fault)
					}
				}
				d.take(2, overview(""))
				time.Sleep(time.Second)
				synctest.Wait()
				if all = d.sent(); len(all) != 2 || all[1].a.Overview == nil {
					t.Errorf("after it: %+v, want an answer", all)
				}
			})
		})
	}
}

// After a long answer, requests that arrived meanwhile are accepted.
func TestYields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		yields := 0
		d.opt.Yield = func() { yields++ }
		d.take(1, overview(""))
		time.Sleep(time.Second)
		synctest.Wait()
		if yields != 0 {
			t.Errorf("%d yields after a short answer, want 0", yields)
		}
		d.take(2, overview("long"))
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if yields != 1 {
			t.Errorf("%d yields after a long answer, want 1", yields)
		}
	})
}

// Idle work lets requests through, and ends for a load.
func TestIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		steps, ended := 0, 0
		d.script.idle = func(rest func() bool) {
			for rest() {
				if len(d.script.worked) == 0 || steps == 1000 {
					return
				}
				time.Sleep(10 * time.Millisecond)
				steps++
			}
			ended = steps
		}
		d.take(1, overview(""))
		time.Sleep(3 * time.Second)
		synctest.Wait()
		d.take(2, overview(""))
		time.Sleep(time.Second)
		synctest.Wait()
		if all := d.sent(); len(all) != 2 || all[1].id != 2 || d.script.most != 1 {
			t.Errorf("during idle work: %+v, %d at the same time; want the answer to request 2, 1", all, d.script.most)
		}
		d.take(3, open)
		time.Sleep(time.Minute)
		synctest.Wait()
		if ended < 300 || ended > 500 {
			t.Errorf("a load after 4 s ended idle work after %d steps of 10 ms", ended)
		}
		if all := d.sent(); all[len(all)-1].a.Loaded == nil {
			t.Errorf("the load ends with %+v", all[len(all)-1])
		}
		d.take(4, overview(""))
		time.Sleep(time.Minute)
		synctest.Wait()
		if steps != 1000 {
			t.Errorf("after the load idle work had %d steps, want 1000", steps)
		}
	})
}

// A panic in idle work is reported, and costs no answer.
func TestIdlePanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.script.idle = func(func() bool) { panic("idle") }
		for id := range 2 {
			d.take(id, overview(""))
			time.Sleep(time.Second)
			synctest.Wait()
		}
		if all := d.sent(); len(all) != 2 || all[1].a.Overview == nil || len(d.faults) != 2 {
			t.Errorf("%+v, faults %q; want two answers and two faults", all, d.faults)
		}
	})
}

// While an answer pauses, others are made; another request for its slot ends it,
// even after others were answered in between.
func TestRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		asked := func(slot, gen int, query string) protocol.Request {
			req := overview(query)
			req.Slot, req.Gen = slot, gen
			return req
		}
		for id, ask := range []struct {
			after time.Duration
			req   protocol.Request
		}{
			{0, asked(1, 1, "in steps")},
			{300 * time.Millisecond, asked(2, 1, "other")},
			{100 * time.Millisecond, asked(1, 2, "in steps")},
		} {
			time.Sleep(ask.after)
			d.take(id, ask.req)
		}
		time.Sleep(50 * time.Millisecond)
		synctest.Wait()
		all := d.sent()
		if len(all) != 1 || all[0].id != 1 {
			t.Fatalf("after 450 ms: %+v, want the answer to request 1 only", all)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if all = d.sent(); len(all) != 3 || all[1].id != 2 || all[1].a.Superseded || all[2].id != 0 || !all[2].a.Superseded {
			t.Errorf("%+v, want the answer to request 2, then that 0 is superseded", all)
		}
		if d.script.steps != 100 {
			t.Errorf("%d steps, want 100", d.script.steps)
		}
	})
}

// An answer that is made between two files of a load does not pause, because the
// queue it is about is still being read.
func TestRestsNotWhileLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.take(1, open)
		time.Sleep(2500 * time.Millisecond)
		d.take(2, overview("in steps"))
		time.Sleep(time.Second)
		d.take(3, overview(""))
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		for _, s := range d.sent() {
			if s.id == 3 {
				t.Errorf("request 3 was answered while request 2 was")
			}
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		done := 0
		for _, s := range d.sent() {
			if s.last && s.a.Error == nil && !s.a.Superseded {
				done++
			}
		}
		if done != 3 {
			t.Errorf("%d requests were answered, want 3", done)
		}
	})
}
