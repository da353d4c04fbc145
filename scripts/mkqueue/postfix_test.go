package main

import (
	"bytes"
	"context"
	"encoding/json"
	"path"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestPostfixPinnedBytes(t *testing.T) {
	data, _ := archiveOfSystem(t, queue.Postfix, 1000, 1, "")
	wantBytes(t, data, "05bb02daf594de7858f451c9ed4ac1acb14ee5c5a740e8884ffbf392773313de")
}

// The spool is read as the command and the page do, and agrees with its listing.
func TestPostfixRead(t *testing.T) {
	data, facts := archiveOfSystem(t, queue.Postfix, testMessages, 1, "")
	want(t, "unpacked", facts.Unpacked, int64(len(data)))
	e, q := open(t, data)
	o := e.Ask(context.Background(), protocol.Request{Overview: &protocol.OverviewRequest{}}, nil).Overview
	states := map[string]int{}
	for _, s := range o.States {
		states[s.State] = s.Count
	}
	want(t, "states", states, facts.States)
	want(t, "messages", o.Total, facts.Messages)
	want(t, "recipients", o.Recipients, facts.Recipients)
	want(t, "largest", o.Largest, facts.Largest)
	kinds := map[queue.Kind]int{}
	for _, p := range q.Problems {
		kinds[p.Kind]++
	}
	want(t, "problems", kinds, map[queue.Kind]int{queue.KindCorrupt: facts.States["lost"], queue.KindRecord: facts.States["lost"]})
	for m := range q.All() {
		if m.State() != queue.Deferred {
			continue
		}
		if m.NextTry().Unix() < taken-queueRun || m.LastTry().Unix() > taken || m.Status() == "" {
			t.Errorf("%s: tried %v, next try %v, status %q", m.ID(), m.LastTry(), m.NextTry(), m.Status())
		}
	}
}

// The listing agrees with the files.
func TestPostfixListing(t *testing.T) {
	data, facts := archiveOfSystem(t, queue.Postfix, testMessages, 2, "")
	files := members(t, data)
	listing := files["postqueue.json"]
	want(t, "listing", int64(len(listing)), facts.Listing)
	dirs := map[string]string{}
	for name := range files {
		if dir := strings.TrimPrefix(name, spoolDir); dir != name && !strings.HasPrefix(dir, "defer/") {
			dir, _, _ = strings.Cut(dir, "/")
			dirs[path.Base(name)] = dir
			want(t, "files of "+path.Base(name), dir, dirs[path.Base(name)])
		}
	}
	want(t, "files", len(dirs), facts.Messages)
	n := 0
	for line := range bytes.Lines(listing) {
		var o struct {
			Directory string `json:"queue_name"`
			ID        string `json:"queue_id"`
		}
		if err := json.Unmarshal(line, &o); err != nil {
			t.Fatal(err)
		}
		want(t, o.ID, o.Directory, dirs[o.ID])
		n++
	}
	want(t, "listed", n, facts.Listed)
}

// Each scenario can be made for Postfix, too.
func TestPostfixScenarios(t *testing.T) {
	for i := range scenarios {
		data, facts := archiveOfSystem(t, queue.Postfix, 500, 1, scenarios[i].name)
		q, err := parser.Load(context.Background(), []parser.Source{{Name: "spool.tar", Size: int64(len(data)), R: bytes.NewReader(data)}}, parser.Options{})
		if err != nil || len(q.Order) != facts.Messages {
			t.Errorf("%s: %d messages (%v), want %d", scenarios[i].name, len(q.Order), err, facts.Messages)
		}
		for _, p := range q.Problems {
			if p.Kind != queue.KindRecord && p.Kind != queue.KindCorrupt {
				t.Errorf("%s: %s", scenarios[i].name, p)
			}
		}
	}
}
