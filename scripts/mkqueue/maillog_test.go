package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The log has the size that was asked for, and each message that was tried has its attempts in it.
func TestMailLog(t *testing.T) {
	for _, system := range queue.Systems {
		s := newSpool(200, 1)
		s.system, s.logs = system, 1<<20
		var archive bytes.Buffer
		if _, err := write(&archive, s, "tar"); err != nil {
			t.Fatal(err)
		}
		data := archive.Bytes()
		q, err := parser.Load(context.Background(), []parser.Source{{
			Name: "spool.tar", Size: int64(len(data)), R: bytes.NewReader(data), At: bytes.NewReader(data),
		}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if size := len(members(t, data)[s.logName()]); size < 900<<10 || size > 1200<<10 {
			t.Errorf("%s: a log of %d bytes", system, size)
		}
		for m := range q.All() {
			tried := false
			for _, e := range q.History.Of(m.Row()) {
				tried = tried || e.Kind == queue.EventDeferred || e.Kind == queue.EventNotTried
			}
			if m.State() == queue.Deferred && !tried {
				t.Errorf("%s: %s has no attempt in the log", system, m.ID())
			}
		}
		for _, p := range q.Problems {
			if p.Kind == queue.KindLogLines {
				t.Errorf("%s: %s", system, p.Reason)
			}
		}
	}
}
