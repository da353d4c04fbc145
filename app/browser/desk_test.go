package browser

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// script is an engine that does what a request's query says.
type script struct {
	mu      sync.Mutex
	running int
	most    int // requests but Open at the same time
}

func (s *script) Handle(ctx context.Context, req protocol.Request, send func(protocol.Answer)) {
	if req.Open != nil {
		for i := range 10 {
			for range 1000 {
				send(protocol.Answer{Progress: &protocol.Progress{Messages: i}})
			}
			select {
			case <-ctx.Done():
				send(protocol.Answer{Loaded: &protocol.Loaded{Canceled: true}})
				return
			case <-time.After(time.Second):
			}
		}
		send(protocol.Answer{Loaded: &protocol.Loaded{}})
		return
	}
	s.mu.Lock()
	s.running++
	s.most = max(s.most, s.running)
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
	case "later":
		time.AfterFunc(time.Millisecond, func() { send(protocol.Answer{Overview: &protocol.Overview{}}) })
	case "twice":
		send(protocol.Answer{Overview: &protocol.Overview{Matched: 1}})
		send(protocol.Answer{Overview: &protocol.Overview{Matched: 2}})
	default:
		send(protocol.Answer{Overview: &protocol.Overview{}})
	}
}

type sent struct {
	id   int
	a    protocol.Answer
	last bool
}

// newDesk collects what a desk sends.
func newDesk() (*desk, *script, func() ([]sent, []string)) {
	var mu sync.Mutex
	var all []sent
	var faults []string
	s := &script{}
	d := &desk{
		engine: s,
		send: func(id int, a protocol.Answer, last bool) {
			mu.Lock()
			defer mu.Unlock()
			all = append(all, sent{id, a, last})
		},
		fault: func(text string) {
			mu.Lock()
			defer mu.Unlock()
			faults = append(faults, text)
		},
	}
	return d, s, func() ([]sent, []string) {
		mu.Lock()
		defer mu.Unlock()
		return all, faults
	}
}

func overview(query string) protocol.Request {
	return protocol.Request{Overview: &protocol.OverviewRequest{Query: query}}
}

var open = protocol.Request{Open: &protocol.OpenRequest{}}

func TestDeskKeepsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, s, result := newDesk()
		for i := range 20 {
			d.take(i, overview(""))
		}
		time.Sleep(time.Second)
		all, _ := result()
		if len(all) != 20 || s.most != 1 {
			t.Fatalf("%d answers, %d at the same time; want 20, 1", len(all), s.most)
		}
		for i, a := range all {
			if a.id != i || !a.last {
				t.Errorf("answer %d is for request %d, last %v; want %d, true", i, a.id, a.last, i)
			}
		}
		d.take(99, overview(""))
		time.Sleep(time.Second)
		if all, _ := result(); len(all) != 21 {
			t.Errorf("after a rest: %d answers, want 21", len(all))
		}
	})
}

func TestDeskAnswersWhileLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _, result := newDesk()
		d.take(1, open)
		time.Sleep(2500 * time.Millisecond)
		d.take(2, overview(""))
		time.Sleep(10 * time.Millisecond)
		all, _ := result()
		if got := all[len(all)-1]; got.id != 2 || got.a.Overview == nil {
			t.Errorf("the last answer during a load is %+v, want that of request 2", got)
		}
		time.Sleep(time.Minute)
		all, _ = result()
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

func TestDeskCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _, result := newDesk()
		d.take(1, protocol.Request{Cancel: &protocol.CancelRequest{}}) // nothing runs: nothing happens
		d.take(2, open)
		time.Sleep(1500 * time.Millisecond)
		d.take(3, protocol.Request{Cancel: &protocol.CancelRequest{}})
		synctest.Wait()
		all, _ := result()
		if got := all[len(all)-1]; got.id != 2 || got.a.Loaded == nil || !got.a.Loaded.Canceled {
			t.Errorf("after Cancel: %+v, want Loaded and canceled", got)
		}
		// A new load stops the one before and waits for its end.
		d.take(4, open)
		time.Sleep(1500 * time.Millisecond)
		d.take(5, open)
		time.Sleep(time.Minute)
		all, _ = result()
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
	})
}

func TestDeskAnswersOnce(t *testing.T) {
	for _, tt := range []struct {
		query string
		fault string
	}{
		{"", ""},
		{"twice", ""},
		{"later", ""},
		{"panic", "panic: value of type string"},
		{"index", "panic: runtime error: index out of range"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, _, result := newDesk()
				d.take(1, overview(tt.query))
				time.Sleep(time.Second)
				all, faults := result()
				if len(all) != 1 || !all[0].last {
					t.Fatalf("%d answers %+v, want one that is last", len(all), all)
				}
				if wantErr := tt.fault != ""; (all[0].a.Error != nil) != wantErr {
					t.Errorf("answer %+v; want an error: %v", all[0].a, wantErr)
				}
				if (len(faults) == 1) != (tt.fault != "") {
					t.Fatalf("faults %q, want %q", faults, tt.fault)
				}
				for _, f := range faults {
					if !strings.Contains(f, tt.fault) || strings.Contains(f, "secret") {
						t.Errorf("fault %q, want %q in it and no mail", f, tt.fault)
					}
					if !strings.Contains(f, "desk_test.go:") {
						t.Errorf("fault %q, want the place in it", f)
					}
				}
			})
		})
	}
}
